"""The clips of each topic, also as .otio.

One timeline a question, one a cluster or theme, and those that people named
(``codebook/timelines.yaml``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from pipeline.analysis.choosing import Weights
from pipeline.analysis.known import Known
from pipeline.analysis.meaning import Vectors, text_key, unit
from pipeline.analysis.recipes import HELD, Cutting, named_timeline, on_topic
from pipeline.analysis.timelines import build_timeline
from pipeline.errors import PipelineError, Problems
from pipeline.execution import Job, Outcome, digest
from pipeline.formats import schemas
from pipeline.formats.artefacts import (
    Encoded,
    adapter,
    encode_bytes,
    encode_json,
    read_frame,
    read_json,
)
from pipeline.formats.otio import Caption, write_otio
from pipeline.formats.recipes import read_recipes
from pipeline.model.cluster import Standings
from pipeline.model.consent import Permission, decide
from pipeline.model.frames import ANSWERS, CODINGS, MEMBERS, TAGS
from pipeline.model.span import Span
from pipeline.model.timeline import Clip, Recipe, Timeline
from pipeline.params import taken
from pipeline.stages.common import WHOLE, Context

if TYPE_CHECKING:
    import pandas as pd

REVISION = 3
_FILE = "_recipes"  # no timeline can bear an underscore


def run(context: Context) -> Outcome:
    """Lay out a timeline for each question with answers and for each cluster or theme."""
    layout = context.layout
    answers = read_frame(layout.path("answers"), ANSWERS)
    captions = _Captions(context, answers, read_frame(layout.path("tags"), TAGS))
    named, failures = _named(context, captions)
    timelines = [*_timelines(context, captions), *named]
    index = layout.path("timelines")
    jobs = []
    for timeline in timelines:
        path = layout.path("otio", id=timeline.name)
        shown = [[c.speaker, c.words, c.evidence] for c in map(captions, timeline.clips)]
        quiet = [captions.struck(clip) for clip in timeline.clips]
        key = digest(REVISION, adapter(Timeline).dump_python(timeline, mode="json"), shown, quiet)
        jobs.append(Job(timeline.name, key, (path,), partial(_otio, path, timeline, captions)))
    jobs.append(Job(
        WHOLE,
        digest(REVISION, adapter(list[Timeline]).dump_python(timelines, mode="json")),
        (index,),
        partial(_index, index, timelines),
    ))  # fmt: skip
    return context.memo("timelines", jobs, failures)


def _otio(
    path: Path, timeline: Timeline, captions: _Captions, _: Callable[[float], None]
) -> list[Encoded]:
    written = write_otio(timeline, captions=captions, url=_url, struck=captions.struck)
    return [encode_bytes(path, written)]


def _index(path: Path, timelines: list[Timeline], _: Callable[[float], None]) -> list[Encoded]:
    return [encode_json(path, schemas.TIMELINES, list[Timeline], timelines)]


def _url(clip: Clip) -> str:
    """Return the media's place below the study; an export makes it absolute."""
    return f"interviews/{clip.file}"


def _timelines(context: Context, captions: _Captions) -> Iterator[Timeline]:
    sources = {source.interview: source for source in context.sources()}
    laid = context.params.timelines
    lay = partial(build_timeline, sources=sources, handle_ms=laid.handle_ms, min_ms=laid.min_ms)
    tags = captions.tags
    given = tags[tags["status"].isin(("confirmed", "suggested"))]
    for question in context.questions().questions:
        rows = _rows(captions, given[given["question"] == question.id])
        if len(rows):
            title = question.wording("en")
            yield lay(
                rows,
                name=f"question-{question.id}",
                title=title,
                subject="question",
                topic=question.id,
            )
    themes = read_json(context.layout.path("themes"), schemas.STANDINGS, Standings)
    members = read_frame(context.layout.path("standing-members"), MEMBERS)
    for standing in themes.standings:
        topic, subject = standing.cluster.id, standing.subject
        mine = members[members["cluster"] == topic].assign(score=0.0, status="suggested")
        yield lay(
            _rows(captions, mine),
            name=f"{subject}-{topic}",
            title=standing.name or standing.cluster.label,
            subject=subject,
            topic=topic,
        )


def _named(
    context: Context, captions: _Captions
) -> tuple[list[Timeline], dict[str, Sequence[PipelineError]]]:
    """Return the timelines that people named, and what is wrong with the others."""
    try:
        recipes = read_recipes(context.layout.path("recipes"))
    except PipelineError as error:
        return [], {_FILE: error.problems if isinstance(error, Problems) else [error]}
    if not recipes:
        return [], {}
    chooser = _Chooser(context, captions)
    made: list[Timeline] = []
    failures: dict[str, Sequence[PipelineError]] = {}
    for recipe in recipes:
        try:
            made.append(chooser.timeline(recipe))
        except PipelineError as error:
            failures[recipe.id] = error.problems if isinstance(error, Problems) else [error]
    return made, failures


