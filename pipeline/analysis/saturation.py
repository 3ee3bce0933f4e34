"""Saturation: when further interviews bring nothing new, from what people coded.

The measure is that of Guest, Namey and Chen (2020, "A simple method to assess and report thematic
saturation in qualitative research", PLoS ONE 15(5): e0232076): what the first interviews (the
*base*) brought is held against what each following *run* of interviews adds; saturation is
reached with the first run whose share of new information is at most a threshold.

Choices, each a parameter: base 4, run 2 (3 is the other choice that they discuss), threshold 5 %.
Choices made here: "information" is a code that people gave, counted at its first use; an
interview is one step, however many people speak in it.

The paper itself was not at hand when this was written. As others report it: base 4, run 2 or 3,
a threshold of 5 % or none; an example with 37 themes in the base and 7 in the first run of two,
told as 19 %; results told as the interviews before the run and the run ("11 + 2"). Not checked
against the paper: that runs overlap, moving on by one interview, and that the base stays the
first one.

Only what people coded counts. Codes that a machine suggests come from a closed list, and clusters
are made of all interviews at once: neither can saturate, so neither is offered here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Uses = Sequence[frozenset[str]]
"""The codes that people gave in each interview, in the order of the fieldwork."""

Reason = Literal["", "too-few", "nothing-coded"]
BAND = (2.5, 50.0, 97.5)  # percentiles of the random orders
_CELLS = 1_000_000  # interviews times codes times orders that are looked at in one step


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

    ``reached`` is the first run at or under the threshold; None where no run is. ``reason`` says
    why it cannot be computed.
    """

    new: tuple[int, ...]
    base: int
    runs: tuple[Run, ...] = ()
    reached: Run | None = None
    reason: Reason = ""

    @property
    def found(self) -> tuple[int, ...]:
        """How many codes had come up by each interview."""
        return tuple(int(n) for n in np.cumsum(self.new))


def saturation(uses: Uses, *, base: int = 4, run: int = 2, threshold: float = 0.05) -> Saturation:
    """Hold what each run of interviews adds against what the base brought.

    Args:
        uses: the codes of each interview, in the order of the fieldwork.
        base: how many first interviews make the base, at least 1.
        run: how many interviews make a run, at least 1.
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
    return Saturation(new, found, runs, next((r for r in runs if r.share <= threshold), None))


def first_uses(uses: Uses) -> tuple[int, ...]:
    """Return how many codes come up for the first time in each interview."""
    seen: set[str] = set()
    counts = []
    for codes in uses:
        counts.append(len(codes - seen))
        seen |= codes
    return tuple(counts)


@dataclass(frozen=True)
class Orders:
    """What hangs on who came first: the same interviews in random orders.

    ``low``, ``middle`` and ``high`` are percentiles (``BAND``) of the codes found after each
    interview. ``reached`` counts the orders in which saturation is reached, ``usual`` is the
    median of the interviews that it takes there, the run with them; None where it never is.
    """

    orders: int
    low: tuple[float, ...]
    middle: tuple[float, ...]
    high: tuple[float, ...]
    reached: int
    usual: float | None


@lru_cache(maxsize=512)  # pages ask for the same again and again
def over_orders(
    uses: tuple[frozenset[str], ...], *, base: int, run: int, threshold: float, orders: int,
    seed: int,
) -> Orders:  # fmt: skip
    """Let the same interviews come in random orders.

    That is order variability. It is no confidence interval, and says nothing about interviews
    that were not taken.

    Args:
        uses: the codes of each interview, at least ``base + run`` interviews.
        base: as in ``saturation``.
        run: as in ``saturation``.
        threshold: as in ``saturation``.
        orders: how many.
        seed: of the drawing.
    """
    new = _first_uses_in_orders(uses, orders, seed)
    found = new.cumsum(axis=1)
    before = found[:, base - 1 : -run]
    held = (found[:, base + run - 1 :] - before) <= threshold * before[:, :1]
    held &= before[:, :1] > 0
    takes = base + run + held.argmax(axis=1)[held.any(axis=1)]
    low, middle, high = (tuple(map(float, row)) for row in np.percentile(found, BAND, axis=0))
    usual = float(np.median(takes)) if len(takes) else None
    return Orders(orders, low, middle, high, len(takes), usual)


def _first_uses_in_orders(uses: Uses, orders: int, seed: int) -> npt.NDArray[np.int64]:
    """Return the new codes at each place of each order, shape (orders, interviews)."""
    names = sorted({code for codes in uses for code in codes})
    n = len(uses)
    has = np.array([[name in codes for name in names] for codes in uses], dtype=bool)
    has = has.reshape(n, len(names))
    draw = np.random.default_rng(seed)
    new = np.zeros((orders, n), dtype=np.int64)
    at_once = max(1, _CELLS // max(1, has.size))
    for start in range(0, orders, at_once):
        part = new[start : start + at_once]
        place = draw.permuted(np.tile(np.arange(n), (len(part), 1)), axis=1)  # of each interview
        first = np.where(has, place[:, :, None], n).min(axis=1)
        np.add.at(part, (np.arange(len(part))[:, None], first), 1)
    return new
