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

from pipeline.analysis.shuffles import Bools, Floats, Ints, Layout

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
    place, group = _numbers(people, PLACE), _numbers(people, column)
    known = (place.of >= 0) & (group.of >= 0)
    groups = len(np.unique(group.of[known]))
    if groups < 2:
        what = "is known for nobody" if groups == 0 else "is the same for all"
        return Level(column, reason=f"{column} {what}")
    pairs = np.unique(np.column_stack([place.of, group.of])[known], axis=0)
    if len(pairs) == len(np.unique(pairs[:, 0])):
        return _of_places(column, known, place, group, pairs)
    return _of_people(people, column, PLACE, least)


@dataclass(frozen=True)
class _Numbers:
    """A column as numbers of its sorted values, shape (units,); -1 where it is empty."""

    of: Ints
    names: list[str]


def _numbers(people: pd.DataFrame, column: str) -> _Numbers:
    values = people[column].to_numpy(dtype=object)
    at, names = pd.factorize(values, sort=True)
    if len(names) and names[0] == "":
        return _Numbers(at - 1, [str(name) for name in names[1:]])
    return _Numbers(at, [str(name) for name in names])


def _of_people(people: pd.DataFrame, column: str, within: str | None, least: int) -> Level:
    place, group = _numbers(people, PLACE), _numbers(people, column)
    keep = (place.of >= 0) & (group.of >= 0)
    sizes = np.bincount(group.of[keep], minlength=len(group.names))
    few = (sizes > 0) & (sizes < least)
    aside = tuple(group.names[i] for i in np.flatnonzero(few))
    keep[keep] = ~few[group.of[keep]]
    if within is not None:
        pairs = np.unique(np.column_stack([place.of, group.of])[keep], axis=0)
        several = np.bincount(pairs[:, 0], minlength=len(place.names)) > 1
        keep[keep] = several[place.of[keep]]
    at = np.flatnonzero(keep)
    here, groups = np.unique(group.of[at], return_inverse=True)
    if len(here) < 2:
        where = " at one place" if within else ""
        return Level(
            column, set_aside=aside,
            reason=f"fewer than two groups of {least} people or more can be compared{where}",
        )  # fmt: skip
    strata = np.zeros(len(at), dtype=int)
    if within is not None:  # from one on: even one stratum means within it
        strata = 1 + np.unique(place.of[at], return_inverse=True)[1]
    return Level(
        column, rows=tuple(at[:, None]), layout=Layout(groups, strata),
        names=tuple(group.names[i] for i in here), set_aside=aside,
    )  # fmt: skip


def _of_places(column: str, known: Bools, place: _Numbers, group: _Numbers, pairs: Ints) -> Level:
    """Compare whole places; ``pairs`` has a row a place: its number and its group's."""
    places = np.bincount(pairs[:, 1], minlength=len(group.names))
    single = tuple(group.names[i] for i in np.flatnonzero(places == 1))
    pairs = pairs[places[pairs[:, 1]] > 1]
    if len(np.unique(pairs[:, 1])) < 2:
        told = ", ".join(single[:5])
        return Level(
            column, unit="place", set_aside=single,
            reason=f"one {column} is one place ({told}): the two cannot be told apart",
        )  # fmt: skip
    here, groups = np.unique(pairs[:, 1], return_inverse=True)
    return Level(
        column, unit="place",
        rows=tuple(np.flatnonzero(known & (place.of == site)) for site in pairs[:, 0]),
        layout=Layout(groups, np.zeros(len(groups), dtype=int)),
        names=tuple(group.names[i] for i in here), set_aside=single,
    )  # fmt: skip
