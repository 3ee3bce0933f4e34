"""A timeline: the clips of one topic, in the order in which they are to be seen."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from pipeline.model.span import Span

Subject = Literal["question", "cluster", "theme"]


@dataclass(frozen=True)
class Clip:
    """A stretch of a recording; ``start`` and ``end`` in milliseconds of its media.

    ``status`` is that of the tag that brought it here: a suggestion stays marked.
    """

    answer: str
    interview: str
    speaker: str
    site: str
    file: str
    start: int
    end: int
    status: str
    score: float
    rate: Fraction | None = None
    start_timecode: str = ""
    media_duration_ms: int = 0

    @property
    def span(self) -> Span:
        """In and out point in milliseconds of the media."""
        return Span(self.start, self.end)


@dataclass(frozen=True)
class Timeline:
    """The clips of one topic; ``unplaced`` lists answers without a recording, by id."""

    name: str
    title: str
    subject: Subject
    topic: str
    clips: tuple[Clip, ...]
    unplaced: tuple[str, ...] = ()

    @property
    def duration_ms(self) -> int:
        """Running length in milliseconds."""
        return sum(clip.span.length for clip in self.clips)
