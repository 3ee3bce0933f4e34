"""How many people say what, of how many asked: shares with intervals, and tests for codes.

Intervals are Wilson's (1927), from statsmodels. A code that only a machine gave is counted and
never tested: its errors may differ from place to place.

Where labels change hands among people, the number of people of each group who hold one code is
multivariate hypergeometric, within each stratum. So it is drawn as such, and nobody is shuffled:
the same test, whose time grows with the groups and not with the people. Where the two visits of
people change places, the changes in one direction are binomial: the p is that of all arrangements.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.analysis.distances import Plan
from pipeline.analysis.levels import Level
from pipeline.analysis.shuffles import (
    LEVEL,
    Bools,
    Floats,
    Ints,
    Layout,
    batches,
    least_extreme,
    least_p,
    less_strata,
    p_value,
    sequential,
)

FEW = 10
"""Under so many people a share is not told, only counts and the interval."""
_MARGINAL = 10  # a group's number takes as long to draw as so many people one by one


@dataclass(frozen=True)
class Share:
    """``said`` of ``asked`` people; ``share`` is None under ten people."""

    said: int
    asked: int
    share: float | None
    interval: tuple[float, float] | None


def share(said: int, asked: int) -> Share:
    """Return a share with Wilson's interval (95 %); of nobody asked, neither."""
    low, high = intervals(np.array([said]), np.array([asked]))
    if asked == 0:
        return Share(said, asked, None, None)
    told = said / asked if asked >= FEW else None
    return Share(said, asked, told, (float(low[0]), float(high[0])))


def intervals(said: Ints, asked: Ints) -> tuple[Floats, Floats]:
    """Return the ends of Wilson's intervals (95 %), nan where nobody was asked."""
    from statsmodels.stats.proportion import proportion_confint

    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = proportion_confint(said, asked, alpha=0.05, method="wilson")
    return np.clip(low, 0, 1), np.clip(high, 0, 1)


def code_ps(held: Floats, level: Level, plan: Plan) -> list[tuple[float | None, str]]:
    """Test for each code whether as many say it in one group as in another.

    Args:
        held: a row a person's unit, a column a code, ones and zeros; shape (n, codes).
        level: how units are grouped.
        plan: permutations, least people, seed.

    Returns:
        For each code its p, or None and the reason.
    """
    n_codes = held.shape[1]
    if level.layout is None:
        return [(None, level.reason)] * n_codes
    of = level.layout
    least = least_p(of)
    if least > LEVEL:
        return [(None, too_few(least))] * n_codes
    rows = np.concatenate(level.rows)
    said, n = held[rows].sum(axis=0), len(rows)
    rng = np.random.default_rng([plan.seed, 4])
    untold = [_untold(int(s), n, plan) for s in said]
    ps = np.ones(n_codes)
    tested = np.flatnonzero([not why for why in untold])
    if level.unit == "person":
        for code in tested:
            ps[code] = _holders_p(held[rows, code] > 0, of, plan, rng)
    elif len(tested):
        x = less_strata(level.of(held[:, tested]).astype(float), of)

        def statistic(sums: Floats) -> Floats:
            return np.asarray((sums**2 / of.sizes[None, :, None]).sum(axis=1))

        ps[tested] = p_value(x, of, statistic, draws=plan.permutations, rng=rng)
    return [(None, why) if why else (float(p), "") for p, why in zip(ps, untold, strict=True)]


def _holders_p(holds: Bools, of: Layout, plan: Plan, rng: np.random.Generator) -> float:
    """Test whether as many hold a code in one group as in another.

    The statistic is the same as with shuffles: squares between groups, less the strata's means.
    """
    n_groups, sizes = len(of.sizes), of.sizes.astype(float)
    people = np.zeros((int(of.strata.max()) + 1, n_groups), dtype=int)
    np.add.at(people, (of.strata, of.groups), 1)
    holders = np.bincount(of.strata, weights=holds, minlength=len(people)).astype(int)
    everyone = people.sum(axis=1)
    expected = (people * (holders / np.maximum(everyone, 1))[:, None]).sum(axis=0)
    varied = np.flatnonzero((holders > 0) & (holders < everyone))
    fixed = people[holders == everyone].sum(axis=0)

    def statistic(counts: Ints) -> Floats:
        apart = counts - expected
        return np.asarray(np.einsum("bk,bk,k->b", apart, apart, 1 / sizes)[:, None])

    def drawn() -> Iterator[Floats]:
        for b in batches(plan.permutations, n_groups):
            counts = np.tile(fixed, (b, 1))
            for stratum in varied:
                here, held = people[stratum], int(holders[stratum])
                few = min(held, here.sum() - held) < _MARGINAL * np.count_nonzero(here)
                counts += rng.multivariate_hypergeometric(
                    here, held, size=b, method="count" if few else "marginals"
                )
            yield statistic(counts)

    seen = np.bincount(of.groups, weights=holds, minlength=n_groups)
    return float(sequential(least_extreme(statistic(seen[None])[0]), drawn(), plan.permutations)[0])


def visit_ps(differences: Floats) -> list[tuple[float | None, str]]:
    """Test for each code whether people who were met twice say it more often later (or less).

    Args:
        differences: later minus earlier (-1, 0, 1), a row a person, a column a code.
    """
    from scipy.stats import binom

    changed = np.abs(differences).sum(axis=0).astype(int)
    one_way = (changed - np.abs(differences.sum(axis=0)).astype(int)) // 2
    ps = np.minimum(1, 2 * binom.cdf(one_way, changed, 0.5))
    told: list[tuple[float | None, str]] = []
    for p, n in zip(ps, changed, strict=True):
        least = 2.0 ** -(n - 1) if n else 1.0
        told.append((float(p), "") if least <= LEVEL else (None, f"{int(n)} people changed"))
    return told


def too_few(least: float) -> str:
    """Say why there is no test."""
    return f"too few to tell: no arrangement could give a p under {least:.2g}"


def _untold(said: int, n: int, plan: Plan) -> str:
    """Say why a code is not tested, or nothing."""
    if said < plan.least_people:
        return f"said by fewer than {plan.least_people} people"
    return "said by all" if n - said < 1 else ""


def matrix(rows: Ints, codes: Sequence[Sequence[str]], names: Sequence[str], n: int) -> Floats:
    """Return who holds which code, shape (n, len(names)), from answers' codes.

    Args:
        rows: of each answer, whose it is: 0 to n - 1.
        codes: of each answer.
        names: the codes that are columns; others are passed over.
        n: how many people.
    """
    column = {name: i for i, name in enumerate(names)}
    cells = [(row, column[code]) for row, mine in zip(rows, codes, strict=True)
             for code in mine if code in column]  # fmt: skip
    held = np.zeros((n, len(names)), dtype=np.float32)
    held[tuple(np.array(cells, dtype=int).reshape(-1, 2).T)] = 1
    return held
