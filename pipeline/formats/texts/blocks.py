"""Paragraphs as a form sets them out, over the canonical text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.model.span import Span

NOWHERE = Span(0, 0)


@dataclass(frozen=True)
class Block:
    """A paragraph.

    ``lead`` is the part of it, from its beginning, that is set in bold (empty: none);
    ``heading`` its level, 0 for running text; ``label`` a name that the form itself
    marks as one, with ``span`` the words after it.
    """

    span: Span
    lead: Span = NOWHERE
    heading: int = 0
    label: str = ""


@dataclass(frozen=True)
class Line:
    """Words with the length of their bold beginning, in code points."""

    words: str
    bold: int = 0
    heading: int = 0


def tidied(pieces: Sequence[tuple[str, bool]], *, heading: int = 0) -> Line:
    """Return pieces of (text, bold) as one line, single-spaced and in NFC."""
    lead = ""
    for text, bold in pieces:
        if not bold and text.strip():
            break
        lead += text
    words, head = (_plain(text) for text in ("".join(text for text, _ in pieces), lead))
    return Line(words, len(head) if words.startswith(head) else 0, heading)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))


def laid_out(paragraphs: Iterable[Iterable[Line]], *, between: str) -> tuple[str, list[Block]]:
    """Return the canonical text, a line a line, and its blocks; ``between`` ends a paragraph."""
    text, blocks = "", []
    for lines in paragraphs:
        for line in lines:
            span = Span(len(text), len(text) + len(line.words))
            if span:
                lead = Span(span.start, span.start + line.bold)
                blocks.append(Block(span, lead, line.heading))
            text += line.words + "\n"
        text += between
    return text, blocks


def trimmed(text: str, span: Span) -> Span:
    """Return a span without the white space at its ends."""
    words = text[span.start : span.end]
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, max(start, span.start + len(words.rstrip())))
