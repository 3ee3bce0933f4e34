"""What DVC is told, and what wakes it."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from pipeline.errors import BadInput
from pipeline.layout import STAGE_ORDER
from pipeline.stages import STAGES, stage
from pipeline.stages.dvc import STUDY_FILES, code_version, dvc_yaml
from tests.studies import REPOSITORY


def test_the_repository_s_dvc_yaml_is_the_one_that_the_stages_make() -> None:
    assert (REPOSITORY / "dvc.yaml").read_text() == dvc_yaml()
    for name in (".dvc/config", ".dvc/.gitignore"):
        assert (REPOSITORY / name).read_text() == STUDY_FILES[name]


def test_every_stage_reads_only_what_an_earlier_one_or_a_person_makes() -> None:
    made: list[str] = []
    for each in STAGES:
        for path in each.reads:
            by_people = path.startswith(("codebook/", "interviews/"))
            assert by_people or any(path.startswith(folder) for folder in made), (each.name, path)
        made.append(f"results/{each.name}")


def test_stages_have_a_module_with_a_revision() -> None:
    for each in STAGES:
        source = (REPOSITORY / f"pipeline/stages/{each.name}.py").read_text()
        assert "\nREVISION = " in source
        assert "\ndef run(context: Context) -> Outcome:" in source


def test_params_sections_are_those_of_params_yaml() -> None:
    document = YAML(typ="safe").load((REPOSITORY / "params.yaml").read_text())
    outside_runs = {"agreement"}  # what people judge, not what a run makes
    assert {name for s in STAGES for name in s.section.split()} | outside_runs == set(document)


def test_an_unknown_stage_names_the_nearest() -> None:
    with pytest.raises(BadInput, match="did you mean 'transcribe'"):
        stage("transcibe")


def test_the_code_version_is_stable(tmp_path: Path) -> None:
    assert code_version() == code_version()
    assert len(code_version()) == 64


def test_the_layout_knows_the_stages_in_their_order() -> None:
    assert tuple(each.name for each in STAGES) == STAGE_ORDER
