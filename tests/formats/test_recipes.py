from pathlib import Path

import pytest

from pipeline.errors import PipelineError
from pipeline.formats.recipes import EMPTY, read_recipes, with_recipe
from pipeline.model.timeline import Recipe

WRITTEN = """\
# for the film
timelines:
  - id: commons   # the heart of it
    questions: [happy, work]
    codes: mutual-help
    waves: [2]
    minutes: 4
    per_voice: 1
    order: common-first
  - id: lathe
    search: '"the lathe"'
"""
COMMONS = Recipe(
    "commons", questions=("happy", "work"), codes=("mutual-help",), waves=(2,), minutes=4.0,
    per_voice=1, order="common-first",
)  # fmt: skip


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "timelines.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_reading(tmp_path: Path) -> None:
    path = written(tmp_path, WRITTEN)
    assert read_recipes(path) == (COMMONS, Recipe("lathe", search='"the lathe"'))
    assert COMMONS.budget_ms == 240_000
    assert read_recipes(tmp_path / "none.yaml") == ()
    assert read_recipes(written(tmp_path, EMPTY)) == ()
    assert read_recipes(written(tmp_path, "# nothing yet\n")) == ()


def test_what_is_added_or_replaced_leaves_the_rest_as_people_wrote_it(tmp_path: Path) -> None:
    path = written(tmp_path, WRITTEN)
    new = Recipe("più".replace("ù", "u"), "Più", themes=("help",), languages=("it",), minutes=2.5)
    path.write_text(with_recipe(path, new), encoding="utf-8")
    assert read_recipes(path) == (COMMONS, Recipe("lathe", search='"the lathe"'), new)
    assert path.read_text(encoding="utf-8").startswith(WRITTEN.split("  - id: lathe")[0])
    shorter = Recipe("commons", questions=("happy",), confirmed=True)
    path.write_text(with_recipe(path, shorter), encoding="utf-8")
    assert read_recipes(path)[0] == shorter
    assert "# the heart of it" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("before", [None, EMPTY, ""])
def test_the_first_one(tmp_path: Path, before: str | None) -> None:
    path = tmp_path / "timelines.yaml" if before is None else written(tmp_path, before)
    path.write_text(with_recipe(path, COMMONS), encoding="utf-8")
    assert read_recipes(path) == (COMMONS,)
    assert path.read_text().startswith("# Timelines of your own")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("timelines: {a: 1}", "does not hold `timelines:` with a list"),
        ("[]", "does not hold `timelines:` with a list"),
        ("timelines: [a]", "line 1: a timeline is not a list of `key: value`"),
        ("timelines:\n  - id: Ä\n", "line 2: 'Ä' is not an id"),
        ("timelines:\n  - id: question-x\n    search: y\n", "a name that every run gives"),
        ("timelines:\n  - id: a\n", "line 2: 'a' is about nothing"),
        ("timelines:\n  - id: a\n    question: [b]\n", "did you mean 'questions'?"),
        ("timelines:\n  - id: a\n    search: b\n    order: by-plaice\n", "mean 'by-place'?"),
        ("timelines:\n  - id: a\n    search: b\n    minutes: -1\n", "no number above 0"),
        ("timelines:\n  - id: a\n    search: b\n    minutes: soon\n", "no number above 0"),
        ("timelines:\n  - id: a\n    search: b\n    per_voice: 0.5\n", "whole number from 1 on"),
        ("timelines:\n  - id: a\n    search: b\n    waves: [one]\n", "not whole numbers"),
        ("timelines:\n  - id: a\n    codes: {b: c}\n", "'codes' is not a list"),
        ("timelines:\n  - id: a\n    search: b\n    confirmed: maybe\n", "neither true nor false"),
        ("timelines:\n  - {id: a, search: b}\n  - {id: a, search: c}\n", "occurs twice"),
        ("timelines: [", "line 1"),
    ],
)
def test_faults_are_told_with_their_line(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(PipelineError) as caught:
        read_recipes(written(tmp_path, text))
    assert told in str(caught.value)
    assert str(caught.value).startswith("timelines.yaml: ")
