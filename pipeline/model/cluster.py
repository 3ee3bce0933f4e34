"""Groups that a machine found. A cluster becomes a theme when a person names it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Cluster:
    """Answers that a model put together.

    ``label`` is made of key words; ``members`` and ``quotes`` are answer ids, the
    quotes being the most typical ones, from more than one site where there are.
    """

    id: str
    label: str
    keywords: Mapping[str, tuple[str, ...]]
    members: tuple[str, ...]
    quotes: tuple[str, ...]


@dataclass(frozen=True)
class Clustering:
    """All clusters of one run; ``outliers`` were not forced into any.

    ``reason`` says why there are none, where there are none.
    """

    clusters: tuple[Cluster, ...]
    outliers: tuple[str, ...]
    reason: str = ""
