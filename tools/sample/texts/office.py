"""Scripts as Word documents and PDF. PDF needs reportlab (BSD), for the making only."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

from sample.script import Cast, Script, ScriptError
from sample.texts.pages import INVENTED, Page, found, parts_of

MADE = datetime(2026, 1, 1)  # without a zone, as Word keeps it
AUTHOR = "the sample study of Interleaf"

MARGIN, TOP, BOTTOM, LEADING, GAP, SIZE = 72, 760, 72, 15, 9, 11  # points
WIDTH, HEIGHT = 595, 842  # A4
REGULAR, BOLD, ITALIC = "Times-Roman", "Times-Bold", "Times-Italic"


def docx(script: Script, cast: Cast) -> Page:
    """Write a Word document: a title, the notice, a paragraph a turn with its name in bold."""
    import docx as word

    document = word.Document()
    properties = document.core_properties
    properties.title, properties.author, properties.comments = script.title, AUTHOR, INVENTED
    properties.created = properties.modified = MADE
    document.add_heading(script.title, level=0)
    document.add_paragraph().add_run(INVENTED).italic = True
    for turn in script.turns:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{cast.labels[turn.who]}:").bold = True
        for number, part in enumerate(turn.parts):
            if number and part.new_paragraph:
                paragraph = document.add_paragraph(part.says)
            else:
                paragraph.add_run(f" {part.says}")
    file = io.BytesIO()
    document.save(file)
    return found(script, _same_every_time(file.getvalue()), ".docx")


def _same_every_time(data: bytes) -> bytes:
    """Give every member of a zip the same date."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(result, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, MADE.timetuple()[:6])
            new.writestr(entry, old.read(name), zipfile.ZIP_DEFLATED)
    return result.getvalue()


def pdf(script: Script, cast: Cast) -> Page:
    """Write a PDF with a running header and page numbers, a paragraph a turn."""
    for part in parts_of(script):
        try:
            part.says.encode("cp1252")
        except UnicodeEncodeError as error:
            raise ScriptError(
                f"{script.interview}: {part.says[error.start]!r} is not in a PDF's own fonts"
            ) from None
    try:
        data = _Sheets(script, cast).data()
    except ImportError as error:
        raise ScriptError(f"{script.interview}: {error}; pip install reportlab") from error
    return found(script, data, ".pdf")


class _Sheets:
    """Pages that are filled from the top, a line at a time."""

    def __init__(self, script: Script, cast: Cast) -> None:
        from reportlab.pdfbase.pdfmetrics import stringWidth
        from reportlab.pdfgen.canvas import Canvas

        self._file = io.BytesIO()
        self._canvas: Any = Canvas(self._file, pagesize=(WIDTH, HEIGHT), invariant=1)
        self._canvas.setTitle(script.title)
        self._canvas.setAuthor(AUTHOR)
        self._canvas.setSubject(INVENTED)
        self._width = stringWidth
        self._script, self._cast = script, cast
        self._number = 0
        self._new_page()

    def data(self) -> bytes:
        """Fill the pages; give the file."""
        self._paragraph([(word, BOLD) for word in self._script.title.split()])
        self._paragraph([(word, ITALIC) for word in INVENTED.split()])
        for turn in self._script.turns:
            words = [(f"{self._cast.labels[turn.who]}:", BOLD)]
            for number, part in enumerate(turn.parts):
                if number and part.new_paragraph:
                    self._paragraph(words)
                    words = []
                words += [(word, REGULAR) for word in part.says.split()]
            self._paragraph(words)
        self._canvas.save()
        return self._file.getvalue()

    def _new_page(self) -> None:
        if self._number:
            self._canvas.showPage()
        self._number += 1
        self._y = TOP
        self._canvas.setFont(ITALIC, 9)
        self._canvas.drawString(MARGIN, HEIGHT - 36, "Interleaf · sample study, invented")
        self._canvas.drawCentredString(WIDTH / 2, 36, str(self._number))

    def _paragraph(self, words: list[tuple[str, str]]) -> None:
        line: list[tuple[str, str]] = []
        for word in words:
            if line and self._length([*line, word]) > WIDTH - 2 * MARGIN:
                self._line(line)
                line = []
            line.append(word)
        self._line(line)
        self._y -= GAP

    def _length(self, line: list[tuple[str, str]]) -> float:
        return float(sum(self._width(f"{word} ", font, SIZE) for word, font in line))

    def _line(self, line: list[tuple[str, str]]) -> None:
        if self._y < BOTTOM:
            self._new_page()
        text = self._canvas.beginText(MARGIN, self._y)
        for word, font in line:
            text.setFont(font, SIZE)
            text.textOut(f"{word} ")
        self._canvas.drawText(text)
        self._y -= LEADING
