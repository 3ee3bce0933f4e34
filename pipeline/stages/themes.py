"""Clusters under what people decided on them: themes, and groups that keep their identity."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from pipeline.analysis.clusters import members_frame
from pipeline.analysis.placing import answer_of
from pipeline.analysis.regrouping import found_again
from pipeline.analysis.themes import standings
from pipeline.execution import Job, Outcome, digest
from pipeline.formats import schemas
from pipeline.formats.artefacts import Encoded, adapter, encode_frame, encode_json, read_json
from pipeline.model.anchor import Anchor
from pipeline.model.cluster import Clustering, Standings
from pipeline.model.frames import MEMBERS
from pipeline.model.judgement import Event
from pipeline.model.span import Span
from pipeline.params import as_dict
from pipeline.stages.common import WHOLE, Context

REVISION = 1


def run(context: Context) -> Outcome:
    """Put what people decided over the machine's groups."""
    layout, params = context.layout, context.params.themes
    paths = (layout.path("themes"), layout.path("standing-members"))
    events = context.events("clusters")
    where = (context.contents("turns"), context.contents("segment")) if events else ()
    key = digest(
        REVISION, context.contents("cluster"), where, sorted(context.analysable),
        adapter(list[Event]).dump_python(events, mode="json"), as_dict(params),
    )  # fmt: skip

    def make(_: Callable[[float], None]) -> list[Encoded]:
        import pandas as pd

        clustering = read_json(layout.path("clusters"), schemas.CLUSTERS, Clustering)
        decisions = found_again(events, _finder(context)) if events else []
        found = standings(clustering, decisions, same_above=params.same_above)
        members = pd.DataFrame(members_frame([s.cluster for s in found.standings]))
        return [
            encode_json(paths[0], schemas.STANDINGS, Standings, found),
            encode_frame(paths[1], MEMBERS, members),
        ]

    return context.memo("themes", [Job(WHOLE, key, paths, make)])


def _finder(context: Context) -> Callable[[Anchor], str | None]:
    """Return what finds the answer at an anchor, among those that may be analysed."""
    spans: dict[str, dict[str, Span]] = {}
    for row in context.stretches().to_dict("records"):
        mine = spans.setdefault(str(row["interview"]), {})
        mine[str(row["answer"])] = Span(int(row["start"]), int(row["end"]))
    turns = cache(context.turns)

    def find(anchor: Anchor) -> str | None:
        mine = spans.get(anchor.interview)
        if not mine:
            return None
        return answer_of(anchor, turns(anchor.interview), mine, key=context.key)

    return find
