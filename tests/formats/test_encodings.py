from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import BadInput
from pipeline.formats.encodings import likely
from pipeline.formats.files import read_text

LONG = "Это хорошо, да, и потом мы пошли домой и там говорили обо всём"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("Él vive aquí: ¿qué pasó?", "cp1252"), ("Größe und Übel, weiß er", "cp1252"),
     ("it’s “quoted”", "cp1252"), (LONG, "cp1251")],
)  # fmt: skip
def test_a_likely_encoding_is_read(text: str, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(encoding))
    assert read_text(path, guess=True) == text
    with pytest.raises(BadInput, match="line 1 is not UTF-8"):
        read_text(path)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_mark_is_believed_and_line_ends_are_one(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Perche\u0301?\r\nNo.".encode(encoding))
    assert read_text(path, guess=True) == "Perché?\nNo."


@pytest.mark.parametrize("raw", [b"\x00\x01\x02\xff\xfe", bytes(range(128, 256)) * 3])
def test_what_is_no_text_is_not_guessed(raw: bytes) -> None:
    assert likely(raw) == ""


def test_a_mark_that_lies_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xff\xfea")
    with pytest.raises(BadInput, match="byte-order mark"):
        read_text(path, guess=True)
