"""Saturation from human codings: base, runs, orders."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.analysis.saturation import Orders, first_uses, over_orders, saturation

A, B, C, D, E, F = (frozenset(name) for name in "abcdef")
NONE: frozenset[str] = frozenset()
USES = st.lists(st.frozensets(st.sampled_from("abcdefgh"), max_size=4), min_size=0, max_size=12)


def test_runs_are_held_against_the_base() -> None:
    """Ten codes in the base, then runs of two that add 3, 1, 0."""
    base = [frozenset("abcd"), frozenset("abef"), frozenset("ghi"), frozenset("aj")]
    found = saturation([*base, frozenset("kl"), frozenset("m"), A, B])
    assert found.new == (4, 2, 3, 1, 2, 1, 0, 0)
    assert found.found == (4, 6, 9, 10, 12, 13, 13, 13)
    assert found.base == 10
    assert [(r.first, r.last, r.new, r.share) for r in found.runs] == [
        (5, 6, 3, 0.3), (6, 7, 1, 0.1), (7, 8, 0, 0.0),
    ]  # fmt: skip
    assert found.reached == found.runs[2]
    assert saturation([*base, A, B], threshold=0.0).reached is not None
    assert saturation([*base, frozenset("k"), B], threshold=0.10).reached is not None
    assert saturation([*base, frozenset("k"), B], threshold=0.05).reached is None


def test_the_example_that_is_told_of_the_paper() -> None:
    """37 themes in the base of four, 7 in the first run of two: 19 % new information."""
    names = [f"t{i}" for i in range(44)]
    spans = ((0, 16), (10, 25), (20, 31), (25, 37), (30, 41), (36, 44))
    found = saturation([frozenset(names[a:b]) for a, b in spans])
    assert found.base == 37
    assert [run.new for run in found.runs] == [7]
    assert round(100 * found.runs[0].share) == 19
    assert found.reached is None


def test_what_cannot_be_computed_says_why() -> None:
    assert saturation([A, B, C, D, E]).reason == "too-few"
    assert saturation([A, B, C, D, E, F], run=3).reason == "too-few"
    assert saturation([NONE] * 6).reason == "nothing-coded"
    assert saturation([NONE, NONE, NONE, NONE, A, B]).reason == "nothing-coded"
    assert saturation([]).reason == "too-few"
    assert saturation([]).reached is None


@given(uses=USES)
def test_each_code_is_new_once(uses: list[frozenset[str]]) -> None:
    assert sum(first_uses(uses)) == len(frozenset().union(*uses))


def drawn(uses: list[frozenset[str]], *, orders: int = 50, seed: int = 1) -> Orders:
    return over_orders(tuple(uses), base=2, run=1, threshold=0.05, orders=orders, seed=seed)


@given(uses=USES.filter(lambda uses: len(uses) > 2))
def test_every_order_ends_with_all_codes(uses: list[frozenset[str]]) -> None:
    found = drawn(uses)
    band = np.array([found.low, found.middle, found.high])
    assert band.shape == (3, len(uses))
    assert (np.diff(band, axis=1) >= -1e-9).all()
    assert (np.diff(band, axis=0) >= -1e-9).all()
    assert band[:, -1].tolist() == [len(frozenset().union(*uses))] * 3
    assert 0 <= found.reached <= found.orders
    assert (found.usual is None) == (found.reached == 0)


def test_many_orders_come_near_all_orders() -> None:
    uses = [A | B, B, A, D | E, F, A, NONE]
    every = [
        saturation(order, base=2, run=1, threshold=0.05) for order in permutations(uses)
    ]  # fmt: skip
    takes = [each.reached.last for each in every if each.reached]
    found = drawn(uses, orders=4_000)
    assert found.reached / 4_000 == pytest.approx(len(takes) / len(every), abs=0.03)
    assert found.usual == np.median(takes)
    assert found.middle == tuple(np.median([each.found for each in every], axis=0))


def test_the_same_seed_draws_the_same_orders() -> None:
    uses = [A | B, C, A, D | E, F, A | F, B | C]
    first, other = drawn(uses, seed=3), drawn(uses, seed=4)
    over_orders.cache_clear()
    assert drawn(uses, seed=3) == first
    assert first != other
