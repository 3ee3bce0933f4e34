"""Word documents: numbered lines, who speaks, when."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from pipeline.formats.transcripts.utterances import (
    before_a_colon,
    printed,
    shown_word,
    without_controls,
)
from pipeline.model.interview import Turn
from pipeline.model.transcript import Document, clock, gap_shown

_GREY = "808080"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first date that a ZIP archive can hold


def write_docx(document: Document) -> bytes:
    """Write a paragraph a turn, ``[00:01:02] Name: words``, with running line numbers.

    Doubted words stand in ``[?...]`` and italics, gaps in paragraphs of their own. The
    page's head says of what it is a transcript.
    """
    import docx

    made = docx.Document()
    made.core_properties.author = ""
    made.core_properties.title = without_controls(document.media)
    section = made.sections[0]
    section.header.paragraphs[0].text = _head(document)
    _number_lines(section)
    parts: list[tuple[int, Turn | str]] = [(turn.start, turn) for turn in document.turns]
    parts += [(gap.start, gap_shown(gap)) for gap in document.gaps]
    for start, part in sorted(parts, key=lambda part: part[0]):
        if isinstance(part, str):
            _grey(made.add_paragraph().add_run(part))
        elif printed(part.words):
            _turn(made.add_paragraph(), document, part, start)
    out = io.BytesIO()
    made.save(out)
    return undated(out.getvalue())


def _head(document: Document) -> str:
    made = f"Interleaf {document.provenance.program}".strip()
    engine = document.provenance.engine
    words = f"{without_controls(document.media)} · {made}{', ' if engine else ''}{engine}"
    guessed = document.provenance.speakers_estimated
    return words + (" · the number of speakers is a guess" if guessed else "")


def _turn(paragraph: Any, document: Document, turn: Turn, start: int) -> None:
    _grey(paragraph.add_run(f"[{clock(start, hours=True)}] "))
    paragraph.add_run(f"{before_a_colon(document.name(turn.speaker))}: ").bold = True
    for doubtful in (False, True):
        if turn.doubtful == doubtful:
            paragraph.add_run(printed(turn.words)).italic = doubtful or None
            return
    for word in turn.words:  # a turn of both kinds
        paragraph.add_run(f"{shown_word(word)} ").italic = word.doubtful or None


def _grey(run: Any) -> None:
    from docx.shared import RGBColor

    run.font.color.rgb = RGBColor.from_string(_GREY)


def _number_lines(section: Any) -> None:
    """Ask Word to number all lines in the margin, from the first to the last page."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    numbers = OxmlElement("w:lnNumType")
    numbers.set(qn("w:countBy"), "1")
    numbers.set(qn("w:restart"), "continuous")
    # Its place among its siblings is fixed by the standard: after page margins, before columns.
    margins = section._sectPr.find(qn("w:pgMar"))
    margins.addnext(numbers)


def undated(archive: bytes) -> bytes:
    """Return a ZIP archive without the times at which its parts were written."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(entry, before.read(name))
    return out.getvalue()
