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
    compact,
    gap_of,
    interval_of,
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
    between, within = (float(v[0]) for v in gap_of(exact, of))
    tested = exact if stances else compact(_less_common(x), most=DIRECTIONS * (len(x) > MANY))
    tested = less_strata(tested, of)
    least = least_p(of)
    rng = np.random.default_rng([plan.seed, 2])
    p = dispersion = None
    if least <= LEVEL:
        statistic = _share_explained if stances else _robust
        squares = np.einsum("nd,nd->n", tested, tested)[:, None]
        rows = np.ascontiguousarray(np.hstack([tested, squares]), dtype=tested.dtype)
        p = float(p_value(rows, of, statistic(of.sizes), draws=plan.permutations, rng=rng).max())
        if not of.strata.any():
            dispersion = _dispersion_p(exact, of, plan, rng)
    return Spread(
        between, within, between - within, interval_of(exact, of, plan, stances=stances),
        p, _r2_adjusted(less_strata(exact, of), of), dispersion, least,
    )  # fmt: skip


def _less_common(x: Floats) -> Floats:
    """Return rows without what lies along the mean of all."""
    mean = x.mean(axis=0)
    length = float(np.linalg.norm(mean))
    if length < _NO_DIRECTION:
        return x
    return np.asarray(x - np.outer(x @ (mean / length), mean / length), dtype=x.dtype)


def _robust(sizes: Ints) -> Callable[[Floats], Floats]:
    """Return the statistics F2 and W*d: squared distances of centres by how sure those are."""
    n, k, total = sizes.astype(float), len(sizes), float(sizes.sum())
    free = np.maximum(n - 1, 1)

    def statistic(sums: Floats) -> Floats:
        s, q = sums[..., :-1], sums[..., -1].astype(float)
        around = np.clip(q - np.einsum("bkd,bkd->bk", s, s) / n, 0, None) / free
        least = np.maximum(around.mean(axis=1, keepdims=True), 1e-12) * _LEAST_SPREAD
        around = np.maximum(around, least)
        means = s / n[:, None]
        found = []
        for weights in (np.broadcast_to(n, around.shape), n / around):
            whole = weights.sum(axis=1)
            centre = np.einsum("bk,bkd->bd", weights, means) / whole[:, None]
            far = ((means - centre[:, None]) ** 2).sum(axis=2)
            found.append((weights * far).sum(axis=1))
        lost = (1 - n / around / (n / around).sum(axis=1)[:, None]) ** 2 / free
        scale = 1 + 2 * (k - 2) / (k**2 - 1) * lost.sum(axis=1)
        f2 = found[0] / ((1 - n / total) * around).sum(axis=1)
        return np.column_stack([f2, found[1] / scale])

    return statistic


def _share_explained(sizes: Ints) -> Callable[[Floats], Floats]:
    """Return the squares between groups: all that permutations of stances change."""
    n = sizes.astype(float)

    def statistic(sums: Floats) -> Floats:
        s = sums[..., :-1]
        return np.asarray((np.einsum("bkd,bkd->bk", s, s) / n).sum(axis=1)[:, None])

    return statistic


def _dispersion_p(x: Floats, of: Layout, plan: Plan, rng: np.random.Generator) -> float | None:
    sizes = of.sizes
    if sizes.min() < LEAST_FOR_DISPERSION:
        return None
    centres = np.vstack([x[of.groups == g].mean(axis=0) for g in range(len(sizes))])
    far = np.linalg.norm(x - centres[of.groups], axis=1)
    far = far * np.sqrt(sizes / (sizes - 1))[of.groups]
    if np.ptp(far) < 1e-9:
        return None  # nobody differs from anybody: there is no spread to compare
    z = (far - far.mean())[:, None]

    def statistic(sums: Floats) -> Floats:
        return np.asarray((sums[..., 0] ** 2 / sizes).sum(axis=1, keepdims=True))

    return float(p_value(z, of, statistic, draws=plan.permutations, rng=rng)[0])


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
        drawn = gaps(weights_of(np.zeros(len(x), dtype=int), plan.resamples, rng).astype(float))
        low, high = np.percentile(drawn, LEVEL_PERCENT)
        interval = (float(low), float(high))
    moved = float(squares.mean() / 2)
    gap = float(gaps(np.ones((1, len(x))))[0])
    return Spread(moved, moved - gap, gap, interval, p, None, None, least)
