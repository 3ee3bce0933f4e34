"""Clusters and themes as they stand: what the machine put together, under what people decided.

A cluster that people know keeps its identity by its members. A new grouping is held against the
known ones by Jaccard's likeness, over the answers that were there when the cluster was known, and
each is given at most one by the assignment with the greatest sum (Kuhn 1955, "The Hungarian
method"). Under .5 a cluster is held to have dissolved (Hennig 2007, "Cluster-wise assessment of
cluster stability"); above it no other pairing is possible. Undefined for a cluster of which no
answer is left: it is like nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

import numpy as np

from pipeline.analysis.regrouping import Decision, Held, Known, held, interview_of
from pipeline.model.cluster import Change, Cluster, Clustering, Standing, Standings

Groups = Mapping[str, frozenset[str]]


def identify(known: Mapping[str, Known], groups: Groups, *, same_above: float) -> dict[str, str]:
    """Return which group, by its id of the run, is which known cluster.

    Args:
        known: clusters that people know, by lasting id.
        groups: the machine's, by id.
        same_above: the least Jaccard likeness, 0 to 1, of what is one and the same.
    """
    from scipy.optimize import linear_sum_assignment

    names, runs = sorted(known), sorted(groups)
    if not names or not runs:
        return {}
    alike = np.array([[_likeness(known[name], groups[run]) for run in runs] for name in names])
    alike[alike < same_above] = 0
    rows, columns = linear_sum_assignment(alike, maximize=True)
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    return {runs[c]: names[r] for r, c in pairs if alike[r, c] > 0}


def _likeness(known: Known, group: frozenset[str]) -> float:
    then = {answer for answer in group if interview_of(answer) in known.interviews}
    either = known.members | then
    return len(known.members & then) / len(either) if either else 0.0


def standings(
    clustering: Clustering, decisions: Sequence[Decision], *, same_above: float
) -> Standings:
    """Put what people decided over the machine's groups.

    Whose word tells where an answer belongs: a frozen cluster's or a move's, whichever is later;
    then the machine's, for clusters that people decided on; then, for such of them as the machine
    no longer finds, the members that they had; then the machine's for all the rest.

    Args:
        clustering: the machine's groups.
        decisions: by time, their words found among today's answers.
        same_above: see ``identify``.
    """
    people = held(decisions)
    groups = {cluster.id: frozenset(cluster.members) for cluster in clustering.clusters}
    same = identify(people.known, groups, same_above=same_above)
    sides = _Sides(people, groups, {known: run for run, known in same.items()})
    sides.divide()
    grouped = [answer for cluster in clustering.clusters for answer in cluster.members]
    order = {a: n for n, a in enumerate((*grouped, *clustering.outliers))}
    made = _known_ones(sides, clustering, order) + _new_ones(sides, clustering)
    made.sort(key=lambda s: (not s.name, -len(s.cluster.members), s.cluster.id))
    placed = {a for s in made for a in (*s.cluster.members, *s.offered)}
    return Standings(
        tuple(made),
        tuple(sorted(set(order) - placed, key=order.__getitem__)),
        "" if made else clustering.reason,
        _change(people, made, sorted({interview_of(answer) for answer in order})),
    )


@dataclass
class _Sides:
    """Who holds each answer: the id, lasting or of the run, of a cluster; empty for nobody.

    ``found``: the run's group of each known cluster that the machine finds again.
    """

    people: Held
    groups: Groups
    found: Mapping[str, str]
    holder: dict[str, str] = field(default_factory=dict)
    offered: dict[str, frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.parts = self.people.parts()
        self.frozen = {r for r, mine in self.parts.items() if set(mine) & set(self.people.frozen)}
        self.decided = {r for r, mine in self.parts.items() if set(mine) & self.people.decided}

    def divide(self) -> None:
        """Give each answer to one cluster at most, the strongest word first."""
        for _, answer, cluster in sorted(self._words(), key=lambda w: (-w[0], w[1], w[2])):
            self._take({answer}, cluster)
        open_ones = self._parts_of(self.decided - self.frozen)
        for part in open_ones:
            self._take(self._machines(part), part)
        for part in open_ones:
            if part not in self.found:
                self._take(self.people.known[part].members, part)
        for root in sorted(self.frozen):
            more = {a for part in self.parts[root] for a in self._machines(part)}
            self.offered[root] = frozenset(more - set(self.holder))
        for part in self._parts_of(set(self.parts) - self.decided):
            self._take(self._machines(part), part)
        for run in sorted(set(self.groups) - set(self.found.values())):
            self._take(self.groups[run], run)

    def by_cluster(self) -> dict[str, set[str]]:
        """Return the answers that each cluster holds."""
        held: dict[str, set[str]] = defaultdict(set)
        for answer, cluster in self.holder.items():
            held[cluster].add(answer)
        return held

    def _words(self) -> list[tuple[int, str, str]]:
        """Return what people said of single answers: how late, the answer, its cluster."""
        words = [(number, a, cluster) for a, (number, cluster) in self.people.moved.items()]
        for part in self._parts_of(
            self.frozen
        ):  # one that was merged in later has no word of its own
            number, kept = self.people.frozen.get(part, (-1, self.people.known[part].members))
            words += [(number, answer, part) for answer in kept]
        return words

    def _parts_of(self, roots: Iterable[str]) -> list[str]:
        return [part for root in sorted(roots) for part in self.parts[root]]

    def _machines(self, part: str) -> frozenset[str]:
        return self.groups[self.found[part]] if part in self.found else frozenset()

    def _take(self, answers: Iterable[str], cluster: str) -> None:
        for answer in answers:
            self.holder.setdefault(answer, cluster)


def _known_ones(sides: _Sides, clustering: Clustering, order: Mapping[str, int]) -> list[Standing]:
    """Return the clusters that people know, as far as anything is left of them."""
    runs = {cluster.id: cluster for cluster in clustering.clusters}
    made, held = [], sides.by_cluster()

    def ordered(answers: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(answers, key=lambda a: (order.get(a, len(order)), a)))

    for root, parts in sorted(sides.parts.items()):
        brought = {part: ordered(held[part]) for part in parts}
        members = ordered(a for mine in brought.values() for a in mine)
        name, description = sides.people.name_of(parts)
        if not members and not name:
            continue
        again = [runs[sides.found[part]] for part in parts if part in sides.found]
        made.append(
            Standing(
                _joined(root, members, again), name, description, root in sides.frozen,
                ordered(sides.offered.get(root, ())), brought, bool(again),
            )
        )  # fmt: skip
    return made


def _joined(root: str, members: tuple[str, ...], runs: Sequence[Cluster]) -> Cluster:
    """Return one cluster with the key words and typical answers of the machine's that it holds."""
    languages = dict.fromkeys(language for run in runs for language in run.keywords)
    words = {
        language: tuple(dict.fromkeys(_in_turn([run.keywords.get(language, ()) for run in runs])))
        for language in languages
    }
    typical = (answer for answer in _in_turn([run.quotes for run in runs]) if answer in members)
    return Cluster(root, runs[0].label if runs else "", words, members, tuple(typical))


