"""How far coders agree beyond chance: Cohen's kappa, Krippendorff's alpha, and their intervals.

The formulas are statsmodels' (Cohen 1960, "A coefficient of agreement for nominal scales") and
NLTK's (Krippendorff 2019, *Content Analysis*, ch. 12; MASI: Passonneau 2006, "Measuring agreement
on set-valued items"). Intervals come from a bootstrap over interviews, since answers of one
interview are no independent evidence. A measure is undefined where nothing varies: agreement on a
constant says nothing about whether coders can tell one thing from another.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal, cast

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Reason = Literal["", "no-pairs", "constant", "few-interviews", "often-undefined"]
"""Why there is no number: nothing was judged by two; nothing varies. Why there is no interval:
too few interviews; too many resamples in which nothing varies."""

LEAST_INTERVIEWS = 5
"""Fewer say nothing about how interviews differ: no interval is told."""
LEAST_DEFINED = 0.9
"""Share of the resamples in which the measure must be defined for an interval to be told."""
LEVEL = (2.5, 97.5)
"""The percentiles of an interval: 95 of 100."""


@dataclass(frozen=True)
class Rating:
    """What one coder chose for one answer out of a whole set; to choose nothing is a choice."""

    coder: str
    answer: str
    interview: str
    site: str
    chosen: frozenset[str]


@dataclass(frozen=True)
class Table:
    """Two coders' yes and no: both yes, only the first, only the second, neither."""

    both: int = 0
    first: int = 0
    second: int = 0
    neither: int = 0

    @property
    def n(self) -> int:
        """How many answers both judged."""
        return self.both + self.first + self.second + self.neither

    @property
    def percent(self) -> float | None:
        """The share on which they agree, 0 to 1; undefined where both judged nothing."""
        return (self.both + self.neither) / self.n if self.n else None

    @property
    def prevalence(self) -> float | None:
        """The share of yes among both coders' judgements; undefined where there are none."""
        return (2 * self.both + self.first + self.second) / (2 * self.n) if self.n else None

    def __add__(self, other: Table) -> Table:
        """Count the answers of both tables."""
        return Table(
            self.both + other.both,
            self.first + other.first,
            self.second + other.second,
            self.neither + other.neither,
        )


@dataclass(frozen=True)
class Measure:
    """A number with its interval; without one, why (``interval_reason`` for the interval)."""

    value: float | None
    reason: Reason = ""
    low: float | None = None
    high: float | None = None
    interval_reason: Reason = ""


def coders_of(ratings: Iterable[Rating]) -> tuple[str, ...]:
    """Return the coders, by name."""
    return tuple(sorted({rating.coder for rating in ratings}))


def pairs_of(ratings: Iterable[Rating]) -> list[tuple[str, str]]:
    """Return every pair of coders, by name."""
    return list(combinations(coders_of(ratings), 2))


def tables(ratings: Sequence[Rating], thing: str, first: str, second: str) -> dict[str, Table]:
    """Return two coders' 2x2 counts of one question or code, by interview."""
    chosen = {(r.coder, r.answer): thing in r.chosen for r in ratings}
    result: dict[str, Table] = {}
    for interview, answer in sorted({(r.interview, r.answer) for r in ratings}):
        one, other = chosen.get((first, answer)), chosen.get((second, answer))
        if one is None or other is None:
            continue
        cell = Table(one and other, one and not other, other and not one, not (one or other))
        result[interview] = result.get(interview, Table()) + cell
    return result


def kappa(table: Table) -> Measure:
    """Return Cohen's kappa of a 2x2 table; undefined where both coders gave one same answer."""
    from statsmodels.stats.inter_rater import cohens_kappa

    if not table.n:
        return Measure(None, "no-pairs")
    if table.n in (table.both, table.neither):
        return Measure(None, "constant")
    cells = [[table.both, table.first], [table.second, table.neither]]
    return Measure(float(cohens_kappa(cells, return_results=False)))


def kappa_with_interval(by_interview: Mapping[str, Table], *, resamples: int, seed: int) -> Measure:
    """Return Cohen's kappa over all interviews, with its bootstrap interval.

    The number is the library's; a resample's is worked out from the summed counts.

    Args:
        by_interview: as ``tables`` returns them.
        resamples: how often the interviews are drawn anew.
        seed: of the draws.
    """
    cells = np.array([(t.both, t.first, t.second, t.neither) for t in by_interview.values()])

    def of(weights: Floats) -> Floats:
        both, first, second, neither = (weights @ cells).T
        n = both + first + second + neither
        one, other = both + first, both + second
        chance = (one * other + (n - one) * (n - other)) / n**2
        with np.errstate(divide="ignore", invalid="ignore"):
            result = ((both + neither) / n - chance) / (1 - chance)
        return cast(Floats, np.where(np.maximum(both, neither) < n, result, np.nan))

    whole = kappa(sum(by_interview.values(), Table()))
    return with_interval(whole, of, len(cells), resamples=resamples, seed=seed)


