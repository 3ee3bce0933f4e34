"""Calibration on a study whose blind judgements are made as people make them."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.layout import Layout
from pipeline.services.deciding.blind import among, choose, look
from pipeline.services.deciding.calibrating import calibration
from pipeline.services.deciding.judging import judge
from pipeline.services.showing.library import Library
from pipeline.services.showing.store import EVERYTHING, opened
from tests.many import make_study, run_stages

JUDGED, LEAST = 36, 30  # that 200 are needed is the default, tested on the figures alone


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("many") / "study"
    make_study(folder, 100, params=f"calibrate: {{least_judged: {LEAST}, least_interviews: 4}}\n")
    return folder


def judge_blind(library: Library, most: int) -> list[str]:
    """Let a coder choose, blind, what was asked, of every fifth answer something else."""
    with opened(library.layout, EVERYTHING, library.people()) as db:
        rows = db.execute("SELECT answer, asked FROM answers ORDER BY position, answer").fetchall()
    done = []
    for n, (answer, asked) in enumerate(rows[:most]):
        row = look(library, answer)
        assert row
        ids = among(library, row, of="question")
        said = f"about-{asked.split()[-1].strip('?')}"
        right = said if n % 5 else next(q for q in ids if q != said)
        choose(library, coder="anna", answer=answer, chosen=[right], among=ids, of="question")
        done.append(str(answer))
    return done


def again(study: Path) -> None:
    run_stages(study, ("judgements", "tag", "calibrate"))


def test_a_score_becomes_a_probability_when_enough_was_judged_blind(study: Path) -> None:
    library, layout = Library(Layout(study)), Layout(study)
    before = calibration(layout)
    assert before is not None
    assert (before.judged, before.reason, before.curve) == (0, "few", None)
    tags = layout.path("tags").read_bytes()

    done = judge_blind(library, JUDGED)
    again(study)
    found = calibration(layout)
    assert found is not None
    assert (found.judged, found.interviews, found.reason) == (JUDGED, 4, "")
    assert found.curve is not None
    assert 0 < found.curve.low <= found.curve.brier <= found.curve.high < 0.5
    assert sum(b.n for b in found.curve.bins) == JUDGED
    assert 0.6 < found.curve.probability(0.95) < 0.95  # one in five was something else

    for answer in done[: JUDGED - LEAST + 1]:  # told with open eyes, they are no evidence any more
        judge(
            layout, coder="tom", kind="assign-question", answer=answer,
            value={"question": "about-bread"}, seen={"mode": "suggested"},
        )  # fmt: skip
    again(study)
    after = calibration(layout)
    assert after is not None
    assert (after.judged, after.reason, after.curve) == (LEAST - 1, "few", None)
    assert layout.path("tags").read_bytes() != tags  # and the machine learnt from them
