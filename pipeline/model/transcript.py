"""A transcript that is ready to be read: who says what when, and how that was found out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.model.interview import INTERVIEWEE, Role, Turn
from pipeline.model.span import Span


@dataclass(frozen=True)
class Provenance:
    """What a transcript was made from and with; no times of making, no folders.

    ``media_sha256`` is of the recording's bytes; ``transcriber`` and ``diarizer`` are the
    models' fingerprints. ``speakers_estimated`` marks a number of voices, and
    ``language_detected`` a language, that nobody gave.
    """

    program: str = ""
    engine: str = ""
    model: str = ""
    transcriber: str = ""
    diarizer: str = ""
    media_sha256: str = ""
    speakers_estimated: bool = False
    language_detected: bool = False


@dataclass(frozen=True)
class Document:
    """The transcript of one recording as it leaves the program, in any form.

    Attributes:
        media: the recording's file name, without its folder.
        language: ISO 639-1, empty where not known.
        turns: in order, in milliseconds; ``Turn.speaker`` is a voice's label.
        roles: of each voice.
        names: of each voice, as people are to read it; a label without one is shown itself.
        gaps: where somebody speaks and no words were found, in milliseconds.
        provenance: how it was made.
    """

    media: str
    language: str
    turns: tuple[Turn, ...]
    roles: Mapping[str, Role] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    gaps: tuple[Span, ...] = ()
    provenance: Provenance = field(default_factory=Provenance)

    def name(self, label: str) -> str:
        """Return how a voice is shown."""
        return self.names.get(label) or label

    def role(self, label: str) -> Role:
        """Return a voice's role; one that nothing is known of answers."""
        return self.roles.get(label, INTERVIEWEE)

    def voices(self) -> tuple[str, ...]:
        """Return the labels, in the order in which they are first heard."""
        return tuple(dict.fromkeys(turn.speaker for turn in self.turns))


DOUBTED = re.compile(r"\[\?(?P<word>.+)\]")
"""A word that may be made up, as forms without a place for flags show it: ``[?word]``."""

GAP = re.compile(r"\[gap (?P<start>[\d:]+)-(?P<end>[\d:]+)\]")
"""A gap, as forms without a place for one show it: ``[gap 00:10-00:14]``."""


def shown(word: str, *, doubtful: bool) -> str:
    """Return a word as it is printed, marked where it may be made up."""
    return f"[?{word}]" if doubtful else word


def clock(ms: int, *, hours: bool = False) -> str:
    """Return a time as ``01:02`` or ``00:01:02``, whole seconds."""
    minutes, seconds = divmod(ms // 1000, 60)
    if hours or minutes >= 60:
        return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
    return f"{minutes:02}:{seconds:02}"


def gap_shown(gap: Span) -> str:
    """Return a gap as it is printed; its end rounded up, so that it is never empty."""
    return f"[gap {clock(gap.start)}-{clock(gap.end + 999)}]"
