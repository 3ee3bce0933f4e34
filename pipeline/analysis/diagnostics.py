"""Whether groups of texts are more than an accident of the draw, a language or a place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

OUTLIER = -1
Reason = Literal["", "one-group", "one-value"]


@dataclass(frozen=True)
class Likeness:
    """How far two divisions of the same texts go together, 0 to 1, and how far by chance alone.

    ``chance`` and ``most`` are the mean and the 95th percentile over shuffled labels; ``reason``
    says why there is no number.
    """

    value: float | None
    chance: float | None = None
    most: float | None = None
    reason: Reason = ""


def mixing(
    labels: Sequence[int], others: Sequence[str], *, shuffles: int = 199, seed: int = 20131
) -> Likeness:
    """Tell whether groups are only a language or only a place: normalised mutual information.

    (Vinh, Epps and Bailey 2010 on why chance has to be told beside it.) Outliers, and texts of
    which the other division is not known, are left out.

    Args:
        labels: the group of each text, -1 for outliers.
        others: the language, or place, of each text; empty where unknown.
        shuffles: how often the labels are shuffled for what chance gives.
        seed: of the shuffling.
    """
    from sklearn.metrics import normalized_mutual_info_score as nmi

    pairs = [(a, b) for a, b in zip(labels, others, strict=True) if a != OUTLIER and b]
    left, right = [a for a, _ in pairs], [b for _, b in pairs]
    if len(set(left)) < 2:
        return Likeness(None, reason="one-group")
    if len(set(right)) < 2:
        return Likeness(None, reason="one-value")
    draw = np.random.default_rng(seed)
    by_chance = [nmi(draw.permutation(left), right) for _ in range(shuffles)]
    return Likeness(
        float(nmi(left, right)), float(np.mean(by_chance)), float(np.percentile(by_chance, 95))
    )


def stability(
    labels: Sequence[int], resampled: Sequence[tuple[Sequence[int], Sequence[int]]]
) -> dict[int, float]:
    """Return for each group how well it is found again when part of the texts is left out.

    The mean, over resamples, of the largest Jaccard likeness of the group's texts that were drawn
    with any group found there (Hennig 2007, "Cluster-wise assessment of cluster stability"): below
    .5 it dissolves, from .75 on it is held to be stable. Groups of which nothing was drawn do not
    count in that resample.

    Args:
        labels: the group of each text, -1 for outliers.
        resampled: for each resample the positions that were drawn and their groups there.
    """
    whole = np.asarray(labels)
    result: dict[int, float] = {}
    for group in sorted({int(label) for label in whole if label != OUTLIER}):
        found = []
        for positions, again in resampled:
            mine = whole[np.asarray(positions, dtype=int)] == group
            if not mine.any():
                continue
            there = np.asarray(again)
            likest = 0.0
            for other in set(there[mine].tolist()) - {OUTLIER}:
                same = there == other
                likest = max(likest, float((mine & same).sum() / (mine | same).sum()))
            found.append(likest)
        if found:
            result[group] = float(np.mean(found))
    return result


def resamples(n: int, *, share: float = 0.8, times: int = 5, seed: int = 20131) -> list[list[int]]:
    """Draw a share of ``n`` texts without replacement several times; positions in order."""
    draw = np.random.default_rng(seed)
    size = max(1, round(share * n)) if n else 0
    return [sorted(draw.choice(n, size, replace=False).tolist()) for _ in range(times)]
