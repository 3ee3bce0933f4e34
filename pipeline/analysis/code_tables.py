"""Codes by place, country, visit and attribute: people who said it, of people asked, and tests."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import chain, product
from typing import Any

import numpy as np
import pandas as pd

from pipeline.analysis.asked import ASKED
from pipeline.analysis.distances import Plan
from pipeline.analysis.levels import PLACE, by_column, by_place, units_of
from pipeline.analysis.shares import FEW, code_ps, intervals, matrix, visit_ps

COLUMNS = ("question", "code", "source", "level", "group", "people_said", "people_asked", "share",
           "low", "high", "p", "p_adjusted", "reason")  # fmt: skip
PEOPLE, MACHINE = "people", "machine"
WAVE, ALL = "wave", "all"
_UNTESTED = "a machine's codes are counted, not tested"


@dataclass(frozen=True)
class Scope:
    """The answers to one question (or to all: ``question`` is empty) that can hold codes."""

    question: str
    source: str
    answers: pd.DataFrame
    codes: tuple[str, ...]


def code_table(
    answers: pd.DataFrame, columns: Sequence[str], plan: Plan, threads: int = 1
) -> pd.DataFrame:
    """Count and test codes over all answers and in each question's.

    Args:
        answers: ``question``, ``site``, ``person``, ``session``, ``wave``, ``status``, ``codes``
            (people's, or None), ``machine_codes`` (or None) and the columns below.
        columns: further columns to compare by, such as ``country``; the place always is.
        plan: permutations, least people, seed.
        threads: questions that are looked at side by side.

    Returns:
        A frame with ``COLUMNS``; ``p_adjusted`` is empty as yet.
    """
    scopes = []
    asked = answers[answers["status"].isin(ASKED)]
    questions = ["", *sorted(q for q in asked["question"].unique() if q)]
    for source, column in ((PEOPLE, "codes"), (MACHINE, "machine_codes")):
        coded = asked[asked[column].notna() | (asked["status"] == "asked-unanswered")]
        if not asked[column].notna().any():
            continue
        given = [c if c is not None else () for c in coded[column]]
        held = coded.assign(codes=pd.Series(given, index=coded.index, dtype=object))
        groups = held.groupby("question").indices
        for question in questions:
            mine = held if not question else held.iloc[groups.get(question, [])]
            names = tuple(sorted({code for codes in mine["codes"] for code in codes}))
            if names:
                scopes.append(Scope(question, source, mine, names))
    with ThreadPoolExecutor(max(1, threads)) as pool:
        found = pool.map(lambda scope: _of_scope(scope, columns, plan), scopes)
        rows = list(chain.from_iterable(found))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def unit_frame(answers: pd.DataFrame, units: Any, columns: Sequence[str]) -> pd.DataFrame:
    """Return a row a unit with what all its answers share; empty where they differ.

    Args:
        answers: the place and the columns.
        units: of each answer, 0 to n - 1.
        columns: beside the place.
    """
    n = int(units.max()) + 1
    order = np.argsort(units, kind="stable")
    starts = np.searchsorted(units[order], np.arange(n))
    found = {}
    for column in (PLACE, *columns):
        told, names = pd.factorize(answers[column].astype(str).to_numpy(dtype=object))
        told, unknown = told[order], np.append(names == "", True)
        least = np.minimum.reduceat(np.where(unknown[told], len(names), told), starts)
        most = np.maximum.reduceat(np.where(unknown[told], -1, told), starts)
        found[column] = np.append(names, "")[np.where(least == most, least, len(names))]
    return pd.DataFrame(found, dtype=object)


def _of_scope(scope: Scope, columns: Sequence[str], plan: Plan) -> list[tuple[Any, ...]]:
    answers = scope.answers
    units = units_of(answers["person"].tolist(), answers["session"].tolist())
    people = unit_frame(answers, units, columns)
    held = matrix(units, answers["codes"].tolist(), scope.codes, len(people))
    nothing = [(None, "")] * len(scope.codes)
    rows = _counted(replace(scope, answers=answers.assign(**{ALL: "all"})), ALL, nothing)
    for column in (PLACE, *columns):
        level = (
            by_place(people, plan.least_people)
            if column == PLACE
            else by_column(people, column, plan.least_people)
        )
        if scope.source == PEOPLE:
            tests = code_ps(held, level, plan)
        else:
            tests = [(None, _UNTESTED)] * len(scope.codes)
        rows += _counted(scope, column, tests)
    if answers[WAVE].nunique() > 1:
        tests = [(None, _UNTESTED)] * len(scope.codes)
        if scope.source == PEOPLE:
            tests = visit_ps(_changes(answers, units, held, scope.codes))
        rows += _counted(scope, WAVE, tests)
    return rows


def _changes(answers: pd.DataFrame, units: Any, held: Any, codes: Sequence[str]) -> Any:
    """Return who says what later and did not earlier (1), or no longer (-1), of who was met twice.

    Shape (people met twice, codes); the first visit stands against the last.
    """
    waves = pd.Series(answers[WAVE].to_numpy()).groupby(units)
    first, last = waves.transform("min").to_numpy(), waves.transform("max").to_numpy()
    wave, lists = answers[WAVE].to_numpy(), answers["codes"].to_numpy()
    twice = np.unique(units[first < last])
    then, now = wave == first, wave == last
    earlier = matrix(units[then], lists[then].tolist(), codes, len(held))
    later = matrix(units[now], lists[now].tolist(), codes, len(held))
    return (later - earlier)[twice].astype(float)


def _counted(
    scope: Scope, column: str, tests: Sequence[tuple[float | None, str]]
) -> list[tuple[Any, ...]]:
    """Return a row a code and group: counts of people, the share, and the code's test."""
    answers = scope.answers
    known = answers[answers[column].astype(str) != ""]
    asked = known.groupby(column)["person"].nunique()
    each = known[["person", column, "codes"]].explode("codes").dropna(subset=["codes"])
    said = each.drop_duplicates().groupby([column, "codes"]).size().to_dict()
    groups = [str(group) for group in asked.index]
    people = np.array([said.get((g, c), 0) for c in scope.codes for g in asked.index], dtype=int)
    of = np.tile(asked.to_numpy(dtype=int), len(scope.codes))
    low, high = intervals(people, of)
    shares = [n / m if m >= FEW else None for n, m in zip(people, of, strict=True)]
    heads = ((scope.question, code, scope.source, column) for code in scope.codes)
    each_test = (test for test in tests for _ in groups)
    return [
        (*head, group, n, m, told, left, right, p, None, reason)
        for (head, group), n, m, told, left, right, (p, reason) in zip(
            product(heads, groups), people.tolist(), of.tolist(), shares, low.tolist(),
            high.tolist(), each_test, strict=True,
        )
    ]  # fmt: skip
