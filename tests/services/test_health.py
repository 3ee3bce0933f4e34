"""What the doctor looks at."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.layout import Layout
from pipeline.services import health
from pipeline.services.health import check_health
from tests.studies import make_scripted_study


def test_a_sound_study_on_this_machine_is_well(tmp_path: Path) -> None:
    findings = check_health(Layout(make_scripted_study(tmp_path / "study")))
    assert [f.what for f in findings if not f.well] == []
    assert any(f.what == "params.yaml is sound" for f in findings)


def test_a_missing_package_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "NEEDED", ("no-such-package",))
    (bad,) = [f for f in check_health(Layout(tmp_path)) if not f.well]
    assert bad.what == "no-such-package is not installed"
    assert "make install" in bad.remedy


def test_a_wrong_parameter_and_a_missing_script_are_told_together(tmp_path: Path) -> None:
    study = make_scripted_study(tmp_path / "study")
    (study / "params.yaml").write_text("transcribe: {engine: scripted, modle: x}\n")
    bad = [f for f in check_health(Layout(study)) if not f.well]
    assert [f.remedy == "did you mean 'model'?" for f in bad] == [True]


def test_little_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "LEAST_FREE_GB", 10**9)
    bad = [f for f in check_health(Layout(tmp_path)) if not f.well]
    assert any("GB free" in f.what for f in bad)
