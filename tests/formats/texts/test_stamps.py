from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import BadInput
from pipeline.formats.texts import READERS, Timed

TEXT = """I: Why did you come? #00:00:02-5#
B: It was cold. #00:00:04-0# And wet.
#00:01:00-25#
I: Ah.
B: And then it went on for years.
"""


def read(tmp_path: Path, text: str) -> Timed:
    path = tmp_path / "a.txt"
    path.write_text(text)
    found = READERS[".txt"](path, where="interviews/a.txt")
    assert isinstance(found, Timed)
    return found


def test_a_stamp_ends_what_is_before_it_and_begins_what_follows(tmp_path: Path) -> None:
    cues = read(tmp_path, TEXT).cues
    assert [(c.label, c.start, c.end, c.text) for c in cues[:3]] == [
        ("I", 0, 2_500, "Why did you come?"),
        ("B", 2_500, 4_000, "It was cold."),
        ("B", 4_000, 60_250, "And wet."),
    ]
    assert [(c.label, c.text) for c in cues[3:]] == [
        ("I", "Ah."), ("B", "And then it went on for years."),
    ]  # fmt: skip
    assert cues[3].start == 60_250
    assert cues[3].end == cues[4].start < cues[4].end


def test_a_stamp_that_goes_back_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"^interviews/a.txt: line 3: a time stamp goes back"):
        read(tmp_path, "A: x #00:00:05-0#\n\nB: secret #00:00:04-0#\n")
