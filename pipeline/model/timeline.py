"""A timeline: the clips of one topic, in the order in which they are to be seen."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, get_args

from pipeline.model.span import Span

Subject = Literal["question", "cluster", "theme", "recipe"]
Order = Literal["interleaved", "by-place", "common-first", "by-date"]
ORDERS: tuple[Order, ...] = get_args(Order)


@dataclass(frozen=True)
class Recipe:
    """What a named timeline is made of, as people ask for it (``codebook/timelines.yaml``).

    An answer belongs to it that speaks to one of the ``questions``, to one of the ``themes``, has
    one of the ``codes`` and holds all words of the ``search``, as far as each is given; at the
    places, visits, in the languages and by the speakers that are given. ``minutes``: its length at
    most; ``per_voice``: clips of one person at most; both None for no limit. ``confirmed``: only
    what people have confirmed.
    """

    id: str
    title: str = ""
    questions: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    search: str = ""
    places: tuple[str, ...] = ()
    waves: tuple[int, ...] = ()
    languages: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    minutes: float | None = None
    per_voice: int | None = None
    order: Order = "interleaved"
    confirmed: bool = False

    @property
    def budget_ms(self) -> int | None:
        """The length at most, in milliseconds."""
        return None if self.minutes is None else int(self.minutes * 60_000)


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
    """The clips of one topic; ``unplaced`` lists answers without a recording, by id.

    ``recipe`` is what people asked for where they gave it a name of their own; its clips are
    parts of answers then.
    """

    name: str
    title: str
    subject: Subject
    topic: str
    clips: tuple[Clip, ...]
    unplaced: tuple[str, ...] = ()
    recipe: Recipe | None = None

    @property
    def duration_ms(self) -> int:
        """Running length in milliseconds."""
        return sum(clip.span.length for clip in self.clips)
