"""A timeline on its way to an editing program, and what comes back from one."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from pipeline.model.interview import Word
from pipeline.model.span import Span


@dataclass(frozen=True)
class Footage:
    """A recording as an editing program is told of it.

    ``interview`` and ``name`` (the file's, with its suffix) are what may be told: codes where
    the real ones tell a name that may not be given. ``rate`` is None for sound alone;
    ``start_timecode`` is empty where the recording has none.
    """

    interview: str
    name: str
    url: str
    reel: str
    duration_ms: int
    rate: Fraction | None
    start_timecode: str = ""
    channels: int = 2
    sample_rate: int = 48_000
    width: int | None = None
    height: int | None = None

    @property
    def seconds(self) -> Fraction:
        """The length."""
        return Fraction(self.duration_ms, 1000)


@dataclass(frozen=True)
class Shot:
    """A clip as it may leave: ``start`` and ``end`` in milliseconds of its recording.

    ``place`` is the place's name, ``site`` its id. ``words`` are empty where they may not be
    quoted, ``spoken`` are the same words with their times, as far as each may be quoted;
    ``before`` and ``after`` is what is said around it. ``struck`` is what nobody is to hear;
    without ``picture`` it is sound alone.
    """

    answer: str
    number: int
    footage: Footage
    start: int
    end: int
    speaker: str
    place: str = ""
    site: str = ""
    words: str = ""
    language: str = ""
    status: str = "suggested"
    score: float = 0.0
    evidence: str = ""
    codes: tuple[str, ...] = ()
    before: str = ""
    after: str = ""
    spoken: tuple[Word, ...] = ()
    picture: bool = True
    struck: tuple[Span, ...] = ()

    @property
    def seen(self) -> bool:
        """Whether there is a picture that may be shown."""
        return self.picture and self.footage.rate is not None


@dataclass(frozen=True)
class Assembly:
    """The shots of a timeline in order; ``unplaced`` lists answers without a recording.

    ``theme`` is the topic in words (the question, or what the group is called);
    ``provenance`` says what made it.
    """

    name: str
    title: str
    subject: str
    topic: str
    shots: tuple[Shot, ...]
    unplaced: tuple[str, ...] = ()
    theme: str = ""
    provenance: str = ""


@dataclass(frozen=True)
class SentClip:
    """A clip as it left, in milliseconds of its interview's recording."""

    answer: str
    interview: str
    start: int
    end: int
    struck: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Sent:
    """What the last export of a timeline held, in order: no words and no names."""

    name: str
    clips: tuple[SentClip, ...]


@dataclass(frozen=True)
class Taken:
    """A stretch of a recording as another program has it.

    ``start`` and ``end`` are seconds from the recording's beginning, or a timecode; seconds of
    the day where ``of_day`` is set. ``at`` orders clips in their sequence, in its seconds;
    ``track`` counts from 1, pictures and sounds apart.
    """

    name: str
    start: Fraction | str
    end: Fraction | str
    at: Fraction
    reel: str = ""
    url: str = ""
    track: int = 1
    sound: bool = False
    of_day: bool = False


@dataclass(frozen=True)
class Foreign:
    """What a sequence holds that no timeline of ours can: what it is, its name, and where."""

    what: str
    name: str = ""
    at: str = ""


@dataclass(frozen=True)
class Returned:
    """A sequence as it was read: its ``title``, and the timeline's ``name`` where that is told."""

    title: str
    clips: tuple[Taken, ...]
    foreign: tuple[Foreign, ...] = ()
    name: str = ""
