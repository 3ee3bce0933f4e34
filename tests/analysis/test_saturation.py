"""Saturation from human codings: base, runs, orders, and a little beyond."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.analysis.saturation import beyond, first_uses, order_band, saturation

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
    assert found.reached == 8
    assert saturation([*base, A, B], threshold=0.0).reached == 6
    assert saturation([*base, frozenset("k"), B], threshold=0.10).reached == 6
    assert saturation([*base, frozenset("k"), B], threshold=0.05).reached is None


def test_what_cannot_be_computed_says_why() -> None:
    assert saturation([A, B, C, D, E]).reason == "too-few"
    assert saturation([NONE] * 6).reason == "nothing-coded"
    assert saturation([]).reason == "too-few"
    assert saturation([]).reached is None
    assert beyond([A]) is None
    assert beyond([NONE, NONE, NONE]) is None


@given(uses=USES)
def test_each_code_is_new_once(uses: list[frozenset[str]]) -> None:
    assert sum(first_uses(uses)) == len(frozenset().union(*uses))


@given(uses=USES.filter(bool))
def test_every_order_ends_with_all_codes_and_the_fieldwork_s_is_one_of_them(
    uses: list[frozenset[str]],
) -> None:
    band = order_band(uses, orders=50)
    assert band.shape == (3, len(uses))
    assert (np.diff(band, axis=1) >= -1e-9).all()
    assert (np.diff(band, axis=0) >= -1e-9).all()
    assert band[:, -1].tolist() == [len(frozenset().union(*uses))] * 3


def test_the_same_seed_draws_the_same_orders() -> None:
    uses = [A | B, C, A, D | E, F]
    assert (order_band(uses, seed=3) == order_band(uses, seed=3)).all()


def test_chao2_by_hand() -> None:
    """Five interviews; a, b, c once, d twice, e five times: 4/5 * 3 * 2 / (2 * 2) = 1.2 unseen."""
    uses = [frozenset("ade"), frozenset("bde"), frozenset("ce"), E, E]
    found = beyond(uses)
    assert found is not None
    assert (found.observed, found.once, found.twice) == (5, 3, 1)
    assert found.in_all == pytest.approx(6.2)
    assert found.at_double == pytest.approx(5 + 1.2 * (1 - (1 - 3 / (5 * 1.2 + 3)) ** 5))
    assert found.observed < found.at_double < found.in_all


def test_chao2_comes_near_the_truth_that_it_cannot_see() -> None:
    """Forty codes, each in one interview of five: of ten interviews some 36 are seen."""
    draw = np.random.default_rng(1)
    estimates, seen, doubles, grown = [], [], [], []
    for _ in range(300):
        has = draw.random((20, 40)) < 0.2
        uses = [frozenset(str(i) for i in np.flatnonzero(row)) for row in has]
        found = beyond(uses[:10])
        assert found is not None
        estimates.append(found.in_all)
        seen.append(found.observed)
        doubles.append(len(frozenset().union(*uses)))
        grown.append(found.at_double)
    assert np.mean(seen) < 36.5
    assert np.mean(estimates) == pytest.approx(40, abs=1)
    assert np.mean(grown) == pytest.approx(np.mean(doubles), abs=0.8)
