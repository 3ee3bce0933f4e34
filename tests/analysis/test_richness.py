"""What may be left to find: Chao2 against published figures, by hand, and by simulation."""

import numpy as np
import pytest

from pipeline.analysis.richness import chao2, richness

MANY = 10**9
"""With so many interviews (n - 1) / n is 1, and Chao2 is Chao1 of the same counts."""

EVERY = frozenset("e")


@pytest.mark.parametrize(
    ("observed", "once", "twice", "uses", "in_all", "interval"),
    [
        (9, 3, 3, 22, 9.75, (9.07, 17.45)),
        (4, 2, 0, 13, 5, (4.08, 17.27)),
        (4, 0, 2, 13, 4, (4, 4.95)),
    ],
)
def test_as_estimates_tells_it(
    observed: int, once: int, twice: int, uses: int, in_all: float, interval: tuple[float, float]
) -> None:
    """EstimateS's figures for three small samples, as scikit-bio's tests of Chao1 give them."""
    found = chao2(MANY, observed, once, twice, uses)
    assert found.in_all == pytest.approx(in_all)
    assert (found.low, found.high) == pytest.approx(interval, abs=0.015)


def test_by_hand() -> None:
    """Five interviews; a, b, c once, d twice, e five times: 4/5 * 3 * 2 / (2 * 2) = 1.2 unseen."""
    found = richness([frozenset("ade"), frozenset("bde"), frozenset("ce"), EVERY, EVERY])
    assert found is not None
    assert (found.interviews, found.observed, found.once, found.twice) == (5, 5, 3, 1)
    assert found.in_all == pytest.approx(6.2)
    assert found.after(5) == 5
    assert found.after(10) == pytest.approx(5 + 1.2 * (1 - (1 - 3 / (5 * 1.2 + 3)) ** 5))
    assert found.observed < found.low < found.in_all < found.high
    assert found.observed < found.after(7) < found.after(10) < found.in_all


def test_no_further_than_double_and_nothing_from_nothing() -> None:
    found = richness([frozenset("ab"), frozenset("bc"), frozenset("c")])
    assert found is not None
    for interviews in (2, 7):
        with pytest.raises(ValueError, match="twice as many"):
            found.after(interviews)
    assert richness([EVERY]) is None
    assert richness([frozenset()] * 3) is None
    whole = richness([EVERY] * 6)
    assert whole is not None
    assert whole.in_all == whole.after(12) == 1


def test_it_comes_near_the_truth_that_it_cannot_see() -> None:
    """Forty codes, each in one interview of five: of ten interviews some 36 are seen."""
    draw = np.random.default_rng(1)
    estimates, seen, doubles, grown, held = [], [], [], [], 0
    for _ in range(300):
        has = draw.random((20, 40)) < 0.2
        uses = [frozenset(str(i) for i in np.flatnonzero(row)) for row in has]
        found = richness(uses[:10])
        assert found is not None
        estimates.append(found.in_all)
        seen.append(found.observed)
        doubles.append(len(frozenset().union(*uses)))
        grown.append(found.after(20))
        held += found.low <= 40 <= found.high
    assert np.mean(seen) < 36.5
    assert np.mean(estimates) == pytest.approx(40, abs=1)
    assert np.mean(grown) == pytest.approx(np.mean(doubles), abs=0.8)
    assert held / 300 > 0.9
