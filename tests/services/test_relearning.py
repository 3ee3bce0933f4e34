"""Suggestions that follow what was just decided, without a whole run."""

from pathlib import Path

import pytest

from pipeline.formats.artefacts import read_frame
from pipeline.layout import Layout
from pipeline.model.frames import ANSWERS, TAGS
from pipeline.services.deciding.judging import judge
from pipeline.services.deciding.relearning import relearn, settled
from tests.dashboards.small_study import write_small_study
from tests.studies import run_interleaf


def test_a_study_that_was_never_run_has_nothing_to_learn_with(tmp_path: Path) -> None:
    assert not relearn(Layout(write_small_study(tmp_path)))
    assert settled(Layout(tmp_path), seconds=0)


@pytest.mark.whole
def test_what_is_decided_is_in_the_next_tags(scripted_study: Path) -> None:
    assert run_interleaf("run", study=scripted_study).returncode == 0
    layout = Layout(scripted_study)
    answer = str(read_frame(layout.path("answers"), ANSWERS)["answer"].iloc[0])
    judge(
        layout, coder="anna", kind="assign-question", answer=answer, value={"question": "happy"},
        seen={"mode": "suggested"},
    )  # fmt: skip
    assert relearn(layout)
    assert not relearn(layout)  # under way: once more after that
    assert settled(layout, seconds=240)
    tags = read_frame(layout.path("tags"), TAGS)
    mine = tags[(tags["answer"] == answer) & (tags["status"] == "confirmed")]
    assert mine["question"].tolist() == ["happy"]
    assert mine["evidence"].iloc[0].startswith("confirmed by anna")
    assert run_interleaf("run", study=scripted_study).returncode == 0
