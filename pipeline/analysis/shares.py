"""How many people say what, of how many asked: shares with intervals, and tests for codes.

Intervals are Wilson's (1927), from statsmodels. A code that only a machine gave is counted and
never tested: its errors may differ from place to place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.analysis.distances import Plan
from pipeline.analysis.levels import Level
from pipeline.analysis.shuffles import LEVEL, Floats, Ints, flipped, least_p, less_strata, p_value

FEW = 10
"""Under so many people a share is not told, only counts and the interval."""


@dataclass(frozen=True)
class Share:
    """``said`` of ``asked`` people; ``share`` is None under ten people."""

    said: int
    asked: int
    share: float | None
    interval: tuple[float, float] | None


def share(said: int, asked: int) -> Share:
    """Return a share with Wilson's interval (95 %); of nobody asked, neither."""
    from statsmodels.stats.proportion import proportion_confint

    if asked == 0:
        return Share(said, asked, None, None)
    low, high = proportion_confint(said, asked, alpha=0.05, method="wilson")
    told = said / asked if asked >= FEW else None
    return Share(said, asked, told, (max(0.0, float(low)), min(1.0, float(high))))


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
    x = less_strata(level.of(held).astype(float), of)
    said = held[np.concatenate(level.rows)].sum(axis=0)
    n = sum(len(at) for at in level.rows)
    sizes = of.sizes

    def statistic(sums: Floats) -> Floats:
        return np.asarray((sums**2 / sizes[None, :, None]).sum(axis=1))

    rng = np.random.default_rng([plan.seed, 4])
    ps = p_value(x, of, statistic, draws=plan.permutations, rng=rng)
    return [_told(float(p), int(s), n, plan) for p, s in zip(ps, said, strict=True)]


def visit_ps(differences: Floats, plan: Plan) -> list[tuple[float | None, str]]:
    """Test for each code whether people who were met twice say it more often later (or less).

    Args:
        differences: later minus earlier (-1, 0, 1), a row a person, a column a code.
        plan: permutations and seed.
    """
    changed = np.abs(differences).sum(axis=0)
    rng = np.random.default_rng([plan.seed, 5])
    ps = flipped(differences, np.abs, draws=plan.permutations, rng=rng)
    told: list[tuple[float | None, str]] = []
    for p, n in zip(ps, changed, strict=True):
        least = 2.0 ** -(n - 1) if n else 1.0
        told.append((float(p), "") if least <= LEVEL else (None, f"{int(n)} people changed"))
    return told


def too_few(least: float) -> str:
    """Say why there is no test."""
    return f"too few to tell: no arrangement could give a p under {least:.2g}"


def _told(p: float, said: int, n: int, plan: Plan) -> tuple[float | None, str]:
    if said < plan.least_people:
        return None, f"said by fewer than {plan.least_people} people"
    if n - said < 1:
        return None, "said by all"
    return p, ""


def matrix(rows: Ints, codes: Sequence[Sequence[str]], names: Sequence[str], n: int) -> Floats:
    """Return who holds which code, shape (n, len(names)), from answers' codes.

    Args:
        rows: of each answer, whose it is: 0 to n - 1.
        codes: of each answer.
        names: the codes that are columns; others are passed over.
        n: how many people.
    """
    column = {name: i for i, name in enumerate(names)}
    held = np.zeros((n, len(names)), dtype=np.float32)
    for row, mine in zip(rows, codes, strict=True):
        for code in mine:
            if code in column:
                held[row, column[code]] = 1
    return held
