"""Answers cut and joined by people: what is offered, what is kept, what a run makes of it."""

from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.analysis.placing import judged_spans
from pipeline.errors import BadInput
from pipeline.formats import schemas
from pipeline.formats.artefacts import read_json
from pipeline.layout import Layout
from pipeline.model.interview import Turns
from pipeline.services.deciding.judging import events_of, judge, quote_key
from pipeline.services.deciding.stretches import cuts, join, neighbours, recut, split, words_of
from pipeline.services.showing.library import Library
from tests.dashboards.small_study import write_small_study

LONG = "docks-01@2000"


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(write_small_study(tmp_path))


def stretches(layout: Layout, interview: str = "docks-01") -> list[tuple[int, int]]:
    turns = read_json(layout.path("turns", id=interview), schemas.TURNS, Turns)
    events = [e for e in events_of(layout, [interview]) if e.kind in ("split", "join")]
    spans = judged_spans(events, turns, key=quote_key(layout))
    return [(s.start, s.end) for s in sorted(spans)]


def test_an_answer_can_be_cut_after_each_sentence(layout: Layout) -> None:
    found = cuts(layout, LONG)
    assert [cut.before.split()[-1] for cut in found[:2]] == ["do.", "late."]
    assert found[1].after.startswith("In the shipyard")
    assert all(0 < one.at < other.at for one, other in pairwise(found))
    assert cuts(layout, "patio-01#99") == []  # one sentence
    with pytest.raises(BadInput, match="there is no answer"):
        cuts(layout, "docks-01@1")


def test_a_cut_parts_the_stretch_where_it_says(layout: Layout) -> None:
    at = cuts(layout, LONG)[1].at
    split(layout, coder="anna", answer=LONG, at=at, seen={"page": "review"})
    (first, second) = stretches(layout)
    assert first[0] == 2000
    assert first[1] == second[0] == 2000 + at
    with pytest.raises(BadInput, match="cannot be cut at"):
        split(layout, coder="anna", answer=LONG, at=at + 1, seen={})


def test_neighbours_of_one_voice_can_be_joined(layout: Layout) -> None:
    other = neighbours(layout, LONG)
    assert [a.id for a in other] == ["docks-01@40300"]
    assert words_of(other[0]) == "Yes. Mostly, yes."
    join(layout, coder="anna", answer=LONG, other="docks-01@40300", seen={})
    assert stretches(layout) == [(2000, other[0].end)]
    assert recut(Library(layout)) == {LONG, "docks-01@40300"}
    # in docks-02 ben and cleo speak one after another: nobody's answers are joined with another's
    assert neighbours(layout, "docks-02#20") == []
    with pytest.raises(BadInput, match="does not adjoin"):
        join(layout, coder="anna", answer=LONG, other="docks-02#20", seen={})


def test_what_is_undone_is_as_it_was(layout: Layout) -> None:
    event = join(layout, coder="anna", answer=LONG, other="docks-01@40300", seen={})
    judge(layout, coder="anna", kind="undo", value={"event": event.id}, seen={})
    assert stretches(layout) == []
    assert recut(Library(layout)) == set()
