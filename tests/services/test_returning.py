import shutil
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import opentimelineio as otio
import pytest
from lxml import etree

from pipeline.errors import BadInput
from pipeline.formats import schemas
from pipeline.formats.artefacts import encode_json, read_json
from pipeline.formats.files import write_atomically
from pipeline.formats.logs import read_log
from pipeline.formats.sequences import READERS
from pipeline.layout import Layout
from pipeline.model.interview import Source
from pipeline.model.span import Span
from pipeline.model.timeline import Timeline
from pipeline.services.exchange.cutlists import export_timeline
from pipeline.services.exchange.returning import apply, told, what_changed
from pipeline.services.showing.library import Library
from tests.dashboards.small_results import write_whole_study

NAME = "question-work"
ADA, DARIO = "docks-01@2000", "fornace-01@2000"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Return the small study with short clips; Ada is filmed at 25 frames a second from ten."""
    made = Library(Layout(write_whole_study(tmp_path / "study")))
    film(made, Fraction(25), "10:00:00:00")
    ada = "ada,Ada Marsh,,docks,analyse quote name voice"
    allow(made, ada, f"{ada} image")
    return made


def film(library: Library, rate: Fraction, code: str) -> None:
    """Shorten the clips, and give Ada's interview a picture."""
    layout = library.layout
    path = layout.path("timelines")
    timelines = read_json(path, schemas.TIMELINES, list[Timeline])
    rates = {"docks-01": (rate, code), "fornace-01": (None, "")}

    def filmed(timeline: Timeline) -> Timeline:
        clips = tuple(
            replace(
                clip, end=min(clip.end, clip.start + 9_010), rate=rates[clip.interview][0],
                start_timecode=rates[clip.interview][1],
            )
            for clip in timeline.clips
        )  # fmt: skip
        return replace(timeline, clips=clips)

    changed = [filmed(each) for each in timelines]
    encoded = encode_json(path, schemas.TIMELINES, list[Timeline], changed)
    write_atomically(path, encoded.to_bytes("k"))
    where = layout.path("source", id="docks-01")
    source = read_json(where, schemas.SOURCE, Source)
    assert source.media is not None
    media = replace(source.media, rate=rate, start_timecode=code)
    told_ = encode_json(where, schemas.SOURCE, Source, replace(source, media=media))
    write_atomically(where, told_.to_bytes("k"))


def allow(library: Library, old: str, new: str) -> None:
    path = library.layout.path("speakers")
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def export(library: Library, form: str, tmp_path: Path) -> Path:
    done = export_timeline(library, NAME, form=form, to=tmp_path / "out")
    return next(path for path in done.files if path.suffix == f".{form}")


@pytest.mark.parametrize("form", [suffix[1:] for suffix in READERS])
def test_a_file_that_nobody_touched_changes_nothing(
    library: Library, form: str, tmp_path: Path
) -> None:
    changed = what_changed(library, [export(library, form, tmp_path)])
    assert changed.name == NAME
    assert (changed.edits, changed.foreign, changed.notes) == ((), (), ())
    assert told(changed) == ["nothing was changed"]


@pytest.mark.parametrize("form", [suffix[1:] for suffix in READERS])
@pytest.mark.parametrize(
    ("rate", "code"),
    [
        (Fraction(30_000, 1_001), "23:59:55;02"), (Fraction(60_000, 1_001), "00:00:00;00"),
        (Fraction(24_000, 1_001), ""),
    ],
)  # fmt: skip
def test_nor_at_other_rates_with_sound_alone_beside_them(
    library: Library, form: str, rate: Fraction, code: str, tmp_path: Path
) -> None:
    film(library, rate, code)
    changed = what_changed(library, [export(library, form, tmp_path)])
    assert (changed.edits, changed.foreign) == ((), ())


def in_otio(path: Path) -> None:
    timeline = otio.adapters.read_from_string(path.read_text(), "otio_json")
    (track,) = timeline.tracks
    ada, dario = (track[0].clone(), track[1].clone())
    ada.source_range = otio.opentime.TimeRange(
        ada.source_range.start_time + otio.opentime.RationalTime(25, 25),
        ada.source_range.duration - otio.opentime.RationalTime(50, 25),
    )
    music = otio.schema.Clip(
        "song.wav",
        otio.schema.ExternalReference("file:///music/song.wav"),
        dario.source_range,
    )
    track[:] = [dario, ada, music]
    path.write_text(timeline.to_json_string())


