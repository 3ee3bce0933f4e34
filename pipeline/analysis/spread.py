"""Do groups of people differ in what they say: the tests beside the gap.

Tests: PERMANOVA (Anderson 2001, "A new method for non-parametric multivariate analysis of
variance"). The plain statistic raises false alarms where numbers and spread are unequal, so for
vectors two others are computed and the larger p is told: F2 (Anderson, Walsh, Clarke, Gorley and
Guerra-Castro 2017, "Some solutions to the multivariate Behrens-Fisher problem for
dissimilarity-based analyses"), which errs a little where the few spread widely, and W*d (Hamidi,
Wallace, Vasu and Alekseyenko 2019, "W*d-test: robust distance-based multivariate analysis of
variance"), which errs where the few hardly spread. Unit vectors that spread widely have a shorter
mean, which is no difference in what is said: the test leaves out the direction that all share.

Beside it stands PERMDISP for the spread itself (Anderson 2006, "Distance-based tests for
homogeneity of multivariate dispersions"), distances from an estimated centre corrected (Stier et
al. 2013). R² is told adjusted: a raw one averages (k-1)/(N-1) where nothing differs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from pipeline.analysis.distances import (
    LEAST_FOR_INTERVAL,
    LEVEL_PERCENT,
    MANY,
    Plan,
    blocks_of,
    compact,
    gap_of,
    interval_of,
    own_coordinates,
    weights_of,
)
from pipeline.analysis.shuffles import (
    LEVEL,
    Floats,
    Ints,
    Layout,
    flipped,
    least_p,
    less_strata,
    p_value,
)

LEAST_FOR_DISPERSION = 10
"""Units a group: with fewer, PERMDISP raised twice the false alarms that it should (simulated)."""
_LEAST_SPREAD = 1e-3  # of the mean, so that a group whose people agree wholly does not weigh all
_NO_DIRECTION = 1e-6  # length of a mean that points nowhere
SINGLE = 200
"""Units above which shuffled sums are single precision: a p hangs on the order of values only."""
DIRECTIONS = 64
"""Of ``MANY`` units, permutations look at the main directions only, to save time: the test stays
exact for that statistic; effect, interval and R² are always those of the whole."""


@dataclass(frozen=True)
class Spread:
    """What distances say; None where it cannot be told."""

    between: float
    within: float
    gap: float
    interval: tuple[float, float] | None
    p: float | None
    r2_adjusted: float | None
    dispersion_p: float | None
    least_p: float


def spread(x: Floats, of: Layout, plan: Plan, *, stances: bool = False) -> Spread:
    """Compare groups of units: the gap with its interval, the tests, the share explained.

    Args:
        x: a row a unit, shape (n, dims).
        of: at least two groups; of at least two units each, unless there are strata.
        plan: permutations, resamples, seed.
        stances: rows are stances; see ``interval_of``.
    """
    exact = compact(x)
    own = [own_coordinates(exact[at]) for at in blocks_of(of)]
    between, within = (float(v[0]) for v in gap_of(exact, of, own=own))
    tested = exact if stances else compact(_less_common(x), most=DIRECTIONS * (len(x) > MANY))
    p, dispersion = _tests(less_strata(tested, of), _distances_from_centres(exact, of), of, plan,
                           _share_explained if stances else robust)  # fmt: skip
    return Spread(
        between, within, between - within,
        interval_of(exact, of, plan, stances=stances, own=own), p,
        _r2_adjusted(less_strata(exact, of), of), dispersion, least_p(of),
    )  # fmt: skip


def _tests(
    x: Floats,
    far: Floats | None,
    of: Layout,
    plan: Plan,
    statistic_of: Callable[[Ints], Callable[[Floats], Floats]],
) -> tuple[float | None, float | None]:
    """Return p of the difference and of the dispersion, from the same shuffles."""
    if least_p(of) > LEVEL:
        return None, None
    kind = np.float32 if len(x) > SINGLE else np.float64
    squares = np.einsum("nd,nd->n", x, x)[:, None]
    spreads = [] if far is None else [far[:, None]]
    rows: Floats = np.ascontiguousarray(np.hstack([x, squares, *spreads]).astype(kind))
    difference, sizes = statistic_of(of.sizes), of.sizes.astype(float)
    if far is None:
        statistic = difference
    else:

        def statistic(sums: Floats) -> Floats:
            apart = (sums[..., -1].astype(float) ** 2 / sizes).sum(axis=1, keepdims=True)
            return np.hstack([difference(sums[..., :-1]), apart])

    rng = np.random.default_rng([plan.seed, 2])
    ps = p_value(rows, of, statistic, draws=plan.permutations, rng=rng)
    if far is None:
        return float(ps.max()), None
    return float(ps[:-1].max()), float(ps[-1])


def _less_common(x: Floats) -> Floats:
    """Return rows without what lies along the mean of all."""
    mean = x.mean(axis=0)
    length = float(np.linalg.norm(mean))
    if length < _NO_DIRECTION:
        return x
    return np.asarray(x - np.outer(x @ (mean / length), mean / length), dtype=x.dtype)


def robust(sizes: Ints) -> Callable[[Floats], Floats]:
    """Return the statistics F2 and W*d: squared distances of centres by how sure those are."""
    n, k, total = sizes.astype(float), len(sizes), float(sizes.sum())
    free = np.maximum(n - 1, 1)

    def squared(s: Floats) -> Floats:
        return np.asarray(np.einsum("...d,...d->...", s, s), dtype=float)

    def statistic(sums: Floats) -> Floats:
        s, q = sums[..., :-1], sums[..., -1].astype(float)
        lengths = squared(s)
        around = np.clip(q - lengths / n, 0, None) / free
        least = np.maximum(around.mean(axis=1, keepdims=True), 1e-12) * _LEAST_SPREAD
        around = np.maximum(around, least)
        sure = n / around
        whole = sure.sum(axis=1)
        among = (lengths / n).sum(axis=1) - squared(s.sum(axis=1)) / total
        centres = np.matmul((1 / around)[:, None, :].astype(s.dtype), s)[:, 0]
        weighted = (sure * lengths / n**2).sum(axis=1) - squared(centres) / whole
        lost = (1 - sure / whole[:, None]) ** 2 / free
        scale = 1 + 2 * (k - 2) / (k**2 - 1) * lost.sum(axis=1)
        f2 = among / ((1 - n / total) * around).sum(axis=1)
        return np.column_stack([f2, weighted / scale])

    return statistic


def _share_explained(sizes: Ints) -> Callable[[Floats], Floats]:
    """Return the squares between groups: all that permutations of stances change."""
    n = sizes.astype(float)

    def statistic(sums: Floats) -> Floats:
        s = sums[..., :-1]
        return np.asarray((np.einsum("bkd,bkd->bk", s, s) / n).sum(axis=1)[:, None])

    return statistic


def _distances_from_centres(x: Floats, of: Layout) -> Floats | None:
    """Return each unit's distance from its group's centre less the mean of all, or None.

    There is none with strata, with few units a group, or where nobody differs from anybody.
    """
    sizes = of.sizes
    if of.strata.any() or sizes.min() < LEAST_FOR_DISPERSION:
        return None
    centres = np.vstack([x[of.groups == g].mean(axis=0) for g in range(len(sizes))])
    far = np.linalg.norm(x - centres[of.groups], axis=1)
    far = far * np.sqrt(sizes / (sizes - 1))[of.groups]
    if np.ptp(far) < 1e-9:
        return None
    return np.asarray(far - far.mean())


def _r2_adjusted(x: Floats, of: Layout) -> float | None:
    """Return the share of the squared distances that the groups explain, less what chance would."""
    n, k = len(x), len(of.sizes)
    strata = len(np.unique(of.strata))
    free = n - strata - (k - 1)
    total = float(np.einsum("nd,nd->", x, x))
    if free < 1 or total <= 1e-12:
        return None
    sums = np.vstack([x[of.groups == g].sum(axis=0) for g in range(k)])
    r2 = float((np.einsum("kd,kd->k", sums, sums) / of.sizes).sum()) / total
    return 1 - (1 - r2) * (n - strata) / free


def paired(differences: Floats, plan: Plan) -> Spread:
    """Compare two visits to the same people.

    Args:
        differences: later minus earlier, a row a person, shape (n, dims), n at least 2.
        plan: permutations, resamples, seed.

    Returns:
        ``gap``: half the squared distance between the two visits' centres, over pairs of
        different people; below zero where people change in unlike ways.
    """
    x = np.asarray(differences, dtype=float)
    least = 2.0 ** -(len(x) - 1)
    rng = np.random.default_rng([plan.seed, 3])
    squares = np.einsum("nd,nd->n", x, x)

    def gaps(w: Floats) -> Floats:
        s = w @ x
        pairs = w.sum(axis=1) ** 2 - (w**2).sum(axis=1)
        return np.asarray((np.einsum("bd,bd->b", s, s) - (w**2) @ squares) / pairs / 2)

    def statistic(sums: Floats) -> Floats:
        return np.asarray(np.einsum("bd,bd->b", sums, sums)[:, None])

    p = interval = None
    if least <= LEVEL:
        p = float(flipped(x, statistic, draws=plan.permutations, rng=rng)[0])
    if len(x) >= LEAST_FOR_INTERVAL:
        drawn = gaps(weights_of(len(x), plan.resamples, rng).astype(float))
        low, high = np.percentile(drawn, LEVEL_PERCENT)
        interval = (float(low), float(high))
    moved = float(squares.mean() / 2)
    gap = float(gaps(np.ones((1, len(x))))[0])
    return Spread(moved, moved - gap, gap, interval, p, None, None, least)
