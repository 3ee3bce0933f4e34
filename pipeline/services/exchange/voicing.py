"""The answers of a timeline as they stand today: whose, in what standing, with which words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.analysis.recipes import on_topic
from pipeline.analysis.segments import said_within, voices
from pipeline.model.frames import CODINGS, MEMBERS
from pipeline.model.span import Span
from pipeline.model.timeline import Recipe, Timeline
from pipeline.services.deciding.judging import overlay_codes
from pipeline.services.showing.library import Library
from pipeline.services.showing.people import People
from pipeline.services.showing.store import EVERYTHING, opened, parquet, quoted
from pipeline.services.showing.wording import wording

PLACED = ("confirmed", "suggested")
"""The standings in which an answer belongs to a question's timeline."""


@dataclass(frozen=True)
class Voice:
    """An answer in a timeline; ``words`` are empty where they may not be quoted.

    ``start`` is where it begins, in milliseconds of its recording or code points of its text.
    """

    answer: str
    interview: str
    site: str
    shown_as: str
    words: str
    may_quote: bool
    status: str
    score: float
    evidence: str
    start: int


def voices_of(
    library: Library, people: People, timeline: Timeline
) -> dict[str, tuple[Voice, Mapping[str, Any]]]:
    """Return the timeline's answers as they stand now, of people who allow analysis today."""
    import pandas as pd

    if timeline.recipe is not None:
        return _named_voices(library, people, timeline, timeline.recipe)
    wanted = [*(clip.answer for clip in timeline.clips), *timeline.unplaced]
    topic = timeline.topic if timeline.subject == "question" else ""
    with opened(library.layout, EVERYTHING, people) as db:
        db.register("wanted", pd.DataFrame({"answer": wanted}, dtype="str"))
        rows = db.execute(
            f"""SELECT a.answer, a.interview, a.speaker, a.site, a.country, a.language, a.wave,
                a.text, a.start, t.status, t.score, t.evidence
                FROM answers a JOIN wanted USING (answer)
                LEFT JOIN tags t ON t.answer = a.answer AND t.question = {quoted(topic)}"""
        ).fetchdf()
    found: dict[str, tuple[Voice, Mapping[str, Any]]] = {}
    for row in rows.to_dict("records"):
        tagged = isinstance(row["status"], str)
        # A cluster is the machine's grouping: all its members are suggestions.
        standing = "suggested" if not topic else row["status"] if tagged else "rejected"
        score = float(row["score"]) if tagged else 0.0
        evidence = row["evidence"] if tagged else ""
        found[row["answer"]] = _voice(people, row, standing, score, evidence)
    return found


def _voice(
    people: People, row: Mapping[Any, Any], standing: str, score: float, evidence: str
) -> tuple[Voice, Mapping[str, Any]]:
    rights = people.rights(row["interview"], row["speaker"])
    voice = Voice(
        row["answer"], row["interview"], row["site"], rights.shown_as,
        row["text"] if rights.quote else "", rights.quote, standing, score, evidence,
        int(row["start"]),
    )  # fmt: skip
    return voice, {str(k): v for k, v in row.items()}


def _named_voices(
    library: Library, people: People, timeline: Timeline, recipe: Recipe
) -> dict[str, tuple[Voice, Mapping[str, Any]]]:
    """Return the answers of a named timeline as they stand now, with the words of their clips.

    What the recipe does not ask for any more, after what people decided, is rejected.
    """
    import pandas as pd

    spans = {clip.answer: clip.span for clip in timeline.clips}
    with opened(library.layout, EVERYTHING, people) as db:
        wanted = pd.DataFrame({"answer": [*spans, *timeline.unplaced]}, dtype="str")
        db.register("wanted", wanted)
        answers = db.execute("SELECT a.* FROM answers a JOIN wanted USING (answer)").fetchdf()
        tags = db.execute("SELECT t.* FROM tags t JOIN wanted USING (answer)").fetchdf()
        codings, members = (
            db.execute(
                f"SELECT c.* FROM {parquet(library.layout.path(name), columns)} c "
                "JOIN wanted USING (answer)"
            ).fetchdf()
            for name, columns in (("codings", CODINGS), ("standing-members", MEMBERS))
        )
    held = on_topic(
        recipe,
        answers,
        tags=tags,
        codings=overlay_codes(library.layout, codings, answers),
        members=members,
        quotable=lambda speaker: bool(people.decision("", [speaker], "quote")),
    )
    standing = dict(zip(held["answer"], held["tag_status"], strict=True))
    scores = dict(zip(held["answer"], held["score"], strict=True))
    found = {}
    for row in answers.to_dict("records"):
        answer = str(row["answer"])
        if answer in spans:
            row["text"] = _words_within(library, people, str(row["interview"]), spans[answer])
        found[answer] = _voice(
            people, row, standing.get(answer, "rejected"), float(scores.get(answer, 0.0)), ""
        )
    return found


def _words_within(library: Library, people: People, interview: str, span: Span) -> str:
    """Return what the people who answer say in a stretch of an interview, as it is worded now."""
    turns = wording(library.layout, interview).turns
    row = people.interviews[interview]
    return said_within(turns, voices(turns, row.speakers, row.interviewers), span)


def placed(voice: Voice) -> bool:
    """Tell whether an answer belongs to its timeline."""
    return voice.status in PLACED
