"""Tables beside the comparison: groupings and visits, in names and words that may be given."""

from pathlib import Path

import pytest

from pipeline.layout import Layout
from pipeline.model.codebook import Code, Codebook
from pipeline.model.report import Paragraph, Table
from pipeline.services.reporting.beside import levels, visits
from pipeline.services.reporting.common import Naming, between, counted, listing, number
from pipeline.services.showing.library import Library
from tests.dashboards.small_study import write_tables

BOOK = Codebook((Code("help", "Mutual help", "d"), Code("money", "Money", "d")))


@pytest.fixture
def naming(tmp_path: Path) -> Naming:
    return Naming.of(Library(Layout(write_tables(tmp_path))))


def test_what_came_and_went_is_told_in_names_that_may_be_given(naming: Naming) -> None:
    person = {"question": "work", "site": "docks", "person": "ben", "earlier": 1, "later": 2,
              "came": "help money", "went": "", "stayed": None}  # fmt: skip
    place = {"question": "work", "site": "docks", "code": "help", "change": "came", "earlier": 1,
             "later": 2, "said_earlier": 0, "asked_earlier": 3, "said_later": 2,
             "asked_later": 4}  # fmt: skip
    of_people, of_places = visits(naming, BOOK, [person], [place])
    assert isinstance(of_people, Table)
    assert of_people.rows == (
        ("What does work mean to you?", "The Docks", "Rowan", "1 → 2", "Mutual help, Money", "–",
         "not coded"),
    )  # fmt: skip
    assert isinstance(of_places, Table)
    assert of_places.rows[0][2:] == ("Mutual help", "came", "0 of 3", "2 of 4")


def test_without_a_second_visit_it_says_so(naming: Naming) -> None:
    (told,) = visits(naming, BOOK, [], [])
    assert isinstance(told, Paragraph)
    assert "nobody was met at two visits" in told.text


def test_a_grouping_says_why_it_cannot_be_estimated() -> None:
    unknown = {"estimable": False, "verdict": "undetermined", "reason": "attr_age_band is the same"}
    known = {"estimable": True, "verdict": "differs", "reason": ""}
    questions = [
        {"difference": {"site": known, "attr_age_band": unknown}},
        {"difference": {"site": known | {"verdict": "undetermined"}, "attr_age_band": unknown}},
    ]
    assert levels(questions).rows == (
        ("place", "2", "1", "0", ""), ("age band", "0", "0", "2", "Age band is the same")
    )  # fmt: skip


def test_numbers_in_words() -> None:
    assert (number(-0.004), number(None), number(float("nan"))) == ("0.00", "–", "–")
    assert (between(-0.004, 0.1), between(None, 1)) == ("0.00 to 0.10", "–")
    assert (counted(1, "person", "people"), counted(1200, "answer")) == (
        "1 person",
        "1,200 answers",
    )
    assert [listing("abc"[:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
