"""Groups of answers made readable: key words by language, typical quotations, names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from pipeline.analysis.meaning import Positions, Vectors
from pipeline.model.cluster import Cluster, Clustering
from pipeline.model.engines import Grouping

_KEYWORDS = 8


def describe(
    answers: pd.DataFrame,
    terms: Sequence[Sequence[str]],
    vectors: Vectors,
    grouping: Grouping,
    *,
    quotes: int,
) -> Clustering:
    """Turn a grouping into clusters, the largest first.

    Args:
        answers: rows ``answer``, ``language``, ``site``.
        terms: each answer's lemmas.
        vectors: each answer's centred vector, shape (n, dims).
        grouping: a label an answer, -1 for outliers.
        quotes: how many typical quotations a cluster shows.
    """
    labels = np.asarray(grouping.labels, dtype=int)
    sizes = Counter(label for label in labels.tolist() if label >= 0)
    names = answers["answer"].tolist()
    ordered = sorted(
        sizes, key=lambda label: (-sizes[label], int(np.flatnonzero(labels == label)[0]))
    )
    clusters = []
    for number, label in enumerate(ordered, start=1):
        members = np.flatnonzero(labels == label)
        words = grouping.keywords.get(label, ())
        clusters.append(
            Cluster(
                id=f"c{number:02d}",
                label=", ".join(words[:4]),
                keywords=keywords(terms, labels, label, answers["language"].tolist()),
                members=tuple(names[i] for i in members),
                quotes=tuple(
                    names[i] for i in typical(vectors, members, answers["site"].tolist(), quotes)
                ),
            )
        )
    outliers = tuple(names[i] for i in np.flatnonzero(labels < 0))
    reason = "" if clusters else f"{len(names)} answers are too few, or too unlike, to group"
    return Clustering(tuple(clusters), outliers, reason)


def keywords(
    terms: Sequence[Sequence[str]], labels: Positions, label: int, languages: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    """Return a cluster's telling words in each language that occurs in it.

    Class-based TF-IDF (Grootendorst 2022), within one language: term frequency in the
    cluster times log(1 + average words a cluster / frequency overall).
    """
    result: dict[str, tuple[str, ...]] = {}
    for language in sorted({languages[i] for i in np.flatnonzero(labels == label).tolist()}):
        rows = [i for i, lang in enumerate(languages) if lang == language]
        overall = Counter(t for i in rows for t in terms[i])
        mine = Counter(t for i in rows if labels[i] == label for t in terms[i])
        groups = len({int(labels[i]) for i in rows})
        average = sum(overall.values()) / max(1, groups)
        weight = {t: n * np.log1p(average / overall[t]) for t, n in mine.items()}
        result[language] = tuple(sorted(weight, key=lambda t: (-weight[t], t))[:_KEYWORDS])
    return result


def typical(vectors: Vectors, members: Positions, sites: Sequence[str], count: int) -> list[int]:
    """Return the members nearest to the middle, each new place before a place again."""
    middle = vectors[members].mean(axis=0)
    nearness = vectors[members] @ middle
    ranked = [int(members[i]) for i in np.argsort(-nearness, kind="stable")]
    chosen: list[int] = []
    while ranked and len(chosen) < count:
        fresh = [i for i in ranked if sites[i] not in {sites[c] for c in chosen}]
        chosen.append((fresh or ranked)[0])
        ranked.remove(chosen[-1])
    return chosen


def members_frame(clusters: Iterable[Cluster]) -> Mapping[str, list[str]]:
    """Return the columns of ``MEMBERS``."""
    pairs = [(member, c.id) for c in clusters for member in c.members]
    return {"answer": [a for a, _ in pairs], "cluster": [c for _, c in pairs]}
