"""Judging: one event appended, anchored to the words it is about; and seen at once."""

from __future__ import annotations

import re
import secrets
import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pipeline.analysis.anchors import make_anchor, resolve
from pipeline.analysis.coding import with_people
from pipeline.analysis.judgements import carried, live, machine_evidence, verdicts
from pipeline.analysis.placing import place
from pipeline.analysis.tagging import Tagged, tag_rows, with_verdicts
from pipeline.errors import BadInput, NotReady
from pipeline.formats import schemas
from pipeline.formats.artefacts import read_json
from pipeline.formats.files import nearest, write_once
from pipeline.formats.logs import append_event, check_event, read_log
from pipeline.formats.yamls import version_of
from pipeline.layout import Layout
from pipeline.model.anchor import Anchor
from pipeline.model.frames import TAGS
from pipeline.model.guide import Answers, Ranked, TagStatus
from pipeline.model.interview import ID_PATTERN, Turns
from pipeline.model.judgement import Event
from pipeline.model.span import Span
from pipeline.services.showing.books import codebook, question_set
from pipeline.services.showing.people import read_people

if TYPE_CHECKING:
    import pandas as pd

BY_PEOPLE = ("confirmed", "rejected", "contested")
"""The standings of a tag that rest on people's word."""


def quote_key(layout: Layout) -> bytes:
    """Return the study's key for sketches of quotations; made at the first use."""
    path = layout.path("quote-key")
    if not path.exists():
        write_once(path, f"{secrets.token_hex(32)}\n".encode())
    return bytes.fromhex(path.read_text().strip())


def judge(
    layout: Layout,
    *,
    coder: str,
    kind: str,
    answer: str | None = None,
    anchor: Anchor | None = None,
    value: Mapping[str, Any],
    seen: Mapping[str, Any],
    reason: str = "",
) -> Event:
    """Append one event to the coder's log of the interview.

    Args:
        layout: the study.
        coder: who judges.
        kind: one of ``model.judgement.KINDS``.
        answer: the id of the answer it is about, as of the last run; or
        anchor: the stretch it is about. Neither for what is about no words.
        value: what the kind needs.
        seen: what the coder had before them.
        reason: why, in the coder's words.

    Raises:
        BadInput: an unknown kind, question or code, a bad coder name, no such answer.
        NotReady: the interview has not been run.
    """
    if not re.fullmatch(ID_PATTERN, coder):
        raise BadInput(f"{coder!r} is not a coder's id", remedy="use a-z, 0-9 and -")
    if answer is not None:
        anchor = anchor_of(layout, answer)
    event = Event(
        id=uuid.uuid4().hex,
        at=datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        coder=coder,
        kind=kind,
        anchor=anchor,
        value=value,
        seen=seen,
        guide=_version(layout, "questions"),
        codebook=_version(layout, "codes"),
        reason=reason,
    )
    try:
        check_event(event)
    except ValueError as error:
        raise BadInput(str(error), where=f"judge {kind}", remedy="see docs/judgements.md") from None
    _check_names(layout, event)
    interview = anchor.interview if anchor else _interview_of(layout, event)
    append_event(layout.path("log", coder=coder, id=interview), event)
    return event


def _interview_of(layout: Layout, event: Event) -> str:
    """Return the log of an event about no words: it lies with what it undoes or lets go."""
    target = str(event.value.get("event", ""))
    whose = "*" if event.kind == "let-go" else event.coder
    for path in sorted(layout.path("logs").glob(f"{whose}/*.jsonl")):
        if any(e.id == target for e in read_log(path, where=path.name)[0]):
            return path.stem
    if event.kind == "let-go":
        raise BadInput(f"there is no event {target!r}", remedy="`interleaf status` counts orphans")
    if event.kind == "undo":
        raise BadInput(
            f"{event.coder} has no event {target!r}", remedy="one undoes one's own events only"
        )
    return "study"


def _version(layout: Layout, name: str) -> str:
    path = layout.path(name)
    return version_of(path) if path.exists() else ""


def _check_names(layout: Layout, event: Event) -> None:
    if "question" in event.value:
        known = question_set(layout).by_id
        if event.value["question"] not in known:
            name = str(event.value["question"])
            raise BadInput(
                f"there is no question {name!r}",
                where="questions.yaml",
                remedy=nearest(name, known),
            )
    if "code" in event.value:
        codes = codebook(layout).by_id
        if event.value["code"] not in codes:
            name = str(event.value["code"])
            raise BadInput(
                f"there is no code {name!r}", where="codes.yaml", remedy=nearest(name, codes)
            )


def anchor_of(layout: Layout, answer: str) -> Anchor:
    """Anchor an answer of the last run.

    Raises:
        BadInput: there is no such answer.
        NotReady: its interview has not been run.
    """
    interview = re.split(r"[@#]", answer)[0]
    if not re.fullmatch(ID_PATTERN, interview):
        raise BadInput(
            f"{answer!r} is not an answer's id",
            remedy="write <interview>@<ms> or <interview>#<offset>",
        )
    answers = read_json(layout.path("answers-of", id=interview), schemas.ANSWERS_OF, Answers)
    spans = {a.id: a.span for a in answers.answers}
    if answer not in spans:
        raise BadInput(
            f"there is no answer {answer!r}", where=interview, remedy=nearest(answer, spans)
        )
    turns = read_json(layout.path("turns", id=interview), schemas.TURNS, Turns)
    return make_anchor(turns, spans[answer], key=quote_key(layout))


