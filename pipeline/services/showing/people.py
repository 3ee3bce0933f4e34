"""Who may be shown, how: the tables as people keep them now, asked at each reading.

A permission that is withdrawn in ``speakers.csv`` or that runs out is gone from
every page at once; nothing here looks at what a run made of the tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

from pipeline.errors import PipelineError
from pipeline.formats.tables import read_study
from pipeline.layout import Layout
from pipeline.model.consent import Consent, Decision, Permission, decide
from pipeline.model.interview import Interview, Speaker, Study

Stamp = tuple[int, int]


@dataclass(frozen=True)
class Rights:
    """How one voice may appear today; ``shown_as`` is the name to show."""

    shown_as: str
    analyse: bool
    quote: bool
    voice: bool


@dataclass(frozen=True)
class People:
    """The checked tables with their faults, read on a day."""

    study: Study
    faults: tuple[PipelineError, ...]
    on: date

    @cached_property
    def speakers(self) -> dict[str, Speaker]:
        """The interviewees by id."""
        return {s.id: s for s in self.study.speakers}

    @cached_property
    def interviews(self) -> dict[str, Interview]:
        """The interviews by id."""
        return {i.id: i for i in self.study.interviews}

    def decision(self, interview: str, voices: Sequence[str], use: Permission) -> Decision:
        """Decide whether a use of several voices of an interview is allowed.

        A voice that is nobody's by name (a diarizer's label) has only what all people
        of its interview allow; where even those are unknown, nothing is allowed.
        """
        present = self.interviews[interview].speakers if interview in self.interviews else ()
        asked: list[str] = []
        for voice in voices:
            asked += [voice] if voice in self.speakers else present or [""]
        refusals = [
            decision
            for voice in asked
            if not (decision := decide(self._consent(voice), use, on=self.on))
        ]
        if refusals:
            return refusals[0]
        return Decision(allowed=True) if asked else Decision(allowed=False, reason="not given")

    def rights(self, interview: str, voice: str) -> Rights:
        """Return how one voice of an interview may appear."""
        return Rights(
            self.shown_as(voice),
            analyse=bool(self.decision(interview, [voice], "analyse")),
            quote=bool(self.decision(interview, [voice], "quote")),
            voice=bool(self.decision(interview, [voice], "voice")),
        )

    def withheld(self) -> list[str]:
        """Return the interviewees who do not allow analysis today, expired consents included."""
        heard = {speaker for i in self.study.interviews for speaker in i.speakers}
        return [s for s in self.speakers if s in heard and not self.may_analyse(s)]

    def shown_as(self, voice: str) -> str:
        """Return the name under which a person may be shown."""
        speaker = self.speakers.get(voice)
        if speaker is None:
            return voice
        named = decide(speaker.consent, "name", on=self.on)
        return speaker.name if named else speaker.pseudonym or speaker.id

    def may_analyse(self, voice: str) -> bool:
        """Tell whether a person's words may be worked with at all."""
        return bool(decide(self._consent(voice), "analyse", on=self.on))

    def _consent(self, voice: str) -> Consent:
        speaker = self.speakers.get(voice)
        return speaker.consent if speaker else Consent()


def read_people(layout: Layout, *, on: date | None = None) -> People:
    """Read the tables as they are now; ``on`` is today where it is not given."""
    stamps = tuple(stamp_of(layout.path(table)) for table in ("sites", "speakers", "manifest"))
    study, faults = _tables(layout.path("interviews"), stamps)
    return People(study, faults, on or date.today())


def stamp_of(path: Path) -> Stamp:
    """Return what changes whenever a file does: its time and its size."""
    try:
        about = path.stat()
    except OSError:
        return (0, 0)
    return (about.st_mtime_ns, about.st_size)


@lru_cache(maxsize=4)
def _tables(folder: Path, stamps: tuple[Stamp, ...]) -> tuple[Study, tuple[PipelineError, ...]]:
    """Read the tables anew whenever one of the files has another stamp."""
    study, faults = read_study(folder)
    return study, tuple(faults)
