"""Plain text and Markdown: names, or questions as headings or bold lines."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path

from pipeline.formats.files import read_text
from pipeline.formats.texts import stamps
from pipeline.formats.texts.blocks import Block
from pipeline.formats.texts.notices import is_notice
from pipeline.formats.texts.speakers import PLAIN, STAMP, by_speaker
from pipeline.formats.texts.values import Labelled, Timed
from pipeline.model.span import Span

_BOLD = re.compile(STAMP + r"\*\*(?P<label>[^*\n]{1,60}?)\s*(?::\*\*|\*\*\s*:)\s*")
_STRONG = re.compile(r"(?P<mark>\*\*|__)(?P<words>(?:(?!\1).)+)(?P=mark)\s*$")
_HEADING = re.compile(r"(?P<marks>#{1,6})\s+(?P<words>.+?)\s*#*\s*$")

_FRONT = re.compile(r"\s*---[ \t]*\n(?:[\w-]+:.*\n|[ \t]+.*\n|-.*\n|#.*\n|\n)+?---[ \t]*(?:\n|$)")
_PICTURE = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)\W*$")
_SLANTED = re.compile(r"(?P<mark>[*_])(?!(?P=mark))(?P<words>.+)(?P=mark)$")


def read_plain(path: Path, *, where: str, names: Collection[str] = ()) -> Labelled | Timed:
    """Read a text: one with f4's time stamps by them, any other by its paragraphs.

    Raises:
        BadInput: no speaker is named anywhere, or the stamps are out of order.
    """
    text = read_text(path, where=where, guess=True)
    if stamps.STAMP.search(text):
        return stamps.read_stamped(text, where=where, names=names)
    return by_speaker(text, list(_blocks(text)), where=where, names=names)


def read_labelled(path: Path, *, where: str, names: Collection[str] = ()) -> Labelled:
    """Read a transcript of paragraphs ``Name: words`` or ``**Name:** words``.

    Titles (``#``), notes (``>``) and what stands before the first name belong to
    nobody. Without names, headings and bold lines that ask are the interviewer's; see
    ``speakers.by_speaker``.

    Args:
        path: the file.
        where: how messages name it.
        names: how those who speak here may be called, in any case.

    Raises:
        BadInput: no speaker is named anywhere.
    """
    text = read_text(path, where=where, guess=True)
    return by_speaker(text, list(_blocks(text)), where=where, names=names)


def _blocks(text: str) -> Iterator[Block]:
    """Yield the paragraphs: runs of lines; a name, a heading, a bold line begin a new one.

    What stands above an article between two lines of dashes (title, author, date) is no text.
    """
    run: Block | None = None
    front = _FRONT.match(text)
    offset = front.end() if front else 0
    for line in text[offset:].splitlines(keepends=True):
        body = line.strip()
        first = offset + len(line) - len(line.lstrip())
        alone = _alone(text, first, offset + len(line.rstrip()))
        aside = body.startswith((">", "#")) or set(body) <= set("-*_ ") or _is_beside(body)
        if not body or aside or alone or _BOLD.match(body) or PLAIN.match(body):
            if run:
                yield run
            run = None
            if alone:
                yield alone
        if body and not aside and not alone:
            run = _grown(text, run, Span(first, offset + len(line.rstrip())))
        offset += len(line)
    if run:
        yield run


def _is_beside(line: str) -> bool:
    """Tell a picture, or a line in italics that is a credit or an editor's note."""
    slanted = _SLANTED.match(line)
    return bool(_PICTURE.match(line) or (slanted and is_notice(slanted["words"])))


def _alone(text: str, start: int, end: int) -> Block | None:
    """Return a line that is a heading or bold as a whole, its marks left out."""
    for pattern in (_HEADING, _STRONG):
        match = pattern.match(text, start, end)
        if match and not _BOLD.match(text, start, end):
            words = Span(*match.span("words"))
            if pattern is _HEADING:
                return Block(words, heading=len(match["marks"]))
            return Block(words, lead=words)
    return None


def _grown(text: str, run: Block | None, line: Span) -> Block:
    """Return a paragraph with one more line, or a new one, its bold name taken off."""
    if run:
        return replace(run, span=run.span | line if run.span else line)
    match = _BOLD.match(text, line.start, line.end)
    if match:
        return Block(Span(match.end(), line.end), label=match["label"].strip())
    return Block(line)
