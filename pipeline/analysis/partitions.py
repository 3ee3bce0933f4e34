"""A division of texts into groups held against a reference: how far the two go together.

Adjusted Rand index (Hubert and Arabie 1985): pairs of texts that both divisions treat alike, less
what chance gives; 1 is the same division, 0 is chance. Homogeneity (a group has one label only),
completeness (a label is in one group only) and V, their harmonic mean (Rosenberg and Hirschberg
2007); NMI, mutual information over the arithmetic mean of the entropies, is the same number as V
and stands beside it because both names are in use. Purity: the share of texts that have the
commonest label of their group. NMI, V, homogeneity and purity grow with the number of groups and
are not corrected for chance. scikit-learn does the formulas.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Labels = npt.NDArray[np.int64]
Interval = tuple[float, float]

MEASURES = (
    "adjusted_rand", "nmi", "homogeneity", "completeness", "v_measure", "purity",
)  # fmt: skip


@dataclass(frozen=True)
class PartitionScores:
    """Of some texts in groups and with labels: each measure, and its interval.

    ``values`` has every name of ``MEASURES``, or none where there are fewer than two texts;
    ``intervals`` is empty there too.
    """

    texts: int
    groups: int
    labels: int
    values: Mapping[str, float] = field(default_factory=dict)
    intervals: Mapping[str, Interval] = field(default_factory=dict)


def partition_scores(
    groups: Sequence[str], labels: Sequence[str], *, resamples: int = 500, seed: int = 20131
) -> PartitionScores:
    """Hold groups against labels, with 95 % percentile intervals over texts drawn anew.

    A text that is drawn twice agrees with itself, which lifts the drawn values of small
    collections a little; an interval tells how much hangs on which texts there are, no more.

    Args:
        groups: the group of each text.
        labels: its label in the reference.
        resamples: how often the texts are drawn anew, with replacement.
        seed: of the drawing.
    """
    mine, theirs = _numbered(groups), _numbered(labels)
    sizes = (len(mine), len(set(groups)), len(set(labels)))
    if len(mine) < 2:
        return PartitionScores(*sizes)
    values = measures(mine, theirs)
    draw = np.random.default_rng(seed)
    drawn = [draw.integers(0, len(mine), len(mine)) for _ in range(resamples)]
    again = [measures(mine[at], theirs[at]) for at in drawn]
    intervals = {name: _interval([found[name] for found in again]) for name in MEASURES}
    return PartitionScores(*sizes, values, intervals)


def measures(groups: Labels, labels: Labels) -> dict[str, float]:
    """Return each of ``MEASURES`` for texts with numbered groups and labels, at least one text."""
    from sklearn.metrics import adjusted_rand_score, homogeneity_completeness_v_measure
    from sklearn.metrics.cluster import contingency_matrix

    homogeneity, completeness, v = homogeneity_completeness_v_measure(labels, groups)
    table = contingency_matrix(labels, groups, sparse=True)
    found = (
        adjusted_rand_score(labels, groups), v, homogeneity, completeness, v,
        table.max(axis=0).sum() / table.sum(),
    )  # fmt: skip
    return {name: float(value) for name, value in zip(MEASURES, found, strict=True)}


def _numbered(names: Sequence[str]) -> Labels:
    at = {name: i for i, name in enumerate(dict.fromkeys(names))}
    return np.array([at[name] for name in names], dtype=np.int64)


def _interval(values: Sequence[float]) -> Interval:
    low, high = np.percentile(values, (2.5, 97.5))
    return float(low), float(high)
