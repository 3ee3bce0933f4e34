"""At which level a comparison is made, and whether it can be made at all.

The unit is the person, or all who sat in one interview. What labels may change hands depends on
what is claimed: people within the study for places; whole places for what all people of a place
share (country, type of space, often language); people within their place for what varies there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.analysis.shuffles import Floats, Ints, Layout, layout

PLACE = "site"


@dataclass(frozen=True)
class Level:
    """A comparison that can be made, or the reason why not.

    ``rows`` has, for each unit of the comparison, the numbers of the people's rows whose mean it
    is; ``names`` are the groups, in the order of ``layout``.
    """

    name: str
    unit: str = "person"
    rows: tuple[Ints, ...] = ()
    layout: Layout | None = None
    names: tuple[str, ...] = ()
    set_aside: tuple[str, ...] = ()
    reason: str = ""

    def of(self, values: Floats) -> Floats:
        """Return the values of the comparison's units, means of people's, shape (units, dims)."""
        if self.unit == "person":
            return np.asarray(values[np.concatenate(self.rows)])
        return np.vstack([values[at].mean(axis=0) for at in self.rows])


def units_of(people: Sequence[str], sessions: Sequence[str]) -> Ints:
    """Number the units: who sat together in a session cannot be told apart as evidence.

    Args:
        people: of each answer, who gave it.
        sessions: of each answer, the interview; empty where unknown.
    """
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    person, names = pd.factorize(np.asarray(people, dtype=object))
    session, meetings = pd.factorize(np.asarray(sessions, dtype=object))
    known = np.asarray([str(s) != "" for s in sessions], dtype=bool)
    size = len(names) + len(meetings)
    ones = np.ones(int(known.sum()))
    links = coo_matrix((ones, (person[known], len(names) + session[known])), shape=(size, size))
    _, component = connected_components(links, directed=False)
    return np.asarray(pd.factorize(component[person])[0])


def by_place(people: pd.DataFrame, least: int) -> Level:
    """Compare the places; those of fewer than ``least`` units are set aside.

    Args:
        people: a row a unit with the column ``site``, empty where it was met at several places.
        least: units that a place must have.
    """
    return _of_people(people, PLACE, None, least)


def by_column(people: pd.DataFrame, column: str, least: int) -> Level:
    """Compare the groups of a column: whole places, where all of a place share its value.

    Args:
        people: a row a unit with ``site`` and the column; empty means unknown.
        column: such as ``country``, ``language`` or ``attr_trade``.
        least: units that a group must have, where people are compared within their place.
    """
    known = people[(people[PLACE] != "") & (people[column] != "")]
    groups = known[column].nunique()
    if groups < 2:
        what = "is known for nobody" if groups == 0 else "is the same for all"
        return Level(column, reason=f"{column} {what}")
    if (known.groupby(PLACE)[column].nunique() == 1).all():
        return _of_places(known, people, column)
    return _of_people(people, column, PLACE, least)


def _of_people(people: pd.DataFrame, column: str, within: str | None, least: int) -> Level:
    known = (people[column] != "") & (people[PLACE] != "")
    sizes = people.loc[known, column].value_counts()
    aside = tuple(sorted(str(name) for name in sizes.index[sizes < least]))
    keep = known & ~people[column].isin(aside)
    if within is not None and keep.any():
        keep &= people[keep].groupby(within)[column].transform("nunique").reindex(people.index) > 1
    at = np.flatnonzero(keep)
    here = people.iloc[at]
    if here[column].nunique() < 2:
        where = " at one place" if within else ""
        return Level(
            column, set_aside=aside,
            reason=f"fewer than two groups of {least} people or more can be compared{where}",
        )  # fmt: skip
    strata = None if within is None else here[within].tolist()
    laid, names = layout(here[column].tolist(), strata)
    if within is not None:
        laid = Layout(laid.groups, laid.strata + 1)  # even one stratum means: within it
    return Level(
        column, rows=tuple(np.array([i]) for i in at), layout=laid, names=tuple(names),
        set_aside=aside,
    )  # fmt: skip


def _of_places(known: pd.DataFrame, people: pd.DataFrame, column: str) -> Level:
    group_of = known.groupby(PLACE)[column].first()
    places = group_of.value_counts()
    single = tuple(sorted(str(name) for name in places.index[places < 2]))
    group_of = group_of[~group_of.isin(single)]
    if group_of.nunique() < 2:
        told = ", ".join(single[:5])
        return Level(
            column, unit="place", set_aside=single,
            reason=f"one {column} is one place ({told}): the two cannot be told apart",
        )  # fmt: skip
    position = dict(zip(people.index, range(len(people)), strict=True))
    rows = tuple(
        np.array([position[i] for i in known.index[known[PLACE] == site]])
        for site in group_of.index
    )
    laid, names = layout([str(g) for g in group_of])
    return Level(column, unit="place", rows=rows, layout=laid, names=tuple(names), set_aside=single)
