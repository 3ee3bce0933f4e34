import io
import math
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.formats.spreadsheets import WRITERS, write_csv, write_xlsx

FORMULAS = ["=1+1", "+39 051", "-5 °C", "@here", "\t=1", '=HYPERLINK("http://x","y")']


def sheet(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data)).active


def test_both_forms_are_there_with_what_a_browser_is_told() -> None:
    assert set(WRITERS) == {".csv", ".xlsx"}
    frame = pd.DataFrame({"a": [1]})
    assert WRITERS[".csv"].write(frame).startswith(b"\xef\xbb\xbfa\n")
    assert WRITERS[".xlsx"].write(frame).startswith(b"PK")
    assert WRITERS[".csv"].mime == "text/csv"


def test_a_table_comes_back_as_it_went() -> None:
    frame = pd.DataFrame(
        {"place": ["Fornace", "São Bento; Porto"], "people": [3, 0], "share": [0.25, math.nan],
         "words": ["È così,\nboh", 'said "yes"']}
    )  # fmt: skip
    back = pd.read_csv(io.BytesIO(write_csv(frame)))
    pd.testing.assert_frame_equal(back, frame, check_dtype=False)
    read = pd.read_excel(io.BytesIO(write_xlsx(frame)), engine="openpyxl")
    pd.testing.assert_frame_equal(read, frame, check_dtype=False)


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(text: str) -> None:
    frame = pd.DataFrame({"said": [text]})
    cell = sheet(write_xlsx(frame))["A2"]
    assert (cell.data_type, cell.value) == ("s", text)
    (value,) = pd.read_csv(io.BytesIO(write_csv(frame)))["said"]
    assert value == f"'{text}"


def test_numbers_stay_numbers_even_below_nought() -> None:
    frame = pd.DataFrame({"n": [-5, 3], "x": [-0.5, 1.5]})
    assert write_csv(frame) == "\ufeffn,x\n-5,-0.5\n3,1.5\n".encode()
    assert [cell.value for cell in sheet(write_xlsx(frame))[2]] == [-5, -0.5]


def test_an_address_is_text_and_the_head_stands_fast() -> None:
    made = sheet(write_xlsx(pd.DataFrame({"link": ["https://example.org"], "n": [1]})))
    assert made["A2"].hyperlink is None
    assert made.freeze_panes == "A2"
    assert made.auto_filter.ref == "A1:B2"


def test_a_table_without_rows_or_columns_can_be_taken_too() -> None:
    assert [cell.value for cell in sheet(write_xlsx(pd.DataFrame({"a": [], "b": []})))[1]] == [
        "a", "b",
    ]  # fmt: skip
    assert write_csv(pd.DataFrame({"a": []})) == "\ufeffa\n".encode()
    assert write_xlsx(pd.DataFrame())


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"])), min_size=1, max_size=5))
def test_no_text_of_any_script_turns_into_a_formula(texts: list[str]) -> None:
    frame = pd.DataFrame({"said": texts})
    cells = [cell.data_type for (cell,) in sheet(write_xlsx(frame)).iter_rows(min_row=2)]
    assert set(cells) <= {"s", "n"}  # an empty cell counts as a number
    for line in pd.read_csv(io.BytesIO(write_csv(frame)), keep_default_na=False)["said"].astype(
        str
    ):
        assert not line.startswith(("=", "+", "-", "@"))
