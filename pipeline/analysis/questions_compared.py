"""One question at many places: compared by what the words mean, and by what people coded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from pipeline.analysis.code_tables import unit_frame
from pipeline.analysis.distances import Plan
from pipeline.analysis.levels import PLACE, Level, by_column, by_place, units_of
from pipeline.analysis.meaning import unit
from pipeline.analysis.shares import matrix, too_few
from pipeline.analysis.shuffles import LEVEL, Floats, Ints
from pipeline.analysis.spread import Spread, paired, spread

WAVE = "wave"
LEAST_MET_TWICE = 2


@dataclass(frozen=True)
class Contrast:
    """A comparison at one level; ``spread`` is None where it cannot be estimated."""

    level: str
    unit: str
    people: int
    groups: Mapping[str, int]
    spread: Spread | None
    set_aside: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Compared:
    """All that is told of one question."""

    question: str
    people: int
    sites: int
    topical: Mapping[str, Contrast]
    """By meaning of the words: by level."""
    stance: Mapping[str, Contrast]
    """By the codes that people gave."""
    within_language: Mapping[str, Contrast] = field(default_factory=dict)
    stricter: Contrast | None = None
    """Places again, only from answers whose question a person has confirmed."""
    languages: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Units by place and language."""


def compare_question(
    answers: pd.DataFrame, vectors: Floats, columns: Sequence[str], plan: Plan
) -> Compared:
    """Compare the answers to one question.

    Args:
        answers: those with words: ``site``, ``person``, ``session``, ``wave``, ``language``,
            ``confirmed``, ``codes`` (people's, or None), and the columns.
        vectors: of the answers, shape (n, dims), not centred.
        columns: beside the place: ``country``, ``language``, ``attr_...``.
        plan: what was declared.
    """
    units = units_of(answers["person"].tolist(), answers["session"].tolist())
    people = unit_frame(answers, units, columns)
    meant = _means(vectors, units, len(people))
    topical = {
        level.name: _contrast(level, meant, plan) for level in _levels(people, columns, plan)
    }
    waves = answers[WAVE].to_numpy()
    if len(np.unique(waves)) > 1:
        topical[WAVE] = _visits(vectors, units, waves, plan)
    return Compared(
        str(answers["question"].iloc[0]), answers["person"].nunique(),
        int((people[PLACE].value_counts() > 0).drop("", errors="ignore").sum()),
        topical, _stances(answers, columns, plan),
        _within_languages(answers, vectors, plan), _stricter(answers, vectors, plan),
        _languages(people),
    )  # fmt: skip


def _levels(people: pd.DataFrame, columns: Sequence[str], plan: Plan) -> list[Level]:
    return [
        by_place(people, plan.least_people),
        *(by_column(people, column, plan.least_people) for column in columns),
    ]


def _means(vectors: Floats, units: Ints, n: int) -> Floats:
    """Return the unit vector of each unit's answers, shape (n, dims)."""
    from scipy.sparse import csr_matrix

    order = (np.ones(len(units), dtype=np.float32), (units, np.arange(len(units))))
    return unit(np.asarray(csr_matrix(order, shape=(n, len(units))) @ vectors))


def _contrast(level: Level, x: Floats, plan: Plan, *, stance: bool = False) -> Contrast:
    if level.layout is None:
        return Contrast(level.name, level.unit, 0, {}, None, level.set_aside, level.reason)
    people = sum(len(at) for at in level.rows)
    sizes = dict(zip(level.names, (int(n) for n in level.layout.sizes), strict=True))
    found = spread(level.of(x), level.layout, plan, stances=stance)
    reason = "" if found.least_p <= LEVEL else too_few(found.least_p)
    return Contrast(level.name, level.unit, people, sizes, found, level.set_aside, reason)


def _visits(vectors: Floats, units: Ints, waves: Ints, plan: Plan) -> Contrast:
    """Compare the first visit with the last, of the people who were met at both."""
    n = int(units.max()) + 1
    by_unit = pd.Series(waves).groupby(units)
    first, last = by_unit.transform("min").to_numpy(), by_unit.transform("max").to_numpy()
    twice = np.unique(units[first < last])
    if len(twice) < LEAST_MET_TWICE:
        told = "fewer than two people were met at two visits"
        return Contrast(WAVE, "person", len(twice), {}, None, (), told)
    then = _means(vectors * (waves == first)[:, None], units, n)
    now = _means(vectors * (waves == last)[:, None], units, n)
    found = paired((now - then)[twice], plan)
    reason = "" if found.least_p <= LEVEL else too_few(found.least_p)
    return Contrast(WAVE, "person", len(twice), {"met twice": len(twice)}, found, (), reason)


def _stances(answers: pd.DataFrame, columns: Sequence[str], plan: Plan) -> dict[str, Contrast]:
    """Compare what people hold, from the codes that people gave to their answers."""
    coded = answers[[bool(codes) for codes in answers["codes"]]]
    names = sorted({code for codes in coded["codes"] for code in codes})
    if not names:
        return {}
    units = units_of(coded["person"].tolist(), coded["session"].tolist())
    people = unit_frame(coded, units, columns)
    held = unit(matrix(units, coded["codes"].tolist(), names, len(people)))
    return {
        level.name: _contrast(level, held, plan, stance=True)
        for level in _levels(people, columns, plan)
    }


def _within_languages(answers: pd.DataFrame, vectors: Floats, plan: Plan) -> dict[str, Contrast]:
    """Compare places by the answers in one language, for each that occurs at two places."""
    found: dict[str, Contrast] = {}
    languages = answers["language"].to_numpy()
    spoken = sorted(set(languages) - {""})
    for language in spoken if len(spoken) > 1 else ():
        at = np.flatnonzero(languages == language)
        here = _places_of(answers.iloc[at], vectors[at], plan)
        if here is not None:
            found[str(language)] = here
    return found


def _stricter(answers: pd.DataFrame, vectors: Floats, plan: Plan) -> Contrast | None:
    sure = answers["confirmed"].to_numpy()
    if sure.all() or not sure.any():
        return None
    return _places_of(answers[sure], vectors[sure], plan)


def _places_of(answers: pd.DataFrame, vectors: Floats, plan: Plan) -> Contrast | None:
    units = units_of(answers["person"].tolist(), answers["session"].tolist())
    people = unit_frame(answers, units, ())
    level = by_place(people, plan.least_people)
    if level.layout is None:
        return None
    return _contrast(level, _means(vectors, units, len(people)), plan)


def _languages(people: pd.DataFrame) -> dict[str, dict[str, int]]:
    if "language" not in people:
        return {}
    known = people[(people[PLACE] != "") & (people["language"] != "")]
    found: dict[str, dict[str, int]] = {}
    for site, mine in known.groupby(PLACE):
        found[str(site)] = {str(k): int(n) for k, n in mine["language"].value_counts().items()}
    return found
