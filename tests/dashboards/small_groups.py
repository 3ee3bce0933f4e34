"""Codes, suggested codings and clusters for the small study, as after a run."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from pipeline.analysis.comparison import cluster_places
from pipeline.formats import schemas
from pipeline.formats.artefacts import Encoded, encode_frame, encode_json
from pipeline.formats.files import write_atomically
from pipeline.formats.tables import read_study
from pipeline.layout import Layout
from pipeline.model.cluster import Cluster, Clustering
from pipeline.model.frames import CLUSTER_PLACES, CODINGS, MEMBERS
from tests.dashboards.small_study import frames, write_small_study

CODES = """codes:
  - id: doing
    name: Doing
    definition: What people do all day.
  - id: making
    name: Making <b>things</b>
    definition: Making things with one's hands.
    use_when: "Something is made."
    not_when: "Something is only sold."
    examples: ["I plane a board."]
    colour: "#0072B2"
    parent: doing
  - id: being-of-use
    name: Being of use
    definition: Being needed by others.
    parent: doing
  - id: unused
    name: Never given
    definition: Nobody says this.
"""
NEAR = "near its definition ({score:.2f})"


def write_grouped_study(folder: Path) -> Path:
    """Write the small study with codes, codings and two clusters."""
    layout = Layout(write_small_study(folder))
    write_atomically(layout.path("codes"), CODES.encode())
    study, _ = read_study(layout.path("interviews"))
    answers, _ = frames(study)
    by_speaker = answers.groupby("speaker", sort=False)["answer"].agg(list).to_dict()
    work = [
        by_speaker[name][0] for name in ("ada", "ben", "cleo", "dario", "elena", "lola", "mats")
    ]
    codings = [
        (by_speaker["dario"][0], "making", 0.52, "suggested", NEAR.format(score=0.52)),
        (by_speaker["mats"][0], "making", 0.44, "suggested", NEAR.format(score=0.44)),
        (by_speaker["cleo"][0], "making", 0.41, "suggested", NEAR.format(score=0.41)),
        (by_speaker["franco"][0], "making", 0.40, "suggested", NEAR.format(score=0.40)),
        (by_speaker["lola"][0], "making", 0.36, "suggested", NEAR.format(score=0.36)),
        (by_speaker["ben"][0], "being-of-use", 0.0, "confirmed", "confirmed by inga"),
    ]
    clusters = (
        Cluster("c01", "work, mani", {"en": ("work", "use"), "it": ("lavoro", "mani")},
                tuple(work), (work[3], work[0], work[2])),
        Cluster("c02", "happy, felice", {"en": ("happy",), "it": ("felice",)},
                (by_speaker["ada"][1], by_speaker["dario"][1]), (by_speaker["ada"][1],)),
    )  # fmt: skip
    outliers = (by_speaker["ben"][1], by_speaker["lola"][1])
    members = pd.DataFrame(
        [(answer, c.id) for c in clusters for answer in c.members], columns=list(MEMBERS.dtypes)
    )
    places = cluster_places(members, answers, [c.id for c in clusters], study.sites)
    _put(encode_frame(layout.path("codings"), CODINGS, _frame(codings)))
    grouped = Clustering(clusters, outliers)
    _put(encode_json(layout.path("clusters"), schemas.CLUSTERS, Clustering, grouped))
    _put(encode_frame(layout.path("members"), MEMBERS, members))
    _put(encode_frame(layout.path("cluster-places"), CLUSTER_PLACES, places))
    return layout.root


def _frame(rows: list[tuple[str, str, float, str, str]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(CODINGS.dtypes))


def _put(artefact: Encoded) -> None:
    write_atomically(artefact.path, artefact.to_bytes("k"))
