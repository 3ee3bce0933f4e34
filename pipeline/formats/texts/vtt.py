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
    return parse_vtt(read_text(path, where=where, guess=True), path, where=where, names=names)


def parse_vtt(text: str, path: Path, *, where: str, names: Collection[str] = ()) -> Timed:
    """Read captions out of a text, as ``read_vtt`` does."""
    import webvtt
    from webvtt.errors import MalformedCaptionError, MalformedFileError

    remedy = "write times as 00:00:01.000 --> 00:00:04.000 and the words on the lines below"
    try:
        captions = webvtt.from_string(text).captions
    except MalformedFileError:
        raise BadInput(
            "does not begin with WEBVTT", where=where, remedy="write that as its first line"
        ) from None
    except (MalformedCaptionError, ValueError, IndexError):
        captions = []
    if number := _lost(text, len(captions)):
        raise BadInput(f"line {number}: words without times", where=where, remedy=remedy)
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


_TIME = r"(?:\d+:)?\d{1,2}:\d{1,2}\.\d{1,3}"
_TIMES = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(\s|$)")
_WORDLESS = ("NOTE", "STYLE", "REGION")


def _lost(text: str, captions: int) -> int:
    """Return the first line whose words the parser passes over without a word, 0 for none."""
    lines = text.split("\n")
    arrows = [number for number, line in enumerate(lines, start=1) if "-->" in line]
    broken = [number for number in arrows if not _TIMES.match(lines[number - 1])]
    if broken or not arrows:
        return broken[0] if broken else 0
    block: list[int] = []
    for number in range(arrows[0], len(lines) + 2):
        if number <= len(lines) and lines[number - 1].strip():
            block.append(number)
            continue
        words = [lines[n - 1] for n in block]
        if block and not any("-->" in w for w in words) and not words[0].startswith(_WORDLESS):
            return block[0]
        block = []
    return 0 if captions == len(arrows) else arrows[-1]
