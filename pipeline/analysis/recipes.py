"""A timeline that people name: which answers belong to it, and which parts of them are clips."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from pipeline.analysis.choosing import Candidate, Weights, choose
from pipeline.analysis.excerpts import Excerpt, excerpt
from pipeline.analysis.meaning import Vectors
from pipeline.analysis.orders import central, in_order
from pipeline.analysis.queries import Term, found_in, terms
from pipeline.analysis.segments import voices
from pipeline.analysis.timelines import clip_of
from pipeline.model.interview import Interview, Source, Turns
from pipeline.model.span import Span
from pipeline.model.timeline import Clip, Recipe, Timeline

HELD = ("confirmed", "suggested")
"""The standings in which an answer belongs to a question, or has a code."""


def on_topic(
    recipe: Recipe,
    answers: pd.DataFrame,
    *,
    tags: pd.DataFrame,
    codings: pd.DataFrame,
    members: pd.DataFrame,
    quotable: Callable[[str], bool],
) -> pd.DataFrame:
    """Return the answers that a recipe asks for, with ``score`` and ``tag_status``.

    An answer is confirmed where people confirmed each question and code that is asked for; a
    theme's members are suggestions, and so is what a search finds by itself. The score is the mean
    of what each part says, 1 for a theme and for a search.

    Args:
        recipe: its themes are ids of clusters.
        answers: rows of ``ANSWERS``.
        tags: rows of ``TAGS``.
        codings: rows of ``CODINGS``.
        members: rows of ``MEMBERS``.
        quotable: whether a speaker's words may be quoted; others' are not searched.
    """
    rows = answers
    narrowed: Mapping[str, Collection[object]] = {
        "site": recipe.places, "wave": recipe.waves, "language": recipe.languages,
        "speaker": recipe.speakers,
    }  # fmt: skip
    for column, allowed in narrowed.items():
        rows = rows[rows[column].isin(allowed)] if allowed else rows
    parts = []
    if recipe.questions:
        parts.append(_best(tags[tags["question"].isin(recipe.questions)]))
    if recipe.codes:
        parts.append(_best(codings[codings["code"].isin(recipe.codes)]))
    if recipe.themes:
        mine = members[members["cluster"].isin(recipe.themes)][["answer"]].drop_duplicates()
        parts.append(mine.assign(score=1.0, confirmed=False))
    if recipe.search:
        wanted = terms(recipe.search)
        said = [
            quotable(str(speaker)) and found_in(str(text), wanted)
            for speaker, text in zip(rows["speaker"], rows["text"], strict=True)
        ]
        # What was said is no guess: it stands as the rest does, and alone as a suggestion.
        found = rows.loc[said, ["answer"]]
        parts.append(found.assign(score=1.0, confirmed=bool(parts)))
    for n, part in enumerate(parts):
        named = part.rename(columns={"score": f"score_{n}", "confirmed": f"confirmed_{n}"})
        rows = rows.merge(named, on="answer")
    score = rows[[f"score_{n}" for n in range(len(parts))]].mean(axis=1)
    sure = rows[[f"confirmed_{n}" for n in range(len(parts))]].astype(bool).all(axis=1)
    rows = rows[answers.columns].assign(
        score=score, tag_status=np.where(sure, "confirmed", "suggested")
    )
    return rows[sure] if recipe.confirmed else rows


def _best(rows: pd.DataFrame) -> pd.DataFrame:
    """Return each answer's highest score, and whether any of its rows is confirmed."""
    held = rows[rows["status"].isin(HELD)]
    held = held.assign(confirmed=held["status"] == "confirmed")
    return held.groupby("answer", as_index=False).agg({"score": "max", "confirmed": "any"})


@dataclass(frozen=True)
class Cutting:
    """How clips are cut: milliseconds of the longest, the shortest, and of what is kept around."""

    max_ms: int
    min_ms: int
    handle_ms: int


