"""Rows as JSON lines: read with every fault told, written whole."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import BadInput
from pipeline.formats.rows import read_rows, write_rows


@dataclass(frozen=True)
class Row:
    id: str
    text: str
    codes: tuple[str, ...] = ()
    language: str = ""


def written(folder: Path, data: bytes) -> Path:
    path = folder / "rows.jsonl"
    path.write_bytes(data)
    return path


def test_faulty_lines_are_told_with_their_number_and_the_rest_is_read(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        b'\xef\xbb\xbf{"id": "a", "text": "S\xc3\xac"}\r\n'
        b"\r\n"
        b"{broken\n"
        b'{"id": "b", "txt": "secret"}\n'
        b'{"id": "c", "text": 7}\n'
        b'["d", "text"]\n'
        b'{"id": "a", "text": "again"}\n'
        b'{"id": "e", "text": "", "codes": ["x", "y"], "gold": 1}\n',
    )
    found = read_rows(path, Row)
    assert found.rows == (Row("a", "Sì"), Row("e", "", ("x", "y")))
    assert found.unused == ("txt", "gold")
    told = [str(problem) for problem in found.problems]
    assert told[0] == "rows.jsonl line 3: is not JSON; write one JSON object a line"
    assert told[1].startswith("rows.jsonl line 4: has no 'text'; did you mean 'txt'?")
    assert told[2].startswith("rows.jsonl line 5: 'text': input should be a valid string")
    assert told[3].startswith("rows.jsonl line 6: is no JSON object")
    assert told[4].startswith("rows.jsonl line 7: repeats the id of line 1")
    assert "secret" not in "".join(told)


def test_a_file_of_nothing_but_faults_cannot_be_used(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="line 1: is not JSON"):
        read_rows(written(tmp_path, b"id,text\na,b\n"), Row)
    with pytest.raises(BadInput):
        read_rows(tmp_path / "gone.jsonl", Row)
    assert read_rows(written(tmp_path, b"\n"), Row).rows == ()


@given(rows=st.lists(st.builds(Row, st.text(), st.text(), st.just(()), st.text()), max_size=5))
def test_what_is_written_is_read_back(
    rows: list[Row], tmp_path_factory: pytest.TempPathFactory
) -> None:
    from unicodedata import normalize

    rows = [Row(str(i), normalize("NFC", r.text), (), r.language) for i, r in enumerate(rows)]
    path = tmp_path_factory.mktemp("rows") / "rows.jsonl"
    write_rows(path, [{"id": r.id, "text": r.text, "language": r.language} for r in rows])
    again = read_rows(path, Row).rows
    assert [(r.id, r.text) for r in again] == [(r.id, r.text) for r in rows]