def events_of(layout: Layout, interviews: Iterable[str]) -> list[Event]:
    """Return the live events of some interviews, from all coders' logs as they are now."""
    events: list[Event] = []
    for interview in dict.fromkeys(interviews):
        for path in sorted(layout.path("logs").glob(f"*/{interview}.jsonl")):
            events += read_log(path, where=path.name)[0]
    return live(events)


def overlay(
    layout: Layout, tags: pd.DataFrame, answers: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Put what people have decided since the last run over its tags.

    Args:
        layout: the study.
        tags: rows of ``TAGS`` for the answers given.
        answers: rows of ``ANSWERS``.

    Returns:
        The same frames as they hold now.
    """
    import pandas as pd

    if answers.empty:
        return tags, answers
    judged = set(tags.loc[tags["status"].isin(BY_PEOPLE), "answer"])
    events = [
        e for e in events_of(layout, answers["interview"]) if e.group == "questions" and e.anchor
    ]
    found = placed(layout, events, answers) if events else {}
    touched = sorted(judged | set(found))
    if not touched:
        return tags, answers
    held = verdicts(carried(found, today(layout)), of="question")
    talk = set(answers.loc[answers["small_talk"].astype(bool), "answer"])
    of_each = dict(iter(tags[tags["answer"].isin(touched)].groupby("answer")))
    standing: dict[str, str] = {}
    rows: list[tuple[object, ...]] = []
    for answer in touched:
        guess = _guess_of(answer, of_each.get(answer, tags[:0]), small_talk=answer in talk)
        now, statuses = with_verdicts(guess, held)
        standing[answer] = now.status
        rows += tag_rows(now, statuses)
    fresh = pd.DataFrame(rows, columns=list(TAGS.dtypes)).astype(dict(TAGS.dtypes))
    kept = tags[~tags["answer"].isin(touched)]
    status = answers["answer"].map(standing).fillna(answers["status"])
    return pd.concat([kept, fresh], ignore_index=True), answers.assign(status=status)


def today(layout: Layout) -> Callable[[str, str], str]:
    """Return how an interview's id and a judged question tell under which question it counts."""
    questions, interviews = question_set(layout), read_people(layout).interviews

    def now(interview: str, judged: str) -> str:
        row = interviews.get(interview)
        return questions.carry(judged, row.guide if row else "")

    return now


def overlay_codes(layout: Layout, codings: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
    """Put what people have decided of codes since the last run over its codings.

    Args:
        layout: the study.
        codings: rows of ``CODINGS`` for the answers given.
        answers: rows of ``ANSWERS``.

    Returns:
        The codings as they hold now.
    """
    events = [e for e in events_of(layout, answers["interview"]) if e.group == "codes" and e.anchor]
    found = placed(layout, events, answers) if events else {}
    return with_people(codings, verdicts(found, of="code"))


def _guess_of(answer: str, mine: pd.DataFrame, *, small_talk: bool) -> Tagged:
    """Return what the machine by itself says of an answer, from its rows of ``TAGS``."""
    by_score = mine.sort_values("score", ascending=False, kind="stable").to_dict("records")
    ranking = tuple(
        Ranked(str(r["question"]), float(r["score"]), evidence, bool(r["guess"]))
        for r in by_score
        if (evidence := machine_evidence(str(r["evidence"])))  # else people's addition alone
    )
    guessed = tuple(r.question for r in ranking if r.guess)
    status: TagStatus = "suggested" if guessed else "none" if small_talk else "unassigned"
    return Tagged(answer, status, guessed, ranking)


def placed(layout: Layout, events: list[Event], answers: pd.DataFrame) -> dict[str, list[Event]]:
    """Return events by the answer that they are about; ``answers`` are rows of ``ANSWERS``."""
    result: dict[str, list[Event]] = {}
    by_interview: dict[str, list[Event]] = {}
    for event in events:
        if event.anchor is not None:
            by_interview.setdefault(event.anchor.interview, []).append(event)
    for interview, mine in by_interview.items():
        shown = answers[answers["interview"] == interview]
        spans = {
            str(r["answer"]): Span(int(r["start"]), int(r["end"])) for r in shown.to_dict("records")
        }
        turns = read_json(layout.path("turns", id=interview), schemas.TURNS, Turns)
        result |= place(mine, turns, spans, key=quote_key(layout)).by_answer
    return result


def orphans(layout: Layout) -> list[Event]:
    """Return the live events whose words are nowhere in their interview as it is now."""
    lost: list[Event] = []
    for interview in sorted({path.stem for path in layout.path("logs").glob("*/*.jsonl")}):
        events = [event for event in events_of(layout, [interview]) if event.anchor]
        try:
            turns = read_json(layout.path("turns", id=interview), schemas.TURNS, Turns)
        except NotReady:
            continue
        key = quote_key(layout) if events else b""
        gone = [e for e in events if e.anchor and resolve(e.anchor, turns, key=key) is None]
        path = layout.path("turns-as-heard", id=interview)
        if gone and path.exists():  # a quotation that was just given to somebody is only there
            heard = read_json(path, schemas.TURNS, Turns)
            gone = [e for e in gone if e.anchor and resolve(e.anchor, heard, key=key) is None]
        lost += gone
    return lost
