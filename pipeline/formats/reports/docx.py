"""A report as a Word document: the same blocks in the same order as on the page."""

from __future__ import annotations

import io
from typing import Any

from pipeline.formats.charts import drawn
from pipeline.formats.drawing import Drawing, to_png, to_svg
from pipeline.formats.transcripts.docx import undated
from pipeline.formats.transcripts.utterances import without_controls
from pipeline.model.report import (
    Block,
    Facts,
    Figure,
    Heading,
    Paragraph,
    Quotation,
    Report,
    Section,
    Sound,
    Speech,
    Table,
    Unknown,
)

_INK, _GREY, _RULE = "1F2529", "5D666D", "DDDAD2"
_WIDTH_CM = 16.5
_STYLES = (
    # name, points, grey, italic, points before and after, indent in cm
    ("About", 10, True, False, 0, 6, 0.0),
    ("Note", 9, True, False, 0, 6, 0.0),
    ("Said", 11, False, False, 6, 2, 0.6),
    ("Who", 9, True, False, 0, 8, 0.6),
    ("Caption", 9, True, False, 10, 4, 0.0),
)
_VECTOR = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_VECTOR_USE = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"  # the extension's fixed name


def write_document(report: Report) -> bytes:
    """Write the document."""
    import docx

    made = docx.Document()
    _paper(made)
    made.core_properties.author = ""
    made.core_properties.title = without_controls(report.title)
    made.add_heading(without_controls(report.title), level=0)
    _add(made, report.about, "About")
    made.add_heading("In short", level=1)
    for section in report.sections:
        line = made.add_paragraph(style="List Bullet")
        line.add_run(f"{without_controls(section.title)}: ").bold = True
        line.add_run(without_controls(section.short))
    for number, section in enumerate(report.sections, start=1):
        _section(made, number, section)
    out = io.BytesIO()
    made.save(out)
    return undated(out.getvalue())


def _paper(made: Any) -> None:
    """Set the page and the styles: one typeface, few sizes."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Cm, Pt, RGBColor

    page = made.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm((21 - _WIDTH_CM) / 2)
    made.styles["Normal"].font.name = "Calibri"
    made.styles["Normal"].font.size = Pt(10.5)
    for name in ("Title", "Heading 1", "Heading 2"):
        made.styles[name].font.color.rgb = RGBColor.from_string(_INK)
    for name, size, grey, italic, before, after, indent in _STYLES:
        known = [style.name for style in made.styles]
        style = (
            made.styles[name] if name in known
            else made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        )  # fmt: skip
        style.base_style = made.styles["Normal"]
        style.font.size, style.font.italic, style.font.bold = Pt(size), italic, False
        style.font.color.rgb = RGBColor.from_string(_GREY if grey else _INK)
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(after)
        style.paragraph_format.left_indent = Cm(indent)
        style.paragraph_format.keep_with_next = name in ("Said", "Caption")


def _add(made: Any, text: str, style: str = "Normal") -> Any:
    return made.add_paragraph(without_controls(text), style=style)


def _section(made: Any, number: int, section: Section) -> None:
    made.add_heading(f"{number}  {without_controls(section.title)}", level=1)
    for block in section.blocks:
        _block(made, block)


def _block(made: Any, block: Block) -> None:
    match block:
        case Paragraph(text, note):
            _add(made, text, "Note" if note else "Normal")
        case Heading(text, tag):
            made.add_heading(without_controls(f"{text} ({tag})" if tag else text), level=2)
        case Unknown(reason):
            _add(made, f"Not known: {reason}.")
        case Facts(facts):
            _add(made, " · ".join(f"{value} {what}" for value, what in facts), "About")
        case Quotation():
            _quotation(made, block)
        case Speech(who, at, words, _, item):
            line = _add(made, "")
            line.add_run(without_controls(" ".join(filter(None, (item, who, at))))).bold = True
            line.add_run(f"  {without_controls(words)}")
        case Sound(file, told, item):
            _add(made, f"{item}  {told} ({file})")
        case Table():
            _table(made, block)
        case Figure():
            _figure(made, block)


def _quotation(made: Any, said: Quotation) -> None:
    if said.asked:
        _add(made, f"Asked: {said.asked}", "Who").paragraph_format.keep_with_next = True
    _language(_add(made, f"“{said.words}”", "Said"), said.language)
    mark = f"Machine’s guess: {said.standing}" if said.guess else said.standing
    line = _add(made, "", "Who")
    line.add_run(without_controls(f"{said.item}  {said.who}".strip())).bold = True
    line.add_run(without_controls(f" · {said.where} · {said.language} · "))
    line.add_run(without_controls(mark)).italic = said.guess or None


def _language(paragraph: Any, language: str) -> None:
    """Tell the program in which language words are, so that it does not correct them."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    for run in paragraph.runs if language else ():
        told = OxmlElement("w:lang")
        told.set(qn("w:val"), language)
        run._r.get_or_add_rPr().append(told)


def _figure(made: Any, figure: Figure) -> None:
    from docx.shared import Cm

    made.add_heading(without_controls(figure.title), level=2)
    drawing = drawn(figure.chart, title=figure.title, told=figure.alternative)
    width = Cm(min(_WIDTH_CM, drawing.width / 760 * _WIDTH_CM))
    picture = made.add_picture(io.BytesIO(to_png(drawing)), width=width)
    described = picture._inline.docPr
    described.set("descr", without_controls(figure.alternative))
    described.set("title", without_controls(figure.title))
    _sharpen(made, picture, drawing)
    _add(made, figure.sentence)
    _table(made, figure.table)


def _sharpen(made: Any, picture: Any, drawing: Drawing) -> None:
    """Put the drawing itself beside its picture: Word shows it, older programs the picture."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.oxml.ns import qn
    from lxml import etree

    number = len(made.inline_shapes)
    name = PackURI(f"/word/media/drawing{number}.svg")
    part = Part(name, "image/svg+xml", to_svg(drawing).encode(), made.part.package)
    related = made.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
    blip = picture._inline.find(f".//{qn('a:blip')}")
    extension = etree.SubElement(
        etree.SubElement(blip, qn("a:extLst")), qn("a:ext"), uri=_VECTOR_USE
    )
    vector = etree.SubElement(extension, f"{{{_VECTOR}}}svgBlip", nsmap={"asvg": _VECTOR})
    vector.set(qn("r:embed"), related)


def _table(made: Any, table: Table) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    _add(made, table.caption, "Caption")
    grid = made.add_table(rows=1 + len(table.rows), cols=len(table.columns))
    _ruled(grid)
    cells = grid._cells  # asked for once: the library counts them anew each time
    for i, text in enumerate((*table.columns, *(c for row in table.rows for c in row))):
        paragraph = cells[i].paragraphs[0]
        run = paragraph.add_run(without_controls(text))
        run.font.size = Pt(8.5)
        run.bold = i < len(table.columns) or None
        paragraph.paragraph_format.space_after = Pt(1)
        if i % len(table.columns) in table.numbers:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    made.add_paragraph()


def _ruled(grid: Any) -> None:
    """Draw thin lines between rows only, and let the head come again on every page."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", _RULE)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    look = grid._tbl.tblPr.find(qn("w:tblLook"))  # the standard fixes the order of siblings
    if look is None:
        grid._tbl.tblPr.append(borders)
    else:
        look.addprevious(borders)
    head = grid.rows[0]._tr.get_or_add_trPr()
    head.append(OxmlElement("w:tblHeader"))
