"""Deciding on clusters: naming, merging, moving, freezing, accepting; seen at once.

Every event tells the clusters that it is about by anchors of their members, so that they are
found again in any later run's groups. All lie in the coder's log of the study.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Any

from pipeline.analysis.anchors import make_anchor
from pipeline.analysis.regrouping import interview_of
from pipeline.errors import BadInput
from pipeline.formats import schemas
from pipeline.formats.artefacts import read_json
from pipeline.formats.files import nearest
from pipeline.model.anchor import Anchor
from pipeline.model.cluster import Standing
from pipeline.model.interview import Turns
from pipeline.model.judgement import Event
from pipeline.services.deciding.judging import judge, quote_key
from pipeline.services.showing.standing import Board

_ID_BYTES = 5


def name_cluster(
    now: Board, *, coder: str, cluster: str, name: str, description: str = ""
) -> Event:
    """Make a theme of a cluster, or name it anew.

    Raises:
        BadInput: no such cluster, an empty name, a bad coder name.
    """
    told = {"name": " ".join(name.split()), "description": description.strip()}
    return _decide(now, coder, "name-cluster", [cluster], told)


def merge_clusters(now: Board, *, coder: str, into: str, other: str) -> Event:
    """Put one cluster into another, which keeps its name.

    Raises:
        BadInput: no such cluster, twice the same, a bad coder name.
    """
    if into == other:
        raise BadInput("a cluster cannot be merged with itself", where=into, remedy="name two")
    return _decide(now, coder, "merge-clusters", [into, other])


def move_answers(now: Board, *, coder: str, answers: Sequence[str], to: str = "") -> Event:
    """Put answers into a cluster, or into none.

    Raises:
        BadInput: no such cluster or answer, a bad coder name.
    """
    for answer in answers:
        if answer not in now.spans:
            raise BadInput(f"there is no answer {answer!r}", remedy=nearest(answer, now.spans))
    moved = [asdict(anchor) for anchor in _anchors(now, answers).values()]
    came = sorted(
        {s.cluster.id for s in now.now.standings if set(answers) & set(s.cluster.members)}
    )
    return _decide(now, coder, "move-answers", [to] if to else [], {"answers": moved}, came)


def freeze_cluster(now: Board, *, coder: str, cluster: str, frozen: bool = True) -> Event:
    """Keep a cluster's members whatever the machine does, or let the machine at it again.

    Raises:
        BadInput: no such cluster, a bad coder name.
    """
    return _decide(now, coder, "freeze-cluster" if frozen else "unfreeze-cluster", [cluster])


def accept_clusters(now: Board, *, coder: str) -> Event:
    """Take all clusters as they are for what later changes are told against.

    Raises:
        BadInput: there is none, a bad coder name.
    """
    return _decide(now, coder, "accept-clusters", [s.cluster.id for s in now.now.standings])


def lasting(event: Event) -> str:
    """Return the id that lasts of the cluster that an event is about first, empty for none."""
    return next((str(told["cluster"]) for told in event.value.get("clusters", ())), "")


def about(events: Iterable[Event], standing: Standing) -> list[Event]:
    """Return the events on a cluster, the newest first; that all were accepted is not one."""
    return [
        event
        for event in reversed(list(events))
        if event.kind != "accept-clusters"
        and (
            {told["cluster"] for told in event.value.get("clusters", ())} & set(standing.parts)
            or set(event.seen.get("from", ())) & set(standing.parts)
        )
    ]


def _decide(
    now: Board,
    coder: str,
    kind: str,
    clusters: Sequence[str],
    value: Mapping[str, Any] | None = None,
    came: Sequence[str] = (),
) -> Event:
    mine, theirs = ([now.standing(c) for c in each] for each in (clusters, came))
    anchors = _anchors(now, {a for s in (*mine, *theirs) for a in s.cluster.members})
    parts = {part: told for s in mine for part, told in _parts(s, anchors).items()}
    origin = [part for s in theirs for part in _parts(s, anchors)]
    told = {
        "clusters": [{"cluster": part, "members": members} for part, members in parts.items()],
        "interviews": _grouped(now),
        **(value or {}),
    }
    seen = {"page": "clusters", **({"from": origin} if origin else {})}
    return judge(now.library.layout, coder=coder, kind=kind, value=told, seen=seen)


def _grouped(now: Board) -> list[str]:
    """Return the interviews that the machine has grouped, whatever became of their answers."""
    members = [a for s in now.now.standings for a in (*s.cluster.members, *s.offered)]
    return sorted({interview_of(answer) for answer in (*members, *now.now.outliers)})


def _parts(standing: Standing, anchors: Mapping[str, Anchor]) -> dict[str, list[dict[str, Any]]]:
    """Return what makes up a cluster, by lasting ids; one that has none gets its own now.

    The same cluster of the same run gets the same id from everybody who decides on it.
    """
    if standing.parts:
        return {
            part: [asdict(anchors[answer]) for answer in members]
            for part, members in standing.parts.items()
        }
    whole = sorted((anchors[a] for a in standing.cluster.members), key=_place)
    places = [_place(anchor) for anchor in whole]
    name = hashlib.blake2b(repr(places).encode(), digest_size=_ID_BYTES).hexdigest()
    return {f"k{name}": [asdict(anchor) for anchor in whole]}


def _place(anchor: Anchor) -> tuple[str, str, int, int]:
    return (anchor.interview, anchor.unit, anchor.start, anchor.end)


def _anchors(now: Board, answers: Iterable[str]) -> dict[str, Anchor]:
    """Anchor answers, each interview read once."""
    layout, result = now.library.layout, dict[str, Anchor]()
    key = quote_key(layout)
    by_interview = groupby(sorted(answers, key=interview_of), interview_of)
    for interview, mine in by_interview:
        turns = read_json(layout.path("turns", id=interview), schemas.TURNS, Turns)
        for answer in mine:
            result[answer] = make_anchor(turns, now.spans[answer], key=key)
    return result
