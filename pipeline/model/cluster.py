"""Groups that a machine found. A cluster becomes a theme when a person names it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


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


@dataclass(frozen=True)
class Standing:
    """A cluster as it stands after what people decided: with a ``name`` it is a theme.

    ``cluster`` has today's members; its id lasts from run to run once anybody has decided
    something on it, or has accepted the whole. ``parts``: the lasting ids that make it up (several
    after a merge), each with the members that it brings; empty where no id lasts yet.
    ``offered``: what the machine would add to a frozen one. ``found``: whether the machine still
    finds it as a group.
    """

    cluster: Cluster
    name: str = ""
    description: str = ""
    frozen: bool = False
    offered: tuple[str, ...] = ()
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    found: bool = True

    @property
    def subject(self) -> Literal["cluster", "theme"]:
        """Whether a person has named it."""
        return "theme" if self.name else "cluster"

    @property
    def called(self) -> str:
        """What it is called: its name, else its key words, else its id."""
        return self.name or self.cluster.label or self.cluster.id


@dataclass(frozen=True)
class Change:
    """What is other than in the state that somebody accepted last.

    ``new`` are ids; ``grew`` and ``shrank`` tell by id how many answers came and went; ``gone``
    how many groups are no more; ``same`` how many are as they were. ``interviews`` were not there
    then.
    """

    coder: str
    at: str
    interviews: tuple[str, ...]
    new: tuple[str, ...]
    grew: Mapping[str, int]
    shrank: Mapping[str, int]
    gone: int
    same: int


@dataclass(frozen=True)
class Standings:
    """All clusters and themes as they stand, themes first; ``outliers`` are in none.

    ``reason`` says why there are none; ``change`` is None until somebody has accepted a state.
    """

    standings: tuple[Standing, ...]
    outliers: tuple[str, ...]
    reason: str = ""
    change: Change | None = None
