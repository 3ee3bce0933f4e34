"""WebVTT and SubRip of an assembled timeline; times are those of the sequence."""

from __future__ import annotations

import html

from pipeline.formats.sequences.laying import base, lay
from pipeline.formats.sequences.pace import Caption, captioned
from pipeline.model.assembly import Assembly


def captions_of(assembly: Assembly) -> list[Caption]:
    """Return the captions of an assembly laid at its own rate."""
    rate, _ = base(assembly)
    return captioned(lay(assembly, rate), rate)


def write_vtt(assembly: Assembly) -> dict[str, bytes]:
    """Write WebVTT."""
    import webvtt

    out = webvtt.WebVTT()
    for caption in captions_of(assembly):
        lines = "\n".join(html.escape(line, quote=False) for line in caption.lines)
        out.captions.append(webvtt.Caption(_time(caption.start), _time(caption.end), lines))
    content: str = out.content
    return {".vtt": f"{content.rstrip()}\n".encode()}


def write_srt(assembly: Assembly) -> dict[str, bytes]:
    """Write SubRip (SRT)."""
    blocks = []
    for number, caption in enumerate(captions_of(assembly), start=1):
        times = f"{_time(caption.start)} --> {_time(caption.end)}".replace(".", ",")
        blocks.append("\n".join((str(number), times, *caption.lines, "")))
    return {".srt": "\n".join(blocks).encode()}


def _time(ms: int) -> str:
    seconds, rest = divmod(ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"
