"""What the sections share: names and words as consent allows them, counts in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

from pipeline.errors import NotReady
from pipeline.model.guide import QuestionSet
from pipeline.model.interview import Site
from pipeline.model.report import Quotation, Unknown
from pipeline.model.transcript import clock
from pipeline.services.showing.library import Library
from pipeline.services.showing.names import shown_as, unnamed
from pipeline.services.showing.people import People

T = TypeVar("T")
Row = Mapping[str, Any]

ELLIPSIS = "[…]"
"""In the place of a name that may not be given."""


def attempt(read: Callable[[], T]) -> T | Unknown:
    """Return what is read, or why it is not there yet."""
    try:
        return read()
    except NotReady as error:
        return Unknown(str(error))


@dataclass(frozen=True)
class Naming:
    """How places, people, questions and words are written in what leaves the study.

    An interview is told by its number in manifest.csv: ids are often made of names.
    """

    people: People
    questions: QuestionSet

    @staticmethod
    def of(library: Library) -> Naming:
        """Read the tables and the question set as they are now."""
        return Naming(library.people(), library.questions())

    @cached_property
    def sites(self) -> Mapping[str, Site]:
        """The places by id, in the order of sites.csv."""
        return {site.id: site for site in self.people.study.sites}

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {i.id: n for n, i in enumerate(self.people.study.interviews, start=1)}

    @cached_property
    def _hidden(self) -> Mapping[str, re.Pattern[str]]:
        return unnamed(self.people)

    def place(self, site: str) -> str:
        """Return a place's name."""
        known = self.sites.get(site)
        return (known.name or known.id) if known else site

    def question(self, question: str) -> str:
        """Return a question's wording in English, or in its first language."""
        known = self.questions.by_id.get(question)
        return known.wording("en") if known else question

    def person(self, voice: str) -> str:
        """Return the name that a person may have today."""
        return shown_as(self.people, voice)

    def words(self, interview: str, text: str) -> str:
        """Return words without the names of those who may not be named."""
        pattern = self._hidden.get(interview)
        return pattern.sub(ELLIPSIS, text) if pattern else text

    def masked(self, value: T) -> T:
        """Return values without the full names of those who may not be named, wherever they stand.

        Also what people write, as a theme's name or why a place was chosen, can hold one.
        """
        return _masked(value, self._full_names) if self._full_names else value

    @cached_property
    def _full_names(self) -> re.Pattern[str] | None:
        people = self.people
        names = {s.name for s in people.study.speakers
                 if s.name and not people.decision("", [s.id], "name")}  # fmt: skip
        told = "|".join(re.escape(name) for name in sorted(names, key=lambda n: (-len(n), n)))
        return re.compile(rf"(?<!\w)(?:{told})(?!\w)") if told else None

    def quotation(self, row: Row, *, guess: bool, standing: str) -> Quotation:
        """Return an answer as it may be quoted; its words are empty where it may not.

        Args:
            row: the columns of ``ANSWERS`` with the rights of today.
            guess: whether only the machine put it here.
            standing: who did, in words.
        """
        interview = str(row["interview"])
        number = self._numbers.get(interview, 0)
        at = f", {clock(int(row['start']))}" if row["unit"] == "ms" else ""
        where = f"{self.place(str(row['site']))}, {row['date']} · interview {number}{at}"
        return Quotation(
            self.words(interview, str(row["text"])), str(row["language"]),
            self.person(str(row["speaker"])), where, guess, standing,
            self.words(interview, str(row["asked"])),
        )  # fmt: skip

    def said_in(self, keywords: Iterable[str], said: str) -> list[str]:
        """Return those key words that stand in words which may be shown.

        A run's key words can come from what has been struck, or withdrawn, since.
        """
        folded = said.casefold()
        return [
            word for word in keywords
            if word and re.search(rf"(?<!\w){re.escape(word.casefold())}", folded)
        ]  # fmt: skip


def _masked(value: Any, names: re.Pattern[str]) -> Any:
    """Walk through strings, tuples and frozen values."""
    if isinstance(value, str):
        return names.sub(ELLIPSIS, value)
    if isinstance(value, tuple):
        return tuple(_masked(each, names) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{f.name: _masked(getattr(value, f.name), names) for f in fields(value)}
        )
    return value


def counted(n: int, one: str, many: str = "") -> str:
    """Return a number with its noun: ``1 answer``, ``3 answers``."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def of_all(part: int, whole: int) -> str:
    """Return a count of a whole, with the share where ten and more were counted."""
    if not whole:
        return "0 of 0"
    share = f" ({100 * part / whole:.0f}%)" if whole >= 10 else ""
    return f"{part:,} of {whole:,}{share}"


def listing(parts: Iterable[str]) -> str:
    """Return words as a list in a sentence: ``a, b and c``."""
    told = list(parts)
    return f"{', '.join(told[:-1])} and {told[-1]}" if len(told) > 1 else "".join(told)


def attribute(name: str) -> str:
    """Return a case attribute's name in words: ``attr_age_band`` is ``age band``."""
    return name.removeprefix("attr_").replace("_", " ")


def number(value: float | None) -> str:
    """Return two digits; a dash where there is no number."""
    return "–" if value is None or value != value else f"{round(value, 2) + 0.0:.2f}"


def between(low: float | None, high: float | None) -> str:
    """Return an interval in words; a dash where there is none."""
    return "–" if low is None or high is None else f"{number(low)} to {number(high)}"
