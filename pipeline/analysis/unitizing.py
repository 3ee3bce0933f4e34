"""How far coders agree on where something begins and ends: alpha for unitizing.

Krippendorff 2004, *Content Analysis* (2nd ed.), section 11.6: of what each coder marked on a
continuum, the observed disagreement is the squared mismatch of boundaries; the expected one is
what the same units would give, put anywhere. Undefined where nobody marked anything, or where
what was marked could not lie otherwise. No library computes it under a licence that fits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.analysis.agreement import Floats, Measure, with_interval
from pipeline.model.span import Span


@dataclass(frozen=True)
class Continuum:
    """An interview's judged words in a row, and what each coder marked: category -> stretches.

    Stretches of one coder and category do not overlap, and lie in ``[0, length)``. Lengths are
    counted in words, so that recordings and texts can be taken together.
    """

    interview: str
    length: int
    marked: Mapping[str, Mapping[str, Sequence[Span]]]


@dataclass(frozen=True)
class _Sums:
    """What adds up over interviews; ``pairs`` (interviews, interviews): units lying in gaps."""

    lengths: Floats
    units: Floats
    observed: Floats
    cubes: Floats
    squares: Floats
    pairs: Floats

    def disagreement(self, weights: Floats, coders: int) -> tuple[Floats, Floats]:
        """Return observed and expected disagreement for each row of weights of interviews."""
        length, units = weights @ self.lengths, weights @ self.units
        observed = weights @ self.observed / (coders * (coders - 1) * length**2)
        inside = np.einsum("bi,ij,bj->b", weights, self.pairs, weights)
        numerator = (units - 1) / 3 * (weights @ self.cubes) + inside
        whole = coders * length
        with np.errstate(divide="ignore", invalid="ignore"):
            expected = 2 / length * numerator / (whole * (whole - 1) - weights @ self.squares)
        return observed, np.where(units > 0, expected, 0.0)


def unitizing_alpha(
    continua: Sequence[Continuum],
    coders: Sequence[str],
    categories: Iterable[str],
    *,
    resamples: int = 0,
    seed: int = 0,
) -> Measure:
    """Return alpha for unitizing over some categories, with its bootstrap interval.

    Several interviews are one continuum in which nothing crosses from one into the next.

    Args:
        continua: the interviews, each of which all ``coders`` went through.
        coders: two or more.
        categories: the questions or codes.
        resamples: how often the interviews are drawn anew.
        seed: of the draws.
    """
    if not continua or len(coders) < 2:
        return Measure(None, "no-pairs")
    sums = [_sums_of(continua, coders, category) for category in categories]

    def of(weights: Floats) -> Floats:
        found = [s.disagreement(weights, len(coders)) for s in sums]
        observed = np.sum([o for o, _ in found], axis=0)
        expected = np.sum([e for _, e in found], axis=0)
        with np.errstate(divide="ignore", invalid="ignore"):
            result: Floats = np.where(expected > 0, 1 - observed / expected, np.nan)
        return result

    value = float(of(np.ones((1, len(continua))))[0]) if sums else float("nan")
    if np.isnan(value):
        return Measure(None, "constant")
    whole = Measure(value)
    return with_interval(whole, of, len(continua), resamples=resamples, seed=seed)


def disagreements(
    continua: Sequence[Continuum], coders: Sequence[str], category: str
) -> tuple[float, float]:
    """Return the observed and the expected disagreement on one category."""
    sums = _sums_of(continua, coders, category)
    observed, expected = sums.disagreement(np.ones((1, len(continua))), len(coders))
    return float(observed[0]), float(expected[0])


def _sums_of(continua: Sequence[Continuum], coders: Sequence[str], category: str) -> _Sums:
    units = [
        [sorted(c.marked.get(coder, {}).get(category, ()), key=lambda s: s.start)
         for coder in coders]
        for c in continua
    ]  # fmt: skip
    gaps = [
        [_gaps(mine, c.length) for mine in here] for c, here in zip(continua, units, strict=True)
    ]
    marked = [_lengths(here) for here in units]
    free = [_lengths(here) for here in gaps]
    return _Sums(
        lengths=np.array([c.length for c in continua], dtype=float),
        units=np.array([len(m) for m in marked], dtype=float),
        observed=np.array([_observed(u, g) for u, g in zip(units, gaps, strict=True)]),
        cubes=np.array([(2 * m**3 - 3 * m**2 + m).sum() for m in marked]),
        squares=np.array([(m * (m - 1)).sum() for m in marked]),
        pairs=np.array([[_inside(m, f) for f in free] for m in marked]),
    )


def _lengths(by_coder: Sequence[Sequence[Span]]) -> Floats:
    return np.array([span.length for mine in by_coder for span in mine], dtype=float)


def _inside(marked: Floats, free: Floats) -> float:
    """Return how often units could lie in gaps, by the square of their lengths."""
    room = free[None, :] - marked[:, None] + 1
    return float((marked[:, None] ** 2 * room * (room >= 1)).sum())


def _gaps(units: Sequence[Span], length: int) -> list[Span]:
    edges = [0, *(edge for span in units for edge in (span.start, span.end)), length]
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return [Span(start, end) for start, end in pairs if end > start]


def _observed(units: Sequence[Sequence[Span]], gaps: Sequence[Sequence[Span]]) -> float:
    """Return the squared mismatches of every coder with every other, each pair twice."""
    total = 0
    for i, mine in enumerate(units):
        for j, theirs in enumerate(units):
            if i == j:
                continue
            total += sum(
                (a.start - b.start) ** 2 + (a.end - b.end) ** 2
                for a in mine
                for b in theirs
                if a & b
            )
            alone = [a for a in mine if any(a in gap for gap in gaps[j])]
            total += 2 * sum(a.length**2 for a in alone)
    return float(total)
