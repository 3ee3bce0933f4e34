import io
from pathlib import Path

import pypdf
import pytest

from pipeline.errors import BadInput
from pipeline.formats.texts.pdf import read_pdf
from pipeline.formats.texts.values import Labelled

TOP, LEADING = 700, 14


def document(*pages: list[tuple[int, str]]) -> bytes:
    """Write a PDF by hand: pages of (height in points, line)."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>")
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    objects.append(font)
    for i, lines in enumerate(pages):
        shown = "\n".join(
            f"BT /F1 11 Tf 72 {y} Td ({t.replace('(', '[').replace(')', ']')}) Tj ET"
            for y, t in lines
        )
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * i} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        size = len(shown.encode("cp1252"))
        objects.append(f"<< /Length {size} >>\nstream\n{shown}\nendstream")
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    table = "".join(f"{at:010d} 00000 n \n" for at in places)
    trailer = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    return out + (head + trailer).encode()


def lines(*paragraphs: str, top: int = TOP) -> list[tuple[int, str]]:
    """Lay paragraphs of lines out with a gap between them."""
    placed, y = [], top
    for paragraph in paragraphs:
        for line in paragraph.split("\n"):
            placed.append((y, line))
            y -= LEADING
        y -= LEADING
    return placed


def read(tmp_path: Path, data: bytes) -> Labelled:
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    return read_pdf(path, where="interviews/a.pdf")


def said(labelled: Labelled) -> list[tuple[str, str]]:
    return [(p.label, labelled.text[p.span.start : p.span.end]) for p in labelled.paragraphs]


def test_lines_become_paragraphs_and_divided_words_whole(tmp_path: Path) -> None:
    page = lines(
        "Inga: Warum sind Sie\nhier, und seit wann?",
        "Ada: Wegen der Ver-\nbindung von Vor-\nund Nachteilen, der E-Mail-\nListe und «Größe».",
        "Und wegen der Leute.",
        "Inga: Ah.",
        "Ada: Ja.",
    )
    assert said(read(tmp_path, document(page))) == [
        ("Inga", "Warum sind Sie hier, und seit wann?"),
        ("Ada", "Wegen der Verbindung von Vor- und Nachteilen, der E-Mail-Liste und «Größe»."),
        ("", "Und wegen der Leute."), ("Inga", "Ah."), ("Ada", "Ja."),
    ]  # fmt: skip


def test_names_begin_paragraphs_where_there_are_no_gaps(tmp_path: Path) -> None:
    page = lines("Inga: Why?\nAda: The oven,\nsaid once: warm.\nInga: Ah.\nAda: Yes.")
    assert said(read(tmp_path, document(page)))[1] == ("Ada", "The oven, said once: warm.")


def test_running_heads_and_page_numbers_are_left_out_and_paragraphs_run_on(tmp_path: Path) -> None:
    def page(number: int, *paragraphs: str) -> list[tuple[int, str]]:
        return [(800, f"The yard, page {number}"), *lines(*paragraphs), (40, f"- {number} -")]

    labelled = read(
        tmp_path,
        document(
            page(1, "Inga: Why?", "Ada: The oven was cold and"),
            page(2, "the people were warm.", "Inga: Ah."),
            page(3, "Ada: Yes."),
        ),
    )
    assert said(labelled) == [
        ("Inga", "Why?"), ("Ada", "The oven was cold and the people were warm."),
        ("Inga", "Ah."), ("Ada", "Yes."),
    ]  # fmt: skip


def test_a_locked_one_a_scan_and_a_broken_one_are_told(tmp_path: Path) -> None:
    good = document(lines("Inga: Why?", "Ada: So."))
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(good))
    writer.encrypt("secret", algorithm="RC4-128")
    locked = io.BytesIO()
    writer.write(locked)
    cases = {
        "is locked with a password": locked.getvalue(),
        "holds no text: it may be a scan": document([]),
        "is not a sound PDF": b"%PDF-1.4\nbroken",
        "no speaker is named": document(lines("Just words.", "And more.")),
    }
    for told, data in cases.items():
        with pytest.raises(BadInput, match=rf"^interviews/a.pdf: {told}; "):
            read(tmp_path, data)


def test_a_document_that_only_may_not_be_changed_is_read(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(document(lines("Inga: Why?", "Ada: So."))))
    writer.encrypt("", owner_password="owner", algorithm="RC4-128")
    kept = io.BytesIO()
    writer.write(kept)
    assert said(read(tmp_path, kept.getvalue())) == [("Inga", "Why?"), ("Ada", "So.")]
