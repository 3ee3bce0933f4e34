import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboards.page import Page
from dashboards.state import Address
from dashboards.text import Text
from dashboards.views import transcript
from pipeline.formats import schemas
from pipeline.formats.artefacts import encode_json, read_json
from pipeline.layout import Layout
from pipeline.model.interview import Turns
from pipeline.services.showing.library import Library
from pipeline.services.showing.reading import read_interview
from tests.dashboards.small_study import write_small_study, write_tables
from tests.dashboards.small_tables import HOSTILE
from tests.dashboards.test_app import shown

ONE_PAGE = """
from pathlib import Path
import sys
from dashboards.frame import address, sidebar
from dashboards.text import Text
from dashboards.views import {page}
from pipeline.layout import Layout
from pipeline.services.showing.library import Library

library = Library(Layout(Path(sys.argv[2])))
{page}.show(sidebar(library, library.people(), Text(address().language), dict))
"""


def opened(name: str, study: Path, monkeypatch: pytest.MonkeyPatch, **query: str) -> str:
    """Open a page as a browser at an address does; return all that it shows as text."""
    monkeypatch.setattr(sys, "argv", ["app.py", "--study", str(study)])
    app = AppTest.from_string(ONE_PAGE.format(page=name), default_timeout=60)
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    return shown(app)


def drawn(study: Path, interview: str, *, at: str = "", words: str = "") -> dict[str, Any]:
    """Return a transcript as the reader draws it."""
    library = Library(Layout(study))
    state = Address(interview=interview, at=at, words=words)
    page = Page(library, library.people(), Text(), state, {}, "", dict)
    return transcript.data(page, read_interview(library.layout, interview), plays=True)


def test_who_where_when_and_what_is_allowed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = opened("interviews", write_small_study(tmp_path), monkeypatch, interview="docks-01")
    assert "Ada Marsh" in told
    for part in ("The Docks, Bristol, United Kingdom", "21 Apr 2026", "visit 1", "guide short"):
        assert part in told
    assert "recording of 00:40" in told
    assert "may be analysed, quoted, named, heard; not filmed" in told


def test_a_permission_that_has_run_out_is_told_without_the_name_it_forbids(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = opened("interviews", write_small_study(tmp_path), monkeypatch, interview="fornace-02")
    assert "franco: nothing may be shown; permission expired; until 1 Jan 2020" in told
    assert "Franco Muti" not in told


def test_a_permission_that_is_not_yet_in_force_tells_from_when(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = write_small_study(tmp_path)
    speakers = study / "interviews/speakers.csv"
    told = speakers.read_text().replace("consent_until", "consent_date")
    speakers.write_text(told.replace("2020-01-01", "2999-01-31"))
    told = opened("interviews", study, monkeypatch, interview="fornace-02")
    assert "permission not yet in force; from 31 Jan 2999" in told


def test_the_page_speaks_italian(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    query = {"interview": "docks-01", "in": "it"}
    told = opened("interviews", write_small_study(tmp_path), monkeypatch, **query)
    assert "si può analizzare, citare, nominare, ascoltare; non filmare" in told


def test_an_unknown_interview_is_told_and_another_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = opened("interviews", write_small_study(tmp_path), monkeypatch, interview="no-such")
    assert "not in the tables: no-such" in told
    assert "Ada Marsh" in told


def test_a_study_that_was_never_run_tells_the_next_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = write_tables(tmp_path)
    assert "Nothing has been run yet" in opened("interviews", study, monkeypatch)
    assert "Nothing has been run yet" in opened("search", study, monkeypatch, words="work")


def test_the_rows_carry_words_questions_and_links(tmp_path: Path) -> None:
    data = drawn(write_small_study(tmp_path), "docks-01", at="2000", words="shipyard")
    asked, said, *_ = data["rows"]
    assert (data["at"], data["plays"]) == (2000, True)
    assert (asked["who"], asked["asks"], asked["time"]) == ("inga", True, "00:00")
    assert (said["who"], said["time"], said["start"]) == ("Ada Marsh", "00:02", 2000)
    assert "interview=docks-01" in said["href"]
    assert "at=2000" in said["href"]
    (part,) = said["parts"]
    (note,) = part["notes"]
    assert (note["text"], note["standing"]) == ("What does work mean to you?", "suggested")
    assert note["told"] == "Machine’s guess · score 0.83"
    assert note["href"] == "answers?question=work"
    assert [word[0].strip() for word in part["words"] if word[4]] == ["shipyard"]


@pytest.mark.parametrize("at", ["", "-5", "12e3", "９", "9" * 40])
def test_a_place_that_is_none_is_passed_over(tmp_path: Path, at: str) -> None:
    assert drawn(write_small_study(tmp_path), "docks-01", at=at)["at"] is None


def test_the_version_changes_with_what_is_shown(tmp_path: Path) -> None:
    study = write_small_study(tmp_path)
    before = drawn(study, "docks-01")
    assert drawn(study, "docks-01", at="2000")["version"] != ""
    assert drawn(study, "docks-01")["version"] == before["version"]
    speakers = study / "interviews/speakers.csv"
    speakers.write_text(speakers.read_text().replace("analyse quote name voice,,boat", "analyse,,"))
    after = drawn(study, "docks-01")
    assert after["version"] != before["version"]
    assert [row["withheld"] != "" for row in after["rows"]] == [True] * 4
    assert not any(row["parts"] for row in after["rows"])


def test_search_marks_its_words_and_escapes_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = opened("search", write_small_study(tmp_path), monkeypatch, words="stars")
    assert "1 passage in 1 interview at 1 place" in told
    assert "<mark>stars</mark>" in told
    assert HOSTILE.split()[0] not in told
    assert "&lt;script&gt;" in told


def test_search_tells_when_it_finds_or_can_find_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = write_small_study(tmp_path)
    assert "Finds the passages" in opened("search", study, monkeypatch)
    assert "no letter or digit" in opened("search", study, monkeypatch, words="?!")
    assert "Nobody says this" in opened("search", study, monkeypatch, words="quoted")


def test_a_long_passage_is_shown_around_its_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = opened("search", write_small_study(tmp_path), monkeypatch, words="noon")
    assert "<mark>noon</mark>" in told
    assert "… " in told
    assert "nobody has told me" not in told


def test_a_turn_in_another_language_tells_which(tmp_path: Path) -> None:
    study = write_small_study(tmp_path)
    path = Layout(study).path("turns", id="docks-01")
    whole = read_json(path, schemas.TURNS, Turns)
    first, *rest = whole.turns
    mixed = replace(whole, turns=(replace(first, language="it"), *rest))
    path.write_bytes(encode_json(path, schemas.TURNS, Turns, mixed).to_bytes("k"))
    rows = [row for row in drawn(study, "docks-01")["rows"] if "who" in row]
    assert [(row["lang"], row["language"]) for row in rows[:2]] == [("it", "Italian"), ("", "")]
