"""Studies to test with: a tiny scripted one, and the sample study with its real models."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from tests.studies import REPOSITORY, make_scripted_study, run_interleaf


@pytest.fixture
def scripted_study(tmp_path: Path) -> Path:
    """A study of three interviews, one of them a recording, on scripted engines; not yet run."""
    return make_scripted_study(tmp_path / "study")


@pytest.fixture(scope="session")
def sample_study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample study, copied and run once with the real models."""
    folder = tmp_path_factory.mktemp("sample") / "study"
    folder.mkdir()
    for name in ("interviews", "codebook"):
        shutil.copytree(REPOSITORY / name, folder / name)
    for name in ("dvc.yaml", "params.yaml"):
        shutil.copy(REPOSITORY / name, folder / name)
    (folder / "codebook" / "judgements").mkdir(exist_ok=True)
    done = run_interleaf("run", study=folder)
    assert done.returncode == 0, done.stderr[-4000:]
    return folder


@pytest.fixture(autouse=True)
def _interpreter_on_path(monkeypatch: pytest.MonkeyPatch) -> None:
    """DVC finds ``interleaf`` beside the interpreter that runs the tests."""
    folder = str(Path(sys.executable).parent)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
