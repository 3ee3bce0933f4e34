"""The summary: what is there, what failed, what waits, who is left out."""

from __future__ import annotations

from pathlib import Path

from pipeline.layout import Layout
from pipeline.services.showing.overview import Overview
from tests.dashboards.small_study import write_small_study
from tests.studies import make_scripted_study


def test_before_any_run_it_counts_what_was_collected(tmp_path: Path) -> None:
    overview = Overview.of(Layout(make_scripted_study(tmp_path / "study")))
    assert (overview.interviews, overview.people, overview.sites) == (3, 3, 2)
    assert overview.problems == []
    assert "not run" in overview.line("tag", "questions", stale=False)


def test_who_does_not_allow_analysis_is_named_and_left_out(tmp_path: Path) -> None:
    study = make_scripted_study(tmp_path / "study")
    speakers = study / "interviews/speakers.csv"
    speakers.write_text(speakers.read_text().replace("bea,Bea,B,corte,analyse", "bea,Bea,B,corte,"))
    overview = Overview.of(Layout(study))
    assert overview.withheld == ("bea",)
    assert any(line.startswith("Left out") and line.endswith("bea") for line in overview.summary())


def test_what_waits_is_counted_by_standing(tmp_path: Path) -> None:
    overview = Overview.of(Layout(write_small_study(tmp_path / "study")))
    waiting = overview.waiting
    assert waiting.suggested > 0
    assert waiting.confirmed > 0
    (line,) = [line for line in overview.summary() if line.startswith("Waiting for a human")]
    assert f"{waiting.suggested} suggested" in line
    assert f"{waiting.unassigned} answers without a question" in line


def test_a_stage_s_line_tells_done_stale_and_failed(tmp_path: Path) -> None:
    overview = Overview.of(Layout(write_small_study(tmp_path / "study")))
    states = {state.stage: state for state in overview.stages}
    for name, state in states.items():
        word = "failed" if state.failed else "done"
        assert f" {word} " in overview.line(name, "about", stale=False)
        if not state.failed:
            assert " stale " in overview.line(name, "about", stale=True)
    assert states
