import math
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.analysis.edits import Edit, Found, edits
from pipeline.model.assembly import SentClip
from pipeline.model.span import Span

RATE = Fraction(25)
NTSC = Fraction(30_000, 1_001)
ONE = SentClip("a@1010", "a", 1_010, 2_990)
TWO = SentClip("b@500", "b", 500, 4_010)
THREE = SentClip("a@9000", "a", 9_000, 12_345)
FOUR = SentClip("c@0", "c", 0, 2_000)
SENT = (ONE, TWO, THREE, FOUR)


def back(clip: SentClip, *, rate: Fraction = RATE, at: int = 0) -> Found:
    """Return a clip as it comes back when nobody has touched it."""
    first = math.floor(Fraction(clip.start, 1000) * rate)
    last = math.ceil(Fraction(clip.end, 1000) * rate)
    return Found(clip.interview, first / rate, last / rate, Fraction(at), 1 / rate)


def returned(*clips: SentClip, rate: Fraction = RATE) -> list[Found]:
    return [back(clip, rate=rate, at=n) for n, clip in enumerate(clips)]


@pytest.mark.parametrize(
    "rate", [RATE, NTSC, Fraction(50), Fraction(60_000, 1_001), Fraction(1000)]
)
@given(st.lists(st.tuples(st.integers(0, 90_000), st.integers(100, 9_000)), min_size=1, max_size=9))
def test_what_nobody_touched_is_no_change(rate: Fraction, stretches: list[tuple[int, int]]) -> None:
    sent = [
        SentClip(f"{n}@{start}", str(n), start, start + length)
        for n, (start, length) in enumerate(stretches)
    ]
    assert edits(sent, returned(*sent, rate=rate)) == []


@pytest.mark.parametrize("rate", [RATE, NTSC, Fraction(50)])
@given(head=st.integers(-20, 20), tail=st.integers(-20, 20))
def test_a_trim_of_one_frame_is_a_change_and_is_exact(rate: Fraction, head: int, tail: int) -> None:
    found = returned(*SENT, rate=rate)
    moved = replace(found[1], start=found[1].start + head / rate, end=found[1].end + tail / rate)
    if moved.start < 0:
        return
    found[1] = moved
    changed = edits(SENT, found)
    if not head and not tail:
        assert changed == []
        return
    (edit,) = changed
    assert (edit.kind, edit.answer, edit.was) == ("trim-clip", "b@500", Span(500, 4_010))
    if head:
        assert math.floor(Fraction(edit.span.start, 1000) * rate) == moved.start * rate
    else:
        assert edit.span.start == 500
    if tail:
        assert math.ceil(Fraction(edit.span.end, 1000) * rate) == moved.end * rate
    else:
        assert edit.span.end == 4_010


@given(st.permutations(range(4)))
def test_what_is_moved_is_as_little_as_can_be_and_gives_the_order(order: list[int]) -> None:
    changed = edits(SENT, returned(*(SENT[n] for n in order)))
    assert {edit.kind for edit in changed} <= {"move-clip"}
    assert len(changed) <= 3
    places = [clip.answer for clip in SENT]
    spans = {(c.interview, Span(c.start, c.end)): c.answer for c in SENT}
    for edit in changed:  # done in their order, they make the new one
        places.remove(edit.answer)
        at = places.index(spans[edit.after]) + 1 if edit.after else 0
        places.insert(at, edit.answer)
    assert places == [SENT[n].answer for n in order]


def test_what_is_gone_is_dropped_and_what_is_new_is_taken_in() -> None:
    new = Found("b", Fraction(20), Fraction(22), Fraction(1), 1 / RATE)
    changed = edits(SENT, [back(ONE), new, back(THREE, at=2), back(FOUR, at=3)])
    assert changed == [
        Edit("take-clip", "b", Span(20_000, 22_000), after=("a", Span(1_010, 2_990))),
        Edit("drop-clip", "b", Span(500, 4_010), "b@500", Span(500, 4_010)),
    ]
    first = replace(new, at=Fraction(-1))
    assert edits([ONE], [first, back(ONE)])[0].after is None


def test_two_clips_of_one_interview_keep_apart() -> None:
    touching = SentClip("a@2990", "a", 2_990, 5_000)
    sent = (ONE, touching)
    one, other = returned(*sent)
    assert edits(sent, [one, replace(other, at=Fraction(9))]) == []
    on_a_frame = (replace(ONE, end=3_000), replace(touching, start=3_000))
    assert edits(on_a_frame, returned(*on_a_frame)) == []
    swapped = edits(sent, [replace(other, at=Fraction(0)), replace(one, at=Fraction(5))])
    assert [edit.kind for edit in swapped] == ["move-clip"]


def test_a_clip_with_something_struck_comes_back_in_pieces_and_is_one() -> None:
    struck = replace(THREE, struck=(Span(10_000, 10_500),))
    whole = back(struck)
    left = replace(whole, end=Fraction(10))
    right = replace(whole, start=Fraction(263, 25), at=Fraction(2))
    assert edits([struck], [left, right]) == []
    cut = replace(right, start=Fraction(11))
    kinds = [edit.kind for edit in edits([struck], [left, cut])]
    assert kinds == ["take-clip", "trim-clip"]  # the longer piece is the clip


def test_a_razor_without_a_cut_changes_nothing_and_with_one_it_does() -> None:
    whole = back(THREE)
    left, right = (
        replace(whole, end=Fraction(10)),
        replace(whole, start=Fraction(10), at=Fraction(1)),
    )
    assert edits([THREE], [left, right]) == []
    cut = [left, replace(right, start=Fraction(11))]
    first, second = edits([THREE], cut)
    assert (first.kind, second.kind) == ("take-clip", "trim-clip")  # the longer piece is the clip
    assert (first.span, second.span) == (Span(9_000, 10_000), Span(11_000, 12_345))


def test_slack_is_what_a_conformed_sequence_adds() -> None:
    found = back(ONE)
    late = replace(found, end=found.end + Fraction(1, 30), slack=Fraction(1, 25))
    assert edits([ONE], [late]) == []
    (edit,) = edits([ONE], [replace(late, end=found.end + Fraction(3, 25))])
    assert edit.kind == "trim-clip"


def test_nothing_from_nothing() -> None:
    assert edits([], []) == []
    assert [e.kind for e in edits(SENT, [])] == ["drop-clip"] * 4
