"""Starting a study."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import BadInput
from pipeline.formats.tables import read_study
from pipeline.formats.yamls import read_codebook, read_questions
from pipeline.params import Params, read_params
from pipeline.services.studies import TEMPLATES, create_study, template


def test_a_new_study_can_be_read_by_everything_that_reads_studies(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    made = create_study(folder, {"dvc.yaml": "stages: {}\n"})
    assert (folder / "dvc.yaml").read_text() == "stages: {}\n"
    assert set(made) >= {".gitignore", ".gitattributes", "params.yaml"}
    study, faults = read_study(folder / "interviews")
    assert (study.interviews, faults) == ((), [])
    assert read_params(folder / "params.yaml") == Params()
    assert read_questions(folder / "codebook/questions.yaml").questions == ()
    assert read_codebook(folder / "codebook/codes.yaml").codes == ()
    assert len(bytes.fromhex((folder / "codebook/quote.key").read_text())) == 32


def test_the_commented_examples_of_the_templates_are_sound(tmp_path: Path) -> None:
    """Taking the comment signs away must give a question set and a codebook."""
    for name, read in (("questions", read_questions), ("codes", read_codebook)):
        text = template(f"codebook/{name}.yaml").replace(f"{name}: []\n", f"{name}:\n")
        lines = [
            line.removeprefix("#") if line.startswith(("#  ", "# guides", "#   first")) else line
            for line in text.splitlines()
        ]
        lines = [line.removeprefix(" ") if line.startswith(" guides") else line for line in lines]
        path = tmp_path / f"{name}.yaml"
        path.write_text("\n".join(lines).replace("parent: community", "parent: mutual-help"))
        assert getattr(read(path), name)


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/notes.txt").write_text("kept")
    with pytest.raises(BadInput, match="not empty"):
        create_study(tmp_path / "mine", {})
    assert [p.name for p in (tmp_path / "mine").iterdir()] == ["notes.txt"]


def test_every_template_is_there_and_each_study_has_its_own_key(tmp_path: Path) -> None:
    assert all(template(name) for name in TEMPLATES)
    keys = set()
    for name in "ab":
        create_study(tmp_path / name, {})
        keys.add((tmp_path / name / "codebook/quote.key").read_text())
    assert len(keys) == 2