def in_edl(path: Path) -> None:
    lines = path.read_text().splitlines()
    first = [line for line in lines if line[:3] == "001"]
    other = [line for line in lines if line[:3] == "002"]
    a, b = first[0].split(), other[0].split()
    a[4:8] = ["10:00:02:20", "10:00:09:21", "01:00:10:00", "01:00:17:01"]
    b[6:8] = ["01:00:00:00", "01:00:09:01"]
    path.write_text("\n".join([
        "TITLE: question-work", "FCM: NON-DROP FRAME",
        f"001  {b[1]} {b[2]} C {' '.join(b[4:8])}", "* FROM CLIP NAME: fornace-01.wav",
        f"002  {a[1]} {a[2]} C {' '.join(a[4:8])}", "* FROM CLIP NAME: docks-01.wav",
        "003  MUSIC AA C 00:00:00:00 00:00:04:00 01:00:17:01 01:00:21:01",
        "* FROM CLIP NAME: song.wav",
    ]))  # fmt: skip


def in_fcpxml(path: Path) -> None:
    root = etree.fromstring(path.read_bytes())
    spine = root.find(".//spine")
    ada, dario = spine
    seconds = Fraction(ada.get("start")[:-1]) + 1
    ada.set("start", f"{seconds}s")
    ada.set("duration", f"{Fraction(ada.get('duration')[:-1]) - 2}s")
    spine[:] = [dario, ada]
    resources = root.find("resources")
    song = etree.SubElement(resources, "asset", id="a99", name="song.wav", duration="9s")
    etree.SubElement(song, "media-rep", src="file:///music/song.wav")
    etree.SubElement(spine, "asset-clip", ref="a99", duration="4s")
    path.write_bytes(etree.tostring(root))


def in_fcp7(path: Path) -> None:
    root = etree.fromstring(path.read_bytes())
    for item in list(root.iter("clipitem")):
        start, end, first, last = (
            int(item.findtext(tag) or 0) for tag in ("start", "end", "in", "out")
        )
        if item.findtext("name") == "docks-01.wav":
            start, end, first, last = 300, 300 + end - start - 50, first + 25, last - 25
        else:
            start, end = 0, end - start
        for tag, value in (("start", start), ("end", end), ("in", first), ("out", last)):
            item.find(tag).text = str(value)
    track = root.find(".//audio/track")
    song = etree.fromstring(
        "<clipitem><name>song.wav</name><start>600</start><end>700</end><in>0</in><out>100</out>"
        "<rate><timebase>25</timebase><ntsc>FALSE</ntsc></rate></clipitem>"
    )
    track.append(song)
    path.write_bytes(etree.tostring(root))


EDITORS: dict[str, Any] = {
    "otio": in_otio, "edl": in_edl, "fcpxml": in_fcpxml, "xml": in_fcp7,
}  # fmt: skip


@pytest.mark.parametrize("form", EDITORS)
def test_an_editors_changes_come_back_as_judgements(
    library: Library, form: str, tmp_path: Path
) -> None:
    path = export(library, form, tmp_path)
    EDITORS[form](path)
    changed = what_changed(library, [path])
    assert [f.name for f in changed.foreign] == ["song.wav"]
    kinds = [(edit.kind, edit.answer) for edit in changed.edits]
    assert kinds == [("trim-clip", ADA), ("move-clip", ADA)] or kinds == [
        ("move-clip", DARIO), ("trim-clip", ADA),
    ]  # fmt: skip
    trim = next(edit for edit in changed.edits if edit.kind == "trim-clip")
    assert trim.was == Span(1_800, 10_810)
    # 1.8 s lies on a frame; 10.81 s was ceiled to one.
    assert trim.span == Span(2_800, 9_840)
    events = apply(library, changed, coder="ana")
    log, faults = read_log(library.layout.path("log", coder="ana", id="docks-01"), where="log")
    assert faults == []
    mine = next(event for event in log if event.kind == "trim-clip")
    assert dict(mine.value) == {"timeline": NAME, "start": 2_800, "end": 9_840}
    assert mine.anchor is not None
    assert mine.anchor.span == Span(1_800, 10_810)
    assert mine.seen["files"] == [path.name]
    assert len(events) == len(changed.edits)


