from __future__ import annotations

import re

import pytest

from pipeline import progress


@pytest.mark.parametrize(
    ("unit", "line"),
    [("min", r"transcribe   3\.0 of 10 min \(\d+\.\dx, \d+ min left\) a\.wav\n"),
     ("", r"transcribe   3\.0 of 10 a\.wav\n")],
)  # fmt: skip
def test_where_no_one_watches_a_line_tells_how_far_and_how_fast(
    unit: str, line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress, "_LOG_EVERY_SECONDS", 0.0)
    bars = progress.Bars(unit)
    bars.begin("transcribe", 10)
    bars.advance(3, "a.wav")
    bars.end()
    assert re.fullmatch(line, capsys.readouterr().err)
