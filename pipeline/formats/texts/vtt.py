"""WebVTT captions, their speakers in voice tags or before the words."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator
from pathlib import Path

from pipeline.errors import BadInput
from pipeline.formats.files import read_text
from pipeline.formats.texts.cues import Caption, checked, to_timed, without_rolling
from pipeline.formats.texts.values import Timed

_VOICE = re.compile(r"<v(?:\.[^\s>]+)*\s+(?P<name>[^>]+)>|(?P<end></v>)")
_TAG = re.compile(r"<[^>]*>")


def read_vtt(path: Path, *, where: str, names: Collection[str] = ()) -> Timed:
    """Read captions: ``<v Name>``, ``Name:`` or a dash at the beginning tells whose.

    Notes, styles, regions and other tags are left out. A broken caption is told and not
    passed over: its words would be missing without a word.

    Raises:
        BadInput: it does not begin with WEBVTT, a caption is broken, or there is none.
    """
    import webvtt
    from webvtt.errors import MalformedCaptionError, MalformedFileError

    text = read_text(path, where=where)
    try:
        captions = webvtt.from_string(text, strict=True).captions
    except MalformedFileError:
        raise BadInput(
            "does not begin with WEBVTT", where=where, remedy="write that as its first line"
        ) from None
    except (MalformedCaptionError, ValueError, IndexError):
        raise BadInput(
            f"{_broken(text)}the captions are not WebVTT",
            where=where,
            remedy="write times as 00:00:01.000 --> 00:00:04.000, one line, words below",
        ) from None
    lines = []
    for caption in captions:
        start, end = (t.in_milliseconds() for t in (caption.start_time, caption.end_time))
        lines += [Caption(start, end, words, label) for label, words in _voices(caption.raw_text)]
    ordered = checked(path, lines, where=where)
    return to_timed(list(without_rolling(ordered)), where=where, names=names)


def _voices(raw: str) -> Iterator[tuple[str, str]]:
    """Yield the lines of a caption with the name that its voice tag gives, if any."""
    label, at = "", 0
    for tag in _VOICE.finditer(raw):
        yield from _plain(label, raw[at : tag.start()])
        label, at = html.unescape((tag["name"] or "").strip()), tag.end()
    yield from _plain(label, raw[at:])


def _plain(label: str, words: str) -> Iterator[tuple[str, str]]:
    for line in words.split("\n"):
        text = html.unescape(_TAG.sub("", line)).strip()
        if text:
            yield label, text


_TIMES = re.compile(r"(?:\d{2,}:)?\d{2}:\d{2}\.\d{3}\s+-->\s+(?:\d{2,}:)?\d{2}:\d{2}\.\d{3}(\s|$)")


def _broken(text: str) -> str:
    """Name the first line whose times cannot be read, where that is what is wrong."""
    for number, line in enumerate(text.split("\n"), start=1):
        if "-->" in line and not _TIMES.match(line.strip()):
            return f"line {number}: "
    return ""