def named_timeline(
    recipe: Recipe,
    rows: pd.DataFrame,
    *,
    interviews: Mapping[str, Interview],
    sources: Mapping[str, Source],
    turns: Callable[[str], Turns],
    vectors: Callable[[pd.DataFrame], Vectors],
    codes: Mapping[str, Collection[str]],
    places: Sequence[str],
    weights: Weights,
    cutting: Cutting,
) -> Timeline:
    """Choose and order the clips of a recipe.

    Args:
        recipe: what is asked for.
        rows: what ``on_topic`` returned, of people who may be heard.
        interviews: rows of the manifest by id.
        sources: each interview's source.
        turns: an interview's turns.
        vectors: unit vectors of rows' texts, shape (n, dims).
        codes: the codes on each answer.
        places: in which order places come.
        weights: what counts when clips are chosen.
        cutting: how clips are cut.
    """
    ordered = rows.sort_values("answer", kind="stable")
    wanted = terms(recipe.search)
    kept: list[tuple[int, Mapping[Any, Any], Excerpt]] = []
    for n, row in enumerate(ordered.to_dict("records")):
        source = sources[str(row["interview"])]
        if not row["recorded"] or source.media is None:
            continue
        found = _excerpt(row, interviews[source.interview], source, turns, wanted, cutting)
        if found is not None and found.span.length >= cutting.min_ms:
            kept.append((n, row, found))
    unplaced = tuple(rows.loc[~rows["recorded"].astype(bool), "answer"])
    title = recipe.title or recipe.id
    if not kept:
        return Timeline(recipe.id, title, "recipe", recipe.id, (), unplaced, recipe)
    candidates = [_candidate(row, part, codes) for _, row, part in kept]
    said = vectors(ordered.iloc[[n for n, _, _ in kept]])
    chosen = choose(
        candidates, said, weights=weights, budget_ms=recipe.budget_ms, per_voice=recipe.per_voice
    )
    laid = in_order(
        chosen, candidates, order=recipe.order, central=central(said), places=places
    )  # fmt: skip
    clips = [_clip(*kept[i][1:], sources) for i in laid]
    return Timeline(recipe.id, title, "recipe", recipe.id, tuple(clips), unplaced, recipe)


def _excerpt(
    row: Mapping[Any, Any],
    interview: Interview,
    source: Source,
    turns: Callable[[str], Turns],
    wanted: Sequence[Term],
    cutting: Cutting,
) -> Excerpt | None:
    assert source.media is not None
    said = turns(interview.id)
    who = voices(said, interview.speakers, interview.interviewers)
    return excerpt(
        said,
        [
            label for label, voice in who.items()
            if voice.role == "interviewee" and voice.person == row["speaker"]
        ],
        [label for label, voice in who.items() if voice.role == "interviewer"],
        Span(int(row["start"]), int(row["end"])),
        language=str(row["language"]),
        most_ms=cutting.max_ms,
        handle_ms=cutting.handle_ms,
        end_ms=source.media.duration_ms,
        wanted=wanted,
    )  # fmt: skip


def _candidate(
    row: Mapping[Any, Any], part: Excerpt, codes: Mapping[str, Collection[str]]
) -> Candidate:
    return Candidate(
        id=str(row["answer"]),
        voice=str(row["speaker"]),
        place=str(row["site"]),
        date=str(row["date"]),
        start=part.span.start,
        length=part.span.length,
        confirmed=row["tag_status"] == "confirmed",
        topic=min(1.0, max(0.0, float(row["score"]))),
        clear=part.clear,
        complete=part.complete,
        views=tuple(sorted(codes.get(str(row["answer"]), ()))),
    )


def _clip(row: Mapping[Any, Any], part: Excerpt, sources: Mapping[str, Source]) -> Clip:
    exact = {**row, "start": part.span.start, "end": part.span.end}
    clip = clip_of(exact, sources[str(row["interview"])], 0)
    assert clip is not None  # it has a recording
    return clip
