"""Frames: where each part of an assembly begins and ends, in its recording and in its sequence.

In-points are floored, out-points ceiled and clamped to the recording, once and here. What
was struck is a part of its own: it keeps its place in the sequence and is empty.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import pairwise

from pipeline.formats.timecode import drops, frame_number
from pipeline.model.assembly import Assembly, Footage, Shot

SOUND_RATE = Fraction(1000)
"""Frames a second where sound alone keeps its milliseconds."""
_STANDARD = (
    Fraction(24_000, 1_001), Fraction(24), Fraction(25), Fraction(30_000, 1_001), Fraction(30),
    Fraction(48), Fraction(50), Fraction(60_000, 1_001), Fraction(60),
)  # fmt: skip
_NO_PICTURES = Fraction(25)  # the sequence's rate where nothing has frames


@dataclass(frozen=True)
class Part:
    """A stretch of one shot: ``first`` frame of its recording, counted from 0, and how many.

    ``rate`` is what they are counted at; a ``silent`` part is what was struck.
    """

    shot: Shot
    rate: Fraction
    first: int
    count: int
    silent: bool = False

    @property
    def origin(self) -> int:
        """The number that the recording's own timecode gives to its first frame."""
        return origin(self.shot.footage, self.rate)


@dataclass(frozen=True)
class Laid:
    """A part in its sequence: ``at`` and ``length`` are frames of the sequence."""

    part: Part
    at: int
    length: int


def origin(footage: Footage, rate: Fraction) -> int:
    """Return the number of a recording's first frame; sound alone is counted from nought."""
    return frame_number(footage.start_timecode, rate) if footage.rate is not None else 0


def whole_frames(footage: Footage, rate: Fraction) -> int:
    """Return how many frames a recording has."""
    return math.ceil(footage.seconds * rate)


def parts(shot: Shot, *, sound: Fraction = SOUND_RATE) -> list[Part]:
    """Part a shot in whole frames; no frame of what was struck is heard.

    Args:
        shot: the shot.
        sound: frames a second where there are none.
    """
    rate = shot.footage.rate or sound
    first = math.floor(Fraction(shot.start, 1000) * rate)
    end = math.ceil(Fraction(shot.end, 1000) * rate)
    end = max(first, min(end, whole_frames(shot.footage, rate)))
    edges, silent = [first], list[bool]()
    for span in sorted(shot.struck):
        a = max(math.floor(Fraction(span.start, 1000) * rate), edges[-1])
        b = min(math.ceil(Fraction(span.end, 1000) * rate), end)
        if a >= b:
            continue
        if a > edges[-1]:
            edges.append(a)
            silent.append(False)
        edges.append(b)
        silent.append(True)
    if edges[-1] < end or len(edges) == 1:
        edges.append(end)
        silent.append(False)
    return [
        Part(shot, rate, a, b - a, quiet)
        for (a, b), quiet in zip(pairwise(edges), silent, strict=True)
    ]


@cache
def _nearest(rate: Fraction) -> Fraction:
    """Return the rate of an editing program's sequence that is nearest."""
    return min(_STANDARD, key=lambda known: abs(known - rate))


def base(assembly: Assembly) -> tuple[Fraction, bool]:
    """Return the sequence's rate and whether its timecode drops names: those of most of it."""
    held: Counter[tuple[Fraction, bool]] = Counter()
    for shot in assembly.shots:
        rate = shot.footage.rate
        if rate is not None:
            standard = _nearest(rate)
            held[standard, drops(shot.footage.start_timecode, standard)] += shot.end - shot.start
    if not held:
        return _NO_PICTURES, False
    return max(held, key=lambda key: (held[key], -key[0], key[1]))


def lay(assembly: Assembly, rate: Fraction, *, sound: Fraction = SOUND_RATE) -> list[Laid]:
    """Lay the parts one after another in a sequence of one rate, without overlap.

    A part of the same rate keeps its number of frames; one of another rate gets as many as
    hold all of it, or all that the recording has.
    """
    laid: list[Laid] = []
    at = 0
    for shot in assembly.shots:
        for part in parts(shot, sound=sound):
            if not part.count:
                continue
            length = part.count if part.rate == rate else _conformed(part, rate)
            laid.append(Laid(part, at, length))
            at += length
    return laid


def _conformed(part: Part, rate: Fraction) -> int:
    """Return how many frames of a sequence hold a part of another rate."""
    there = part.shot.footage.seconds - Fraction(part.first) / part.rate
    wanted = math.ceil(Fraction(part.count) / part.rate * rate)
    return max(1, min(wanted, math.floor(there * rate)))