class _Chooser:
    """What named timelines are chosen from, read once."""

    def __init__(self, context: Context, captions: _Captions) -> None:
        layout = context.layout
        self._context = context
        self._captions = captions
        self._codings = read_frame(layout.path("codings"), CODINGS)
        self._members = read_frame(layout.path("standing-members"), MEMBERS)
        standings = read_json(layout.path("themes"), schemas.STANDINGS, Standings).standings
        self._known = Known(
            context.study, context.questions(), context.codebook(),
            {s.cluster.id: s.name for s in standings},
        )  # fmt: skip
        self._sources = {source.interview: source for source in context.sources()}
        held = self._codings[self._codings["status"].isin(HELD)]
        self._codes = {str(answer): tuple(mine["code"]) for answer, mine in held.groupby("answer")}

    def timeline(self, recipe: Recipe) -> Timeline:
        """Return a named timeline.

        Raises:
            Problems: it names what is not there.
        """
        context, captions = self._context, self._captions
        resolved = self._known.resolved(recipe)
        rows = on_topic(
            resolved,
            captions.answers,
            tags=captions.tags,
            codings=self._codings,
            members=self._members,
            quotable=partial(captions.may, use="quote"),
        )
        laid = context.params.timelines
        return named_timeline(
            resolved,
            captions.heard(rows),
            interviews=context.interviews,
            sources=self._sources,
            turns=captions.turns,
            vectors=self._vectors,
            codes=self._codes,
            places=[site.id for site in context.study.sites],
            weights=taken(Weights, laid),
            cutting=taken(Cutting, laid),
        )

    def _vectors(self, rows: pd.DataFrame) -> Vectors:
        """Return texts by meaning, alike for all languages where there is such a view of them."""
        neutral = bool(self._context.params.vectors.neutral)
        names = dict.fromkeys(rows["interview"])
        space = self._context.space(names, view="neutral" if neutral else "meaning")
        vectors = np.zeros((len(rows), space.matrix.shape[-1]), dtype=np.float32)
        for n, text in enumerate(rows["text"]):
            at = space.rows.get(text_key(text))  # without a vector it is like no other
            if at is not None:
                vectors[n] = space.matrix[at]
        return unit(vectors if neutral else vectors - vectors.mean(axis=0))


def _rows(captions: _Captions, topic: pd.DataFrame) -> pd.DataFrame:
    """Join a topic's answers, of people whose voice may be heard."""
    columns = topic[["answer", "score", "status"]].rename(columns={"status": "tag_status"})
    return captions.heard(captions.answers.merge(columns, on="answer"))


class _Captions:
    """What each clip may show, as consent stands on the day of the run."""

    def __init__(self, context: Context, answers: pd.DataFrame, tags: pd.DataFrame) -> None:
        self.answers = answers
        self.tags = tags
        self._people = {speaker.id: speaker for speaker in context.study.speakers}
        self._texts = dict(zip(answers["answer"], answers["text"], strict=True))
        self._evidence = dict(zip(tags["answer"], tags["evidence"], strict=True))
        self._today = date.today()
        self.turns = cache(context.turns)

    def struck(self, clip: Clip) -> tuple[Span, ...]:
        """Return what nobody is to hear of a clip's recording, in order."""
        turns = self.turns(clip.interview)
        return tuple(sorted((*turns.bleeped, *turns.silent)))

    def heard(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Return the answers of people whose voice may be heard, and texts."""
        voices = rows["speaker"].map(lambda s: self.may(s, "voice")).astype(bool)
        return rows[voices | ~rows["recorded"]]

    def may(self, speaker: str, use: Permission) -> bool:
        """Tell whether a person allows a use; a voice without a name allows nothing."""
        person = self._people.get(speaker)
        return person is not None and bool(decide(person.consent, use, on=self._today))

    def __call__(self, clip: Clip) -> Caption:
        """Return a clip's name, words and evidence."""
        person = self._people.get(clip.speaker)
        name = clip.speaker if person is None else person.pseudonym
        if person is not None and self.may(clip.speaker, "name"):
            name = person.name
        words = self._texts[clip.answer] if self.may(clip.speaker, "quote") else ""
        return Caption(name, words, self._evidence.get(clip.answer, ""))
