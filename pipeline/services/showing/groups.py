"""What the machine grouped: each cluster with its people and places, and its typical words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.formats import schemas
from pipeline.formats.artefacts import read_json
from pipeline.model.cluster import Cluster, Clustering
from pipeline.model.frames import CLUSTER_PLACES, MEMBERS
from pipeline.services.showing.library import Library, with_rights
from pipeline.services.showing.store import Filters, database, listed, opened, parquet, quoted

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Group:
    """A cluster as the filters leave it, in answers, and in people by place and by language."""

    cluster: Cluster
    answers: int
    people: int
    places: Mapping[str, int]
    languages: Mapping[str, int]


@dataclass(frozen=True)
class Groups:
    """The clusters of the last run; of ``considered`` answers ``outliers`` are in none.

    ``reason`` says why there are none, where there are none.
    """

    groups: tuple[Group, ...]
    considered: int
    outliers: int
    reason: str = ""


def groups(library: Library, filters: Filters) -> Groups:
    """Return the clusters, as far as the filters and today's consent leave anything of them.

    Raises:
        NotReady: the answers have not been clustered.
    """
    layout = library.layout
    clustering = read_json(layout.path("clusters"), schemas.CLUSTERS, Clustering)
    members = parquet(layout.path("members"), MEMBERS)
    with opened(layout, filters, library.people()) as db:
        sizes = _counted(db.execute(_SIZES.format(members=members)).fetchall())
        places = db.execute(_PEOPLE_BY.format(members=members, column="site")).fetchall()
        spoken = db.execute(_PEOPLE_BY.format(members=members, column="language")).fetchall()
        (outliers,) = db.execute(
            "SELECT count(*) FROM answers WHERE answer IN (SELECT unnest(?))",
            [list(clustering.outliers)],
        ).fetchone() or (0,)
    by_place, by_language = _nested(places), _nested(spoken)
    found = tuple(
        Group(c, *sizes[c.id], by_place.get(c.id, {}), by_language.get(c.id, {}))
        for c in clustering.clusters
        if c.id in sizes
    )
    considered = sum(group.answers for group in found) + int(outliers)
    return Groups(found, considered, int(outliers), clustering.reason)


_SIZES = """SELECT m.cluster, count(*), count(DISTINCT a.speaker)
            FROM answers a JOIN {members} m USING (answer) GROUP BY m.cluster"""
_PEOPLE_BY = """SELECT m.cluster, a.{column}, count(DISTINCT a.speaker) AS people
                FROM answers a JOIN {members} m USING (answer)
                GROUP BY m.cluster, a.{column} ORDER BY people DESC, a.{column}"""


def _counted(rows: list[tuple[str, int, int]]) -> dict[str, tuple[int, int]]:
    return {cluster: (answers, people) for cluster, answers, people in rows}


def _nested(rows: list[tuple[str, str, int]]) -> dict[str, dict[str, int]]:
    result: dict[str, dict[str, int]] = {}
    for cluster, value, people in rows:
        result.setdefault(cluster, {})[value] = people
    return result


def cluster_answers(
    library: Library, filters: Filters, cluster: Cluster, *, limit: int
) -> pd.DataFrame:
    """Return a cluster's answers, the typical ones first, then in the order of the study.

    Columns: those of ``ANSWERS`` and the rights of today; words that may not be quoted are not
    in the frame.
    """
    members = parquet(library.layout.path("members"), MEMBERS)
    typical = f"list_position([{listed(cluster.quotes)}], answer)"
    with opened(library.layout, filters, library.people()) as db:
        frame = db.execute(
            f"""SELECT a.* FROM answers a JOIN {members} m USING (answer)
                WHERE m.cluster = ? ORDER BY {typical} NULLS LAST,
                  a.date, a.interview, a.position LIMIT {limit}""",
            [cluster.id],
        ).fetchdf()
    return with_rights(frame, library.people())


def cluster_places(library: Library, filters: Filters) -> pd.DataFrame:
    """Return how many people of each place are in each cluster, of how many heard there.

    Counts are those of the last run, and of its whole study: of the filters only places and
    countries narrow the rows.

    Raises:
        NotReady: the clusters have not been compared.
    """
    table = parquet(library.layout.path("cluster-places"), CLUSTER_PLACES)
    countries = {site.id: site.country for site in library.people().study.sites}
    chosen = [
        site
        for site, country in countries.items()
        if (not filters.sites or site in filters.sites)
        and (not filters.countries or country in filters.countries)
    ]
    order = f"list_position([{', '.join(map(quoted, chosen)) or quoted('')}], site)"
    with database() as db:
        return db.execute(
            f"""SELECT * FROM {table} WHERE site IN ({listed(chosen)})
                ORDER BY cluster, {order}"""
        ).fetchdf()
