"""What DVC is told, and what wakes it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from pipeline.errors import BadInput
from pipeline.layout import STAGE_ORDER, Layout
from pipeline.stages import STAGES, stage
from pipeline.stages.dvc import STUDY_FILES, code_version, dvc_yaml, prepare
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
    outside_runs = {"agreement", "saturation", "compare"}  # of commands and pages, not of a run
    assert {name for s in STAGES for name in s.section.split()} | outside_runs == set(document)


def test_an_unknown_stage_names_the_nearest() -> None:
    with pytest.raises(BadInput, match="did you mean 'transcribe'"):
        stage("transcibe")


def test_the_code_version_is_stable(tmp_path: Path) -> None:
    assert code_version() == code_version()
    assert len(code_version()) == 64


def test_the_layout_knows_the_stages_in_their_order() -> None:
    assert tuple(each.name for each in STAGES) == STAGE_ORDER


def test_a_study_s_dvc_yaml_follows_the_software_unless_it_has_stages_of_its_own(
    scripted_study: Path,
) -> None:
    path = scripted_study / "dvc.yaml"
    older = dvc_yaml().replace("    always_changed: true\n", "")
    path.write_text(older)
    prepare(Layout(scripted_study))
    assert path.read_text() == dvc_yaml()
    own = older + "  mine:\n    cmd: echo mine\n"
    path.write_text(own)
    prepare(Layout(scripted_study))
    assert path.read_text() == own


def test_dvc_finds_every_section_even_of_what_params_yaml_leaves_out(scripted_study: Path) -> None:
    (scripted_study / "params.yaml").write_text("tag: {above: 0.7}\n")
    prepare(Layout(scripted_study))
    whole = json.loads((scripted_study / ".interleaf/params.json").read_text())
    assert {name for s in STAGES for name in s.section.split()} <= set(whole)
    assert whole["tag"]["above"] == 0.7
    assert whole["transcribe"]["engine"] == "openai-whisper"


@pytest.mark.parametrize("name", [".dvc/tmp/rwlock", "dvc.lock"])
@pytest.mark.parametrize("cut", ["", '{"a": {', "a: [1,\n b"])
def test_what_dvc_was_killed_while_writing_goes(name: str, cut: str, scripted_study: Path) -> None:
    path = scripted_study / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(cut)
    prepare(Layout(scripted_study))
    assert not path.exists()
    path.write_text('{"sound": {}}')
    prepare(Layout(scripted_study))
    assert path.exists()


def _locked_by(study: Path, pid: int) -> Path:
    path = study / ".dvc/tmp/rwlock"
    path.parent.mkdir(parents=True, exist_ok=True)
    note = {"pid": pid, "cmd": "dvc repro"}
    path.write_text(json.dumps({"read": {"a": [note]}, "write": {"b": note}}))
    return path


def test_a_lock_of_a_killed_dvc_goes_though_its_number_is_still_there(scripted_study: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    os.waitid(os.P_PID, ended.pid, os.WEXITED | os.WNOWAIT)  # ended, and not yet cleared away
    zombie = _locked_by(scripted_study, ended.pid)
    prepare(Layout(scripted_study))
    assert not zombie.exists()
    ended.wait()
    another = _locked_by(scripted_study, os.getppid())
    prepare(Layout(scripted_study))
    assert not another.exists()


def test_a_lock_of_a_dvc_at_work_stays(scripted_study: Path) -> None:
    sleeps = "import time; time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", sleeps, "-m", "dvc", "repro"]) as at_work:
        held = _locked_by(scripted_study, at_work.pid)
        prepare(Layout(scripted_study))
        at_work.kill()
    assert held.exists()
