import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.span import Span


@st.composite
def spans(draw: st.DrawFn) -> Span:
    start = draw(st.integers(0, 60))
    return Span(start, start + draw(st.integers(0, 30)))


def points(span: Span) -> set[int]:
    return set(range(span.start, span.end))


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (5, 4), (-3, -1)])
def test_no_span_runs_backwards_or_begins_before_zero(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)


def test_a_span_is_half_open() -> None:
    span = Span(2, 5)
    assert [n in span for n in (1, 2, 4, 5)] == [False, True, True, False]
    assert span.length == 3
    assert span
    assert not Span(4, 4)
    assert "2" not in span


@given(spans(), spans())
def test_and_holds_exactly_the_common_points(a: Span, b: Span) -> None:
    assert points(a & b) == points(a) & points(b)
    assert points(a & b) == points(b & a)
    assert a & a == a


@given(spans(), spans(), spans())
def test_and_and_or_are_associative(a: Span, b: Span, c: Span) -> None:
    assert points((a & b) & c) == points(a & (b & c))
    assert (a | b) | c == a | (b | c)


@given(spans(), spans())
def test_or_is_the_smallest_cover(a: Span, b: Span) -> None:
    cover = a | b
    assert cover == b | a
    assert a in cover
    assert b in cover
    assert {cover.start, cover.end} <= {a.start, b.start, a.end, b.end}


@given(spans(), spans())
def test_minus_and_the_common_part_make_the_whole(a: Span, b: Span) -> None:
    rest = a.minus(b)
    assert set().union(*(points(part) for part in rest)) == points(a) - points(b)
    assert all(part for part in rest)
    assert list(rest) == sorted(rest)
    assert sum(part.length for part in rest) + (a & b).length == a.length


@given(spans(), spans())
def test_containing_is_covering_every_point(a: Span, b: Span) -> None:
    if b in a:
        assert points(b) <= points(a)
        assert a | b == a
    if b and points(b) <= points(a):
        assert b in a


@given(spans(), spans())
def test_gap_is_the_distance_and_zero_where_they_meet(a: Span, b: Span) -> None:
    assert a.gap(b) == b.gap(a)
    if a & b:
        assert a.gap(b) == 0
    if a.end <= b.start:
        assert a.gap(b) == b.start - a.end


def test_spans_that_touch_share_nothing_and_have_no_gap() -> None:
    assert not Span(0, 5) & Span(5, 9)
    assert Span(0, 5).gap(Span(5, 9)) == 0
    assert Span(0, 9).minus(Span(3, 5)) == (Span(0, 3), Span(5, 9))
    assert Span(0, 9).minus(Span(0, 9)) == ()