def masi(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the distance of two sets by MASI, 0 to 1; two empty sets are the same."""
    from nltk.metrics.distance import masi_distance

    return 0.0 if one == other else float(masi_distance(one, other))


def nominal(one: Hashable, other: Hashable) -> float:
    """Return the distance of two values of a nominal scale."""
    return float(one != other)


Distance = Callable[[frozenset[str], frozenset[str]], float]


def alpha(ratings: Sequence[Rating], distance: Distance = nominal) -> Measure:
    """Return Krippendorff's alpha of what was chosen; answers of a single coder count nothing.

    Args:
        ratings: at most one of each coder for an answer; a missing one is no disagreement.
        distance: of what two coders chose: ``nominal``, or ``masi`` for sets.
    """
    from nltk.metrics.agreement import AnnotationTask

    often: dict[str, int] = {}
    for r in ratings:
        often[r.answer] = often.get(r.answer, 0) + 1
    paired = [r for r in ratings if often[r.answer] > 1]
    if not paired:
        return Measure(None, "no-pairs")
    if len({r.chosen for r in paired}) == 1:
        return Measure(None, "constant")
    triples = [(r.coder, r.answer, r.chosen) for r in paired]
    return Measure(float(AnnotationTask(data=triples, distance=distance).alpha()))


def alpha_with_interval(
    ratings: Sequence[Rating], distance: Distance = nominal, *, resamples: int, seed: int
) -> Measure:
    """Return Krippendorff's alpha with its bootstrap interval over interviews.

    A resample's alpha is worked out from each interview's sums: its observed disagreement and its
    counts of values, which add up (Krippendorff 2019, section 12.3.4).
    """
    observed, counts, apart = _sums(ratings, distance)

    def of(weights: Floats) -> Floats:
        n = weights @ counts
        values = n.sum(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            expected = np.einsum("bi,ij,bj->b", n, apart, n) / (values - 1)
            result = 1 - (weights @ observed) / expected
        return cast(Floats, np.where(expected > 0, result, np.nan))

    whole = alpha(ratings, distance)
    return with_interval(whole, of, len(observed), resamples=resamples, seed=seed)


def _sums(ratings: Sequence[Rating], distance: Distance) -> tuple[Floats, Floats, Floats]:
    """Return per interview the observed disagreement and counts of values, and their distances.

    Shapes (interviews,), (interviews, values), (values, values).
    """
    values = sorted({r.chosen for r in ratings}, key=sorted)
    place = {value: i for i, value in enumerate(values)}
    apart = np.array([[distance(a, b) for b in values] for a in values], dtype=float)
    given: dict[tuple[str, str], Floats] = {}
    for r in ratings:
        row = given.setdefault((r.interview, r.answer), np.zeros(len(values)))
        row[place[r.chosen]] += 1
    paired = {key: row for key, row in given.items() if row.sum() > 1}
    interviews = sorted({interview for interview, _ in paired})
    observed = np.zeros(len(interviews))
    counts = np.zeros((len(interviews), len(values)))
    for (interview, _), row in paired.items():
        at = interviews.index(interview)
        observed[at] += row @ apart @ row / (row.sum() - 1)
        counts[at] += row
    return observed, counts, apart


def only(ratings: Iterable[Rating], thing: str) -> list[Rating]:
    """Return the ratings as yes (the thing alone) or no (nothing) to one question or code."""
    return [Rating(r.coder, r.answer, r.interview, r.site, r.chosen & {thing}) for r in ratings]


def with_interval(
    whole: Measure,
    of: Callable[[Floats], Floats],
    interviews: int,
    *,
    resamples: int,
    seed: int,
) -> Measure:
    """Put the percentile interval of a bootstrap over interviews beside a measure.

    Args:
        whole: the measure over all interviews.
        of: returns the measure (NaN: undefined) for each row of weights, shape (resamples,
            interviews): how often each interview was drawn.
        interviews: how many there are.
        resamples: how many draws.
        seed: of the draws.
    """
    if whole.value is None:
        return whole
    if interviews < LEAST_INTERVIEWS:
        return Measure(whole.value, interval_reason="few-interviews")
    dice = np.random.default_rng(seed)
    share = np.full(interviews, 1 / interviews)
    drawn = of(dice.multinomial(interviews, share, size=resamples).astype(float))
    defined = drawn[~np.isnan(drawn)]
    if len(defined) < LEAST_DEFINED * resamples:
        return Measure(whole.value, interval_reason="often-undefined")
    low, high = np.percentile(defined, LEVEL)
    return Measure(whole.value, low=float(low), high=float(high))
