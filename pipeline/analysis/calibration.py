"""From scores to probabilities: only where enough people judged blind.

A score is called a probability from ``LEAST_JUDGED`` blind judgements in ``LEAST_INTERVIEWS``
interviews on. The curve is Platt's (1999), a logistic function of the score's logit; its quality
is Brier's score (1950): the mean squared distance of a probability from what is so, 0 at best.
Each probability that is scored comes from a curve that never saw its interview; the interval
draws interviews anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

LEAST_JUDGED, LEAST_INTERVIEWS = 200, 10
_FOLDS = 10
_DRAWS = 2_000
_EDGE = 1e-3  # scores are kept this far from 0 and 1, where the logit has no value


@dataclass(frozen=True)
class Judged:
    """The machine's score for its best question, and whether blind judges chose it."""

    interview: str
    score: float
    right: bool


@dataclass(frozen=True)
class Calibration:
    """A curve from score to probability, and how good it is on interviews it has not seen.

    ``brier`` with ``low`` and ``high``, the middle 95 in 100; ``reference`` is Brier's score of
    giving every answer the same probability, the share that is right.
    """

    slope: float
    offset: float
    judged: int
    interviews: int
    brier: float
    low: float
    high: float
    reference: float

    def probability(self, score: float) -> float:
        """Return the probability that a suggestion of this score is right."""
        return float(1 / (1 + np.exp(-(self.slope * _logit([score])[0] + self.offset))))


def why_not(judged: Sequence[Judged]) -> str:
    """Say why scores cannot be called probabilities yet; nothing if they can."""
    interviews = len({row.interview for row in judged})
    if len(judged) < LEAST_JUDGED or interviews < LEAST_INTERVIEWS:
        return (
            f"{len(judged)} of {LEAST_JUDGED} blind judgements, "
            f"{interviews} of {LEAST_INTERVIEWS} interviews"
        )
    if len({row.right for row in judged}) < 2:
        return "all blind judgements say the same"
    return ""


def calibrate(judged: Sequence[Judged], *, seed: int) -> Calibration | None:
    """Fit the curve and measure it, cross-fitted by interview; None where ``why_not`` says why."""
    if why_not(judged):
        return None
    x = _logit([row.score for row in judged])
    right = np.array([row.right for row in judged], dtype=float)
    names, owner = np.unique([row.interview for row in judged], return_inverse=True)
    fold = np.random.default_rng(seed).permutation(len(names))[owner] % min(_FOLDS, len(names))
    fitted = np.empty(len(right))
    for held in np.unique(fold):
        slope, offset = _curve(x[fold != held], right[fold != held])
        fitted[fold == held] = 1 / (1 + np.exp(-(slope * x[fold == held] + offset)))
    errors = (fitted - right) ** 2
    sums, counts = np.bincount(owner, weights=errors), np.bincount(owner)
    drawn = np.random.default_rng(seed).integers(0, len(names), (_DRAWS, len(names)))
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    low, high = np.quantile(means, (0.025, 0.975))
    slope, offset = _curve(x, right)
    share = float(right.mean())
    return Calibration(
        slope, offset, len(right), len(names), float(errors.mean()), float(low), float(high),
        share * (1 - share),
    )  # fmt: skip


def _logit(scores: Sequence[float]) -> Any:
    inside = np.clip(np.asarray(scores, dtype=float), _EDGE, 1 - _EDGE)
    return np.log(inside / (1 - inside))


def _curve(x: Any, right: Any) -> tuple[float, float]:
    from sklearn.linear_model import LogisticRegression

    if len(set(right)) < 2:  # one fold may hold nothing but right ones
        share = (right.sum() + 1) / (len(right) + 2)
        return 0.0, float(np.log(share / (1 - share)))
    fitted = LogisticRegression(C=1.0, max_iter=200).fit(x[:, None], right)
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])
