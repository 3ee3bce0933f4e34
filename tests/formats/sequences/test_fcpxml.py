import math
import os
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from lxml import etree

from pipeline.errors import BadInput
from pipeline.formats.sequences.fcpxml import seconds, write_fcpxml
from pipeline.formats.sequences.fcpxml_reading import read_fcpxml
from pipeline.formats.sequences.laying import base, lay, origin
from pipeline.formats.timecode import frame_number
from pipeline.model.assembly import Assembly
from pipeline.model.span import Span
from tests.formats.assemblies_of import DOUBLE, FOOTAGE, NTSC, assemblies, assembly, footage, shot

GIVEN = Path(__file__).parents[3] / "../shared/data/timelines"
DTD = os.environ.get("INTERLEAF_FCPXML_DTD", "")


def written(made: Assembly) -> Any:
    return etree.fromstring(write_fcpxml(made)[".fcpxml"])


def time(text: str) -> Fraction:
    assert text.endswith("s")
    return Fraction(text[:-1])


@given(assemblies())
def test_every_edge_is_exact_and_lies_on_a_frame_of_the_sequence(made: Assembly) -> None:
    root = written(made)
    rate, drop = base(made)
    sequence = root.find(".//sequence")
    begin = frame_number("01:00:00;00" if drop else "01:00:00:00", rate) / rate
    assert time(sequence.get("tcStart")) == begin
    assert sequence.get("tcFormat") == ("DF" if drop else "NDF")
    at = begin
    laid = lay(made, rate)
    items = list(sequence.find("spine"))
    assert len(items) == len(laid)
    for item, one in zip(items, laid, strict=True):
        assert time(item.get("offset")) == at
        at += time(item.get("duration"))
        assert (at - begin) * rate % 1 == 0
        if item.tag == "gap":
            continue
        part = one.part
        first = (origin(part.shot.footage, part.rate) + part.first) / part.rate
        assert time(item.get("start")) == first
        meant = Fraction(part.count) / part.rate
        got = time(item.get("duration"))
        if part.rate == rate:
            assert got == meant
        else:
            there = part.shot.footage.seconds - Fraction(part.first) / part.rate
            assert meant <= got < meant + 1 / rate or there - 1 / rate < got <= there
    assert time(sequence.get("duration")) == at - begin


@given(assemblies())
def test_ids_are_unique_and_everything_that_is_named_is_there(made: Assembly) -> None:
    root = written(made)
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert set(root.xpath("//@ref")) <= set(ids)
    assert set(root.xpath("//@format")) <= set(ids)
    order = ["note", "conform-rate", "caption", "marker", "keyword"]
    for clip in root.iterfind(".//spine/asset-clip"):
        tags = [order.index(each.tag) for each in clip]
        assert tags == sorted(tags)
        begin, end = time(clip.get("start")), time(clip.get("start")) + time(clip.get("duration"))
        last = begin
        for caption in clip.iterfind("caption"):
            assert last <= time(caption.get("offset"))
            last = time(caption.get("offset")) + time(caption.get("duration"))
            assert last <= end


@given(assemblies())
def test_a_project_is_read_back_as_it_was_written(made: Assembly) -> None:
    back = read_fcpxml(write_fcpxml(made)[".fcpxml"], where="x.fcpxml")
    assert (back.title, back.name) == ("What is work?", "question-work")
    rate, _ = base(made)
    laid = [one for one in lay(made, rate) if not one.part.silent]
    assert len(back.clips) == len(laid)
    for clip, one in zip(back.clips, laid, strict=True):
        part = one.part
        assert isinstance(clip.start, Fraction)
        assert isinstance(clip.end, Fraction)
        assert clip.start == Fraction(part.first) / part.rate
        assert (clip.url, clip.name) == (part.shot.footage.url, part.shot.footage.name)
        assert clip.at == Fraction(one.at) / rate
        assert clip.end - clip.start == Fraction(one.length) / rate
        if part.rate <= rate and one.length == math.ceil(part.count / part.rate * rate):
            assert math.floor(clip.end * part.rate) == part.first + part.count
    assert back.foreign == ()


@pytest.mark.skipif(not DTD, reason="INTERLEAF_FCPXML_DTD names no copy of Apple's DTD")
@given(assemblies())
def test_it_is_valid_by_apples_dtd(made: Assembly) -> None:
    dtd = etree.DTD(DTD)
    assert dtd.validate(written(made)), dtd.error_log.filter_from_errors()


def test_what_a_clip_is_told_with() -> None:
    one = shot(
        1, FOOTAGE[4], 1_000, 4_000, status="suggested", struck=(Span(2_000, 2_300),),
        codes=("by hand, at night",), speaker="Nell P. (left?)",
    )  # fmt: skip
    hidden = shot(2, FOOTAGE[4], 6_000, 7_000, picture=False)
    root = written(assembly(one, hidden))
    first, gap, second, third = root.find(".//spine")
    assert (first.tag, gap.tag, third.get("srcEnable")) == ("asset-clip", "gap", "audio")
    assert first.get("audioRole") == "dialogue.Nell P (left )-1"
    assert first.find("marker").get("completed") == "0"
    assert third.find("marker").get("completed") is None
    assert first.find("marker").get("note") == "What hands remember."
    assert first.find("keyword").get("value") == "What is work?, by hand; at night, suggested"
    names = root.xpath("//keyword-collection/@name")
    assert names == ["What is work?", "by hand; at night", "suggested", "by hand", "confirmed"]
    assert first.find("caption").get("role") == "iTT?captionFormat=ITT.en"
    said = " ".join(t for t in root.xpath("//caption//text-style/text()"))
    assert "word0" in said
    assert "word3 " not in said  # it was struck
    asset = root.find(".//asset")
    assert time(asset.get("start")) == 1_078_920 / NTSC
    assert asset.get("format") == root.find(".//sequence").get("format")
    assert root.find(".//format").get("frameDuration") == "1001/30000s"
    assert second.get("name") == "città è più.mp4" or second.get("name") == "東京.mov"


