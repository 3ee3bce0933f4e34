from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import BadInput
from pipeline.formats.texts.ohms import read_ohms
from pipeline.formats.texts.values import Timed

RECORD = """<?xml version="1.0" encoding="UTF-8"?>
<ROOT xmlns="https://www.weareavp.com/nunncenter/ohms"><record id="1" dt="2013-01-01">
<sync>{sync}</sync><sync_alt></sync_alt><transcript>{text}</transcript>
<vtt_transcript>{vtt}</vtt_transcript></record></ROOT>
"""
TEXT = """BROCK: Where were
you born?

DUARTE: In Bari.[[footnote]]1[[/footnote]] By
the sea it was.
BROCK: Ah.

[[footnotes]]
[[note]]secret[[/note]]
[[/footnotes]]"""


def read(tmp_path: Path, text: str = TEXT, sync: str = "1:|4(4)|5(2)|", vtt: str = "") -> Timed:
    path = tmp_path / "a.xml"
    path.write_text(RECORD.format(text=text, sync=sync, vtt=vtt))
    return read_ohms(path, where="interviews/a.xml")


def test_places_of_sync_are_minutes_and_words_between_share_them(tmp_path: Path) -> None:
    cues = read(tmp_path).cues
    assert [(c.label, c.text) for c in cues] == [
        ("BROCK", "Where were"), ("BROCK", "you born?"), ("DUARTE", "In Bari. By"),
        ("DUARTE", "the sea"), ("DUARTE", "it was."), ("BROCK", "Ah."),
    ]  # fmt: skip
    assert (cues[0].start, cues[2].end) == (0, 60_000)  # line 4's fourth word ends a minute
    assert (cues[3].start, cues[3].end, cues[4].start) == (60_000, 120_000, 120_000)
    ends = [cue.end for cue in cues]
    assert ends == sorted(ends)


def test_the_newer_form_is_webvtt(tmp_path: Path) -> None:
    vtt = "WEBVTT\n\n00:00:01.000 --&gt; 00:00:02.500\n&lt;v Ana&gt;So."
    (cue,) = read(tmp_path, "", "", vtt).cues
    assert (cue.label, cue.start, cue.end, cue.text) == ("Ana", 1_000, 2_500, "So.")


@pytest.mark.parametrize(
    ("data", "told"),
    [("<ROOT>\n<record>", "line 2: is not XML"), ("<html/>", "is not an OHMS record"),
     ('<!DOCTYPE a [<!ENTITY b "c">]><ROOT/>', "declares a document type"),
     ("<ROOT><record><transcript/></record></ROOT>", "has no transcript")],
)  # fmt: skip
def test_what_is_broken_is_told(data: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(data)
    with pytest.raises(BadInput, match=f"^interviews/a.xml: {told}"):
        read_ohms(path, where="interviews/a.xml")
