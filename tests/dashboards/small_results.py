"""What the small study has when all stages have run: codes, groups of answers, timelines."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from pipeline.analysis.timelines import build_timeline
from pipeline.formats import schemas
from pipeline.formats.artefacts import encode_frame, encode_json, read_json
from pipeline.formats.files import write_atomically
from pipeline.formats.tables import read_study
from pipeline.layout import Layout
from pipeline.model.cluster import Cluster, Clustering
from pipeline.model.frames import CLAIMS, CODINGS, MEMBERS
from pipeline.model.interview import Source
from pipeline.model.timeline import Subject, Timeline
from tests.dashboards.small_study import frames, write_small_study
from tests.dashboards.small_tables import RECORDED

CODES = """codes:
  - id: by-hand
    name: By hand
    definition: Work as what hands do and remember.
"""
HANDLE_MS = 200
SENTENCE = "According to the Guild, which Ben Holloway quotes, 38% of the yards close early."


def write_whole_study(folder: Path) -> Path:
    """Write the small study with a code, a cluster of all that is said on work, and timelines."""
    root = write_small_study(folder)
    layout = Layout(root)
    write_atomically(layout.path("codes"), CODES.encode())
    study, _ = read_study(layout.path("interviews"))
    answers, tags = frames(study)
    on_work = list(tags[tags["question"] == "work"]["answer"])
    codings = [(answer, "by-hand", 0.41, "suggested", "near its definition") for answer in on_work]
    cluster = Cluster("c01", "work, hand", {"en": ("work",)}, tuple(on_work), ())
    members = pd.DataFrame([(answer, "c01") for answer in on_work], columns=list(MEMBERS.dtypes))
    interview = str(answers["interview"].iloc[0])
    claim = (interview, 38.0, float("nan"), "%", "38%", "38% of the yards close early.",
             "the Guild", SENTENCE, 49, 52)  # fmt: skip
    for made in (
        encode_frame(
            layout.path("claims"), CLAIMS, pd.DataFrame([claim], columns=list(CLAIMS.dtypes))
        ),
        encode_frame(
            layout.path("codings"), CODINGS, pd.DataFrame(codings, columns=list(CODINGS.dtypes))
        ),
        encode_json(
            layout.path("clusters"), schemas.CLUSTERS, Clustering, Clustering((cluster,), ())
        ),
        encode_frame(layout.path("members"), MEMBERS, members),
        encode_json(
            layout.path("timelines"), schemas.TIMELINES, list[Timeline],
            [
                _timeline(layout, answers, tags[tags["question"] == "work"], "question", "work"),
                _timeline(layout, answers, tags[tags["question"] == "institutions"], "question",
                          "institutions"),
                _timeline(layout, answers, members.assign(score=0.0, status="suggested"),
                          "cluster", "c01"),
            ],
        ),
    ):  # fmt: skip
        write_atomically(made.path, made.to_bytes("k"))
    return root


def _timeline(
    layout: Layout, answers: pd.DataFrame, topic: pd.DataFrame, subject: Subject, name: str
) -> Timeline:
    """Lay out a topic as the stage does, but with no eye to consent: readers must have it."""
    sources = {
        i: read_json(layout.path("source", id=i), schemas.SOURCE, Source) for i in RECORDED
    }  # fmt: skip
    columns = topic[["answer", "score", "status"]].rename(columns={"status": "tag_status"})
    return build_timeline(
        answers.merge(columns, on="answer"), sources=sources, name=f"{subject}-{name}",
        title=f"About {name}", subject=subject, topic=name, handle_ms=HANDLE_MS, min_ms=500,
    )  # fmt: skip
