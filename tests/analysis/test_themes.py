"""Clusters keep what people decided on them, whatever the machine puts together next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pipeline.analysis.judgements import live
from pipeline.analysis.regrouping import Known, found_again
from pipeline.analysis.themes import identify, standings
from pipeline.model.anchor import Anchor
from pipeline.model.cluster import Cluster, Clustering, Standing, Standings
from pipeline.model.judgement import Event

ABOVE = 0.5
OLD = [f"i{n:02d}@{k}" for n in range(4) for k in range(6)]
NEW = [f"late{n}@{k}" for n in range(3) for k in range(5)]
OLD_INTERVIEWS = sorted({answer.split("@")[0] for answer in OLD})


def anchor(answer: str) -> dict[str, Any]:
    interview, at = answer.split("@")
    return asdict(Anchor(interview, "v1", "ms", int(at), int(at) + 1, 3, ""))


def find(place: Anchor) -> str | None:
    return f"{place.interview}@{place.start}"


def told(cluster: str, members: Iterable[str]) -> dict[str, Any]:
    return {"cluster": cluster, "members": [anchor(m) for m in sorted(members)]}


def event(
    number: int,
    kind: str,
    clusters: Mapping[str, Iterable[str]],
    *,
    coder: str = "inga",
    interviews: Sequence[str] = OLD_INTERVIEWS,
    **value: object,
) -> Event:
    parts = [told(name, members) for name, members in clusters.items()]
    return Event(
        id=f"e{number:03d}", at=f"2026-01-01T00:00:{number:02d}.000Z", coder=coder, kind=kind,
        value={"clusters": parts, "interviews": list(interviews), **value},
    )  # fmt: skip


def undo(number: int, of: Event) -> Event:
    return Event(
        id=f"e{number:03d}", at=f"2026-01-01T00:00:{number:02d}.000Z", coder=of.coder,
        kind="undo", value={"event": of.id},
    )  # fmt: skip


def clustering(groups: Mapping[str, Iterable[str]], outliers: Iterable[str] = ()) -> Clustering:
    return Clustering(
        tuple(
            Cluster(name, f"words of {name}", {"en": (name,)}, tuple(members), tuple(members)[:2])
            for name, members in groups.items()
        ),
        tuple(outliers),
    )


def stand(machine: Clustering, *events: Event) -> Standings:
    return standings(machine, found_again(live(events), find), same_above=ABOVE)


def by_id(found: Standings) -> dict[str, Standing]:
    return {s.cluster.id: s for s in found.standings}


def members_of(found: Standings) -> dict[str, set[str]]:
    return {s.cluster.id: set(s.cluster.members) for s in found.standings}


A, B, C = OLD[:8], OLD[8:16], OLD[16:22]
REST = OLD[22:]
FIRST = clustering({"c01": A, "c02": B, "c03": C}, REST)


# what the strategies draw


def grouped(
    answers: Sequence[str], labels: Sequence[int]
) -> tuple[dict[int, list[str]], list[str]]:
    groups: dict[int, list[str]] = {}
    for answer, label in zip(answers, labels, strict=True):
        groups.setdefault(label, []).append(answer)
    return groups, groups.pop(-1, [])


@st.composite
def partitions(draw: st.DrawFn, answers: Sequence[str] = (*OLD, *NEW)) -> Clustering:
    """Any grouping that a machine may come up with, ids in any order."""
    labels = draw(st.lists(st.integers(-1, 5), min_size=len(answers), max_size=len(answers)))
    groups, outliers = grouped(answers, labels)
    names = draw(st.permutations([f"c{n:02d}" for n in range(1, len(groups) + 1)]))
    return clustering(dict(zip(names, groups.values(), strict=True)), outliers)


@st.composite
def decisions(draw: st.DrawFn) -> list[Event]:
    """Some decisions of two coders on clusters that each had some members before them."""
    events: list[Event] = []
    some = st.lists(st.sampled_from(OLD), min_size=1, max_size=8, unique=True)
    names = st.sampled_from(["ka", "kb", "kc", "kd"])
    for number in range(draw(st.integers(0, 8))):
        kind = draw(
            st.sampled_from(
                ["name-cluster", "merge-clusters", "move-answers", "freeze-cluster",
                 "unfreeze-cluster", "accept-clusters", "undo"]
            )
        )  # fmt: skip
        if kind == "undo" and events:
            events.append(undo(number, draw(st.sampled_from(events))))
            continue
        most = 3 if kind in ("merge-clusters", "accept-clusters") else 1
        chosen = draw(st.lists(names, min_size=1, max_size=most, unique=True))
        parts = {name: draw(some) for name in chosen}
        coder = draw(st.sampled_from(["inga", "tom"]))
        moved = [anchor(a) for a in draw(some)[:2]]
        events.append(
            event(number, "name-cluster" if kind == "undo" else kind, parts, coder=coder,
                  name=f"name {number}", answers=moved if kind == "move-answers" else [])
        )  # fmt: skip
    return events


# identity


@given(st.data())
def test_clusters_keep_their_identity_through_added_interviews(data: st.DataObject) -> None:
    labels = data.draw(st.lists(st.integers(-1, 4), min_size=len(OLD), max_size=len(OLD)))
    groups, outliers = grouped(OLD, labels)
    accepted = {f"k{label}": members for label, members in groups.items()}
    before = event(1, "accept-clusters", accepted)
    named = [
        event(2 + n, "name-cluster", {cluster: members}, name=f"Theme {cluster}")
        for n, (cluster, members) in enumerate(accepted.items())
        if data.draw(st.booleans())
    ]
    joins = data.draw(st.lists(st.integers(-1, 7), min_size=len(NEW), max_size=len(NEW)))
    later, alone = grouped(NEW, joins)
    now = {label: [*groups.get(label, []), *later.get(label, [])] for label in {*groups, *later}}
    order = data.draw(st.permutations(sorted(now)))
    machine = clustering({f"c{n}": now[label] for n, label in enumerate(order)}, outliers + alone)
    found = stand(machine, before, *named)
    standing = by_id(found)
    for label, members in groups.items():
        mine = standing[f"k{label}"]
        assert set(mine.cluster.members) == {*members, *later.get(label, [])}
        expected = f"Theme k{label}" if any(e.value["clusters"][0]["cluster"] == f"k{label}"
                                            for e in named) else ""  # fmt: skip
        assert mine.name == expected
    fresh = set(later) - set(groups)
    change = found.change
    assert change is not None
    assert len(change.new) == len(fresh)
    assert change.grew == {
        f"k{label}": len(more) for label, more in later.items() if label in groups
    }
    assert (change.gone, dict(change.shrank)) == (0, {})
    assert change.same == len(groups) - len(change.grew)
    assert set(change.interviews) == {answer.split("@")[0] for answer in NEW}


@given(partitions(OLD), partitions(OLD))
def test_what_is_more_than_half_the_same_is_the_same(then: Clustering, now: Clustering) -> None:
    there = frozenset(OLD_INTERVIEWS)
    known = {f"k-{c.id}": Known(frozenset(c.members), there) for c in then.clusters}
    groups = {c.id: frozenset(c.members) for c in now.clusters}
    same = identify(known, groups, same_above=ABOVE)
    assert len(set(same.values())) == len(same)
    for run, members in groups.items():
        for name, mine in known.items():
            alike = len(mine.members & members) / len(mine.members | members)
            if alike > ABOVE:
                assert same[run] == name
            elif same.get(run) == name:
                assert alike == ABOVE


def test_a_smaller_threshold_gives_each_group_one_cluster_and_the_best_sum() -> None:
    there = frozenset(OLD_INTERVIEWS)
    known = {"ka": Known(frozenset(A), there), "kb": Known(frozenset(B), there)}
    groups = {"c1": frozenset((*A[:5], *B[:4])), "c2": frozenset(A[5:])}
    assert identify(known, groups, same_above=0.3) == {"c2": "ka", "c1": "kb"}
    assert identify(known, groups, same_above=0.5) == {}


def test_a_theme_that_the_machine_no_longer_finds_keeps_its_members() -> None:
    name = event(1, "name-cluster", {"ka": A}, name="Bread", description="Daily bread.")
    scattered = clustering({"c01": [*A[:3], *B], "c02": [*A[3:6], *C]}, [*A[6:], *REST])
    found = stand(scattered, name)
    theme = by_id(found)["ka"]
    assert set(theme.cluster.members) == set(A)
    assert (theme.name, theme.description, theme.found) == ("Bread", "Daily bread.", False)
    assert members_of(found)["c01"] == set(B)
    assert set(found.outliers) == set(REST)


def test_a_theme_takes_nothing_from_another_that_the_machine_finds() -> None:
    names = [
        event(1, "name-cluster", {"ka": A}, name="Bread"),
        event(2, "name-cluster", {"kb": A}, name="The same, elsewhere", coder="tom"),
    ]
    found = by_id(stand(FIRST, *names))
    assert set(found["ka"].cluster.members) == set(A)
    assert found["kb"].name == "The same, elsewhere"  # nobody's word is dropped
    assert found["kb"].cluster.members == ()


def test_clusters_that_were_only_accepted_may_go_and_are_told() -> None:
    accepted = event(1, "accept-clusters", {"ka": A, "kb": B, "kc": C})
    found = stand(clustering({"c01": B, "c02": [*C, *A[:2]]}, [*A[2:], *REST]), accepted)
    assert members_of(found) == {"kb": set(B), "kc": {*C, *A[:2]}}
    change = found.change
    assert change is not None
    assert (change.gone, change.grew, change.shrank, change.same) == (1, {"kc": 2}, {}, 1)
    assert (change.coder, change.new, change.interviews) == ("inga", (), ())


def test_nothing_is_told_before_anybody_has_accepted_anything() -> None:
    assert stand(FIRST).change is None
    assert [s.cluster.id for s in stand(FIRST).standings] == ["c01", "c02", "c03"]
    assert all(not s.parts for s in stand(FIRST).standings)


# names, merges, moves


def test_the_last_name_counts_and_themes_come_first() -> None:
    names = [
        event(1, "name-cluster", {"kc": C}, name="Happiness"),
        event(2, "name-cluster", {"kc": C}, name="Joy", coder="tom"),
    ]
    found = stand(FIRST, *names)
    assert [s.called for s in found.standings] == ["Joy", "words of c01", "words of c02"]


def test_merged_clusters_stay_merged_when_the_machine_divides_them_anew() -> None:
    merge = event(1, "merge-clusters", {"ka": A, "kc": C})
    name = event(2, "name-cluster", {"ka": A, "kc": C}, name="Both")
    again = clustering({"c01": [*C, NEW[0]], "c02": B, "c03": [*A[:-1], NEW[1]]}, REST)
    found = by_id(stand(again, merge, name))
    assert set(found["ka"].cluster.members) == {*C, *A[:-1], *NEW[:2]}
    assert found["ka"].parts == {"ka": (*A[:-1], NEW[1]), "kc": (*C, NEW[0])}
    assert found["ka"].cluster.keywords == {"en": ("c03", "c01")}
    assert set(found) == {"ka", "c02"}


def test_a_merged_cluster_bears_the_name_of_that_into_which_it_went() -> None:
    names = [
        event(1, "name-cluster", {"ka": A}, name="Bread"),
        event(2, "name-cluster", {"kc": C}, name="Trust"),
    ]
    assert by_id(stand(FIRST, *names, event(3, "merge-clusters", {"ka": A, "kc": C})))[
        "ka"
    ].name == "Bread"  # fmt: skip
    other = [names[1], event(3, "merge-clusters", {"ka": A, "kc": C})]
    assert by_id(stand(FIRST, *other))["ka"].name == "Trust"


def test_what_a_person_moved_stays_where_it_was_put() -> None:
    move = event(1, "move-answers", {"kb": B}, answers=[anchor(A[0])])
    out = event(2, "move-answers", {}, answers=[anchor(C[0])])
    for machine in (FIRST, clustering({"c01": B, "c02": [*C, *A]}, REST)):
        found = stand(machine, move, out)
        assert A[0] in members_of(found)["kb"]
        assert C[0] in found.outliers


# frozen


@given(partitions(), decisions())
def test_a_frozen_cluster_keeps_its_members_whatever_the_machine_does(
    machine: Clustering, others: list[Event]
) -> None:
    freeze = event(20, "freeze-cluster", {"kf": A})
    found = stand(machine, *others, freeze)
    frozen = by_id(found)["kf"]
    assert frozen.frozen
    assert set(frozen.cluster.members) == set(A)
    assert not set(frozen.offered) & set(A)


def test_what_is_new_is_offered_to_a_frozen_cluster_and_taken_by_people_only() -> None:
    freeze = event(1, "freeze-cluster", {"ka": A})
    more = clustering({"c01": [*A, NEW[0], NEW[1]], "c02": B}, [*C, *REST])
    frozen = by_id(stand(more, freeze))["ka"]
    assert set(frozen.cluster.members) == set(A)
    assert frozen.offered == (NEW[0], NEW[1])
    take = event(2, "move-answers", {"ka": A}, answers=[anchor(NEW[0])])
    frozen = by_id(stand(more, freeze, take))["ka"]
    assert set(frozen.cluster.members) == {*A, NEW[0]}
    assert frozen.offered == (NEW[1],)
    loose = by_id(stand(more, freeze, event(3, "unfreeze-cluster", {"ka": A})))["ka"]
    assert set(loose.cluster.members) == {*A, *NEW[:2]}


def test_what_people_take_out_of_a_frozen_cluster_later_is_out() -> None:
    freeze = event(2, "freeze-cluster", {"ka": A})
    out = event(3, "move-answers", {"kb": B}, answers=[anchor(A[0])])
    assert A[0] in members_of(stand(FIRST, freeze, out))["kb"]
    before = event(1, "move-answers", {"kb": B}, answers=[anchor(A[0])])
    assert A[0] in members_of(stand(FIRST, before, freeze))["ka"]


# all of them


@given(partitions(), decisions(), st.randoms(use_true_random=False))
def test_only_time_orders_decisions(machine: Clustering, events: list[Event], random: Any) -> None:
    mixed = [*events, *events[:2]]  # a merge that took both sides
    random.shuffle(mixed)
    assert stand(machine, *mixed) == stand(machine, *events)


@given(partitions(), decisions(), st.data())
def test_undo_restores(machine: Clustering, events: list[Event], data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(["name-cluster", "merge-clusters", "move-answers",
                                      "freeze-cluster", "accept-clusters"]))  # fmt: skip
    done = event(30, kind, {"ka": A, "kc": C}, name="New", answers=[anchor(B[0])])
    assert stand(machine, *events, done, undo(31, done)) == stand(machine, *events)


@given(partitions(), decisions())
def test_each_answer_is_in_one_place_and_none_is_lost(
    machine: Clustering, events: list[Event]
) -> None:
    found = stand(machine, *events)
    placed = [a for s in found.standings for a in (*s.cluster.members, *s.offered)]
    placed += found.outliers
    assert len(placed) == len(set(placed))
    assert {*OLD, *NEW} <= set(placed)
    for standing in found.standings:
        if standing.parts:
            assert sorted(a for mine in standing.parts.values() for a in mine) == sorted(
                standing.cluster.members
            )
