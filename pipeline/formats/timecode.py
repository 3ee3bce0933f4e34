"""SMPTE timecode (ST 12-1): the names that frames have, and the frames that names mean.

Counted here because OpenTimelineIO refuses all but a few rates.
"""

from __future__ import annotations

import re
from fractions import Fraction

_TIMECODE = re.compile(r"(?P<h>\d\d):(?P<m>\d\d):(?P<s>\d\d)(?P<drop>[:;.])(?P<f>\d{2,3})")


def frame_number(timecode: str, rate: Fraction | None) -> int:
    """Return the number of the frame that a timecode names, 0 where there is no timecode.

    Drop-frame timecode (``;`` or ``.`` before the frames) leaves out the first 2 names of
    each minute but every tenth at 29.97 frames a second, the first 4 at 59.94.
    """
    found = _TIMECODE.fullmatch(timecode)
    if found is None or rate is None:
        return 0
    hours, minutes, seconds, frames = (int(found[name]) for name in "hmsf")
    nominal = round(rate)
    minutes += 60 * hours
    total = (60 * minutes + seconds) * nominal + frames
    if found["drop"] != ":" and _can_drop(rate):
        total -= _left_out(nominal) * (minutes - minutes // 10)
    return total


def timecode(frame: int, rate: Fraction, *, like: str = "") -> str:
    """Return the name of a frame.

    Args:
        frame: counted from midnight; after 24 hours the names begin again.
        rate: frames a second.
        like: a timecode of the same recording, which tells whether it drops names.
    """
    nominal = round(rate)
    drop = drops(like, rate)
    if drop:
        left_out = _left_out(nominal)
        of_ten = 600 * nominal - 9 * left_out  # frames in ten minutes
        of_one = 60 * nominal - left_out
        tens, rest = divmod(frame, of_ten)
        # The first minute of ten drops nothing, so that it is longer than the other nine.
        minutes = 0 if rest < 60 * nominal else 1 + (rest - 60 * nominal) // of_one
        frame += left_out * (9 * tens + minutes)
    seconds, frames = divmod(frame, nominal)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    separator = ";" if drop else ":"
    return f"{hours % 24:02}:{minutes:02}:{seconds:02}{separator}{frames:02}"


def drops(timecode: str, rate: Fraction) -> bool:
    """Tell whether a timecode is one that leaves names out."""
    found = _TIMECODE.fullmatch(timecode)
    return found is not None and found["drop"] != ":" and _can_drop(rate)


def day(rate: Fraction, *, drop: bool) -> int:
    """Return how many frames have a name before the names begin again."""
    nominal = round(rate)
    left_out = _left_out(nominal) * (24 * 60 - 24 * 6) if drop else 0
    return 24 * 3600 * nominal - left_out


def _can_drop(rate: Fraction) -> bool:
    return round(rate) % 30 == 0 and rate != round(rate)


def _left_out(nominal: int) -> int:
    return nominal // 15
