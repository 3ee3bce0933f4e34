"""Permutation tests: labels change hands among whole units, and a statistic is computed anew.

A p is ``(1 + as extreme) / (1 + permutations)`` (Phipson and Smyth 2010, "Permutation p-values
should never be zero"). Where strata are given, labels change hands only within a stratum. Where so
few units could change hands that no p could reach 5 %, there is no test: ``least_p`` tells.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating[Any]]
Ints = npt.NDArray[np.integer[Any]]

LEVEL = 0.05
_BATCH_CELLS = 4_000_000  # numbers that one batch of permutations may hold
_TIE = 1e-9  # relative: what differs by less is rounding


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
    order = np.lexsort((of.groups, of.strata))
    cell_of = of.strata[order] * k + of.groups[order]
    cells, starts = np.unique(cell_of, return_index=True)
    ends = np.append(starts[1:], n)
    into = np.zeros((k, len(cells)), dtype=x.dtype)
    into[cells % k, np.arange(len(cells))] = 1
    plain = bool((cells % k == np.arange(len(cells))).all()) and len(cells) == k
    batch = max(1, min(draws, _BATCH_CELLS // max(n, len(cells) * x.shape[1])))
    ranked = x[order]
    stratum = of.strata[order]
    for start in range(0, draws, batch):
        b = min(batch, draws - start)
        at = _shuffled(b, stratum, rng)
        offsets = (np.arange(b)[:, None] * n + ends[None, :]).ravel()
        matrix = csr_matrix(
            (np.ones(b * n, dtype=x.dtype), at.ravel(), np.append(0, offsets)),
            shape=(b * len(cells), n),
        )
        sums = np.asarray(matrix @ ranked).reshape(b, len(cells), -1)
        yield sums if plain else np.einsum("kc,bcd->bkd", into, sums)


def _shuffled(b: int, stratum: Ints, rng: np.random.Generator) -> Ints:
    """Return ``b`` orders of units that are sorted by stratum, shuffled within each."""
    n = len(stratum)
    if not stratum.any():
        return rng.permuted(np.tile(np.arange(n), (b, 1)), axis=1)
    return np.argsort(rng.random((b, n)) + stratum, axis=1)


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
        draws: permutations.
        rng: where chance comes from.

    Returns:
        Shape (m,).
    """
    seen = statistic(_sums_as_they_are(x, of)[None])[0]
    bar = seen - _TIE * np.maximum(1, np.where(np.isfinite(seen), np.abs(seen), 1))
    extreme = np.zeros(len(seen))
    for sums in group_sums(x, of, draws, rng):
        extreme += (statistic(sums) >= bar).sum(axis=0)
    return np.asarray((1 + extreme) / (1 + draws))


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
        draws: permutations.
        rng: where chance comes from.
    """
    seen = statistic(differences.sum(axis=0)[None])[0]
    bar = seen - _TIE * np.maximum(1, np.abs(seen))
    extreme = np.zeros(len(seen))
    batch = max(1, _BATCH_CELLS // max(1, len(differences)))
    for start in range(0, draws, batch):
        b = min(batch, draws - start)
        signs = rng.integers(0, 2, (b, len(differences))) * 2.0 - 1
        extreme += (statistic(signs @ differences) >= bar).sum(axis=0)
    return np.asarray((1 + extreme) / (1 + draws))


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
