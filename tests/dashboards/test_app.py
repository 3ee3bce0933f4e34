import sys
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import dashboards
from dashboards.app import study_folder
from dashboards.frame import notice_of
from tests.dashboards.small_study import STAGES, write_small_study, write_tables
from tests.dashboards.small_tables import HOSTILE

APP = Path(dashboards.__file__).with_name("app.py")


def opened(study: Path, monkeypatch: pytest.MonkeyPatch, page: str = "", **query: str) -> AppTest:
    """Open a page of the dashboard on a study, as a browser at an address does."""
    monkeypatch.setattr(sys, "argv", [str(APP), "--study", str(study)])
    app = AppTest.from_file(str(APP), default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    if page:
        app.switch_page(page).run()
    assert not app.exception
    return app


def shown(app: AppTest) -> str:
    """Return all that a page shows as text."""
    parts = [
        element.value for element in (*app.title, *app.header, *app.subheader, *app.text, *app.code)
    ]
    return "\n".join([*map(str, parts), *(str(html.proto.body) for html in app.get("html"))])


def test_a_folder_that_is_no_study_tells_how_one_begins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = shown(opened(tmp_path, monkeypatch))
    assert "no study yet" in told
    assert "interleaf init" in told


def test_a_study_without_rows_tells_where_to_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_tables(tmp_path)
    manifest = tmp_path / "interviews/manifest.csv"
    manifest.write_text(manifest.read_text().splitlines()[0] + "\n")
    assert "no interviews yet" in shown(opened(tmp_path, monkeypatch))


def test_a_study_that_was_never_run_tells_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(write_tables(tmp_path), monkeypatch)
    told = shown(app)
    assert "Nothing has been run yet" in told
    assert "interleaf run" in told
    assert "The Docks" in told


@pytest.mark.parametrize("count", range(1, len(STAGES) + 1))
def test_a_half_run_study_shows_both_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    write_small_study(tmp_path, stages=STAGES[:count])
    told = shown(opened(tmp_path, monkeypatch))
    half = "tag" not in STAGES[:count]
    assert (f"as far as “{STAGES[count - 1]}”" in told) == half


def test_the_answers_page_of_a_half_run_study_tells_how_to_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_small_study(tmp_path, stages=STAGES[:5])
    monkeypatch.setattr(sys, "argv", [str(APP), "--study", str(tmp_path)])
    app = AppTest.from_string(ANSWERS_ONLY, default_timeout=60).run()
    assert not app.exception
    assert "as far as “turns”" in shown(app)


ANSWERS_ONLY = """
from pathlib import Path
import sys
from dashboards.frame import address, sidebar
from dashboards.text import Text
from dashboards.views import answers
from pipeline.layout import Layout
from pipeline.services.showing.library import Library

library = Library(Layout(Path(sys.argv[2])))
answers.show(sidebar(library, library.people(), Text(address().language), dict))
"""


def answers_page(study: Path, monkeypatch: pytest.MonkeyPatch, **query: str) -> AppTest:
    monkeypatch.setattr(sys, "argv", [str(APP), "--study", str(study)])
    app = AppTest.from_string(ANSWERS_ONLY, default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def test_answers_of_all_places_stand_under_their_question(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = shown(answers_page(write_small_study(tmp_path), monkeypatch, question="work"))
    assert "What does work mean to you?" in told
    for name in ("Ada Marsh", "Rowan", "Dario Fonte", "Elena Riva", "Lola Serra", "Mats Weber"):
        assert name in told
    assert "score 0.83" in told
    assert "score 83" not in told


def test_consent_holds_on_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = shown(answers_page(write_small_study(tmp_path), monkeypatch, question="work"))
    assert "Franco" not in told
    assert "Ben Holloway" not in told
    assert "I may not be quoted" not in told
    assert "These words may not be quoted." in told


def test_words_of_a_transcript_are_never_markup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = shown(answers_page(write_small_study(tmp_path), monkeypatch, question="work"))
    assert HOSTILE not in told
    assert "<script>" not in told
    assert "&lt;script&gt;document.title=" in told


def test_a_link_to_no_question_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = shown(answers_page(write_small_study(tmp_path), monkeypatch, question="nonsense"))
    assert "not in the set: nonsense" in told


def test_filters_of_the_address_narrow_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = write_small_study(tmp_path)
    told = shown(answers_page(study, monkeypatch, question="work", place="werkhof"))
    assert "Mats Weber" in told
    assert "Ada Marsh" not in told
    told = shown(answers_page(study, monkeypatch, question="happiness", place="patio"))
    assert "Nobody speaks to this question" in told
    assert "filters may be too narrow" in told


def test_the_pages_speak_italian(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = answers_page(write_small_study(tmp_path), monkeypatch, question="work", **{"in": "it"})
    told = shown(app)
    assert "Che cosa significa per te il lavoro?" in told
    assert "Ipotesi della macchina" in told
    assert "punteggio 0,83" in told


def test_broken_questions_are_told_with_their_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_small_study(tmp_path)
    (tmp_path / "codebook/questions.yaml").write_text(
        "questions:\n  - id: work\n    txet: {en: a}\n"
    )
    monkeypatch.setattr(sys, "argv", [str(APP), "--study", str(tmp_path)])
    app = AppTest.from_string(ANSWERS_ONLY, default_timeout=60).run()
    (fault,) = app.exception
    assert "Problems" in str(fault)  # app.py itself tells it; see the browser's test


def test_broken_tables_are_told_and_not_traced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_small_study(tmp_path)
    (tmp_path / "interviews/speakers.csv").write_text("id,name,site,shoe\n")
    told = shown(opened(tmp_path, monkeypatch))
    assert "shoe" in told


def test_the_study_page_tells_what_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = shown(opened(write_small_study(tmp_path), monkeypatch))
    assert "7 guesses of the machine" in told
    assert "1 contested answer" in told
    assert "save it again as UTF-8" in told
    assert "Invented: no such place or person exists." in told


def test_the_studys_folder_comes_from_the_command(tmp_path: Path) -> None:
    assert study_folder(["--study", str(tmp_path)]) == tmp_path
    assert study_folder([]) == Path.cwd()


def test_the_notice_is_the_first_quoted_line(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    assert notice_of(readme) == ""
    readme.write_text("# Title\n\n> **Invented** study.\n> second\n")
    assert notice_of(readme) == "Invented study."
