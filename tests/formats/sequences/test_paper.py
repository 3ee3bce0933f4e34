import io
from html.parser import HTMLParser

import docx
import pandas as pd

from pipeline.formats.sequences.ale import write_ale
from pipeline.formats.sequences.paper import (
    CHECKED,
    UNQUOTED,
    write_document,
    write_page,
    write_table,
)
from tests.formats.assemblies_of import FOOTAGE, assembly, shot

MADE = assembly(
    shot(1, FOOTAGE[2], 1_010, 2_990, before="asked <before>", after="said after", words="A & b."),
    shot(2, FOOTAGE[4], 0, 1_000, status="suggested", words="", speaker="Rowan"),
    shot(3, FOOTAGE[-1], 1_550, 3_000, speaker="=cmd()", place=""),
)


def test_the_table_numbers_clips_with_place_timecode_words_and_context() -> None:
    frame = pd.read_csv(io.BytesIO(write_table(MADE)[".csv"]), keep_default_na=False)
    first = frame.iloc[0]
    assert (first["number"], first["speaker"], first["place"]) == (1, "Nell", "The Mill")
    assert (first["in"], first["out"], first["at"]) == ("10:00:01:00", "10:00:03:00", "00:00:00")
    assert (first["words"], first["before"], first["after"]) == (
        "A & b.", "asked <before>", "said after",
    )  # fmt: skip
    assert list(frame[CHECKED]) == ["", "", ""]
    assert frame.iloc[1]["words"] == UNQUOTED
    assert frame.iloc[1]["in"] == "10:00:00;00"
    assert (frame.iloc[2]["in"], frame.iloc[2]["at"]) == ("00:00:01.5", "00:00:03")
    assert frame.iloc[2]["speaker"] == "'=cmd()"  # nothing that a spreadsheet would run


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def test_the_page_stands_by_itself_and_has_a_box_a_clip() -> None:
    page = _Page()
    page.feed(write_page(MADE)[".html"].decode())
    boxes = [attrs for tag, attrs in page.tags if tag == "input"]
    assert [box["type"] for box in boxes] == ["checkbox"] * 3
    assert not {tag for tag, _ in page.tags} & {"script", "link", "img", "iframe"}
    text = " ".join(page.text)
    for told in ("A & b.", "asked <before>", "Rowan, The Mill (suggested)", UNQUOTED, CHECKED):
        assert told in text
    assert [a["id"] for t, a in page.tags if t == "li"] == ["clip-1", "clip-2", "clip-3"]


def test_the_document_keeps_a_clip_together_and_is_the_same_each_time() -> None:
    data = write_document(MADE)[".docx"]
    made = docx.Document(io.BytesIO(data))
    text = [paragraph.text for paragraph in made.paragraphs]
    assert text[0] == "What is work?"
    assert "3 clips, 00:00:04" in text[1]
    assert text[2] == "1  Nell, The Mill"
    assert text[3].startswith("10:00:01:00 – 10:00:03:00 · ")
    assert text[4:7] == ["… asked <before>", "A & b.", "said after …"]
    assert text.count(f"☐ {CHECKED}") == 3
    styles = (p.style for p in made.paragraphs[2:8])
    kept = [style.paragraph_format.keep_with_next for style in styles if style]
    assert kept == [True, True, True, True, True, False]
    assert made.core_properties.author == ""
    assert write_document(MADE)[".docx"] == data


def test_a_bin_has_a_row_a_clip_and_a_file_a_rate() -> None:
    files = write_ale(MADE)
    assert sorted(files) == [".25.ale", ".29.97df.ale"]
    lines = files[".25.ale"].decode().splitlines()
    assert lines[:5] == [
        "Heading", "FIELD_DELIM\tTABS", "VIDEO_FORMAT\t720", "AUDIO_FORMAT\t48khz", "FPS\t25",
    ]  # fmt: skip
    head = lines[lines.index("Column") + 1].split("\t")
    rows = [
        dict(zip(head, line.split("\t"), strict=True)) for line in lines[lines.index("Data") + 1 :]
    ]
    assert [(r["Start"], r["End"], r["Tracks"]) for r in rows] == [
        ("10:00:01:00", "10:00:03:00", "VA1A2"), ("00:00:01:13", "00:00:03:00", "A1A2"),
    ]  # fmt: skip
    assert rows[0]["Comments"] == "A & b."
    assert "Drop" in head
    assert "10:00:00;00" in files[".29.97df.ale"].decode()
