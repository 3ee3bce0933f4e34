"""Deciding on clusters: kept as events on their members, seen at once, taken back."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from pipeline.errors import BadInput
from pipeline.formats import schemas
from pipeline.formats.artefacts import encode_json, read_json
from pipeline.formats.files import write_atomically
from pipeline.layout import Layout
from pipeline.model.cluster import Cluster, Clustering, Standing
from pipeline.model.interview import Turns
from pipeline.services.deciding.judging import judge, orphans
from pipeline.services.deciding.themes import (
    about,
    accept_clusters,
    freeze_cluster,
    lasting,
    merge_clusters,
    move_answers,
    name_cluster,
)
from pipeline.services.exchange.archives import logs_zip
from pipeline.services.exchange.exports import Take, take
from pipeline.services.showing.groups import groups
from pipeline.services.showing.library import Library
from pipeline.services.showing.standing import board, decided
from pipeline.services.showing.store import EVERYTHING, Filters
from tests.dashboards.small_groups import write_grouped_study


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(Layout(write_grouped_study(tmp_path)))


def standing(library: Library, cluster: str) -> Standing:
    return board(library).standing(cluster)


def regroup(library: Library, groups: dict[str, tuple[str, ...]], *outliers: str) -> None:
    """Put another run's groups in the place of the last one's."""
    path = library.layout.path("clusters")
    made = tuple(Cluster(name, name, {}, members, ()) for name, members in groups.items())
    written = encode_json(path, schemas.CLUSTERS, Clustering, Clustering(made, outliers))
    write_atomically(path, written.to_bytes("k"))


def test_a_named_cluster_is_a_theme_with_an_id_that_lasts(library: Library) -> None:
    event = name_cluster(
        board(library), coder="inga", cluster="c01", name=" By  hand ", description="What hands do."
    )
    theme = standing(library, lasting(event))
    assert (theme.name, theme.description) == ("By hand", "What hands do.")
    assert len(theme.cluster.members) == 7
    assert theme.cluster.id.startswith("k")
    members = theme.cluster.members
    regroup(
        library,
        {"c07": members[2:5], "c08": (*members[:2], *members[5:])},
    )
    assert standing(library, theme.cluster.id).name == "By hand"
    log = library.layout.path("log", coder="inga", id="study").read_text()
    assert "lavoro" not in log  # words stay erasable
    assert "mani" not in log


def test_two_people_who_name_the_same_cluster_name_the_same_thing(library: Library) -> None:
    one = name_cluster(board(library), coder="inga", cluster="c01", name="By hand")
    library.layout.path("log", coder="inga", id="study").rename(library.layout.root / "away")
    other = name_cluster(board(library), coder="tom", cluster="c01", name="Craft")
    (library.layout.root / "away").rename(library.layout.path("log", coder="inga", id="study"))
    assert lasting(one) == lasting(other)
    assert standing(library, lasting(one)).name == "Craft"


def test_what_is_named_is_counted_and_exported_as_a_theme(library: Library) -> None:
    name_cluster(board(library), coder="inga", cluster="c02", name="Joy", description="Of life.")
    found = groups(library, EVERYTHING)
    assert [g.standing.called for g in found.groups] == ["Joy", "work, mani"]
    assert (found.considered, found.outliers) == (11, 2)
    frame = take(library, "clusters", Take())
    assert set(frame.loc[frame["theme"] == "Joy", "description"]) == {"Of life."}
    assert set(frame.loc[frame["theme"] == "", "label"]) == {"work, mani"}
    assert not frame["frozen"].any()


def test_merging_moving_and_freezing_show_at_once_and_are_taken_back(library: Library) -> None:
    first, second = (standing(library, c).cluster.members for c in ("c01", "c02"))
    merge = merge_clusters(board(library), coder="inga", into="c01", other="c02")
    whole = standing(library, lasting(merge))
    assert set(whole.cluster.members) == {*first, *second}
    move = move_answers(board(library), coder="inga", answers=[first[0]])
    assert first[0] in board(library).now.outliers
    freeze = freeze_cluster(board(library), coder="inga", cluster=lasting(merge))
    regroup(library, {"c01": (*first, *second)})
    frozen = standing(library, lasting(merge))
    assert set(frozen.cluster.members) == {*first[1:], *second}
    assert about(decided(library.layout), frozen) == [freeze, move, merge]
    for event in (freeze, move, merge):
        judge(library.layout, coder="inga", kind="undo", value={"event": event.id}, seen={})
    assert [s.cluster.members for s in board(library).now.standings] == [(*first, *second)]


def test_the_change_since_the_accepted_state_is_told(library: Library) -> None:
    first, second = (standing(library, c).cluster.members for c in ("c01", "c02"))
    alone = board(library).now.outliers
    accept_clusters(board(library), coder="inga")
    change = board(library).now.change
    assert change is not None
    assert (change.same, change.new, change.interviews) == (2, (), ())
    regroup(library, {"c01": (*second, alone[0]), "c02": first[:5]}, *first[5:], alone[1])
    change = board(library).now.change
    assert change is not None
    assert (list(change.grew.values()), list(change.shrank.values())) == ([1], [2])
    assert (change.new, change.gone, change.same) == ((), 0, 0)


def test_a_theme_follows_its_words_into_another_transcript(library: Library) -> None:
    event = name_cluster(board(library), coder="inga", cluster="c01", name="By hand")
    members = standing(library, lasting(event)).cluster.members
    for interview in {answer.split("@")[0].split("#")[0] for answer in members}:
        path = library.layout.path("turns", id=interview)
        turns = read_json(path, schemas.TURNS, Turns)
        again = Turns(turns.interview, "v2", turns.unit, turns.language, turns.turns)
        write_atomically(path, encode_json(path, schemas.TURNS, Turns, again).to_bytes("k"))
    assert set(standing(library, lasting(event)).cluster.members) == set(members)
    assert orphans(library.layout) == []


def test_who_withdraws_is_in_no_theme_and_in_no_log_that_leaves(library: Library) -> None:
    event = name_cluster(board(library), coder="inga", cluster="c01", name="By hand")
    freeze_cluster(board(library), coder="inga", cluster=lasting(event))
    assert b"werkhof" in unzipped(library)
    path = library.layout.path("speakers")
    path.write_text(path.read_text().replace("analyse quote name,,luthier", "quote name,,luthier"))
    assert len(standing(library, lasting(event)).cluster.members) == 6
    assert b'"interview":"werkhof' not in unzipped(library)
    assert b"By hand" in unzipped(library)


def unzipped(library: Library) -> bytes:
    with zipfile.ZipFile(io.BytesIO(logs_zip(library))) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def test_a_theme_of_which_nothing_is_left_is_still_listed(library: Library) -> None:
    name_cluster(board(library), coder="inga", cluster="c02", name="Joy")
    members = next(s for s in board(library).now.standings if s.name).cluster.members
    move_answers(board(library), coder="inga", answers=members)
    assert [(g.standing.name, g.answers) for g in groups(library, EVERYTHING).groups] == [
        ("Joy", 0), ("", 7)
    ]  # fmt: skip
    assert len(groups(library, Filters(sites=("patio",))).groups) == 1


def test_what_cannot_be_meant_is_told(library: Library) -> None:
    now = board(library)
    with pytest.raises(BadInput, match="there is no cluster 'c03'"):
        name_cluster(now, coder="inga", cluster="c03", name="Joy")
    with pytest.raises(BadInput, match="needs 'name'"):
        name_cluster(now, coder="inga", cluster="c01", name="  ")
    with pytest.raises(BadInput, match="merged with itself"):
        merge_clusters(now, coder="inga", into="c01", other="c01")
    with pytest.raises(BadInput, match="there is no answer"):
        move_answers(now, coder="inga", answers=["nowhere@1"])
    with pytest.raises(BadInput, match="anchors"):
        judge(library.layout, coder="inga", kind="freeze-cluster", seen={},
              value={"clusters": [{"cluster": "k1", "members": ["docks-01@0"]}]})  # fmt: skip
    assert decided(library.layout) == []
