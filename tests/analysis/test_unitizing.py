"""Alpha for unitizing against Krippendorff's own example, and what must hold of it."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.analysis.agreement import Measure
from pipeline.analysis.unitizing import Continuum, disagreements, unitizing_alpha
from pipeline.model.span import Span

TWO = ("i", "j")


def at(start: int, length: int) -> Span:
    """A unit of the example, whose continuum begins at 150."""
    return Span(start - 150, start - 150 + length)


EXAMPLE = Continuum(
    "example",
    300,
    {
        "i": {"c": [at(225, 70), at(370, 30)], "k": [at(180, 60), at(300, 50)]},
        "j": {"c": [at(220, 80), at(355, 20), at(400, 20)], "k": [at(180, 60), at(300, 50)]},
    },
)
"""Krippendorff 2004, *Content Analysis*, p. 254."""


def test_it_is_krippendorffs() -> None:
    assert disagreements([EXAMPLE], TWO, "c") == pytest.approx((0.0144, 0.0532), abs=0.0001)
    assert disagreements([EXAMPLE], TWO, "k") == pytest.approx((0, 0.0490), abs=0.0001)
    assert unitizing_alpha([EXAMPLE], TWO, "c").value == pytest.approx(0.7286, abs=0.0001)
    assert unitizing_alpha([EXAMPLE], TWO, "k").value == 1
    assert unitizing_alpha([EXAMPLE], TWO, "ck").value == pytest.approx(0.8591, abs=0.0005)


def test_nothing_marked_is_nothing_to_agree_on() -> None:
    empty = Continuum("x", 50, {"i": {}, "j": {}})
    assert unitizing_alpha([empty], TWO, "c") == Measure(None, "constant")
    assert unitizing_alpha([], TWO, "c") == Measure(None, "no-pairs")
    assert unitizing_alpha([EXAMPLE], ("i",), "c") == Measure(None, "no-pairs")
    assert unitizing_alpha([EXAMPLE], TWO, "") == Measure(None, "constant")


def test_coders_who_put_their_marks_anywhere_score_about_nothing() -> None:
    dice = Random(7)
    continua = []
    for n in range(60):
        marked = {}
        for coder in TWO:
            start = dice.randrange(0, 180)
            marked[coder] = {"c": [Span(start, start + 20)]}
        continua.append(Continuum(f"i{n:02}", 200, marked))
    found = unitizing_alpha(continua, TWO, "c", resamples=200, seed=1)
    assert found.value == pytest.approx(0, abs=0.15)
    assert found.low is not None
    assert found.high is not None
    assert found.low < 0.05
    assert found.high > -0.05


@st.composite
def marked(draw: st.DrawFn) -> list[Span]:
    edges = sorted(draw(st.sets(st.integers(0, 40), max_size=6)))
    return [Span(a, b) for a, b in zip(edges[::2], edges[1::2], strict=False)]


@given(st.lists(st.tuples(marked(), marked()), min_size=1, max_size=4))
@settings(deadline=None)
def test_names_and_order_do_not_matter_and_the_same_marks_agree(
    drawn: list[tuple[list[Span], list[Span]]],
) -> None:
    continua = [
        Continuum(f"i{n}", 41, {"i": {"c": one}, "j": {"c": other}})
        for n, (one, other) in enumerate(drawn)
    ]
    found = unitizing_alpha(continua, TWO, "c")
    turned = unitizing_alpha(continua[::-1], ("j", "i"), "c")
    assert turned.reason == found.reason
    assert turned.value == pytest.approx(found.value)
    same = [Continuum(c.interview, 41, {"i": c.marked["i"], "j": c.marked["i"]}) for c in continua]
    alike = unitizing_alpha(same, TWO, "c")
    assert alike.value in (None, 1.0)
