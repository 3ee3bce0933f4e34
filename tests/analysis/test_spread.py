from itertools import combinations

import numpy as np
import pytest

from pipeline.analysis.distances import (
    PLAIN,
    Plan,
    blocks_of,
    compact,
    gap_of,
    interval_of,
    weights_of,
)
from pipeline.analysis.likeness import likeness
from pipeline.analysis.meaning import unit
from pipeline.analysis.shuffles import Floats, Ints, Layout, layout, p_value
from pipeline.analysis.spread import SINGLE, paired, robust, spread

PLAN = Plan(permutations=199, resamples=199)


def brute(x: Floats, groups: list[str], strata: list[str] | None = None) -> float:
    """Return the gap by looping over pairs."""
    held = strata or [""] * len(x)
    pairs = {
        (i, j): ((x[i] - x[j]) ** 2).sum() / 2
        for i, j in combinations(range(len(x)), 2)
        if held[i] == held[j]
    }
    if strata:
        far = [d for (i, j), d in pairs.items() if groups[i] != groups[j]]
        near = [d for (i, j), d in pairs.items() if groups[i] == groups[j]]
        return float(np.mean(far) - np.mean(near))
    names = sorted(set(groups))

    def mean(a: str, b: str) -> float:
        return float(
            np.mean([d for (i, j), d in pairs.items() if {groups[i], groups[j]} == {a, b}])
        )

    between = np.mean([mean(a, b) for a, b in combinations(names, 2)])
    return float(between - np.mean([mean(a, a) for a in names]))


@pytest.fixture
def x() -> Floats:
    return unit(np.random.default_rng(3).normal(size=(9, 4)))


def test_the_gap_is_that_of_all_pairs(x: Floats) -> None:
    groups = list("aaabbbbcc")
    between, within = gap_of(compact(x), layout(groups)[0])
    assert between[0] - within[0] == pytest.approx(brute(x, groups), abs=1e-6)


def test_with_strata_the_pairs_are_of_one_stratum(x: Floats) -> None:
    groups, strata = list("ababababb"), list("xxxxyyyyy")
    of = layout(groups, strata)[0]
    between, within = gap_of(compact(x), Layout(of.groups, of.strata + 1))
    assert between[0] - within[0] == pytest.approx(brute(x, groups, strata), abs=1e-6)


def test_bootstrapped_gaps_are_those_of_weighted_pairs(x: Floats) -> None:
    groups = list("aaabbbbcc")
    of, rng = layout(groups)[0], np.random.default_rng(4)
    drawn = [rng.gamma(1, size=(5, len(at))) for at in blocks_of(of)]
    handed = iter(drawn)
    between, within = gap_of(compact(x), of, lambda _: next(handed))
    w = np.hstack(drawn)
    far = ((x[:, None] - x[None]) ** 2).sum(axis=2) / 2
    for b in range(5):
        pairs = np.outer(w[b], w[b])
        np.fill_diagonal(pairs, 0)
        means = {
            (g, h): (pairs * far)[np.ix_(of.groups == g, of.groups == h)].sum()
            / pairs[np.ix_(of.groups == g, of.groups == h)].sum()
            for g in range(3)
            for h in range(3)
        }
        assert within[b] == pytest.approx(np.mean([means[g, g] for g in range(3)]), abs=1e-6)
        apart = [d for (g, h), d in means.items() if g != h]
        assert between[b] == pytest.approx(np.mean(apart), abs=1e-6)


def looped(sizes: Ints, sums: Floats) -> list[float]:
    """Return F2 and W*d of one arrangement, term by term."""
    n, total, k = sizes.astype(float), float(sizes.sum()), len(sizes)
    s, q = sums[:, :-1], sums[:, -1]
    around = [(q[i] - s[i] @ s[i] / n[i]) / (n[i] - 1) for i in range(k)]
    means = [s[i] / n[i] for i in range(k)]
    squares = []
    for weights in (n, [n[i] / around[i] for i in range(k)]):
        centre = sum(weights[i] * means[i] for i in range(k)) / sum(weights)
        squares.append(sum(weights[i] * ((means[i] - centre) ** 2).sum() for i in range(k)))
    f2 = squares[0] / sum((1 - n[i] / total) * around[i] for i in range(k))
    w = [n[i] / around[i] for i in range(k)]
    lost = sum((1 - w[i] / sum(w)) ** 2 / (n[i] - 1) for i in range(k))
    return [f2, squares[1] / (1 + 2 * (k - 2) / (k**2 - 1) * lost)]


@pytest.mark.parametrize("kind", [np.float64, np.float32])
def test_the_statistics_by_sums_are_those_of_their_papers(kind: type) -> None:
    rng = np.random.default_rng(9)
    x = rng.normal(size=(30, 6)) * np.repeat([0.5, 1, 2], [5, 10, 15])[:, None]
    of, _ = layout(list("a" * 5 + "b" * 10 + "c" * 15))
    rows = np.column_stack([x, (x**2).sum(axis=1)])
    sums = np.array([[rows[of.groups == g].sum(axis=0) for g in range(3)]])
    found = robust(of.sizes)(sums.astype(kind))[0]
    assert found == pytest.approx(looped(of.sizes, sums[0]), rel=1e-4)