def test_what_was_dropped_and_taken_in(library: Library, tmp_path: Path) -> None:
    path = export(library, "otio", tmp_path)
    timeline = otio.adapters.read_from_string(path.read_text(), "otio_json")
    (track,) = timeline.tracks
    new = track[0].clone()
    begin = track[0].source_range.start_time + otio.opentime.RationalTime(500, 25)
    length = otio.opentime.RationalTime(50, 25)
    new.source_range = otio.opentime.TimeRange(begin, length)
    track[:] = [track[0].clone(), new]
    path.write_text(timeline.to_json_string())
    changed = what_changed(library, [path])
    assert [(e.kind, e.interview, e.span) for e in changed.edits] == [
        ("take-clip", "docks-01", Span(21_800, 23_800)),
        ("drop-clip", "fornace-01", Span(1_800, 5_800)),
    ]
    assert told(changed) == [
        "taken in: docks-01, 00:00:21.800–00:00:23.800, after docks-01 00:00:01.800–00:00:10.810",
        f"dropped: {DARIO}, 00:00:01.800–00:00:05.800",
    ]
    taken = apply(library, changed, coder="ana")[0]
    assert taken.value["after"] == {"interview": "docks-01", "start": 1_800, "end": 10_810}


def test_codes_that_stand_for_names_come_back_as_interviews(
    library: Library, tmp_path: Path
) -> None:
    allow(
        library, "ada,Ada Marsh,,docks,analyse quote name voice image",
        "docks-01,Ada Marsh,Nell,docks,analyse quote voice",
    )  # fmt: skip
    manifest = library.layout.path("manifest")
    manifest.write_text(manifest.read_text().replace("1,en,ada,inga", "1,en,docks-01,inga"))
    for form in EDITORS:
        path = export(library, form, tmp_path)
        assert b"docks-01" not in path.read_bytes()
        assert what_changed(library, [path]).edits == ()


def test_what_was_exported_counts_and_not_what_a_run_made_since(
    library: Library, tmp_path: Path
) -> None:
    path = export(library, "edl", tmp_path)
    shutil.rmtree(library.layout.path("sent", id=NAME).parent)
    changed = what_changed(library, [path])
    assert changed.edits == ()
    assert changed.notes == (
        "no export is noted on this machine; compared with the timeline as it is today",
    )


def test_which_timeline_it_is_can_be_said(library: Library, tmp_path: Path) -> None:
    path = export(library, "xml", tmp_path)
    other = tmp_path / "my cut.xml"
    other.write_text(path.read_text().replace("About work", "Cut 7"))
    with pytest.raises(BadInput, match="does not tell which timeline it is; name it with"):
        what_changed(library, [other])
    assert what_changed(library, [other], name=NAME).edits == ()
    with pytest.raises(BadInput, match="no timeline has this name"):
        what_changed(library, [other], name="question-wrok")
    called = tmp_path / "question-work.v2.xml"
    called.write_text(other.read_text())
    assert what_changed(library, [called]).name == NAME


def test_another_studys_file_drops_nothing(library: Library, tmp_path: Path) -> None:
    path = export(library, "edl", tmp_path)
    text = path.read_text().replace("docks-01", "a").replace("fornace-01", "b")
    path.write_text(text.replace("DOCKS01", "A1").replace("FORNAC01", "B1"))
    with pytest.raises(BadInput, match="holds no clip of this study's recordings"):
        what_changed(library, [path])


def test_what_cannot_be_read_gets_one_line(library: Library, tmp_path: Path) -> None:
    for name, told_ in (("x.aaf", "no form of a timeline"), ("x.otio", "cannot be read")):
        with pytest.raises(BadInput, match=told_):
            what_changed(library, [tmp_path / name])
