"""Clusters and themes as they stand now: with their people and places, and their typical words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.analysis.clusters import members_frame
from pipeline.model.cluster import Cluster, Standing
from pipeline.model.frames import CLUSTER_PLACES, MEMBERS
from pipeline.services.showing.library import Library, with_rights
from pipeline.services.showing.standing import Board, board
from pipeline.services.showing.store import EVERYTHING, Filters, opened

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Group:
    """A cluster as the filters leave it, in answers, and in people by place and by language."""

    standing: Standing
    answers: int
    people: int
    places: Mapping[str, int]
    languages: Mapping[str, int]

    @property
    def cluster(self) -> Cluster:
        """Its members, key words and typical answers."""
        return self.standing.cluster


@dataclass(frozen=True)
class Groups:
    """The clusters as they stand; of ``considered`` answers ``outliers`` are in none.

    ``reason`` says why there are none, where there are none. ``board`` is what deciding on them
    needs.
    """

    groups: tuple[Group, ...]
    considered: int
    outliers: int
    board: Board
    reason: str = ""


def groups(library: Library, filters: Filters) -> Groups:
    """Return the clusters, as far as the filters and today's consent leave anything of them.

    Themes of which nothing is left are there too where nothing is filtered: a name is not lost.

    Raises:
        NotReady: the answers have not been clustered.
    """
    now = board(library)
    frame = standing_members(now)
    with opened(library.layout, filters, library.people()) as db:
        db.register("members", frame)
        sizes = _counted(db.execute(_SIZES).fetchall())
        places = db.execute(_PEOPLE_BY.format(column="site")).fetchall()
        spoken = db.execute(_PEOPLE_BY.format(column="language")).fetchall()
        alone = [*now.now.outliers, *(a for s in now.now.standings for a in s.offered)]
        (outliers,) = db.execute(
            "SELECT count(*) FROM answers WHERE answer IN (SELECT unnest(?))", [alone]
        ).fetchone() or (0,)
    by_place, by_language = _nested(places), _nested(spoken)
    found = tuple(
        Group(s, *sizes.get(c.id, (0, 0)), by_place.get(c.id, {}), by_language.get(c.id, {}))
        for s, c in ((s, s.cluster) for s in now.now.standings)
        if c.id in sizes or (s.name and filters == EVERYTHING)
    )
    considered = sum(group.answers for group in found) + int(outliers)
    return Groups(found, considered, int(outliers), now, now.now.reason)


def standing_members(now: Board) -> pd.DataFrame:
    """Return rows of ``MEMBERS`` as the clusters stand."""
    import pandas as pd

    columns = members_frame([s.cluster for s in now.now.standings])
    return pd.DataFrame(columns).astype(dict(MEMBERS.dtypes))


_SIZES = """SELECT m.cluster, count(*), count(DISTINCT a.speaker)
            FROM answers a JOIN members m USING (answer) GROUP BY m.cluster"""
_PEOPLE_BY = """SELECT m.cluster, a.{column}, count(DISTINCT a.speaker) AS people
                FROM answers a JOIN members m USING (answer)
                GROUP BY m.cluster, a.{column} ORDER BY people DESC, a.{column}"""


def _counted(rows: list[tuple[str, int, int]]) -> dict[str, tuple[int, int]]:
    return {cluster: (answers, people) for cluster, answers, people in rows}


def _nested(rows: list[tuple[str, str, int]]) -> dict[str, dict[str, int]]:
    result: dict[str, dict[str, int]] = {}
    for cluster, value, people in rows:
        result.setdefault(cluster, {})[value] = people
    return result


def answers_of(
    library: Library,
    filters: Filters,
    answers: Sequence[str],
    *,
    typical: Sequence[str] = (),
    limit: int,
) -> pd.DataFrame:
    """Return some answers, the typical ones first, then in the order of the study.

    Columns: those of ``ANSWERS`` and the rights of today; words that may not be quoted are not
    in the frame.
    """
    with opened(library.layout, filters, library.people()) as db:
        frame = db.execute(
            """SELECT a.* FROM answers a WHERE answer IN (SELECT unnest($1::VARCHAR[]))
               ORDER BY list_position($2::VARCHAR[], answer) NULLS LAST,
                 a.date, a.interview, a.position LIMIT $3""",
            [list(answers), list(typical), limit],
        ).fetchdf()
    return with_rights(frame, library.people())


def cluster_places(library: Library, filters: Filters, now: Board) -> pd.DataFrame:
    """Return how many people of each place are in each cluster, of how many heard there.

    Columns: those of ``CLUSTER_PLACES``, zeros too, in the order of the clusters and of
    sites.csv; of the filters only places and countries narrow the rows.
    """
    import pandas as pd

    sites = [
        site.id
        for site in library.people().study.sites
        if (not filters.sites or site.id in filters.sites)
        and (not filters.countries or site.country in filters.countries)
    ]
    with opened(library.layout, EVERYTHING, library.people()) as db:
        db.register("members", standing_members(now))
        heard = dict(
            db.execute("SELECT site, count(DISTINCT speaker) FROM answers GROUP BY site").fetchall()
        )
        counted = db.execute(
            """SELECT m.cluster, a.site, count(DISTINCT a.speaker), count(*)
               FROM answers a JOIN members m USING (answer) GROUP BY m.cluster, a.site"""
        ).fetchall()
    cells = {(cluster, site): numbers for cluster, site, *numbers in counted}
    rows = []
    for standing in now.now.standings:
        for site in sites:
            people, answers = cells.get((standing.cluster.id, site), (0, 0))
            rows.append((standing.cluster.id, site, people, heard.get(site, 0), answers))
    return pd.DataFrame(rows, columns=list(CLUSTER_PLACES.dtypes))
