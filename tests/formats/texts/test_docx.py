import zipfile
from pathlib import Path

import docx
import pytest

from pipeline.errors import BadInput
from pipeline.formats.texts.docx import read_docx
from pipeline.formats.texts.values import Labelled
from pipeline.model.interview import INTERVIEWEE, INTERVIEWER

TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml" ContentType=
"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
RELATIONS = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Target="word/document.xml" Type=
"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>
</Relationships>"""
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def p(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def r(text: str, *, bold: bool = False) -> str:
    mark = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{mark}<w:t xml:space="preserve">{text}</w:t></w:r>'


def read(tmp_path: Path, *body: str, names: tuple[str, ...] = ()) -> Labelled:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("[Content_Types].xml", TYPES)
        package.writestr("_rels/.rels", RELATIONS)
        document = f'<w:document xmlns:w="{W}"><w:body>{"".join(body)}</w:body></w:document>'
        package.writestr("word/document.xml", document)
    return read_docx(path, where="interviews/a.docx", names=names)


def said(labelled: Labelled) -> list[tuple[str, str]]:
    return [(q.label, labelled.text[q.span.start : q.span.end]) for q in labelled.paragraphs]


def test_names_in_bold_or_plain_before_the_words(tmp_path: Path) -> None:
    labelled = read(
        tmp_path, p(r("A talk, invented")), p(), p(r("Inga:", bold=True), r(" Perche\u0301  qui?")),
        p(r("Ada", bold=True), r(": Per il forno.")), p(r("E per la gente.")),
        p(r("Inga: ", bold=True), r("Ah.")), p(r("Ada: ", bold=True), r("Sì.")),
    )  # fmt: skip
    assert labelled.text == (
        "A talk, invented\n\nInga: Perché qui?\nAda: Per il forno.\nE per la gente.\n"
        "Inga: Ah.\nAda: Sì.\n"
    )
    assert said(labelled) == [
        ("Inga", "Perché qui?"), ("Ada", "Per il forno."), ("", "E per la gente."),
        ("Inga", "Ah."), ("Ada", "Sì."),
    ]  # fmt: skip


def test_a_known_bold_name_needs_no_colon(tmp_path: Path) -> None:
    lines = [
        p(r(who, bold=True), r(f" {words}")) for who, words in (("Inga", "Ah?"), ("Ada", "Sì."))
    ]
    assert said(read(tmp_path, *lines, names=("inga", "Ada"))) == [("Inga", "Ah?"), ("Ada", "Sì.")]


def test_tracked_insertions_are_read_and_deletions_are_not(tmp_path: Path) -> None:
    labelled = read(
        tmp_path, p(r("Inga: What for?")),
        p(r("Ada: For the "), f"<w:ins>{r('big ')}</w:ins>",
          "<w:del><w:r><w:delText>old </w:delText></w:r></w:del>", r("oven.")),
    )  # fmt: skip
    assert said(labelled)[1] == ("Ada", "For the big oven.")


def test_tables_and_content_controls_are_read_in_their_place(tmp_path: Path) -> None:
    def cell(*paragraphs: str) -> str:
        return f"<w:tc>{''.join(paragraphs)}</w:tc>"

    rows = [
        cell(p(r("Inga"))) + cell(p(r("What for?"))),
        cell(p(r("Ada"))) + cell(p(r("For the oven.")), p(r("And the people."))),
        cell(p(r("Inga"))) + cell(p(r("Ah."))),
    ]
    table = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    last = f"<w:sdt><w:sdtContent>{p(r('Ada:', bold=True), r(' Yes.'))}</w:sdtContent></w:sdt>"
    labelled = read(tmp_path, p(r("Notes")), table, last, names=("inga", "ada"))
    assert said(labelled) == [
        ("Inga", "What for?"), ("Ada", "For the oven."), ("", "And the people."),
        ("Inga", "Ah."), ("Ada", "Yes."),
    ]  # fmt: skip


def test_a_line_break_begins_a_line_and_bold_questions_ask(tmp_path: Path) -> None:
    labelled = read(
        tmp_path, p(r("What for?", bold=True), "<w:r><w:br/></w:r>", r("The oven.")),
        p(r("And now?", bold=True), r(" Bread.")),
    )  # fmt: skip
    assert said(labelled) == [
        (INTERVIEWER, "What for?"), (INTERVIEWEE, "The oven."),
        (INTERVIEWER, "And now?"), (INTERVIEWEE, "Bread."),
    ]  # fmt: skip


def test_an_empty_document_and_a_locked_one_are_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"^interviews/a.docx: holds no words; "):
        read(tmp_path, p(), p(r("  ")))
    path = tmp_path / "locked.docx"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600)
    with pytest.raises(BadInput, match=r"^a: is not a Word document .*without a password$"):
        read_docx(path, where="a")


def test_a_table_of_names_and_words_needs_neither_colons_nor_known_names(tmp_path: Path) -> None:
    """The form in which many transcription services deliver."""
    document = docx.Document()
    document.add_heading("Interview with Berta Lumm, potter", 1)
    table = document.add_table(rows=0, cols=2)
    said = [
        ("Q", "What does the workshop mean to you?"),
        ("Berta", "It is where the wheel stands."),
        ("Q", "And are you happy there?"),
        ("Berta", "Most days, yes."),
    ]
    for who, words in said:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = who, words
    document.save(str(tmp_path / "table.docx"))
    found = read_docx(tmp_path / "table.docx", where="table.docx")
    spans = [(p.label, found.text[p.span.start : p.span.end]) for p in found.paragraphs]
    assert spans == said
