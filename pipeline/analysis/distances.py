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

from dataclasses import dataclass
from typing import Any

import numpy as np

from pipeline.analysis.shuffles import Floats, Ints, Layout

LEVEL_PERCENT = (2.5, 97.5)
LEAST_FOR_INTERVAL = 3
_WEIGHTS_AT_ONCE = 20_000_000
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
    n, dims = x.shape
    if n < dims:
        values, vectors = np.linalg.eigh(centred @ centred.T)
        coordinates = vectors * np.sqrt(np.clip(values, 0, None))
    else:
        _, axes = np.linalg.eigh(centred.T @ centred)
        coordinates = centred @ axes
    return np.ascontiguousarray(coordinates[:, -most:] if most else coordinates)


def gap_of(x: Floats, of: Layout, weights: Floats | None = None) -> tuple[Floats, Floats]:
    """Return mean distances between and within groups, each of shape (b,).

    Args:
        x: a row a unit, shape (n, dims).
        of: groups; with strata, pairs are of the same stratum only.
        weights: of the units, shape (b, n); without, each counts once.
    """
    w = np.ones((1, len(x)), dtype=x.dtype) if weights is None else weights.astype(x.dtype)
    if of.strata.any():
        return _within_strata(x, of, w)
    return _balanced(x, of, w)


def _cell(x: Floats, w: Floats, at: Ints) -> tuple[Floats, Floats, Floats, Floats]:
    """Return of some units: weight, squared weights, weighted squares, weighted sum (b, dims)."""
    mine, rows = w[:, at], x[at]
    squares = np.einsum("nd,nd->n", rows, rows)
    return mine.sum(axis=1), (mine**2).sum(axis=1), mine @ squares, mine @ rows


def _balanced(x: Floats, of: Layout, w: Floats) -> tuple[Floats, Floats]:
    k = len(of.sizes)
    within = np.zeros(len(w))
    moments, norms = np.zeros(len(w)), np.zeros(len(w))
    total = np.zeros((len(w), x.shape[1]))
    for group in range(k):
        n, n2, q, s = _cell(x, w, np.flatnonzero(of.groups == group))
        within += (n * q - np.einsum("bd,bd->b", s, s)) / (n**2 - n2) / k
        mean = s / n[:, None]
        moments += q / n / k
        norms += np.einsum("bd,bd->b", mean, mean)
        total += mean
    crossed = (np.einsum("bd,bd->b", total, total) - norms) / (k * (k - 1))
    return moments - crossed, within


def _within_strata(x: Floats, of: Layout, w: Floats) -> tuple[Floats, Floats]:
    near, near_pairs, all_, all_pairs = (np.zeros(len(w)) for _ in range(4))
    for stratum in np.unique(of.strata):
        at = np.flatnonzero(of.strata == stratum)
        n, n2, q, s = _cell(x, w, at)
        all_ += (n * q - np.einsum("bd,bd->b", s, s)) / 2
        all_pairs += (n**2 - n2) / 2
        for group in np.unique(of.groups[at]):
            n, n2, q, s = _cell(x, w, at[of.groups[at] == group])
            near += (n * q - np.einsum("bd,bd->b", s, s)) / 2
            near_pairs += (n**2 - n2) / 2
    return (all_ - near) / (all_pairs - near_pairs), near / near_pairs


def weights_of(blocks: Ints, draws: int, rng: np.random.Generator) -> Floats:
    """Return bootstrap weights, shape (draws, n), that add up to the units of each block.

    Dirichlet with concentration ``(n - 2) / n`` each: then the variance of a mean is unbiased. A
    block of fewer than three cannot vary so, and is left as it is.
    """
    weights = np.ones((draws, len(blocks)), dtype=np.float32)
    for block in np.unique(blocks):
        at = np.flatnonzero(blocks == block)
        n = len(at)
        if n >= LEAST_FOR_INTERVAL:
            drawn = rng.standard_gamma((n - 2) / n, (draws, n)).astype(np.float32) + 1e-12
            weights[:, at] = n * drawn / drawn.sum(axis=1, keepdims=True)
    return weights


def interval_of(
    x: Floats, of: Layout, plan: Plan, *, stances: bool = False
) -> tuple[float, float] | None:
    """Return the percentiles of the gap over resampled people, or None for too few.

    Args:
        x: a row a unit, shape (n, dims).
        of: groups and strata.
        plan: how many resamples, and the seed.
        stances: rows are stances. Where all who were heard agree, resampling them says nothing
            about those who were not. So the interval also takes in what it would be had each
            group people with a stance of their own, Beta(1/2, n) of them (Jeffreys).
    """
    blocks = of.strata if of.strata.any() else of.groups
    if np.bincount(blocks).max() < LEAST_FOR_INTERVAL or (
        not of.strata.any() and of.sizes.min() < LEAST_FOR_INTERVAL
    ):
        return None
    rng = np.random.default_rng([plan.seed, 1])
    plain, wider = [], []
    batch = max(1, min(plan.resamples, _WEIGHTS_AT_ONCE // max(len(x), x.shape[1])))
    for start in range(0, plan.resamples, batch):
        b = min(batch, plan.resamples - start)
        between, within = gap_of(x, of, weights_of(blocks, b, rng))
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
