"""What every stage is given, and how it reads what earlier stages made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import numpy as np

from pipeline.analysis.judgements import Verdict, carried, verdicts
from pipeline.analysis.meaning import Space
from pipeline.analysis.placing import place
from pipeline.engines.machine import Machine
from pipeline.errors import PipelineError
from pipeline.execution import Job, Outcome, Progress, Silent, contents, digest, locked, memo
from pipeline.formats import schemas
from pipeline.formats.artefacts import Encoded, read_frame, read_json
from pipeline.formats.yamls import read_codebook, read_questions
from pipeline.layout import Layout
from pipeline.model.codebook import Codebook
from pipeline.model.engines import Engine
from pipeline.model.frames import STRETCHES, VECTORS
from pipeline.model.guide import Answers, QuestionSet
from pipeline.model.interview import Interview, Source, Study, Turns
from pipeline.model.judgement import Event, Group
from pipeline.params import Params

if TYPE_CHECKING:
    import pandas as pd

E = TypeVar("E", bound=Engine)

MS_A_MINUTE = 60_000
WHOLE = ":all"
"""The item of a study-wide stage; no interview can bear such an id."""


@dataclass
class Context:
    """A study being run: where it lies, how it is set, on what machine, who watches."""

    layout: Layout
    params: Params
    machine: Machine = field(default_factory=Machine.from_environment)
    progress: Progress = field(default_factory=Silent)

    @cached_property
    def study(self) -> Study:
        """The checked tables."""
        return read_json(self.layout.path("study"), schemas.STUDY, Study)

    @cached_property
    def interviews(self) -> dict[str, Interview]:
        """The interviews by id."""
        return {i.id: i for i in self.study.interviews}

    @cached_property
    def analysable(self) -> frozenset[str]:
        """The speakers who allow analysis on the day of the last run."""
        return frozenset(read_json(self.layout.path("consent"), schemas.CONSENT, list[str]))

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that the manifest names, or those of the question set."""
        named = {i.language for i in self.study.interviews if i.language}
        asked = {lang for q in self.questions().questions for lang in q.text}
        return tuple(sorted(named or asked))

    def names(self, interview: str) -> tuple[str, ...]:
        """Return how those who speak in an interview may be called in a text."""
        row = self.interviews[interview]
        present = [s for s in self.study.speakers if s.id in row.speakers]
        return (*row.interviewers, *(form for person in present for form in person.called()))

    @cached_property
    def key(self) -> bytes:
        """The study's key for sketches of quotations; empty before the first judgement."""
        path = self.layout.path("quote-key")
        return bytes.fromhex(path.read_text().strip()) if path.exists() else b""

    def contents(self, stage: str) -> dict[str, str]:
        """Return the content digest of each sound item of a stage."""
        return contents(self.layout.path("manifest-of", stage=stage), stage=stage)

    def sources(self) -> list[Source]:
        """Return what was collected, in the order of the manifest."""
        sound = self.contents("ingest")
        names = [name for name in self.interviews if name in sound]
        return [read_json(self.layout.path("source", id=n), schemas.SOURCE, Source) for n in names]

    def turns(self, interview: str) -> Turns:
        """Return the turns of an interview."""
        return read_json(self.layout.path("turns", id=interview), schemas.TURNS, Turns)

    def answers(self, interview: str) -> Answers:
        """Return the answers of an interview."""
        return read_json(self.layout.path("answers-of", id=interview), schemas.ANSWERS_OF, Answers)

    def events(self, group: Group) -> list[Event]:
        """Return the live events of a group, by time."""
        path = self.layout.path("events", group=group)
        return read_json(path, schemas.EVENTS, list[Event])

    def events_by_interview(self, *groups: Group) -> Mapping[str, list[Event]]:
        """Return the live events of some groups by interview, by time."""
        result: dict[str, list[Event]] = defaultdict(list)
        for event in (e for group in groups for e in self.events(group)):
            if event.anchor is not None:
                result[event.anchor.interview].append(event)
        for events in result.values():
            events.sort(key=lambda e: (e.at, e.id))
        return result

    def verdicts(
        self, of: Literal["question", "code"], interview: str, events: Sequence[Event]
    ) -> dict[tuple[str, str], Verdict]:
        """Fold the events of one interview, put to its answers as they are now."""
        if not events:
            return {}
        spans = {a.id: a.span for a in self.answers(interview).answers}
        placed = place(events, self.turns(interview), spans, key=self.key).by_answer
        if of == "question":
            guide = self.interviews[interview].guide
            placed = carried(placed, lambda _, judged: self._set.carry(judged, guide))
        return verdicts(placed, of=of)

    def each_recording(
        self,
        stage: str,
        load: Callable[[], E],
        artefact: str,
        depends: Callable[[Source], Sequence[object]],
        make: Callable[[E, Source, Path, Callable[[float], None]], list[Encoded]],
    ) -> Outcome:
        """Run a stage over the recordings with one engine; without it, each of them fails.

        Args:
            stage: the stage's name.
            load: returns the engine, whose weights are loaded at first use.
            artefact: what is made of a recording, as ``layout`` names it.
            depends: what a recording's result depends on besides the engine.
            make: makes the artefact of one recording.
        """
        recorded = [source for source in self.sources() if source.media is not None]
        try:
            engine = load()
            mark = engine.fingerprint if recorded else ""
        except PipelineError as error:
            return self.memo(stage, [], {source.interview: [error] for source in recorded})
        jobs = []
        for source in recorded:
            path = self.layout.path(artefact, id=source.interview)
            key = digest(source.sha256, mark, *depends(source))
            assert source.media is not None
            maker = partial(make, engine, source, path)
            size = source.media.duration_ms / MS_A_MINUTE
            jobs.append(Job(source.interview, key, (path,), maker, size))
        return self.memo(stage, jobs, unit="min")

    def memo(
        self,
        stage: str,
        jobs: Sequence[Job],
        failures: Mapping[str, Sequence[PipelineError]] | None = None,
        unit: str = "",
    ) -> Outcome:
        """Make a stage's jobs under its lock; ``unit``: what their sizes count."""
        with locked(self.layout.path("lock", stage=stage), stage=stage):
            return memo(
                stage,
                jobs,
                folder=self.layout.path("stage", stage=stage),
                manifest=self.layout.path("manifest-of", stage=stage),
                progress=self.progress,
                failures=failures,
                unit=unit,
            )

    def stretches(self) -> pd.DataFrame:
        """Return all answers of people who allow analysis, in the order of the study."""
        frame = read_frame(self.layout.path("stretches"), STRETCHES)
        return frame[frame["speaker"].isin(self._analysable_voices(frame))].reset_index(drop=True)

    def _analysable_voices(self, frame: pd.DataFrame) -> set[str]:
        """Return the voices that may be analysed; one without a name goes by its interview."""
        known = {speaker.id for speaker in self.study.speakers}
        may = set(self.analysable)
        for name, voices in frame.groupby("interview")["speaker"]:
            people = self.interviews[str(name)].speakers if name in self.interviews else ()
            if people and all(person in self.analysable for person in people):
                may |= {voice for voice in voices if voice not in known}
        return may

    def spaces(self, names: Iterable[str]) -> list[Space]:
        """Return the vectors of some items as each embedder sees them, the main one first."""
        views = ["meaning", "neutral"] if self.params.vectors.neutral else ["meaning"]
        return [self.space(names, view=view) for view in views]

    def space(self, names: Iterable[str], view: str = "meaning") -> Space:
        """Return the vectors of some items of the stage ``vectors``."""
        whole = [read_frame(self.layout.path("vectors", id=name), VECTORS) for name in names]
        frames = [frame[frame["view"] == view] for frame in whole]
        rows: dict[str, int] = {}
        parts: list[Any] = []
        for frame in frames:
            for text, vector in zip(frame["text"], frame["vector"], strict=True):
                if text not in rows:
                    rows[text] = len(parts)
                    parts.append(vector)
        return Space(rows, np.array(parts, dtype=np.float32))

    @cached_property
    def _set(self) -> QuestionSet:
        return self.questions()

    def questions(self) -> QuestionSet:
        """Return the question set."""
        return read_questions(self.layout.path("questions"))

    def codebook(self) -> Codebook:
        """Return the codebook."""
        return read_codebook(self.layout.path("codes"))
