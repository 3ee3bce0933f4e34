from dataclasses import replace
from typing import Any

import pytest

from pipeline.analysis.anchors import make_anchor
from pipeline.analysis.placing import judged_spans, place
from pipeline.model.anchor import Anchor
from pipeline.model.interview import Turns
from pipeline.model.judgement import Event
from pipeline.model.span import Span
from tests.analysis.talk import KEY, WORKSHOP, recorded, typed

TURNS = recorded(*WORKSHOP)
ANSWERS = {f"mill-01@{t.start}": t.span for t in TURNS.turns if t.speaker == "ann"}
FIRST, SECOND, THIRD, _ = ANSWERS.values()


def about(span: Span, turns: Turns = TURNS) -> Anchor:
    return make_anchor(turns, span, key=KEY)


def event(n: int, anchor: Anchor | None, kind: str = "assign-question", **value: Any) -> Event:
    return Event(f"e{n}", f"2024-05-01T10:00:0{n}.000Z", "inga", kind, anchor, value)


def test_an_event_goes_to_the_answer_that_its_stretch_overlaps_most() -> None:
    within = Span(FIRST.start + 400, FIRST.end - 400)
    across = Span(SECOND.start, THIRD.end)
    placing = place(
        [event(1, about(FIRST)), event(2, about(within)), event(3, about(across))],
        TURNS, ANSWERS, key=KEY,
    )  # fmt: skip
    names = {a: [e.id for e in events] for a, events in placing.by_answer.items()}
    assert names == {f"mill-01@{FIRST.start}": ["e1", "e2"], f"mill-01@{SECOND.start}": ["e3"]}
    assert placing.orphans == []


def test_what_is_nowhere_is_an_orphan_and_is_told() -> None:
    question = Span(TURNS.turns[0].start, TURNS.turns[0].end)
    gone = about(Span(0, 30_000), recorded(("ann", "Words that nobody says any more here.")))
    placing = place(
        [event(1, about(question)), event(2, gone), event(3, None)], TURNS, ANSWERS, key=KEY
    )
    assert placing.by_answer == {}
    assert placing.orphans == ["e1", "e2", "e3"]
    assert place([event(1, about(FIRST))], TURNS, {}, key=KEY).orphans == ["e1"]


def test_less_than_half_of_the_shorter_is_not_enough() -> None:
    length = FIRST.length
    little = Span(FIRST.end - length // 4, FIRST.end + 3 * length // 4)
    answers = {"mill-01@0": FIRST}
    assert place([event(1, about(little))], TURNS, answers, key=KEY).orphans == ["e1"]
    more = Span(FIRST.end - length // 2 - 1, FIRST.end + length // 2)
    assert not place([event(1, about(more))], TURNS, answers, key=KEY).orphans


def test_events_find_their_answers_after_a_new_transcript() -> None:
    later = recorded(("ivo", "One moment please, I have to set this thing up."), *WORKSHOP)
    answers = {f"mill-01@{t.start}": t.span for t in later.turns if t.speaker == "ann"}
    events = [event(n, about(span)) for n, span in enumerate(ANSWERS.values(), start=1)]
    placing = place(events, later, answers, key=KEY)
    assert placing.orphans == []
    assert [[e.id for e in placing.by_answer[a]] for a in answers] == [
        ["e1"],
        ["e2"],
        ["e3"],
        ["e4"],
    ]


def test_later_stretches_replace_those_that_they_overlap() -> None:
    part = Span(FIRST.start + 800, FIRST.end)
    events = [event(1, about(FIRST)), event(2, about(SECOND)), event(3, about(part))]
    assert judged_spans(events, TURNS, key=KEY) == [SECOND, part]
    assert judged_spans([*events, event(4, about(FIRST | SECOND))], TURNS, key=KEY) == [
        FIRST | SECOND
    ]
    assert judged_spans([event(5, None)], TURNS, key=KEY) == []


@pytest.mark.parametrize("at", [2_000, "2000"])
def test_a_split_cuts_where_it_says(at: int | str) -> None:
    cut = event(1, about(FIRST), "split", at=at)
    assert judged_spans([cut], TURNS, key=KEY) == [
        Span(FIRST.start, FIRST.start + 2_000),
        Span(FIRST.start + 2_000, FIRST.end),
    ]


@pytest.mark.parametrize("at", [0, -5, 10**9])
def test_a_split_outside_its_stretch_cuts_nothing(at: int) -> None:
    assert judged_spans([event(1, about(FIRST), "split", at=at)], TURNS, key=KEY) == [FIRST]


def test_a_split_of_typed_text_counts_characters() -> None:
    turns = typed(*WORKSHOP)
    span = turns.turns[1].span
    cut = event(1, about(span, turns), "split", at=10)
    one, other = judged_spans([cut], turns, key=KEY)
    assert (one, other) == (Span(span.start, span.start + 10), Span(span.start + 10, span.end))


def test_stretches_that_are_gone_are_left_out() -> None:
    gone = about(Span(0, 30_000), recorded(("ann", "Words that nobody says any more here.")))
    assert judged_spans([event(1, gone), event(2, about(FIRST))], TURNS, key=KEY) == [FIRST]
    other = replace(about(FIRST), version="older")
    assert judged_spans([event(1, other)], TURNS, key=KEY) == [FIRST]
