"""From scores to probabilities: only where enough people judged blind.

The curve is Platt's (1999), a logistic function of the score's logit; its quality is Brier's
score (1950): the mean squared distance of a probability from what is so, 0 at best. Each
probability that is scored comes from a curve that never saw its interview; the interval draws
interviews anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from pipeline.analysis.blind import BLIND, is_blind
from pipeline.model.judgement import Event

WhyNot = Literal["", "few", "same"]

_FOLDS = 10
_DRAWS = 2_000
_EDGE = 1e-3  # scores are kept this far from 0 and 1, where the logit has no value
_A_BIN, _BINS = 25, 8  # at least so many answers a bin, at most so many bins
_DIGITS = 6  # of what is kept: the last ones differ between machines


@dataclass(frozen=True)
class Judged:
    """The machine's score for its best question, and whether blind judges chose it."""

    interview: str
    score: float
    right: bool


@dataclass(frozen=True)
class Bin:
    """Answers of like probability: how many, their mean probability, how many were right."""

    n: int
    probability: float
    right: int


@dataclass(frozen=True)
class Reliability:
    """How good probabilities are.

    ``brier`` with ``low`` and ``high``, the middle 95 in 100; ``reference`` is Brier's score of
    giving every answer the same probability, the share that is right. ``bins``: the answers by
    their probability, the lowest first.
    """

    brier: float
    low: float
    high: float
    reference: float
    bins: tuple[Bin, ...]

    @property
    def n(self) -> int:
        """How many answers it rests on."""
        return sum(part.n for part in self.bins)


@dataclass(frozen=True)
class Curve(Reliability):
    """From score to probability, and how good that is on interviews it has not seen."""

    slope: float
    offset: float

    def probability(self, score: float) -> float:
        """Return the probability that a best question of this score is right."""
        return float(1 / (1 + np.exp(-(self.slope * _logit([score])[0] + self.offset))))


@dataclass(frozen=True)
class Calibration:
    """What is known of the scores: the curve, or why there is none.

    ``judged`` answers count, in ``interviews``, of the ``least_judged`` and ``least_interviews``
    that it takes; ``reason``: too few, or all of them say the same.
    """

    judged: int
    interviews: int
    least_judged: int
    least_interviews: int
    reason: WhyNot
    curve: Curve | None = None


def judged(
    interview: str,
    placed: Mapping[str, Sequence[Event]],
    best: Mapping[str, tuple[str, float]],
    now: Callable[[str], str],
) -> list[Judged]:
    """Hold the machine's best question of each answer against those who judged it blind.

    An answer counts once. It does not where the question could not be chosen, where blind judges
    differ on it, or where anybody decided with open eyes: there the machine has been told.

    Args:
        interview: whose answers.
        placed: the live events at each answer.
        best: each answer's best question with its score.
        now: returns the question under which a judged one counts today.
    """
    rows = []
    for answer, (question, score) in sorted(best.items()):
        events = [e for e in placed.get(answer, ()) if "question" in e.value]
        if any(e.seen.get("mode") != BLIND for e in events):
            continue
        last = {
            e.coder: e.seen
            for e in sorted(events, key=lambda e: (e.at, e.id))
            if is_blind(e, of="question")
        }
        votes = {
            question in map(now, map(str, seen["chosen"]))
            for seen in last.values()
            if question in map(now, map(str, seen.get("among") or ()))
        }
        if len(votes) == 1:
            rows.append(Judged(interview, score, votes.pop()))
    return rows


def calibrate(
    rows: Sequence[Judged], *, least_judged: int, least_interviews: int, seed: int
) -> Calibration:
    """Fit the curve and measure it, cross-fitted by interview; without one where that is due."""
    interviews = len({row.interview for row in rows})
    reason: WhyNot = ""
    if len(rows) < least_judged or interviews < least_interviews:
        reason = "few"
    elif len({row.right for row in rows}) < 2:
        reason = "same"
    curve = None if reason else fitted_curve(rows, seed=seed)
    return Calibration(len(rows), interviews, least_judged, least_interviews, reason, curve)


def fitted_curve(rows: Sequence[Judged], *, seed: int) -> Curve:
    """Fit the curve to all rows, and measure it on interviews that it has not seen.

    Args:
        rows: at least one, of at least two interviews.
        seed: of the parting into folds and of the interval.
    """
    x = _logit([row.score for row in rows])
    right = np.array([row.right for row in rows], dtype=float)
    fold = folds([row.interview for row in rows], n=_FOLDS, seed=seed)
    fitted = np.empty(len(right))
    for held in np.unique(fold):
        slope, offset = _fitted(x[fold != held], right[fold != held])
        fitted[fold == held] = 1 / (1 + np.exp(-(slope * x[fold == held] + offset)))
    found = reliability(fitted, right, [row.interview for row in rows], seed=seed)
    slope, offset = (round(value, _DIGITS) for value in _fitted(x, right))
    return Curve(
        found.brier, found.low, found.high, found.reference, found.bins, slope=slope, offset=offset
    )


def folds(interviews: Sequence[str], *, n: int, seed: int) -> Any:
    """Part rows into at most ``n`` folds, no interview in two; return each row's fold."""
    names, owner = np.unique(interviews, return_inverse=True)
    return np.random.default_rng(seed).permutation(len(names))[owner] % min(n, len(names))


def reliability(
    probabilities: Any, right: Any, interviews: Sequence[str], *, seed: int
) -> Reliability:
    """Hold probabilities against what is so; the interval draws interviews anew.

    Args:
        probabilities: shape (answers,), at least one.
        right: 1 where it is so, else 0, shape (answers,).
        interviews: whose each answer is.
        seed: of the interval.
    """
    names, owner = np.unique(interviews, return_inverse=True)
    errors = (probabilities - right) ** 2
    sums, counts = np.bincount(owner, weights=errors), np.bincount(owner)
    drawn = np.random.default_rng(seed).integers(0, len(names), (_DRAWS, len(names)))
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    low, high = np.quantile(means, (0.025, 0.975))
    share = float(right.mean())
    brier, low, high, reference = (
        round(float(value), _DIGITS) for value in (errors.mean(), low, high, share * (1 - share))
    )
    return Reliability(brier, low, high, reference, _bins(probabilities, right))


def _bins(fitted: Any, right: Any) -> tuple[Bin, ...]:
    """Part answers by their probability into bins of about as many each."""
    ordered = np.argsort(fitted, kind="stable")
    parts = np.array_split(ordered, min(_BINS, max(1, len(fitted) // _A_BIN)))
    return tuple(
        Bin(len(part), round(float(fitted[part].mean()), _DIGITS), int(right[part].sum()))
        for part in parts
    )


def _logit(scores: Sequence[float]) -> Any:
    inside = np.clip(np.asarray(scores, dtype=float), _EDGE, 1 - _EDGE)
    return np.log(inside / (1 - inside))


def _fitted(x: Any, right: Any) -> tuple[float, float]:
    from sklearn.linear_model import LogisticRegression

    if len(set(right)) < 2:  # one fold may hold nothing but right ones
        share = (right.sum() + 1) / (len(right) + 2)
        return 0.0, float(np.log(share / (1 - share)))
    fitted = LogisticRegression(C=1.0, max_iter=200).fit(x[:, None], right)
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])
