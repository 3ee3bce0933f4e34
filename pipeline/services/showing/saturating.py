"""Saturation of a study, from the codes that people confirmed: of all, and of its parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from pipeline.analysis.richness import Richness, richness
from pipeline.analysis.saturation import Orders, over_orders, saturation
from pipeline.analysis.saturation import Saturation as Measured
from pipeline.layout import Layout
from pipeline.params import Params, Saturation, read_params
from pipeline.services.showing.codes import opened_codings
from pipeline.services.showing.library import SHOWN, Library
from pipeline.services.showing.store import Filters, listed

Kind = Literal["all", "country", "site", "question"]
KINDS: tuple[Kind, ...] = ("all", "country", "site", "question")


@dataclass(frozen=True)
class Step:
    """A coded interview: its answers, those that people coded, and what they confirmed there."""

    interview: str
    date: str
    answers: int
    judged: int
    codes: frozenset[str]


@dataclass(frozen=True)
class Scope:
    """A part of the study, its coded interviews in the order of the fieldwork.

    ``uncoded``: interviews in which nobody has confirmed a code; they are left out, for they
    would pass for interviews that bring nothing new. ``orders`` and ``beyond`` are None where
    ``measured`` says why it cannot be computed.
    """

    kind: Kind
    name: str
    steps: tuple[Step, ...]
    uncoded: int
    measured: Measured
    orders: Orders | None
    beyond: Richness | None

    @property
    def codes(self) -> int:
        """How many codes came up at all."""
        return sum(self.measured.new)


@dataclass
class _Answer:
    interview: str
    date: str
    parts: Mapping[Kind, frozenset[str]]
    judged: bool = False
    codes: set[str] = field(default_factory=set)


def settings(layout: Layout) -> Saturation:
    """Return the study's base, run, threshold and random orders."""
    path = layout.path("params")
    return (read_params(path) if path.exists() else Params()).saturation


def scopes(library: Library, filters: Filters) -> list[Scope]:
    """Return the saturation of what is shown, of its countries, places and questions.

    Interviews come by their date in the manifest, those of one day by their id; a second visit is
    an interview of its own. An interview counts as coded where people confirmed a code anywhere
    in it, for a question where it also has an answer to it. A part that is the whole is not told
    twice.

    Raises:
        NotReady: the answers have not been coded.
    """
    answers = _answers(library, filters)
    by = settings(library.layout)
    coded = {answer.interview for answer in answers if answer.codes}
    found = [_scope("all", "", answers, coded, by)]
    people = library.people()
    names: dict[Kind, list[str]] = {
        "country": sorted({site.country for site in people.study.sites}),
        "site": [site.id for site in people.study.sites],
    }
    names["question"] = [question.id for question in library.questions().questions]
    for kind, known in names.items():
        parts = {name: [a for a in answers if name in a.parts[kind]] for name in known}
        parts = {name: mine for name, mine in parts.items() if mine}
        if kind == "question" or len(parts) > 1:
            found += [_scope(kind, name, mine, coded, by) for name, mine in parts.items()]
    return found


def _scope(
    kind: Kind, name: str, answers: Sequence[_Answer], coded: set[str], by: Saturation
) -> Scope:
    here: dict[tuple[str, str], list[_Answer]] = {}
    for answer in answers:
        here.setdefault((answer.date, answer.interview), []).append(answer)
    steps = tuple(
        Step(
            interview, date, len(mine), sum(a.judged for a in mine),
            frozenset(code for a in mine for code in a.codes),
        )
        for (date, interview), mine in sorted(here.items())
        if interview in coded
    )  # fmt: skip
    uses = tuple(step.codes for step in steps)
    measured = saturation(uses, base=by.base, run=by.run, threshold=by.threshold)
    orders = beyond = None
    if not measured.reason:
        orders = over_orders(
            uses, base=by.base, run=by.run, threshold=by.threshold, orders=by.orders, seed=by.seed
        )
        beyond = richness(uses)
    return Scope(kind, name, steps, len(here) - len(steps), measured, orders, beyond)


def _answers(library: Library, filters: Filters) -> list[_Answer]:
    """Return all answers that are shown, each with what people hold of its codes."""
    with opened_codings(library, filters) as db:
        rows = db.execute("SELECT answer, interview, date, country, site FROM answers").fetchall()
        codings = db.execute(
            """SELECT answer, code, status FROM codings
               WHERE status IN ('confirmed', 'contested', 'rejected')"""
        ).fetchall()
        tags = db.execute(
            f"SELECT answer, question FROM tags WHERE status IN ({listed(SHOWN)})"
        ).fetchall()
    questions: dict[str, set[str]] = {}
    for answer, question in tags:
        questions.setdefault(answer, set()).add(question)
    found = {
        answer: _Answer(
            interview, date,
            {
                "country": frozenset((country,)), "site": frozenset((site,)),
                "question": frozenset(questions.get(answer, ())),
            },
        )
        for answer, interview, date, country, site in rows
    }  # fmt: skip
    for answer, code, status in codings:
        if answer in found:
            found[answer].judged = True
            if status == "confirmed":
                found[answer].codes.add(code)
    return list(found.values())
