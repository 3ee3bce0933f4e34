"""What people decided on clusters, folded: which ones they know, and what they hold of each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.model.anchor import Anchor
from pipeline.model.judgement import Event

Find = Callable[[Anchor], str | None]
"""Returns the answer of today that an anchor points at, None if there is none."""


@dataclass(frozen=True)
class Known:
    """A cluster as a person had it before them.

    ``members`` are answers of today; ``interviews`` are those that had been grouped then: of what
    came later nobody can tell from this whether it belongs.
    """

    members: frozenset[str]
    interviews: frozenset[str]


@dataclass(frozen=True)
class Decision:
    """One event on clusters, its words found among today's answers."""

    event: Event
    clusters: Mapping[str, Known]
    answers: frozenset[str]

    @property
    def first(self) -> str:
        """The cluster that it is about, or into which the others or the answers go."""
        return next(iter(self.clusters), "")


@dataclass
class Held:
    """What people hold of clusters by lasting id, every time the last word.

    ``root``: into which one each was merged; ``moved``: each answer's cluster, empty for none;
    ``frozen``: the members that a cluster is to keep. The numbers tell which word was later.
    """

    known: dict[str, Known] = field(default_factory=dict)
    root: dict[str, str] = field(default_factory=dict)
    names: dict[str, tuple[int, str, str]] = field(default_factory=dict)
    moved: dict[str, tuple[int, str]] = field(default_factory=dict)
    frozen: dict[str, tuple[int, frozenset[str]]] = field(default_factory=dict)
    decided: set[str] = field(default_factory=set)
    accepted: Decision | None = None

    def root_of(self, cluster: str) -> str:
        """Return the cluster into which a cluster was merged in the end, or itself."""
        while cluster in self.root:
            cluster = self.root[cluster]
        return cluster

    def parts(self) -> dict[str, list[str]]:
        """Return the clusters that make up each one, itself first."""
        found: dict[str, list[str]] = {}
        for cluster in sorted(self.known, key=lambda c: (self.root_of(c) != c, c)):
            found.setdefault(self.root_of(cluster), []).append(cluster)
        return found

    def name_of(self, parts: Sequence[str]) -> tuple[str, str]:
        """Return the name and description of a cluster: the first part's, else the last given."""
        given = self.names.get(parts[0]) or max(
            (self.names[part] for part in parts if part in self.names), default=(0, "", "")
        )
        return given[1], given[2]


def found_again(events: Iterable[Event], find: Find) -> list[Decision]:
    """Put the live events of the group ``clusters`` to today's answers, by (time, id)."""
    return [_decision(e, find) for e in sorted(events, key=lambda e: (e.at, e.id))]


def interview_of(answer: str) -> str:
    """Return the interview that an answer's id names."""
    return re.split("[@#]", answer, maxsplit=1)[0]


def _decision(event: Event, find: Find) -> Decision:
    there = frozenset(map(str, event.value.get("interviews", ())))
    clusters: dict[str, Known] = {}
    for told in event.value.get("clusters", ()):
        members = _found(told["members"], find)
        clusters[str(told["cluster"])] = Known(
            members, there or frozenset(map(interview_of, members))
        )
    return Decision(event, clusters, _found(event.value.get("answers", ()), find))


def _found(anchors: Iterable[Mapping[str, Any]], find: Find) -> frozenset[str]:
    found = (find(Anchor.told(anchor)) for anchor in anchors)
    return frozenset(answer for answer in found if answer is not None)


def held(decisions: Iterable[Decision]) -> Held:
    """Fold decisions in the order of time.

    Of the clusters that are only known from a state that somebody accepted, those of the last
    such state remain.
    """
    people = Held()
    for number, decision in enumerate(decisions):
        kind = decision.event.kind
        people.known.update(decision.clusters)
        if kind == "accept-clusters":
            people.accepted = decision
            continue
        people.decided.update(decision.clusters)
        _apply(people, decision, number)
    last = people.accepted.clusters if people.accepted else ()
    stay = people.decided | set(last)
    people.known = {cluster: known for cluster, known in people.known.items() if cluster in stay}
    return people


def _apply(people: Held, decision: Decision, number: int) -> None:
    kind, value, first = decision.event.kind, decision.event.value, decision.first
    if kind == "name-cluster":
        people.names[first] = (number, str(value["name"]), str(value.get("description", "")))
    elif kind == "merge-clusters":
        for other in decision.clusters:
            into, merged = people.root_of(first), people.root_of(other)
            if into != merged:
                people.root[merged] = into
    elif kind == "move-answers":
        people.moved.update(dict.fromkeys(decision.answers, (number, first)))
    elif kind == "freeze-cluster":
        for cluster, known in decision.clusters.items():
            people.frozen[cluster] = (number, known.members)
    elif kind == "unfreeze-cluster":
        for cluster in decision.clusters:
            people.frozen.pop(cluster, None)
