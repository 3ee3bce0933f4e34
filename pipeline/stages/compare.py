"""What was asked where, and which groups of answers are heard where."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.analysis.comparison import cluster_places, coverage
from pipeline.execution import Job, Outcome, digest
from pipeline.formats import schemas
from pipeline.formats.artefacts import Encoded, adapter, encode_frame, read_frame, read_json
from pipeline.formats.yamls import version_of
from pipeline.model.cluster import Standings
from pipeline.model.frames import ANSWERS, CLUSTER_PLACES, COVERAGE, MEMBERS, TAGS
from pipeline.model.interview import Study
from pipeline.stages.common import WHOLE, Context

REVISION = 3


def run(context: Context) -> Outcome:
    """Count people by question and place, and by cluster and place."""
    layout = context.layout
    paths = (layout.path("coverage"), layout.path("cluster-places"))
    key = digest(
        REVISION, context.contents("tag"), context.contents("themes"),
        version_of(layout.path("questions")),
        adapter(Study).dump_python(context.study, mode="json"),
    )  # fmt: skip

    def make(_: Callable[[float], None]) -> list[Encoded]:
        study, answers = context.study, read_frame(layout.path("answers"), ANSWERS)
        tags, members = (
            read_frame(layout.path("tags"), TAGS),
            read_frame(layout.path("standing-members"), MEMBERS),
        )
        themes = read_json(layout.path("themes"), schemas.STANDINGS, Standings).standings
        covered = coverage(study.interviews, study.sites, context.questions(), answers, tags)
        counted = cluster_places(members, answers, [s.cluster.id for s in themes], study.sites)
        return [
            encode_frame(paths[0], COVERAGE, covered),
            encode_frame(paths[1], CLUSTER_PLACES, counted),
        ]

    return context.memo("compare", [Job(WHOLE, key, paths, make)])
