"""The clips of each topic, one timeline a question and one a cluster or theme, also as .otio."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.analysis.timelines import build_timeline
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
from pipeline.model.cluster import Standings
from pipeline.model.consent import Permission, decide
from pipeline.model.frames import ANSWERS, MEMBERS, TAGS
from pipeline.model.span import Span
from pipeline.model.timeline import Clip, Timeline
from pipeline.stages.common import WHOLE, Context

if TYPE_CHECKING:
    import pandas as pd

REVISION = 2


def run(context: Context) -> Outcome:
    """Lay out a timeline for each question with answers and for each cluster or theme."""
    layout = context.layout
    answers = read_frame(layout.path("answers"), ANSWERS)
    captions = _Captions(context, answers, read_frame(layout.path("tags"), TAGS))
    timelines = list(_timelines(context, captions))
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
    return context.memo("timelines", jobs)


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


def _rows(captions: _Captions, topic: pd.DataFrame) -> pd.DataFrame:
    """Join a topic's answers, of people whose voice may be heard."""
    columns = topic[["answer", "score", "status"]].rename(columns={"status": "tag_status"})
    rows = captions.answers.merge(columns, on="answer")
    return rows[
        rows["speaker"].map(lambda s: captions.may(s, "voice")).astype(bool) | ~rows["recorded"]
    ]


class _Captions:
    """What each clip may show, as consent stands on the day of the run."""

    def __init__(self, context: Context, answers: pd.DataFrame, tags: pd.DataFrame) -> None:
        self.answers = answers
        self.tags = tags
        self._people = {speaker.id: speaker for speaker in context.study.speakers}
        self._texts = dict(zip(answers["answer"], answers["text"], strict=True))
        self._evidence = dict(zip(tags["answer"], tags["evidence"], strict=True))
        self._today = date.today()
        self._turns = cache(context.turns)

    def struck(self, clip: Clip) -> tuple[Span, ...]:
        """Return what nobody is to hear of a clip's recording, in order."""
        turns = self._turns(clip.interview)
        return tuple(sorted((*turns.bleeped, *turns.silent)))

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
