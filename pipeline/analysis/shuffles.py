"""Permutation tests: labels change hands among whole units, and a statistic is computed anew.

A test ends early once ``ENOUGH`` permutations were as extreme as what was seen (Besag and Clifford
1991, "Sequential Monte Carlo p-values", Biometrika 78(2)): its p is ``ENOUGH / permutations made``.
Else it is ``(1 + as extreme) / (1 + permutations)`` (Phipson and Smyth 2010, "Permutation p-values
should never be zero"). Both are valid at any level, P(p <= a) <= a where nothing differs, so a
family of them may be corrected as any other. A p that ended early is known to a tenth of itself;
with 9,999 permutations no p under .01 ends early.

Where strata are given, labels change hands only within a stratum. Where so few units could change
hands that no p could reach 5 %, there is no test: ``least_p`` tells.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating[Any]]
Ints = npt.NDArray[np.integer[Any]]
Bools = npt.NDArray[np.bool_]

LEVEL = 0.05
ENOUGH = 100
"""Permutations as extreme as what was seen after which a test ends."""
_BATCH_CELLS = 4_000_000  # numbers that one batch of permutations may hold
_CACHED_CELLS = 128_000  # numbers of rows that stay in a processor's cache while they are summed
_LEAST_WIDE = 16  # numbers in one line of that cache


@dataclass(frozen=True)
class Layout:
    """Which group each unit is in, and within which stratum labels may change hands.

    ``groups`` and ``strata`` have shape (n,) and hold 0, 1, 2, ...; no stratum: all zeros.
    """

    groups: Ints
    strata: Ints

    @property
    def sizes(self) -> Ints:
        """Return the units of each group, shape (k,)."""
        return np.bincount(self.groups)


def layout(groups: Sequence[str], strata: Sequence[str] | None = None) -> tuple[Layout, list[str]]:
    """Number the groups by name; return the layout and the groups' names."""
    names, at = np.unique(np.asarray(groups, dtype=object).astype(str), return_inverse=True)
    within = np.zeros(len(at), dtype=int)
    if strata is not None:
        within = np.unique(np.asarray(strata, dtype=object).astype(str), return_inverse=True)[1]
    return Layout(at, within), [str(name) for name in names]


def least_p(of: Layout) -> float:
    """Return the least p that any arrangement of these labels could give.

    Groups of equal size can be swapped as wholes without a change of the statistic, so such
    arrangements count once (only where there is one stratum).
    """
    ways = 0.0
    for stratum in np.unique(of.strata):
        counts = np.bincount(of.groups[of.strata == stratum])
        ways += math.lgamma(counts.sum() + 1) - sum(math.lgamma(c + 1) for c in counts)
    if not of.strata.any():
        alike = np.bincount(of.sizes)
        ways -= sum(math.lgamma(m + 1) for m in alike[1:])
    return math.exp(-max(ways, 0.0))


def less_strata(x: Floats, of: Layout) -> Floats:
    """Return rows without the mean of their stratum (of all, where there is none)."""
    found = np.array(x)
    for stratum in np.unique(of.strata):
        at = of.strata == stratum
        found[at] -= found[at].mean(axis=0)
    return found


