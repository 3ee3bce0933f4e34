"""The command as people and scripts use it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from pipeline.cli import app
from tests.dashboards.small_results import write_whole_study
from tests.studies import (
    REPOSITORY,
    make_scripted_study,
    run_interleaf,
    write_script,
    write_sound,
)

COMMANDS = sorted(get_command(app).commands)  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_helps_with_an_example_and_is_documented(name: str) -> None:
    command = get_command(app).commands[name]  # type: ignore[attr-defined]
    assert "Example: interleaf " in (command.help or "")
    assert f"`interleaf {name}" in (REPOSITORY / "docs/commands.md").read_text()


def test_init_makes_a_study_that_runs_empty_and_says_what_to_do(tmp_path: Path) -> None:
    study = tmp_path / "mine"
    command = [sys.executable, "-m", "pipeline.cli", "init", str(study)]
    made = subprocess.run(command, capture_output=True, text=True, check=False, cwd=REPOSITORY)
    assert made.returncode == 0, made.stderr
    assert (study / "interviews/manifest.csv").exists()
    done = run_interleaf("run", study=study)
    assert done.returncode == 0, done.stderr
    assert "Next: fill interviews/sites.csv" in done.stdout
    again = subprocess.run(command, capture_output=True, text=True, check=False, cwd=REPOSITORY)
    assert again.returncode == 2
    assert "not empty; name a new folder" in again.stderr


def test_a_folder_that_is_no_study_is_told(tmp_path: Path) -> None:
    done = run_interleaf("run", study=tmp_path)
    assert done.returncode == 2
    assert "is not a study" in done.stderr
    assert "Traceback" not in done.stderr


def test_bad_params_are_told_all_at_once_before_anything_runs(tmp_path: Path) -> None:
    study = make_scripted_study(tmp_path / "study")
    (study / "params.yaml").write_text("tag: {abov: 1, own: much}\nclusters: {}\n")
    done = run_interleaf("run", study=study)
    assert done.returncode == 2
    assert "did you mean 'above'?" in done.stderr
    assert "did you mean 'cluster'?" in done.stderr
    assert "tag.own" in done.stderr
    assert not (study / "results").exists()


def test_status_before_any_run_and_for_scripts(tmp_path: Path) -> None:
    study = make_scripted_study(tmp_path / "study")
    told = run_interleaf("status", study=study)
    assert told.returncode == 0, told.stderr
    assert re.search(r"transcribe +not run", told.stdout)
    document = json.loads(run_interleaf("status", "--json", study=study).stdout)
    assert document["interviews"] == 3


def test_doctor_looks_at_models_and_says_what_to_do(tmp_path: Path) -> None:
    study = make_scripted_study(tmp_path / "study")
    (study / "script.json").unlink()
    told = run_interleaf("doctor", study=study)
    assert told.returncode == 1
    assert "BAD speech model script.json" in told.stdout
    assert "check the path" in told.stdout


def test_judging_what_is_not_there_is_told(tmp_path: Path) -> None:
    study = make_scripted_study(tmp_path / "study")
    arguments = ("judge", "assign-question", "--coder", "inga", "--value", "question=hapy")
    done = run_interleaf(*arguments, study=study)
    assert done.returncode == 2
    assert "did you mean 'happy'?" in done.stderr
    assert not list((study / "codebook/judgements").rglob("*.jsonl"))


def test_a_timeline_is_exported_and_what_is_missing_told(tmp_path: Path) -> None:
    study = write_whole_study(tmp_path / "study")
    (study / "dvc.yaml").write_text("stages: {}\n")
    arguments = ("timelines", "export", "question-work", "--out", str(tmp_path / "cuts"))
    done = run_interleaf(*arguments, study=study)
    assert (done.returncode, done.stdout.count("question-work")) == (0, 2), done.stderr
    assert "2 clips; 6 answers could not be carried" in done.stderr
    (study / "interviews/recordings/docks-01.wav").unlink()
    again = run_interleaf(*arguments, study=study)
    assert again.returncode == 1
    assert "recordings/docks-01.wav: the recording is not there;" in again.stderr
    wrong = run_interleaf("timelines", "export", "question-wrk", "--out", "cuts", study=study)
    assert wrong.returncode == 2
    assert "did you mean 'question-work'?" in wrong.stderr


def test_recordings_are_transcribed_and_scored_without_a_study(tmp_path: Path) -> None:
    write_script(tmp_path / "script.json", [("s1", "What happened?"), ("s2", "It rained.")])
    write_sound(tmp_path / "a.wav", seconds=6)
    (tmp_path / "b.mp3").write_text("no sound")
    engine = ("--engine", "scripted", "--model", str(tmp_path / "script.json"))
    options = ("--out", str(tmp_path / "out"), "--diarizer", "scripted", "--speakers", "2", *engine)
    files = (str(tmp_path / "a.wav"), str(tmp_path / "b.mp3"))
    done = run_command("transcribe", *files, *options, "--formats", "json,srt")
    assert done.returncode == 1, done.stderr
    assert done.stdout.split() == [str(tmp_path / "out/a.json"), str(tmp_path / "out/a.srt")]
    assert f"{tmp_path}/b.mp3: " in done.stderr
    assert "json carries all" in done.stderr
    assert "srt leaves out times of single words" in done.stderr
    assert run_command("transcribe", files[1], *options).returncode == 2
    assert run_command("transcribe", files[0], *options, "--formats", "jsn").returncode == 2
    kept = run_command("transcribe", files[0], *options, "--formats", "json,srt")
    assert (kept.returncode, kept.stdout) == (0, "")

    (tmp_path / "a.txt").write_text("What happened? It snowed.")
    pair = (str(tmp_path / "out/a.json"), str(tmp_path / "a.txt"))
    scored = run_command("evaluate", "transcripts", *pair, "--json")
    assert scored.returncode == 0, scored.stderr
    assert json.loads(scored.stdout)["rows"][0]["words"]["wer"] == 0.25
    table = run_command("evaluate", "transcripts", *pair)
    assert re.search(r"all +en +1 +4 +25\.0", table.stdout)
    wrong = run_command("evaluate", "transcripts", pair[0], str(tmp_path / "none.txt"))
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "Traceback" not in wrong.stderr + done.stderr


def run_command(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a script does, in the repository."""
    command = [sys.executable, "-m", "pipeline.cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=REPOSITORY)
