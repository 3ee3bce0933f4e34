from __future__ import annotations

import re
from types import SimpleNamespace

import pytest

from pipeline import progress


@pytest.mark.parametrize(
    ("unit", "line"),
    [("min", r"transcribe   3\.0 of 10 min \(60\.0x, 0 min left\) a\.wav\n"),
     ("", r"transcribe   3\.0 of 10 a\.wav\n")],
)  # fmt: skip
def test_where_no_one_watches_a_line_tells_how_far_and_how_fast(
    unit: str, line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An earlier run has done the first minute; the next two take two seconds."""
    now = [100.0]
    monkeypatch.setattr(progress, "time", SimpleNamespace(monotonic=lambda: now[0]))
    monkeypatch.setattr(progress, "_LOG_EVERY_SECONDS", 10.0)
    bars = progress.Bars()
    bars.begin("transcribe", 10, unit)
    now[0] = 109.0
    bars.advance(1, "a.wav")
    now[0] = 111.0
    bars.advance(3, "a.wav")
    bars.end()
    assert re.fullmatch(line, capsys.readouterr().err)
