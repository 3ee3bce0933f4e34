"""Word documents (.docx)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline.errors import BadInput
from pipeline.formats.texts.blocks import Line, laid_out, tidied
from pipeline.formats.texts.speakers import by_speaker
from pipeline.formats.texts.values import Labelled

_HEADING = re.compile(r"(?:heading|title|subtitle)\s*(\d?)", re.IGNORECASE)
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read_docx(path: Path, *, where: str, names: Collection[str] = ()) -> Labelled:
    """Read the paragraphs of a document's body, tables row by row.

    The canonical text has a line a paragraph (a line break inside one begins another);
    what was inserted under tracked changes is in it, what was deleted is not. Headers,
    footers, footnotes, comments and text boxes are not. A short first cell of a table's
    row counts as the name of who says the rest.

    Raises:
        BadInput: it is no Word document, is locked, is empty, or nobody is named.
    """
    import docx
    from docx.opc.exceptions import OpcError

    try:
        document = docx.Document(str(path))
        lines = list(_lines(document))
    except (OpcError, KeyError, ValueError, OSError, SyntaxError, _zip_error()):
        raise BadInput(
            "is not a Word document (.docx), or is locked with a password",
            where=where,
            remedy="save it again as .docx, without a password",
        ) from None
    text, blocks = laid_out([lines], between="")
    if not blocks:
        raise BadInput("holds no words", where=where, remedy="check that it is the right file")
    return by_speaker(text, blocks, where=where, names=names)


def _zip_error() -> type[Exception]:
    from zipfile import BadZipFile

    return BadZipFile


def _lines(document: Any) -> Iterator[Line]:
    """Yield the body's lines; the first cell of a table's row counts as bold."""
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph

    boxes = {qn("w:txbxContent"), _FALLBACK}
    for element in document.element.body.iter(qn("w:p")):
        if any(parent.tag in boxes for parent in element.iterancestors()):
            continue
        paragraph = Paragraph(element, document)
        named = _HEADING.match(paragraph.style.name or "") if paragraph.style else None
        level = int(named[1] or 1) if named else 0
        first = _first_cell(element)
        for pieces in _pieces(paragraph):
            line = tidied(pieces, heading=level)
            yield replace(line, bold=len(line.words)) if first else line


def _first_cell(element: Any) -> bool:
    """Tell whether a paragraph stands in the first of several cells of a table's row."""
    from docx.oxml.ns import qn

    cell = next(element.iterancestors(qn("w:tc")), None)
    if cell is None or cell.getparent() is None:
        return False
    cells = cell.getparent().findall(qn("w:tc"))
    return len(cells) > 1 and cells[0] is cell


def _pieces(paragraph: Any) -> Iterator[list[tuple[str, bool]]]:
    """Yield a paragraph's lines as runs of (text, bold); tracked insertions included."""
    from docx.oxml.ns import qn

    whole = bool(paragraph.style is not None and paragraph.style.font.bold)
    line: list[tuple[str, bool]] = []
    for part in paragraph._p.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr")):
        run = next(part.iterancestors(qn("w:r")), None)
        if run is None or any(True for _ in part.iterancestors(qn("w:del"), qn("w:txbxContent"))):
            continue
        if part.tag in (qn("w:br"), qn("w:cr")):
            yield line
            line = []
        else:
            line.append((part.text or "" if part.tag == qn("w:t") else " ", _bold(run, whole)))
    yield line


def _bold(run: Any, whole: bool) -> bool:
    from docx.oxml.ns import qn

    mark = run.find(f"{qn('w:rPr')}/{qn('w:b')}")
    if mark is None:
        return whole
    return mark.get(qn("w:val"), "true") not in ("0", "false", "none", "off")
