from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import BadInput
from pipeline.formats.rttm import read_rttm
from pipeline.model.span import Span


def test_speakers_are_read_by_recording(tmp_path: Path) -> None:
    path = tmp_path / "a.rttm"
    path.write_text(
        ";; a comment\nSPEAKER one 1 0.250 1.500 <NA> <NA> ann <NA> <NA>\n"
        "SPKR-INFO one 1 <NA> <NA> <NA> unknown ann <NA>\n"
        "SPEAKER two 1 3 .5 <NA> <NA> bob <NA> <NA>\n"
    )
    assert read_rttm(path, where="a.rttm") == {
        "one": [("ann", Span(250, 1_750))], "two": [("bob", Span(3_000, 3_500))]
    }  # fmt: skip


@pytest.mark.parametrize(
    "line", ["SPEAKER one 1 x 1 a b ann", "SPEAKER one 1 0 1", "SPEAKER a 1 2 -1 a b c"]
)
def test_a_broken_line_is_told_by_its_number(line: str, tmp_path: Path) -> None:
    path = tmp_path / "a.rttm"
    path.write_text(f"\n{line}\n")
    with pytest.raises(BadInput, match=r"^a.rttm: line 2 is not RTTM; write SPEAKER"):
        read_rttm(path, where="a.rttm")
