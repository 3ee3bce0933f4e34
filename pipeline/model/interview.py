"""Who was interviewed where, and what was said: sites, speakers, interviews, words, turns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from pipeline.model.consent import Consent
from pipeline.model.span import Span, Unit

ID_PATTERN = r"[a-z0-9-]{1,64}"
Role = Literal["interviewer", "interviewee"]
INTERVIEWER: Role = "interviewer"
INTERVIEWEE: Role = "interviewee"
"""Labels of the two sides where a text tells them apart without names."""
NOBODY = "-"
"""In the place of interviewers: none is heard in this interview."""
UNTOLD = "?"
"""The label of a quotation whose speaker a report does not tell; no person has such an id."""


@dataclass(frozen=True)
class Site:
    """A place of the study; ``chosen_for`` says how it came into the sample.

    Degrees, or None: a place may be left off the map.
    """

    id: str
    name: str
    city: str
    country: str
    latitude: float | None = None
    longitude: float | None = None
    type: str = ""
    chosen_for: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Speaker:
    """An interviewee, with what the person allowed."""

    id: str
    name: str
    pseudonym: str
    site: str
    consent: Consent = field(default_factory=Consent)
    attributes: Mapping[str, str] = field(default_factory=dict)

    def called(self) -> frozenset[str]:
        """How a text may call the person: id, name, first name, pseudonym."""
        first = self.name.split()[0] if self.name.strip() else ""
        return frozenset(filter(None, (self.id, self.name, first, self.pseudonym)))


@dataclass(frozen=True)
class Interview:
    """One row of the manifest. ``language`` and ``guide`` are empty where not known.

    ``file`` is relative to ``interviews/``; ``wave`` counts the visits to a site.
    """

    id: str
    site: str
    date: date
    wave: int
    language: str
    speakers: tuple[str, ...]
    interviewers: tuple[str, ...]
    guide: str
    file: str

    @property
    def alone(self) -> bool:
        """Whether one person alone is heard: the interviewer is cut out."""
        return len(self.speakers) == 1 and self.interviewers == (NOBODY,)


@dataclass(frozen=True)
class Study:
    """The checked tables of a study, in the order of the files."""

    sites: tuple[Site, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    interviews: tuple[Interview, ...] = ()


@dataclass(frozen=True)
class Media:
    """What a probe tells of a recording.

    ``rate`` is the exact video frame rate, None for sound alone;
    ``start_timecode`` is as the file states it (``10:00:00:00``), or empty; ``variable``: the
    frame rate changes as it goes, and editing programs cannot be told a frame of it.
    """

    duration_ms: int
    rate: Fraction | None
    start_timecode: str
    channels: int
    sample_rate: int
    width: int | None = None
    height: int | None = None
    variable: bool = False


@dataclass(frozen=True)
class Source:
    """What was collected for one interview: its file's fingerprint and kind.

    ``sha256`` is of the file's bytes; ``media`` is None for a text, also for one that
    carries the times of a recording which is elsewhere.
    """

    interview: str
    file: str
    sha256: str
    media: Media | None
    language: str
    n_speakers: int


DOUBTS = frozenset(
    {"loop", "marked", "no-speech", "other-language", "sound-label", "stock-phrase", "too-fast"}
)
"""Flags of words that a recogniser may have made up (``analysis/guards.py``).

``marked``: the text that was read says so without a reason, ``[?word]``.
"""
OVERLAP = "overlap"
"""Flag of words that are said while somebody else speaks too; no doubt that they are said."""


@dataclass(frozen=True)
class Word:
    """A word with its place; ``probability`` is the recogniser's, None for typed text.

    ``flags``: ``DOUBTS``, ``OVERLAP``, or ``corrected`` and ``redacted`` by a person.
    """

    text: str
    start: int
    end: int
    probability: float | None = None
    flags: tuple[str, ...] = ()

    @property
    def span(self) -> Span:
        """The word's place, in the unit of what it belongs to."""
        return Span(self.start, self.end)

    @property
    def doubtful(self) -> bool:
        """Whether it may be made up, and no person has judged that."""
        return not DOUBTS.isdisjoint(self.flags)


@dataclass(frozen=True)
class LanguageSpan:
    """A stretch of a recording, in milliseconds, in which one language (ISO 639-1) is spoken."""

    span: Span
    language: str


@dataclass(frozen=True)
class Transcript:
    """The words of a recording as an engine heard them; times in milliseconds.

    ``gaps``: where somebody speaks and no words were found. ``languages``: what is spoken
    where, in order; empty where nobody listened for it.
    """

    interview: str
    language: str
    words: tuple[Word, ...]
    gaps: tuple[Span, ...] = ()
    languages: tuple[LanguageSpan, ...] = ()


@dataclass(frozen=True)
class SpeakerSegment:
    """A stretch in which one voice speaks; labels are the diarizer's own (``s1``, ``s2``)."""

    label: str
    start: int
    end: int

    @property
    def span(self) -> Span:
        """The stretch in milliseconds."""
        return Span(self.start, self.end)


@dataclass(frozen=True)
class Diarization:
    """Who speaks when; segments overlap where two speak at once.

    ``estimated`` marks a speaker count that nobody gave.
    """

    interview: str
    segments: tuple[SpeakerSegment, ...]
    estimated: bool = False


@dataclass(frozen=True)
class Turn:
    """An unbroken contribution of one speaker.

    ``speaker`` is a person's id where it is known, else the label that the file
    or the diarizer gives. ``words`` lie inside ``[start, end)``. ``language`` is given where
    it is another than the interview's.
    """

    speaker: str
    start: int
    end: int
    text: str
    words: tuple[Word, ...]
    language: str = ""

    @property
    def span(self) -> Span:
        """The turn's place."""
        return Span(self.start, self.end)

    @property
    def doubtful(self) -> bool:
        """Whether all its words may be made up; doubtful words are in turns of their own."""
        return bool(self.words) and all(word.doubtful for word in self.words)


@dataclass(frozen=True)
class Turns:
    """The turns of one interview, over one immutable text version.

    ``left_out`` counts a report's quotations whose speaker nobody has told. ``bleeped`` and
    ``silent`` are the stretches of the recording that nobody is to hear, in milliseconds and
    in order: what was redacted, and what was put off the record. ``named`` are the speakers
    whom people named.
    """

    interview: str
    version: str
    unit: Unit
    language: str
    turns: tuple[Turn, ...]
    left_out: int = 0
    bleeped: tuple[Span, ...] = ()
    silent: tuple[Span, ...] = ()
    named: tuple[str, ...] = ()
