"""Clusters and themes as they stand now: the last run's groups under what people decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from pipeline.analysis.anchors import resolve
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
from pipeline.services.deciding.judging import events_of, quote_key
from pipeline.services.showing.library import Library
from pipeline.services.showing.people import Stamp, stamp_of
from pipeline.services.showing.store import EVERYTHING, opened

_LOG = "study"


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
