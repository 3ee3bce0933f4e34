import json
from itertools import pairwise
from typing import Any

import pytest

from dashboards import theme
from dashboards.heatmap import Cell, Column, Row, coverage_field

COLUMNS = (Column("docks", "The Docks", "#0072b2"), Column("forn", "Fornace <b>", "#d55e00"))
LONG = "Do you collaborate with other businesses, and do you plan projects jointly with them?"
ROWS = (
    Row("work", "What is work?", "Work",
        [Cell(1, "3/3", "The Docks: <i>3</i>"), Cell(0, "0/2", "")]),
    Row("joint", LONG, "Others", [Cell(None, "–", ""), Cell(None, "", "", hatched=True)]),
    Row("learnt", "Learnt?", "Others", [Cell(0.5, "1/2 +1", ""), Cell(None, "+1", "")]),
)  # fmt: skip


def drawn(*, wide: bool) -> Any:
    return json.loads(coverage_field(ROWS, COLUMNS, wide=wide).to_json())


@pytest.mark.parametrize("wide", [True, False])
def test_zero_never_asked_and_not_in_the_guide_are_apart(wide: bool) -> None:
    (bars,) = drawn(wide=wide)["data"]
    assert bars["text"] == ["3/3", "0/2", "–", "", "1/2 +1", "+1"]
    colours = bars["marker"]["color"]
    assert colours[1] != theme.PAPER
    assert colours[2] == colours[3] == colours[5] == theme.PAPER
    assert len({*colours[:2], colours[4], theme.PAPER}) == 4
    assert bars["marker"]["pattern"]["shape"] == ["", "", "", "/", "", ""]
    assert bars["textfont"]["color"][:2] == [theme.PAPER, theme.INK]


@pytest.mark.parametrize("wide", [True, False])
def test_a_field_gives_back_its_question_and_place(wide: bool) -> None:
    (bars,) = drawn(wide=wide)["data"]
    assert [field[:2] for field in bars["customdata"]] == [
        [row.key, column.key] for row in ROWS for column in COLUMNS
    ]
    assert bars["customdata"][0][2] == "The Docks: &lt;i&gt;3&lt;/i&gt;"


@pytest.mark.parametrize("wide", [True, False])
def test_nothing_lies_on_anything_else_and_nothing_is_cut_off(wide: bool) -> None:
    figure = drawn(wide=wide)
    layout, (bars,) = figure["layout"], figure["data"]
    assert layout["yaxis"]["range"] == [layout["height"], 0]  # a unit is a pixel
    rows = sorted(set(bars["y"]))
    assert all(below - above >= bars["width"] for above, below in pairwise(rows))
    assert rows[-1] + bars["width"] / 2 <= layout["height"]
    whole = [a["text"].replace("<br>", " ") for a in layout["annotations"]]
    assert LONG in whole
    assert {"<b>Work</b>", "<b>Others</b>", "Fornace &lt;b&gt;"} <= set(whole)
    for name in ("What is work?", LONG):
        at = next(a for a in layout["annotations"] if a["text"].replace("<br>", " ") == name)
        y = rows[[row.name for row in ROWS].index(name)]
        tall = 18 * (1 + at["text"].count("<br>"))
        if wide:
            assert at["x"] < 0
            assert abs(at["y"] + tall / 2 - y) <= 3
        else:
            assert at["y"] + tall <= y - bars["width"] / 2


def test_places_are_named_again_after_some_questions() -> None:
    rows = [Row(f"q{n}", "?", f"topic {n // 3}", [Cell(1, "", ""), Cell(1, "", "")])
            for n in range(36)]  # fmt: skip
    figure = json.loads(coverage_field(rows, COLUMNS, wide=True).to_json())
    named = [a for a in figure["layout"]["annotations"] if a["text"] == "The Docks"]
    assert len(named) == 4
    assert len({a["y"] for a in named}) == 4
