"""How far apart groups of people are: distances between against distances within.

A unit (a person, or the people of a joint interview) is one row. The distance of two rows is half
their squared Euclidean distance; of unit vectors that is one minus the cosine, of stances (a one
where the person holds the position) it is one if two people differ. The **gap** is the mean
distance between groups minus the mean distance within them. Taken over pairs of groups with equal
weight and over pairs of different people, it estimates half the mean squared distance of the
groups' centres without bias, however unequal their numbers and spread (a U-statistic), so it can
come out below zero.

Intervals: a Bayesian bootstrap over people (Rubin 1981) whose Dirichlet weights are so wide that
the variance of a mean is unbiased; percentiles of the gap.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from pipeline.analysis.shuffles import Floats, Ints, Layout

LEVEL_PERCENT = (2.5, 97.5)
LEAST_FOR_INTERVAL = 3
_WEIGHTS_AT_ONCE = 5_000_000
PLAIN = 30
MANY = 2_000
"""Units from which on single precision is enough and permutations look at the main directions."""


@dataclass(frozen=True)
class Plan:
    """What was declared before anything was computed."""

    permutations: int = 9_999
    resamples: int = 1_999
    least_people: int = 3
    seed: int = 20131


def compact(x: Floats, *, most: int | None = None) -> Floats:
    """Return rows in fewer coordinates, centred, all distances kept (unless ``most`` cuts)."""
    kind: type[np.floating[Any]] = np.float64 if len(x) < MANY else np.float32
    centred: Floats = np.asarray(x - x.mean(axis=0), dtype=kind)
    if min(x.shape) <= (most or 0):
        return centred
    rows = own_coordinates(centred)
    if not most:
        return rows
    _, axes = np.linalg.eigh(rows.T @ rows)
    return np.ascontiguousarray(rows @ axes[:, -most:])


Weights = Callable[[int], Floats]
"""Gives the weights of the next block's units, shape (b, n) for n of them."""
_Pair = tuple[Floats, Floats]


def _each_once(n: int) -> Floats:
    return np.ones((1, n), dtype=np.float32)


def gap_of(
    x: Floats, of: Layout, weights: Weights = _each_once, own: Sequence[Floats] | None = None
) -> _Pair:
    """Return mean distances between and within groups, each of shape (b,).

    Distances are never made: with sums of rows and of their squared lengths by group, time grows
    with the units and not with their pairs.

    Args:
        x: a row a unit, shape (n, dims).
        of: groups; with strata, pairs are of the same stratum only.
        weights: of the units of one block after the other (see ``blocks_of``); without, each unit
            counts once.
        own: ``own_coordinates`` of each block, where they are known.
    """
    if own is None:
        own = [own_coordinates(x[at]) for at in blocks_of(of)]
    if of.strata.any():
        return _within_strata(of, own, weights)
    return _balanced(x, of, own, weights)


def blocks_of(of: Layout) -> list[Ints]:
    """Return the units of each block, among whom people are drawn anew: strata, else groups."""
    numbers = of.strata if of.strata.any() else of.groups
    order = np.argsort(numbers, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(numbers[order])) + 1)


@dataclass
class _Sums:
    """Weighted sums over units: of weights, of their squares, of squared lengths, of rows."""

    n: Floats
    n2: Floats
    squares: Floats
    rows: Floats

    @classmethod
    def of(cls, x: Floats, w: Floats) -> _Sums:
        lengths = np.einsum("nd,nd->n", x, x)
        whole = w @ np.column_stack([x, lengths, np.ones_like(lengths)])
        return cls(
            whole[:, -1].astype(float), np.einsum("bn,bn->b", w, w).astype(float),
            whole[:, -2].astype(float), whole[:, :-2],
        )  # fmt: skip

    def __add__(self, other: _Sums) -> _Sums:
        return _Sums(
            self.n + other.n, self.n2 + other.n2, self.squares + other.squares,
            self.rows + other.rows,
        )  # fmt: skip

    def length(self) -> Floats:
        """Return the squared length of the summed rows, shape (b,)."""
        return np.asarray(np.einsum("bd,bd->b", self.rows, self.rows), dtype=float)

    def pairs(self, length: Floats) -> tuple[Floats, Floats]:
        """Return the distances of all pairs of different units, summed, and their weight."""
        return (self.n * self.squares - length) / 2, (self.n**2 - self.n2) / 2


def own_coordinates(x: Floats) -> Floats:
    """Return rows in as few coordinates as there are rows, if fewer; their products are kept."""
    if len(x) >= x.shape[1]:
        return x
    return np.ascontiguousarray(np.asarray(np.linalg.qr(x.T, mode="r")).T)


