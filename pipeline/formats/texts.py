"""Interviews that come as text: who says what, with the place of the words in the file.

A reader takes a path and returns a ``Labelled`` text. To add a form: write a reader,
put it in ``READERS`` under its suffix, give it a test file and a line in docs/formats.md.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import BadInput
from pipeline.formats.files import read_text
from pipeline.model.span import Span

_BOLD = re.compile(r"\*\*(?P<label>[^*\n]{1,60}?)\s*(?::\*\*|\*\*\s*:)\s*")
_PLAIN = re.compile(r"(?P<label>[^\W\d_][^\n:.!?*«»\"]{0,40}):(?:\s+|$)")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of somebody's words; an empty label goes on with the last speaker."""

    label: str
    span: Span


@dataclass(frozen=True)
class Labelled:
    """A text in its canonical version, with its paragraphs by speaker, in order."""

    text: str
    paragraphs: tuple[Paragraph, ...]


def read_labelled(path: Path, *, where: str, names: Collection[str] = ()) -> Labelled:
    """Read a transcript of paragraphs ``Name: words`` or ``**Name:** words``.

    Titles (``#``), notes (``>``) and what stands before the first name belong to
    nobody. A plain name counts if it is one of ``names`` or occurs twice or more (in a
    text where none does: once), so that a sentence with a colon becomes no speaker.

    Args:
        path: the file.
        where: how messages name it.
        names: how those who speak here may be called, in any case.

    Raises:
        BadInput: no speaker is named anywhere.
    """
    text = read_text(path, where=where)
    blocks = list(_blocks(text))
    speakers = _speakers(text, blocks, {name.casefold() for name in names})
    paragraphs: list[Paragraph] = []
    for block in blocks:
        bold = _BOLD.match(text, block.start, block.end)
        plain = _PLAIN.match(text, block.start, block.end)
        match = bold or (plain if plain and plain["label"] in speakers else None)
        if match:
            paragraphs.append(Paragraph(match["label"].strip(), Span(match.end(), block.end)))
        elif paragraphs and not paragraphs[-1].span:  # the name stood in a paragraph of its own
            paragraphs.append(Paragraph(paragraphs.pop().label, block))
        elif paragraphs:
            paragraphs.append(Paragraph("", block))
    if not paragraphs:
        raise BadInput(
            "no speaker is named",
            where=where,
            remedy="begin each turn with `Name: ` (see docs/formats.md)",
        )
    return Labelled(text, tuple(p for p in paragraphs if p.span))


def _speakers(text: str, blocks: Sequence[Span], names: Collection[str]) -> set[str]:
    """Return the plain labels that name a speaker."""
    matches = (_PLAIN.match(text, block.start, block.end) for block in blocks)
    labels = Counter(match["label"] for match in matches if match)
    often = 2 if any(count > 1 for count in labels.values()) else 1
    return {n for n, count in labels.items() if count >= often or n.strip().casefold() in names}


def _blocks(text: str) -> Iterator[Span]:
    """Yield the paragraphs that may be speech: runs of lines, a label beginning a new one."""
    start = end = -1
    offset = 0
    for line in text.splitlines(keepends=True):
        body = line.strip()
        aside = body.startswith(("#", ">")) or set(body) <= set("-*_ ")
        if not body or aside or _BOLD.match(body) or _PLAIN.match(body):
            if start >= 0:
                yield Span(start, end)
            start = -1
        if body and not aside:
            first = offset + len(line) - len(line.lstrip())
            start = first if start < 0 else start
            end = offset + len(line.rstrip())
        offset += len(line)
    if start >= 0:
        yield Span(start, end)


Reader = Callable[..., Labelled]

READERS: Mapping[str, Reader] = {".md": read_labelled, ".txt": read_labelled}
