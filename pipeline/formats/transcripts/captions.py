"""WebVTT with voice tags, and SubRip (SRT) with names before the words."""

from __future__ import annotations

import html
from collections.abc import Iterator

from pipeline.formats.transcripts.utterances import (
    before_a_colon,
    captions,
    printed,
    without_controls,
)
from pipeline.model.transcript import Document, gap_shown

Line = tuple[int, int, str, str]
"""(start and end in milliseconds, name or nothing, words)"""


def write_vtt(document: Document) -> bytes:
    """Write captions, each in a voice tag; a gap is a caption of its own, without a voice."""
    import webvtt

    out = webvtt.WebVTT()
    for start, end, name, words in _lines(document):
        voice = f"<v {html.escape(name, quote=False)}>" if name else ""
        text = voice + html.escape(words, quote=False)
        out.captions.append(webvtt.Caption(_time(start), _time(end), text))
    content: str = out.content
    return f"{content.rstrip()}\n".encode()


def write_srt(document: Document) -> bytes:
    """Write captions ``Name: words``."""
    blocks = []
    for number, (start, end, name, words) in enumerate(_lines(document), start=1):
        voice = f"{before_a_colon(name)}: " if name else ""
        times = f"{_time(start)} --> {_time(end)}".replace(".", ",")
        blocks.append(f"{number}\n{times}\n{voice}{words}\n")
    return "\n".join(blocks).encode()


def _lines(document: Document) -> Iterator[Line]:
    """Yield captions and gaps in the order of their times; none is empty."""
    lines: list[Line] = [
        (u.start, max(u.end, u.start + 1), without_controls(document.name(u.speaker)), words)
        for u in captions(document.turns)
        if (words := printed(u.words))
    ]
    lines += [(gap.start, gap.end, "", gap_shown(gap)) for gap in document.gaps if gap]
    yield from sorted(lines, key=lambda line: line[:2])


def _time(ms: int) -> str:
    seconds, rest = divmod(ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"
