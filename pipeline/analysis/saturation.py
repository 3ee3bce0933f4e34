"""Saturation: when further interviews bring nothing new, from what people coded.

The measure is that of Guest, Namey and Chen (2020, "A simple method to assess and report thematic
saturation in qualitative research", PLoS ONE 15(5): e0232076): what the first interviews (the
*base*) brought is held against what each following *run* of interviews adds; saturation is
reached with the first run whose share of new information is at most a threshold. Choices made
here, each a parameter: base 4, run 2, threshold 5 %; "information" is a code that a person gave,
counted at its first use; runs overlap, moving on by one interview. The paper was not at hand when
this was written: that its runs overlap is taken from its worked table as others report it.

Only what people coded counts. Codes that a machine suggests come from a closed list, and clusters
are made of all interviews at once: neither can saturate, so neither is offered here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Uses = Sequence[frozenset[str]]
"""The codes that people gave in each interview, in the order of the fieldwork."""

Reason = Literal["", "too-few", "nothing-coded"]


@dataclass(frozen=True)
class Run:
    """Interviews ``first`` to ``last`` (counted from 1): new codes, and their share of the base."""

    first: int
    last: int
    new: int
    share: float


@dataclass(frozen=True)
class Saturation:
    """New codes by interview, the runs, and the interview with which saturation was reached.

    ``reached`` is the last interview of the first run at or under the threshold; None where no run
    is. ``reason`` says why it cannot be computed.
    """

    new: tuple[int, ...]
    base: int
    runs: tuple[Run, ...] = ()
    reached: int | None = None
    reason: Reason = ""

    @property
    def found(self) -> tuple[int, ...]:
        """How many codes had come up by each interview."""
        return tuple(int(n) for n in np.cumsum(self.new))


def saturation(uses: Uses, *, base: int = 4, run: int = 2, threshold: float = 0.05) -> Saturation:
    """Hold what each run of interviews adds against what the base brought.

    Args:
        uses: the codes of each interview, in the order of the fieldwork.
        base: how many first interviews make the base.
        run: how many interviews make a run.
        threshold: the largest share of new codes that counts as nothing new, 0 to 1.
    """
    new = first_uses(uses)
    found = sum(new[:base])
    if len(uses) < base + run:
        return Saturation(new, found, reason="too-few")
    if not found:
        return Saturation(new, 0, reason="nothing-coded")
    runs = tuple(
        Run(start + 1, start + run, added := sum(new[start : start + run]), added / found)
        for start in range(base, len(uses) - run + 1)
    )
    reached = next((each.last for each in runs if each.share <= threshold), None)
    return Saturation(new, found, runs, reached)


def first_uses(uses: Uses) -> tuple[int, ...]:
    """Return how many codes come up for the first time in each interview."""
    seen: set[str] = set()
    counts = []
    for codes in uses:
        counts.append(len(codes - seen))
        seen |= codes
    return tuple(counts)


def order_band(uses: Uses, *, orders: int = 1_000, seed: int = 20131) -> Floats:
    """Return how the count of codes grows over random orders of the same interviews.

    That is order variability: how much hangs on who came first. It is no confidence interval, and
    says nothing about interviews that were not taken.

    Returns:
        Shape (3, interviews): the 2.5th, 50th and 97.5th percentile after each interview.
    """
    names = sorted({code for codes in uses for code in codes})
    has = np.array([[name in codes for name in names] for codes in uses], dtype=bool)
    has = has.reshape(len(uses), len(names))
    draw = np.random.default_rng(seed)
    curves = np.empty((orders, len(uses)))
    for i in range(orders):
        seen = np.logical_or.accumulate(has[draw.permutation(len(uses))], axis=0)
        curves[i] = seen.sum(axis=1)
    band: Floats = np.percentile(curves, (2.5, 50, 97.5), axis=0)
    return band


@dataclass(frozen=True)
class Beyond:
    """How many codes there may be in all, and how many twice as many interviews would show.

    ``once`` and ``twice`` are the counts of codes that came up in one interview and in two: the
    estimate rests on them alone.
    """

    observed: int
    once: int
    twice: int
    in_all: float
    at_double: float


def beyond(uses: Uses) -> Beyond | None:
    """Estimate what was not seen by Chao2, bias-corrected; None where there is nothing to go by.

    A lower bound (Chao 1987; the form for incidences and the growth up to double the sample:
    Colwell et al. 2012, "Models and estimators linking individual-based and sample-based
    rarefaction, extrapolation and comparison of assemblages", J. Plant Ecology 5(1)). It assumes
    that interviews are drawn alike; further than double the sample it is not to be trusted.
    """
    often = Counter(code for codes in uses for code in codes)
    n = len(uses)
    if n < 2 or not often:
        return None
    once = sum(count == 1 for count in often.values())
    twice = sum(count == 2 for count in often.values())
    unseen = (n - 1) / n * once * (once - 1) / (2 * (twice + 1))
    grown = unseen * (1 - (1 - once / (n * unseen + once)) ** n) if unseen else 0.0
    return Beyond(len(often), once, twice, len(often) + unseen, len(often) + grown)
