from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import BadInput
from pipeline.formats.texts import READERS, Timed

PAGE = """<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.0//EN" "http://www.w3.org/TR/REC-html40/strict.dtd">
<html><head><meta charset="UTF-8"/><meta name="audio_source" content="C:/x.mp3"/></head><body>
<p style="font-weight:600">x</p><p><span>Transcribed with noScribe</span></p>
<p><a name="ts_0_2000_S00" >S00: Perché <span>[00:00:01]</span> no?</a>
<a name="ts_2000_2500_S00" > (..) Dica.</a></p>
<p><a name="ts_2500_6000_S01" >Ana: So &amp; so. (12 seconds pause)</a></p>
<p><a name="ts_5500_6100_//S00" >//S00: Mhm.//</a></p>
<p><a name="ts_6100_7000_S01" >S01: Ecco.</a></p>
</body></html>
"""


def read(tmp_path: Path, page: str) -> Timed:
    path = tmp_path / "a.html"
    path.write_text(page)
    found = READERS[".html"](path, where="interviews/a.html")
    assert isinstance(found, Timed)
    return found


def test_anchors_tell_who_and_when_and_a_name_put_in_counts_everywhere(tmp_path: Path) -> None:
    assert [(c.label, c.start, c.end, c.text) for c in read(tmp_path, PAGE).cues] == [
        ("S00", 0, 2_000, "Perché no?"),
        ("S00", 2_000, 2_500, "Dica."),
        ("Ana", 2_500, 6_000, "So & so."),
        ("S00", 5_500, 6_100, "Mhm."),
        ("Ana", 6_100, 7_000, "Ecco."),
    ]


@pytest.mark.parametrize(
    ("anchor", "told"),
    [('<a name="ts_9_3_S00">secret</a>', "the anchor at 9 ms ends before"),
     ('<a name="ts_1_3_S00"> </a>', "holds no words")],
)  # fmt: skip
def test_what_is_broken_is_told(anchor: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=f"^interviews/a.html: {told}") as caught:
        read(tmp_path, f"<html><body><p>{anchor}</p></body></html>")
    assert "secret" not in str(caught.value)
