"""Stretches of time or of text.

Time is whole milliseconds, text is Unicode code points; both half-open
``[start, end)``. The algebra follows pyannote.core's ``Segment``, on integers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Unit = Literal["ms", "cp"]
"""``ms``: milliseconds of a recording; ``cp``: code points of a text version."""


@dataclass(frozen=True, order=True)
class Span:
    """A half-open stretch ``[start, end)``; empty spans are falsy."""

    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse spans that run backwards or begin before zero."""
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def __bool__(self) -> bool:
        """Tell whether the span holds anything."""
        return self.end > self.start

    @property
    def length(self) -> int:
        """Length in the span's unit."""
        return self.end - self.start

    def __and__(self, other: Span) -> Span:
        """Return the common stretch, empty if there is none."""
        start = max(self.start, other.start)
        return Span(start, max(start, min(self.end, other.end)))

    def __or__(self, other: Span) -> Span:
        """Return the smallest span that covers both."""
        return Span(min(self.start, other.start), max(self.end, other.end))

    def __contains__(self, other: object) -> bool:
        """Tell whether a point or a whole span lies inside."""
        if isinstance(other, int):
            return self.start <= other < self.end
        if isinstance(other, Span):
            return self.start <= other.start and other.end <= self.end
        return False

    def minus(self, other: Span) -> tuple[Span, ...]:
        """Return what is left of this span without the other, in order."""
        if not self & other:
            return (self,) if self else ()
        left = Span(self.start, max(self.start, other.start))
        right = Span(min(self.end, other.end), self.end)
        return tuple(part for part in (left, right) if part)

    def shift(self, by: int) -> Span:
        """Return the span moved towards the end."""
        return Span(self.start + by, self.end + by)

    def gap(self, other: Span) -> int:
        """Return the distance between two spans, 0 where they touch or overlap."""
        return max(0, max(self.start, other.start) - min(self.end, other.end))
