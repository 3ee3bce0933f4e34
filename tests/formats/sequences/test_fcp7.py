from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from lxml import etree

from pipeline.errors import BadInput
from pipeline.formats.sequences.fcp7 import read_fcp7, write_fcp7
from pipeline.formats.sequences.laying import base, lay, origin
from pipeline.model.assembly import Assembly
from tests.formats.assemblies_of import FOOTAGE, NTSC, assemblies, assembly, footage, shot


def written(made: Assembly) -> Any:
    return etree.fromstring(write_fcp7(made)[".xml"])


def number(element: Any, path: str) -> int:
    return int(element.findtext(path))


@given(assemblies())
def test_frames_are_those_that_are_meant(made: Assembly) -> None:
    root = written(made)
    rate, drop = base(made)
    laid = [(n, one) for n, one in enumerate(lay(made, rate, sound=rate)) if not one.part.silent]
    for kind in ("video", "audio"):
        items = {i.get("id"): i for i in root.iterfind(f".//media/{kind}/track/clipitem")}
        for n, one in laid:
            item = items.pop(f"clipitem-{n + 1}-{kind}-1", None)
            if kind == "video" and not one.part.shot.seen:
                assert item is None
                continue
            part = one.part
            assert (number(item, "in"), number(item, "out")) == (
                part.first, part.first + part.count,
            )  # fmt: skip
            assert (number(item, "start"), number(item, "end")) == (one.at, one.at + one.length)
            assert number(item, "rate/timebase") == round(part.rate)
            assert item.findtext("rate/ntsc") == str(part.rate.denominator != 1).upper()
        assert kind == "audio" or not items
    files = {f.get("id"): f for f in root.iter("file") if len(f)}
    assert {f.get("id") for f in root.iter("file")} == set(files)
    for file in files.values():
        told = next(s.footage for s in made.shots if s.footage.url == file.findtext("pathurl"))
        assert number(file, "timecode/frame") == origin(told, told.rate or rate)
    assert root.findtext(".//sequence/timecode/displayformat") == ("DF" if drop else "NDF")
    ids = root.xpath("//clipitem/@id")
    assert len(ids) == len(set(ids))
    assert set(root.xpath("//linkclipref/text()")) <= set(ids)


@given(assemblies())
def test_a_sequence_is_read_back_as_it_was_written(made: Assembly) -> None:
    back = read_fcp7(write_fcp7(made)[".xml"], where="x.xml")
    rate, _ = base(made)
    laid = [one for one in lay(made, rate, sound=rate) if not one.part.silent]
    first_track = [clip for clip in back.clips if clip.sound and clip.track == 1]
    assert [(c.url, c.start, c.end, c.at) for c in first_track] == [
        (
            one.part.shot.footage.url,
            Fraction(one.part.first) / one.part.rate,
            Fraction(one.part.first + one.part.count) / one.part.rate,
            Fraction(one.at) / rate,
        )
        for one in laid
    ]
    assert back.title == "What is work?"
    assert back.foreign == ()


def test_sound_alone_has_no_picture_and_one_channel_no_link() -> None:
    mono = footage(11, None, "", channels=1)
    root = written(assembly(shot(1, mono, 100, 1_100), shot(2, FOOTAGE[4], 0, 1_000)))
    assert len(root.findall(".//video/track/clipitem")) == 1
    first, second = root.findall(".//audio/track")[0].iterfind("clipitem")
    assert first.find("link") is None
    assert len(second.findall("link")) == 3
    assert number(first, "in") == int(Fraction(100, 1000) * NTSC)
    assert first.find("marker/comment").text == "What hands remember."
    assert second.find("marker") is None  # it is on the picture


def test_what_an_editor_makes_of_it_is_read() -> None:
    film, other = FOOTAGE[2], FOOTAGE[3]
    made = assembly(shot(1, film, 1_000, 3_000), shot(2, other, 4_000, 6_000))
    root = written(made)
    track = root.find(".//video/track")
    one, two = track
    one.find("end").text = "-1"
    two.find("start").text = "-1"
    two.find("in").text = "105"
    two.find("file").find("pathurl").text = "file://localhost/films/3/a.mov"
    for tag, name in (("transitionitem", "Dissolve"), ("generatoritem", "Title")):
        item = etree.Element(tag)
        for key, text in (("name", name), ("start", "45"), ("end", "55")):
            etree.SubElement(item, key).text = text
        track.insert(1 if tag == "transitionitem" else 3, item)
    effect = etree.SubElement(etree.SubElement(two, "filter"), "effect")
    etree.SubElement(effect, "name").text = "Time Remap"
    back = read_fcp7(etree.tostring(root), where="cut.xml")
    shown = [clip for clip in back.clips if not clip.sound]
    assert [(c.start, c.end, c.at) for c in shown] == [
        (Fraction(1), Fraction(3), 0), (Fraction(105, 25), Fraction(6), Fraction(45, 25)),
    ]  # fmt: skip
    assert [(f.what, f.name) for f in back.foreign] == [
        ("transition", "Dissolve"), ("effect", "Time Remap"), ("generator", "Title"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"<xmeml version='5'><sequence>", "no whole XML file"),
        (b"<xmeml version='5'/>", "holds no sequence"),
        (b"<fcpxml/>", "is a <fcpxml>, not a <xmeml>"),
        (
            b"<xmeml><sequence><media><video><track><clipitem><in>x</in></clipitem></track>"
            b"</video></media></sequence></xmeml>",
            "has no in- and out-point",
        ),
        (
            b"<xmeml><sequence><media><video><track><clipitem><in>9</in><out>3</out></clipitem>"
            b"</track></video></media></sequence></xmeml>",
            "has no in- and out-point",
        ),
    ],
)
def test_a_broken_file_gets_one_clear_line(data: bytes, told: str) -> None:
    with pytest.raises(BadInput, match=told) as caught:
        read_fcp7(data, where="cut.xml")
    assert "\n" not in str(caught.value)