def test_recordings_of_another_rate_are_conformed_without_a_change_of_speed() -> None:
    main, other = FOOTAGE[2], footage(9, DOUBLE, "")
    root = written(assembly(shot(1, main, 0, 5_000), shot(2, other, 0, 1_000)))
    _, second = root.find(".//spine")
    assert dict(second.find("conform-rate").attrib) == {
        "scaleEnabled": "0", "srcFrameRate": "59.94",
    }  # fmt: skip
    assert len(root.findall(".//format")) == 2


def test_times_are_written_as_fractions() -> None:
    assert [seconds(Fraction(t)) for t in ("5", "1001/30000", "0")] == ["5s", "1001/30000s", "0s"]


NESTED = b"""<?xml version="1.0"?><!DOCTYPE fcpxml><fcpxml version="1.9">
<resources><asset id="r2" name="a" src="file:///a.mov" start="3600s" duration="60s" hasVideo="1"/>
<asset id="r3" name="b" src="file:///b.wav" start="0s" duration="60s" hasAudio="1"/></resources>
<library><event name="e"><project name="p"><sequence format="r1" tcStart="0s"><spine>
<asset-clip ref="r2" offset="0s" duration="10s" start="3605s">
  <asset-clip ref="r3" lane="-1" offset="3607s" duration="2s" start="4s"/>
  <title ref="r9" lane="1" offset="3606s" duration="1s" name="Lower third"/>
</asset-clip>
<transition name="Cross Dissolve" offset="9s" duration="1s"/>
<clip name="c" offset="10s" duration="5s" start="20s"><video ref="r2" offset="0s" duration="60s"
start="3600s"/><timeMap/></clip>
<gap offset="15s" duration="1s"/>
<asset-clip ref="r2" offset="16s" duration="1s" start="3600s" enabled="0" name="off"/>
<mc-clip ref="r7" offset="17s" duration="1s" name="Two cameras"/>
</spine></sequence></project></event></library></fcpxml>"""


def test_what_an_editor_makes_of_it_is_read() -> None:
    back = read_fcpxml(NESTED, where="p.fcpxml")
    got: list[tuple[object, ...]] = [
        (c.name, c.start, c.end, c.at, c.track, c.sound) for c in back.clips
    ]
    assert got == [
        ("a", 5, 15, 0, 1, False), ("b", 4, 6, 2, 1, True), ("a", 20, 25, 10, 1, False),
    ]  # fmt: skip
    assert [(f.what, f.name) for f in back.foreign] == [
        ("title", "Lower third"), ("transition", "Cross Dissolve"), ("speed", "c"),
        ("disabled clip", "off"), ("multicam clip", "Two cameras"),
    ]  # fmt: skip


BOMB = b"""<!DOCTYPE fcpxml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><fcpxml>&b;</fcpxml>"""


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "no whole XML file"),
        (b"not xml", "no whole XML file"),
        (NESTED[:-40], "no whole XML file"),
        (BOMB, "declares entities"),
        (b"<xmeml/>", "is a <xmeml>, not a <fcpxml>"),
        (b"<fcpxml version='1.10'><event/></fcpxml>", "holds no project"),
        (NESTED.replace(b'start="3605s"', b'start="soon"'), "start is no time"),
        (NESTED.replace(b'start="3605s"', b'start="1/0s"'), "start is no time"),
        (b"<fcpxml>" + b"<a>" * 5000 + b"</a>" * 5000 + b"</fcpxml>", "nested too deeply"),
    ],
)
def test_a_broken_file_gets_one_clear_line(data: bytes, told: str) -> None:
    with pytest.raises(BadInput, match=told) as caught:
        read_fcpxml(data, where="cut.fcpxml")
    assert "\n" not in str(caught.value)


@pytest.mark.skipif(not GIVEN.is_dir(), reason="the files of other programs are not here")
def test_projects_of_other_programs_are_read_or_refused_with_one_line() -> None:
    counted, refused = {}, {}
    for path in sorted(GIVEN.glob("*.fcpxml")):
        try:
            counted[path.name] = len(read_fcpxml(path.read_bytes(), where=path.name).clips)
        except BadInput as error:
            refused[path.name] = str(error)
    assert counted["fcpx_project.fcpxml"] > 0
    assert counted["fcpx_library.fcpxml"] > 0
    assert set(refused) <= {"fcpx_clips.fcpxml", "fcpx_event.fcpxml"}
    assert all("holds no project" in line and "\n" not in line for line in refused.values())


def test_the_bytes_are_the_same_each_time() -> None:
    made = assembly(shot(1, FOOTAGE[2], 0, 2_000))
    assert write_fcpxml(made) == write_fcpxml(made)
    etree.parse(BytesIO(write_fcpxml(made)[".fcpxml"]))
