"""PDF documents that hold their text."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from pipeline.errors import BadInput
from pipeline.formats.texts.blocks import Line, laid_out
from pipeline.formats.texts.speakers import PLAIN, by_speaker
from pipeline.formats.texts.values import Labelled

_NUMBER = re.compile(  # 7, - 7 -, Seite 7, 7 / 12, page 7 of 12
    r"[\s\-–—|/.·•]*(?:\w{1,9}\.?\s+)?\d{1,4}"
    r"(?:\s*(?:/|\w{1,4})\s*\d{1,4})?[\s\-–—|.]*"
)
_HYPHEN = re.compile(r"[^\W\d_]-$")
_LISTED = {"und", "oder", "bis", "and", "or", "e", "o", "y", "u", "ou"}  # Vor- und Nachteile
_ENDS = tuple('.?!…:»”"’)')
_ROWS = 2  # lines at a page's top and bottom that may be a running header or footer


def read_pdf(path: Path, *, where: str, names: Collection[str] = ()) -> Labelled:
    """Read a document's text and put its lines together to paragraphs.

    A wider gap, or a name before a colon that comes again, begins a paragraph; words
    divided at a line's end are joined; page numbers and what is repeated at the top or
    bottom of pages are left out. The canonical text has an empty line between
    paragraphs. Columns beside each other are not told apart.

    Raises:
        BadInput: it is no PDF, is locked, or is a scan without text.
    """
    paragraphs = list(_paragraphs(_pages(path, where)))
    if not paragraphs:
        raise BadInput(
            "holds no text: it may be a scan",
            where=where,
            remedy="recognise its text first (OCR), or send it as .docx",
        )
    text, blocks = laid_out(([Line(words)] for words in paragraphs), between="\n")
    return by_speaker(text, blocks, where=where, names=names)


def _pages(path: Path, where: str) -> list[list[str]]:
    """Return the lines of each page, empty ones for gaps.

    Raises:
        BadInput: it cannot be opened.
    """
    import pypdf
    from pypdf.errors import FileNotDecryptedError, PyPdfError

    try:
        reader = pypdf.PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise FileNotDecryptedError
        return [_lines(page.extract_text(extraction_mode="layout")) for page in reader.pages]
    except (FileNotDecryptedError, pypdf.errors.DependencyError):
        raise BadInput(
            "is locked with a password", where=where, remedy="save a copy without one"
        ) from None
    except (PyPdfError, OSError, ValueError, KeyError, TypeError, IndexError, RecursionError,
            AttributeError, AssertionError):  # fmt: skip  # what broken files make of the library
        raise BadInput(
            "is not a sound PDF", where=where, remedy="print it to PDF once more"
        ) from None


def _lines(page: str) -> list[str]:
    return [unicodedata.normalize("NFC", " ".join(line.split())) for line in page.split("\n")]


def _paragraphs(pages: Sequence[list[str]]) -> Iterator[str]:
    running = _running(pages)
    names = _names(pages)
    current = ""
    for page in pages:
        lines = _body(page, running)
        spaced = _double_spaced(lines)
        for number, line in enumerate(lines):
            gap = not line and not spaced
            breaks = _name(line) in names or (gap and not _goes_on(current, lines[number + 1 :]))
            if current and breaks:
                yield current
                current = ""
            if line:
                current = _joined(current, line)
        if current.endswith(_ENDS):
            yield current
            current = ""
    if current:
        yield current


def _name(line: str) -> str:
    """Return what stands before a colon at a line's beginning, if it may be a name."""
    match = PLAIN.match(line)
    return match["label"] if match and match["label"][0].isupper() else ""


def _names(pages: Sequence[Sequence[str]]) -> set[str]:
    """Return the names that begin lines again and again; a sentence with a colon does not."""
    counts = Counter(_name(line) for page in pages for line in page)
    return {name for name, count in counts.items() if name and count > 1}


def _goes_on(current: str, rest: Sequence[str]) -> bool:
    """Tell whether a gap stands in the middle of a divided word."""
    return bool(_HYPHEN.search(current)) and bool(rest) and rest[0][:1].islower()


def _mark(line: str) -> str:
    """Return a line as it is compared from page to page: without its numbers."""
    return re.sub(r"\d+", "#", line).strip()


def _edges(page: Sequence[str]) -> list[int]:
    """Return the places of a page's first and last written lines."""
    written = [i for i, line in enumerate(page) if line]
    return sorted({*written[:_ROWS], *written[-_ROWS:]})


def _running(pages: Sequence[Sequence[str]]) -> set[str]:
    """Return what is repeated at the top or bottom of most pages."""
    seen = Counter(mark for page in pages for mark in {_mark(page[i]) for i in _edges(page)})
    often = max(2, (len(pages) + 1) // 2)
    return {mark for mark, count in seen.items() if mark and count >= often}


def _body(page: Sequence[str], running: Collection[str]) -> list[str]:
    """Return a page's lines without running headers, footers and page numbers."""
    edges = _edges(page)
    out = {i for i in edges if _mark(page[i]) in running}
    out |= {i for i in (edges[:1] + edges[-1:]) if _NUMBER.fullmatch(page[i])}
    lines = ["" if i in out else line for i, line in enumerate(page)]
    while lines and not lines[0]:
        lines.pop(0)
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _double_spaced(lines: Sequence[str]) -> bool:
    """Tell whether nearly every line is followed by a gap, which then begins no paragraph."""
    followed = [not after for line, after in pairwise(lines) if line]
    return len(followed) > 4 and sum(followed) > 0.8 * len(followed)


def _joined(current: str, line: str) -> str:
    if not current:
        return line
    if _HYPHEN.search(current) and line.split()[0] not in _LISTED:
        return (current[:-1] if line[0].islower() else current) + line
    return f"{current} {line}"
