"""SubRip captions (SRT)."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from pipeline.errors import BadInput
from pipeline.formats.files import read_text
from pipeline.formats.texts.cues import Caption, checked, to_timed, without_rolling
from pipeline.formats.texts.values import Timed


def read_srt(path: Path, *, where: str, names: Collection[str] = ()) -> Timed:
    """Read captions: ``Name:``, ``NAME:`` or a dash at a line's beginning tells whose.

    Formatting and positions are left out.

    Raises:
        BadInput: there is no caption, or one with times that cannot be read.
    """
    import pysubs2

    text = _LONG.sub(_carried, read_text(path, where=where, guess=True))
    remedy = "write times as 00:00:01,000 --> 00:00:04,000"
    try:
        events = pysubs2.SSAFile.from_string(text, format_="srt").events
    except Exception:  # the library documents no errors of its own for what it cannot parse
        raise BadInput("the captions are not SubRip", where=where, remedy=remedy) from None
    if any("-->" in event.plaintext for event in events) or ("-->" in text and not events):
        number = _broken(text)
        raise BadInput(f"line {number}: times that cannot be read", where=where, remedy=remedy)
    lines = [
        Caption(event.start, event.end, line.strip())
        for event in events
        for line in event.plaintext.split("\n")
        if line.strip()
    ]
    ordered = checked(path, lines, where=where)
    return to_timed(list(without_rolling(ordered)), where=where, names=names)


_LONG = re.compile(r"(\d+):(\d\d):(\d\d)[,.](\d{4})(?!\d)")


def _carried(time: re.Match[str]) -> str:
    """Return a time with a thousand milliseconds (``00:00:01,1000``, aTrain) as it is meant."""
    hours, minutes, seconds, rest = (int(part) for part in time.groups())
    whole = ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest
    seconds, rest = divmod(whole, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02},{rest:03}"


def _broken(text: str) -> int:
    """Return the number of the first line with an arrow but without two times."""
    from pysubs2.time import TIMESTAMP

    for number, line in enumerate(text.split("\n"), start=1):
        if "-->" in line and len(TIMESTAMP.findall(line)) != 2:
            return number
    return 1