def test_single_precision_changes_no_order_that_matters() -> None:
    rng = np.random.default_rng(10)
    x = unit(rng.normal(size=(SINGLE + 40, 20)))
    x[: SINGLE // 2, 0] += 0.1
    of, _ = layout(["a"] * (SINGLE // 2) + ["b"] * (len(x) - SINGLE // 2))
    rows = np.column_stack([x - x.mean(axis=0), (x**2).sum(axis=1)]).astype(float)
    ps = [
        p_value(rows.astype(kind), of, robust(of.sizes), draws=999, rng=np.random.default_rng(1))
        for kind in (np.float64, np.float32)
    ]
    assert ps[0] == pytest.approx(ps[1], rel=0.02)


def test_compact_coordinates_keep_all_distances() -> None:
    x = np.random.default_rng(1).normal(size=(6, 40))
    y = compact(x)
    assert y.shape == (6, 6)
    for i, j in combinations(range(6), 2):
        assert ((y[i] - y[j]) ** 2).sum() == pytest.approx(((x[i] - x[j]) ** 2).sum())
    assert compact(np.random.default_rng(1).normal(size=(50, 8)), most=3).shape == (50, 3)


def test_r2_is_adjusted_as_in_the_analysis_of_variance() -> None:
    from statsmodels.stats.oneway import anova_oneway

    values = np.array([[1.0], [2], [4], [3], [6], [8], [7], [5], [9]])
    of, _ = layout(list("aaabbbccc"))
    found = spread(values, of, PLAN).r2_adjusted
    f = anova_oneway(values[:, 0], of.groups, use_var="equal").statistic
    r2 = 2 * f / (2 * f + 6)
    assert found == pytest.approx(1 - (1 - r2) * 8 / 6)


@pytest.mark.parametrize("n", [5, PLAIN - 1, PLAIN, 200])
def test_bootstrap_weights_vary_as_a_mean_does(n: int) -> None:
    x = np.random.default_rng(1).normal(size=n)
    w = weights_of(n, 40_000, np.random.default_rng(2))
    assert w.sum(axis=1) == pytest.approx(n, rel=1e-4)
    assert (w @ x / n).var() == pytest.approx(x.var(ddof=1) / n, rel=0.05)


def test_a_block_of_two_is_left_as_it_is() -> None:
    assert (weights_of(2, 3, np.random.default_rng(1)) == 1).all()


def test_so_few_people_have_no_interval_and_no_p() -> None:
    x = np.array([[0.0, 0], [1, 0], [0, 1], [1, 1]])
    found = spread(x, layout(list("aabb"))[0], PLAN)
    assert found.interval is None
    assert found.p is None
    assert found.least_p == pytest.approx(1 / 3)
    assert likeness(found.interval, 10) == "undetermined"


def stances(*places: str) -> tuple[Floats, Layout]:
    """Return one-hot stances, a letter a person, a word a place."""
    names = sorted({s for place in places for s in place})
    x = np.array([[float(s == name) for name in names] for place in places for s in place])
    return x, layout([str(i) for i, place in enumerate(places) for _ in place])[0]


def test_agreement_of_a_few_does_not_make_likeness_but_that_of_many_does() -> None:
    few, many = stances("aaaa", "aaaa"), stances("a" * 40, "a" * 40, "a" * 40)
    assert spread(*few, PLAN, stances=True).gap == 0
    for (x, of), expected in ((few, "undetermined"), (many, "alike")):
        interval = interval_of(x, of, PLAN, stances=True)
        assert interval is not None
        assert interval[0] <= 0 <= interval[1]
        assert likeness(interval, 0.10) == expected


def test_opposite_stances_differ_wholly() -> None:
    found = spread(*stances("aaaaa", "bbbbb"), PLAN, stances=True)
    assert found.gap == pytest.approx(1)
    assert found.interval is not None
    assert 0.3 < found.interval[0] < found.interval[1] <= 1 + 1e-6
    assert found.p is not None
    assert found.p < 0.05


def test_all_who_say_the_same_raise_no_alarm() -> None:
    found = spread(*stances("aaaaa", "aaaaa"), PLAN, stances=True)
    assert found.p == 1
    x = unit(np.ones((10, 3)))
    assert spread(x, layout(list("aaaaabbbbb"))[0], PLAN).p == 1


def test_two_visits_to_the_same_people() -> None:
    rng = np.random.default_rng(5)
    noise = rng.normal(size=(12, 6)) * 0.3
    moved = paired(noise + np.array([1.0, 0, 0, 0, 0, 0]), PLAN)
    assert moved.gap == pytest.approx(0.5, abs=0.2)
    assert moved.p is not None
    assert moved.p < 0.05
    three = paired(np.ones((3, 1)), PLAN)
    assert three.p is None
    assert three.least_p == 0.25


@pytest.mark.parametrize(
    ("interval", "expected"),
    [
        ((-0.04, 0.05), "alike"),
        ((-0.04, 0.051), "undetermined"),
        ((-0.06, 0.01), "undetermined"),
        ((0.051, 0.2), "not alike"),
        (None, "undetermined"),
    ],
)
def test_likeness_is_an_interval_inside_the_margin(
    interval: tuple[float, float] | None, expected: str
) -> None:
    assert likeness(interval, 0.05) == expected
