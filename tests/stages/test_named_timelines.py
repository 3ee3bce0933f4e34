"""A timeline of one's own, as a person asks for it on the command line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.errors import BadInput, Problems
from pipeline.formats.recipes import read_recipes
from pipeline.layout import Layout
from pipeline.model.timeline import Recipe
from pipeline.services.deciding.judging import judge
from pipeline.services.exchange.cuts import assemble, timelines
from pipeline.services.exchange.recipes import keep_recipe
from pipeline.services.showing.library import Library
from tests.studies import make_scripted_study, run_interleaf

pytestmark = pytest.mark.whole


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    study = make_scripted_study(tmp_path_factory.mktemp("named") / "study")
    done = run_interleaf("run", study=study)
    assert done.returncode == 0, done.stderr
    return study


@pytest.fixture
def study(run: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "study"
    shutil.copytree(run, copy)
    return copy


def build(study: Path, *arguments: str) -> tuple[int, str, str]:
    done = run_interleaf("timelines", "build", *arguments, study=study)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout, done.stderr


def test_a_timeline_is_built_kept_exported_and_made_anew(study: Path, tmp_path: Path) -> None:
    code, out, told = build(study, "coats", "--search", "coats", "--minutes", "1")
    assert code == 0, told
    assert out.split() == ["1", "00:00", "4.8", "s", "yard", "Cid", "suggested"]
    assert "coats: 1 clips of 1 people at 1 places" in told
    library = Library(Layout(study))
    assert read_recipes(library.layout.path("recipes")) == (
        Recipe("coats", search="coats", minutes=1.0),
    )
    (cut,) = assemble(library, "coats").cuts
    assert cut.voice.words == "Sewing useful coats with my hands for people who need them."
    done = run_interleaf(
        "timelines", "export", "coats", "--format", "srt", "--out", str(tmp_path), study=study
    )
    assert done.returncode == 0, done.stderr
    assert "Sewing useful coats" in (tmp_path / "coats.srt").read_text()
    made = library.layout.path("timelines").read_bytes()
    again = run_interleaf("run", "timelines", study=study)
    assert again.returncode == 0, again.stderr
    assert library.layout.path("timelines").read_bytes() == made
    assert build(study, "coats")[0] == 0  # by its name alone
    assert library.layout.path("timelines").read_bytes() == made


def test_what_people_decide_since_shows_at_once(study: Path) -> None:
    assert build(study, "work", "--question", "work-meaning")[0] == 0
    library = Library(Layout(study))
    before = assemble(library, "work")
    (cut,) = before.cuts
    assert cut.clip.status == "suggested"
    assert len(before.cards) == 2  # the texts that answer it
    event = {"coder": "ana", "answer": cut.clip.answer, "seen": {"mode": "blind"}}
    value = {"question": "work-meaning"}
    judge(library.layout, kind="assign-question", value=value, **event)  # type: ignore[arg-type]
    assert assemble(library, "work").cuts[0].clip.status == "confirmed"
    judge(library.layout, kind="reject-question", value=value, **event)  # type: ignore[arg-type]
    after = assemble(library, "work")
    assert after.cuts == ()
    assert (cut.clip.answer, "decided") in [(i.answer, i.reason) for i in after.left_out]


def test_consent_of_the_day_decides(study: Path) -> None:
    assert build(study, "work", "--question", "work-meaning")[0] == 0
    library = Library(Layout(study))
    table = library.layout.path("speakers")
    text = table.read_text()
    table.write_text(text.replace("cid,Cid,C,yard,analyse quote name voice", "cid,Cid,C,yard,"
                                  "analyse quote name"))  # fmt: skip
    assert assemble(library, "work").cuts == ()
    table.write_text(text.replace("cid,Cid,C,yard,analyse quote name voice", "cid,Cid,C,yard,"
                                  "analyse voice"))  # fmt: skip
    (cut,) = assemble(library, "work").cuts
    assert (cut.voice.shown_as, cut.voice.words) == ("C", "")


def test_what_is_not_there_is_told_and_nothing_is_written(study: Path) -> None:
    code, _, told = build(study, "x", "--question", "hapy", "--place", "yrd", "--search", "a")
    assert code == 2
    assert "x: there is no question 'hapy'; did you mean 'happy'?" in told
    assert "x: there is no place 'yrd'; did you mean 'yard'?" in told
    assert "did you mean 'by-place'" in build(study, "x", "--search", "a", "--order", "by-plac")[2]
    assert "is about nothing" in build(study, "x", "--minutes", "4")[2]
    layout = Layout(study)
    assert timelines(layout).keys().isdisjoint({"x"})
    assert read_recipes(layout.path("recipes")) == ()
    with pytest.raises(BadInput, match="every run gives"):
        keep_recipe(layout, Recipe("cluster-1", search="a"))
    with pytest.raises(Problems, match="no theme 'nothing'"):
        keep_recipe(layout, Recipe("x", themes=("nothing",)))


def test_one_that_cannot_be_made_stops_no_other(study: Path) -> None:
    recipes = Layout(study).path("recipes")
    recipes.write_text("timelines:\n  - {id: a, questions: [gone]}\n  - {id: b, search: coats}\n")
    assert run_interleaf("stage", "timelines", study=study).returncode == 0
    made = timelines(Layout(study))
    assert "b" in made
    assert "a" not in made
    status = run_interleaf("status", study=study)
    assert "there is no question 'gone'" in status.stdout + status.stderr
    recipes.write_text("timelines: [")
    run_interleaf("stage", "timelines", study=study)
    status = run_interleaf("status", study=study)
    assert "timelines.yaml" in status.stdout + status.stderr
    assert "question-happy" in timelines(Layout(study))