def _in_turn(lists: Sequence[Sequence[str]]) -> list[str]:
    """Return the first of each list, then the second of each, and so on."""
    return [each for row in zip_longest(*lists) for each in row if each is not None]


def _new_ones(sides: _Sides, clustering: Clustering) -> list[Standing]:
    """Return the machine's clusters that nobody knows yet, less what belongs elsewhere."""
    made, held = [], sides.by_cluster()
    for cluster in clustering.clusters:
        if cluster.id in sides.found.values():
            continue
        mine = held[cluster.id]
        members = tuple(answer for answer in cluster.members if answer in mine)
        quotes = tuple(answer for answer in cluster.quotes if answer in mine)
        if members:
            made.append(Standing(replace(cluster, members=members, quotes=quotes)))
    return made


def _change(people: Held, now: Sequence[Standing], interviews: Sequence[str]) -> Change | None:
    """Tell what is other than in the state that was accepted last; merges since are no change."""
    if people.accepted is None:
        return None
    event, then = people.accepted.event, dict[str, set[str]]()
    for cluster, known in people.accepted.clusters.items():
        then.setdefault(people.root_of(cluster), set()).update(known.members)
    there = set(map(str, event.value.get("interviews", ())))
    here = {s.cluster.id: set(s.cluster.members) for s in now if s.cluster.members}
    both = [cluster for cluster in here if cluster in then]
    grew = {c: len(here[c] - then[c]) for c in both if here[c] - then[c]}
    shrank = {c: len(then[c] - here[c]) for c in both if then[c] - here[c]}
    return Change(
        coder=event.coder,
        at=event.at,
        interviews=tuple(i for i in interviews if i not in there),
        new=tuple(c for c in here if c not in then),
        grew=grew,
        shrank=shrank,
        gone=sum(1 for c, members in then.items() if members and c not in here),
        same=sum(1 for c in both if c not in grew and c not in shrank),
    )
