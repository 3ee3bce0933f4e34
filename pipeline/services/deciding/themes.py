"""Deciding on clusters: naming, merging, moving, freezing, accepting; seen at once.

Every event tells the clusters that it is about by anchors of their members, so that they are
found again in any later run's groups. All lie in the coder's log of the study.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline.analysis.anchors import make_anchor, resolve
from pipeline.analysis.placing import answer_at
from pipeline.analysis.regrouping import found_again, interview_of
from pipeline.analysis.themes import standings
from pipeline.errors import BadInput
from pipeline.formats import schemas
from pipeline.formats.artefacts import read_json
from pipeline.formats.files import nearest
from pipeline.layout import Layout
from pipeline.model.anchor import Anchor
from pipeline.model.cluster import Clustering, Standing, Standings
from pipeline.model.interview import Turns
from pipeline.model.judgement import Event
from pipeline.model.span import Span
from pipeline.params import Params, read_params
from pipeline.services.deciding.judging import events_of, judge, quote_key
from pipeline.services.showing.library import Library
from pipeline.services.showing.people import Stamp, stamp_of
from pipeline.services.showing.store import EVERYTHING, opened

_LOG = "study"
_ID_BYTES = 5


@dataclass(frozen=True)
class Board:
    """The clusters as they stand now, with what deciding on them needs.

    ``spans``: where each answer is that may be analysed today.
    """

    library: Library
    now: Standings
    spans: Mapping[str, Span]

    def standing(self, cluster: str) -> Standing:
        """Return a cluster by its id.

        Raises:
            BadInput: there is none.
        """
        known = {s.cluster.id: s for s in self.now.standings}
        if cluster not in known:
            raise BadInput(f"there is no cluster {cluster!r}", remedy=nearest(cluster, known))
        return known[cluster]


def board(library: Library) -> Board:
    """Return the clusters of the last run under everything that people decided by now.

    Raises:
        NotReady: the answers have not been tagged or clustered.
    """
    layout = library.layout
    machine = read_json(layout.path("clusters"), schemas.CLUSTERS, Clustering)
    with opened(layout, EVERYTHING, library.people()) as db:
        rows = db.execute('SELECT answer, start, "end" FROM answers').fetchall()
    spans = {str(answer): Span(int(start), int(end)) for answer, start, end in rows}
    machine = Clustering(
        tuple(
            replace(c, members=_there(c.members, spans), quotes=_there(c.quotes, spans))
            for c in machine.clusters
        ),
        _there(machine.outliers, spans),
        machine.reason,
    )
    path = layout.path("params")
    params = (read_params(path) if path.exists() else Params()).themes
    events = decided(layout)
    decisions = found_again(events, _Finder(layout, spans)) if events else []
    return Board(library, standings(machine, decisions, same_above=params.same_above), spans)


def _there(answers: Iterable[str], spans: Mapping[str, Span]) -> tuple[str, ...]:
    return tuple(answer for answer in answers if answer in spans)


def decided(layout: Layout) -> list[Event]:
    """Return the live events on clusters, by time."""
    return [event for event in events_of(layout, [_LOG]) if event.group == "clusters"]


class _Finder:
    """Finds the answers of today that anchors point at."""

    def __init__(self, layout: Layout, spans: Mapping[str, Span]) -> None:
        self._layout = layout
        self._spans: dict[str, dict[str, Span]] = {}
        for answer, span in spans.items():
            self._spans.setdefault(interview_of(answer), {})[answer] = span
        self._stamps: dict[Path, Stamp] = {}
        self._key = quote_key(layout)

    def __call__(self, anchor: Anchor) -> str | None:
        mine = self._spans.get(anchor.interview)
        if not mine:
            return None
        path = self._layout.path("turns", id=anchor.interview)
        stamp = self._stamps.setdefault(path, stamp_of(path))
        if not any(stamp):
            return None
        span = anchor.span
        if _version(path, stamp) != anchor.version:
            found = _span_now(path, stamp, anchor, self._key)
            if found is None:
                return None
            span = found
        return answer_at(span, mine)


@lru_cache(maxsize=20_000)
def _version(path: Path, stamp: Stamp) -> str:
    return _turns(path, stamp).version


@lru_cache(maxsize=100_000)
def _span_now(path: Path, stamp: Stamp, anchor: Anchor, key: bytes) -> Span | None:
    found = resolve(anchor, _turns(path, stamp), key=key)
    return found.span if found else None


@lru_cache(maxsize=8)
def _turns(path: Path, stamp: Stamp) -> Turns:
    return read_json(path, schemas.TURNS, Turns)


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
    parts: dict[str, list[dict[str, Any]]] = {}
    for cluster in clusters:
        parts |= _parts(now, now.standing(cluster))
    origin = [part for cluster in came for part in _parts(now, now.standing(cluster))]
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


def _parts(now: Board, standing: Standing) -> dict[str, list[dict[str, Any]]]:
    """Return what makes up a cluster, by lasting ids; one that has none gets its own now.

    The same cluster of the same run gets the same id from everybody who decides on it.
    """
    anchors = _anchors(now, standing.cluster.members)
    if standing.parts:
        return {
            part: [asdict(anchors[answer]) for answer in members]
            for part, members in standing.parts.items()
        }
    places = sorted((a.interview, a.unit, a.start, a.end) for a in anchors.values())
    name = hashlib.blake2b(repr(places).encode(), digest_size=_ID_BYTES).hexdigest()
    return {f"k{name}": [asdict(anchor) for anchor in anchors.values()]}


def _anchors(now: Board, answers: Iterable[str]) -> dict[str, Anchor]:
    """Anchor answers, each interview read once."""
    layout, result = now.library.layout, dict[str, Anchor]()
    key = quote_key(layout)
    for answer in sorted(answers, key=lambda a: (interview_of(a), now.spans[a])):
        path = layout.path("turns", id=interview_of(answer))
        turns = _turns(path, stamp_of(path))
        result[answer] = make_anchor(turns, now.spans[answer], key=key)
    return result