def _balanced(x: Floats, of: Layout, own: Sequence[Floats], weights: Weights) -> _Pair:
    k = len(of.sizes)
    within: Any = 0.0
    moments: Any = 0.0
    norms: Any = 0.0
    order, scaled = blocks_of(of), []
    for at, rows in zip(order, own, strict=True):
        w = weights(len(at)).astype(x.dtype, copy=False)
        sums = _Sums.of(rows, w)
        length = sums.length()
        far, pairs = sums.pairs(length)
        within = within + far / pairs / k
        moments = moments + sums.squares / sums.n / k
        norms = norms + length / sums.n**2
        scaled.append(w / sums.n[:, None].astype(x.dtype))
    centres = np.hstack(scaled) @ x[np.concatenate(order)]
    crossed = (np.einsum("bd,bd->b", centres, centres) - norms) / (k * (k - 1))
    return moments - crossed, within


def _within_strata(of: Layout, own: Sequence[Floats], weights: Weights) -> _Pair:
    near: Any = 0.0
    near_pairs: Any = 0.0
    all_: Any = 0.0
    all_pairs: Any = 0.0
    for at, rows in zip(blocks_of(of), own, strict=True):
        w, groups = weights(len(at)).astype(rows.dtype, copy=False), of.groups[at]
        cells = [_Sums.of(rows[groups == g], w[:, groups == g]) for g in np.unique(groups)]
        for cell in cells:
            far, pairs = cell.pairs(cell.length())
            near, near_pairs = near + far, near_pairs + pairs
        whole = sum(cells[1:], cells[0])
        far, pairs = whole.pairs(whole.length())
        all_, all_pairs = all_ + far, all_pairs + pairs
    return (all_ - near) / (all_pairs - near_pairs), near / near_pairs


def weights_of(n: int, draws: int, rng: np.random.Generator) -> Floats:
    """Return bootstrap weights of a block's ``n`` units, shape (draws, n); a row adds up to n.

    Dirichlet with concentration ``(n - 2) / n`` each: then the variance of a mean is unbiased. From
    ``PLAIN`` units on, to save time, with concentration 1 and stretched about 1 to that variance
    (by less than 4 %). A block of fewer than three cannot vary so, and is left as it is.
    """
    if n < LEAST_FOR_INTERVAL:
        return np.ones((draws, n), dtype=np.float32)
    if n < PLAIN:
        drawn = rng.standard_gamma((n - 2) / n, (draws, n), dtype=np.float32) + np.float32(1e-12)
        return np.asarray(drawn * (n / drawn.sum(axis=1, keepdims=True)))
    drawn = rng.standard_exponential((draws, n), dtype=np.float32)
    wider = np.sqrt((n + 1) / (n - 1), dtype=np.float32)
    drawn *= wider * n / drawn.sum(axis=1, keepdims=True)
    drawn += 1 - wider
    return np.asarray(drawn)


def interval_of(
    x: Floats,
    of: Layout,
    plan: Plan,
    *,
    stances: bool = False,
    own: Sequence[Floats] | None = None,
) -> tuple[float, float] | None:
    """Return the percentiles of the gap over resampled people, or None for too few.

    Args:
        x: a row a unit, shape (n, dims).
        of: groups and strata.
        plan: how many resamples, and the seed.
        stances: rows are stances. Where all who were heard agree, resampling them says nothing
            about those who were not. So the interval also takes in what it would be had each
            group people with a stance of their own, Beta(1/2, n) of them (Jeffreys).
        own: as for ``gap_of``.
    """
    blocks = blocks_of(of)
    largest = max(len(at) for at in blocks)
    if largest < LEAST_FOR_INTERVAL or (
        not of.strata.any() and of.sizes.min() < LEAST_FOR_INTERVAL
    ):
        return None
    rng = np.random.default_rng([plan.seed, 1])
    plain, wider = [], []
    own = own or [own_coordinates(x[at]) for at in blocks]
    batch = max(1, min(plan.resamples, _WEIGHTS_AT_ONCE // max(x.shape)))
    for start in range(0, plan.resamples, batch):
        b = min(batch, plan.resamples - start)
        between, within = gap_of(x, of, partial(weights_of, draws=b, rng=rng), own)
        plain.append(between - within)
        if stances:
            wider.append(_with_unheard(between, within, of.sizes, rng))
    ends = [
        np.nanpercentile(np.concatenate(gaps), LEVEL_PERCENT) for gaps in (plain, wider) if gaps
    ]
    return float(min(low for low, _ in ends)), float(max(high for _, high in ends))


def _with_unheard(between: Floats, within: Floats, sizes: Ints, rng: np.random.Generator) -> Floats:
    """Return the gaps had each group also people with a stance that nobody else has.

    With a share a of them, two people of a group agree with (1 - a)² of what they did, or where
    both are such people, a²; people of two groups with (1 - a)(1 - b) of what they did.
    """
    k = len(sizes)
    shares = rng.beta(0.5, sizes, (len(between), k))
    left = 1 - shares
    alone = (left**2).mean(axis=1) * (1 - within) + (shares**2).mean(axis=1)
    crossed = (left.sum(axis=1) ** 2 - (left**2).sum(axis=1)) / (k * (k - 1))
    return np.asarray(alone - crossed * (1 - between))