def group_sums(x: Floats, of: Layout, draws: int, rng: np.random.Generator) -> Iterator[Floats]:
    """Yield sums of rows by group for ``draws`` permutations, in batches of shape (b, k, dims)."""
    from scipy.sparse import csr_matrix

    n, k = len(of.groups), len(of.sizes)
    order = np.argsort(of.strata, kind="stable")
    wide = max(_LEAST_WIDE, _CACHED_CELLS // n)
    parts = [np.ascontiguousarray(x[order, i : i + wide]) for i in range(0, x.shape[1], wide)]
    places = np.argsort(of.groups[order], kind="stable")  # group by group
    ends = np.cumsum(of.sizes)
    for b in batches(draws, max(n, k * x.shape[1])):
        at = _shuffled(b, of.strata[order], rng)[:, places]
        offsets = (np.arange(b)[:, None] * n + ends[None, :]).ravel()
        matrix = csr_matrix(
            (np.ones(b * n, dtype=x.dtype), at.ravel(), np.append(0, offsets)), shape=(b * k, n)
        )
        yield np.hstack([matrix @ part for part in parts]).reshape(b, k, -1)


def batches(draws: int, cells: int) -> Iterator[int]:
    """Split ``draws`` of ``cells`` numbers each: small ones first, as a test may end early."""
    most = max(1, _BATCH_CELLS // cells)
    size = min(2 * ENOUGH, most)
    while draws > 0:
        yield min(size, draws)
        draws -= size
        size = min(2 * size, most)


def _shuffled(b: int, stratum: Ints, rng: np.random.Generator) -> Ints:
    """Return ``b`` orders of units that are sorted by stratum, shuffled within each."""
    at = np.tile(np.arange(len(stratum), dtype=np.int32), (b, 1))
    starts = np.flatnonzero(np.diff(stratum, prepend=stratum[0] - 1))
    for start, end in zip(starts, [*starts[1:], len(stratum)], strict=True):
        rng.permuted(at[:, start:end], axis=1, out=at[:, start:end])
    return at


def p_value(
    x: Floats,
    of: Layout,
    statistic: Callable[[Floats], Floats],
    *,
    draws: int,
    rng: np.random.Generator,
) -> Floats:
    """Return the share of permutations that are at least as extreme as what was seen.

    Args:
        x: a row a unit, shape (n, dims).
        of: the groups and strata.
        statistic: group sums of shape (b, k, dims) to values of shape (b, m), large is extreme.
        draws: permutations at most.
        rng: where chance comes from.

    Returns:
        Shape (m,).
    """
    seen = statistic(_sums_as_they_are(x, of)[None])[0]
    drawn = (statistic(sums) for sums in group_sums(x, of, draws, rng))
    return sequential(least_extreme(seen, x.dtype), drawn, draws)


def least_extreme(seen: Floats, kind: npt.DTypeLike = np.float64) -> Floats:
    """Return from where on a value is as extreme as the one seen: what is less apart is rounding.

    Args:
        seen: values of statistics.
        kind: the precision in which they were computed.
    """
    tie = 1e-9 if np.dtype(kind) == np.float64 else 1e-5
    return np.asarray(seen - tie * np.maximum(1, np.where(np.isfinite(seen), np.abs(seen), 1)))


def sequential(least: Floats, drawn: Iterable[Floats], draws: int) -> Floats:
    """Return p of several statistics, each ending when it has seen enough (see the module).

    Args:
        least: from where on a value is extreme, shape (m,).
        drawn: values in batches of shape (b, m); no more are taken than are needed.
        draws: how many there are at most, altogether.

    Returns:
        Shape (m,).
    """
    extreme = np.zeros(len(least), dtype=int)
    ended = np.zeros(len(least), dtype=int)
    done = 0
    for values in drawn:
        counts = extreme + np.cumsum(values >= least, axis=0)
        now = (ended == 0) & (counts[-1] >= ENOUGH)
        ended[now] = done + 1 + np.argmax(counts[:, now] >= ENOUGH, axis=0)
        extreme, done = counts[-1], done + len(values)
        if ended.all():
            break
    return np.where(ended > 0, ENOUGH / np.maximum(ended, 1), (1 + extreme) / (1 + draws))


def _sums_as_they_are(x: Floats, of: Layout) -> Floats:
    from scipy.sparse import csr_matrix

    n = len(of.groups)
    matrix = csr_matrix((np.ones(n, dtype=x.dtype), (of.groups, np.arange(n))))
    return np.asarray(matrix @ x)


def flipped(
    differences: Floats,
    statistic: Callable[[Floats], Floats],
    *,
    draws: int,
    rng: np.random.Generator,
) -> Floats:
    """Return p where each unit's two visits may change places: signs of differences flip.

    Args:
        differences: later minus earlier, a row a unit, shape (n, dims).
        statistic: sums of shape (b, dims) to values of shape (b, m), large is extreme.
        draws: permutations at most.
        rng: where chance comes from.
    """
    seen = statistic(differences.sum(axis=0)[None])[0]
    n, dims = differences.shape

    def drawn() -> Iterator[Floats]:
        for b in batches(draws, max(1, n, dims)):
            signs = rng.integers(0, 2, (b, n), dtype=np.int8).astype(differences.dtype) * 2 - 1
            yield statistic(signs @ differences)

    return sequential(least_extreme(seen, differences.dtype), drawn(), draws)


def adjusted(ps: Sequence[float | None]) -> list[float | None]:
    """Correct a family of p for being many (Benjamini and Hochberg 1995); None stays None."""
    from statsmodels.stats.multitest import multipletests

    known = [i for i, p in enumerate(ps) if p is not None]
    found: list[float | None] = [None] * len(ps)
    if known:
        corrected = multipletests([ps[i] for i in known], method="fdr_bh")[1]
        for i, p in zip(known, corrected, strict=True):
            found[i] = float(p)
    return found
