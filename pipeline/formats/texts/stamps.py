"""Text with the time stamps of f4 and MAXQDA: ``#00:01:02-3#``."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from pipeline.errors import BadInput
from pipeline.formats.texts.cues import Caption, to_timed
from pipeline.formats.texts.values import Timed
from pipeline.model.transcript import GAP

STAMP = re.compile(r"#(\d{1,2}):(\d{2}):(\d{2})(?:[-.,](\d{1,3}))?#")
_MS_A_SIGN = 65  # of unhurried speech, for words after the last stamp


def read_stamped(text: str, *, where: str, names: Collection[str] = ()) -> Timed:
    """Read paragraphs whose stamps say when what is before them ended.

    What follows a stamp begins there. Paragraphs without a stamp share the time up to the
    next one, each as long as its words; whose they are is told as in captions.

    Raises:
        BadInput: a stamp goes back, or there are no words.
    """
    lines = list(_lines(text, where))
    return to_timed(lines, where=where, names=names)


def _lines(text: str, where: str) -> Iterator[Caption]:
    at, waiting = 0, list[str]()
    for number, line in enumerate(text.split("\n"), start=1):
        rest = 0
        for stamp in STAMP.finditer(line):
            waiting.append(line[rest : stamp.start()])
            rest = stamp.end()
            time = _ms(stamp)
            if time < at:
                remedy = "put the stamps in the order of the recording"
                raise BadInput(f"line {number}: a time stamp goes back", where=where, remedy=remedy)
            yield from _said(waiting, at, time)
            at, waiting = time, []
        waiting.append(line[rest:])
    signs = sum(len(words.strip()) for words in waiting)
    yield from _said(waiting, at, at + _MS_A_SIGN * signs)


def _said(words: list[str], start: int, end: int) -> Iterator[Caption]:
    for text in words:
        if text.strip() and not GAP.fullmatch(text.strip()):
            yield Caption(start, end, text.strip())


def _ms(stamp: re.Match[str]) -> int:
    hours, minutes, seconds = (int(part) for part in stamp.groups()[:3])
    part = (stamp[4] or "0").ljust(3, "0")
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + int(part)
