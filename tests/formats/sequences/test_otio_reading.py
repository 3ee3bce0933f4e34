from fractions import Fraction
from pathlib import Path

import opentimelineio as otio
import pytest
from hypothesis import given

from pipeline.errors import BadInput
from pipeline.formats.sequences.laying import parts
from pipeline.formats.sequences.otio import read_otio, write_otio
from pipeline.model.assembly import Assembly
from tests.formats.assemblies_of import FOOTAGE, assemblies, assembly, shot

GIVEN = Path(__file__).parents[3] / "../shared/data/timelines"


@given(assemblies())
def test_a_timeline_is_read_back_as_it_was_written(made: Assembly) -> None:
    back = read_otio(write_otio(made)[".otio"], where="x.otio")
    laid = [part for one in made.shots for part in parts(one) if not part.silent and part.count]
    ordered = sorted(back.clips, key=lambda clip: clip.at)
    assert [(c.url, c.start, c.end) for c in ordered] == [
        (
            part.shot.footage.url,
            Fraction(part.first) / part.rate,
            Fraction(part.first + part.count) / part.rate,
        )
        for part in laid
    ]
    assert (back.name, back.foreign) == ("question-work", ())


def test_the_marker_tells_topic_theme_codes_and_words() -> None:
    data = write_otio(assembly(shot(1, FOOTAGE[2], 0, 1_000)))[".otio"]
    timeline = otio.adapters.read_from_string(data.decode(), "otio_json")
    (clip,) = timeline.find_clips()
    told = clip.markers[0].metadata["interleaf"]
    assert (told["question"], told["theme"], list(told["codes"])) == (
        "work", "What is work?", ["by hand"],
    )  # fmt: skip
    assert clip.markers[0].comment == "What hands remember."
    assert clip.metadata["interleaf"]["place"] == "The Mill"
    assert timeline.metadata["interleaf"]["provenance"] == "Interleaf 0"


def test_what_an_editor_adds_is_foreign() -> None:
    made = assembly(shot(1, FOOTAGE[2], 0, 1_000), shot(2, FOOTAGE[3], 0, 1_000))
    timeline = otio.adapters.read_from_string(write_otio(made)[".otio"].decode(), "otio_json")
    track = timeline.tracks[0]
    half = otio.opentime.RationalTime(5, 25)
    track.insert(1, otio.schema.Transition("fade", in_offset=half, out_offset=half))
    track[0].effects.append(otio.schema.LinearTimeWarp("slow", 0.5))
    track.append(otio.schema.Stack(name="nested"))
    bars = otio.schema.GeneratorReference(name="bars", generator_kind="SMPTEBars")
    track.append(otio.schema.Clip(
        "bars", bars, otio.opentime.TimeRange(otio.opentime.RationalTime(0, 25), half)
    ))  # fmt: skip
    back = read_otio(timeline.to_json_string().encode(), where="x.otio")
    assert [f.what for f in back.foreign] == [
        "effect", "transition", "Stack", "GeneratorReference",
    ]  # fmt: skip
    assert len(back.clips) == 2


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "not an OpenTimelineIO file"),
        (b"{", "not an OpenTimelineIO file"),
        (b"\xff\xfe\x00", "not an OpenTimelineIO file"),
        (b'{"OTIO_SCHEMA": "Timeline.99", "name": 3}', "a version of OpenTimelineIO"),
        (b'{"OTIO_SCHEMA": "Gap.1"}', "holds no timeline"),
    ],
)
def test_a_broken_file_gets_one_clear_line(data: bytes, told: str) -> None:
    with pytest.raises(BadInput, match=told) as caught:
        read_otio(data, where="x.otio")
    assert "\n" not in str(caught.value)


@pytest.mark.skipif(not GIVEN.is_dir(), reason="the timelines of other programs are not here")
def test_timelines_of_other_programs_are_read() -> None:
    counted, refused = {}, {}
    for path in sorted(GIVEN.glob("*.otio")):
        try:
            counted[path.name] = len(read_otio(path.read_bytes(), where=path.name).clips)
        except BadInput as error:
            refused[path.name] = str(error)
    assert counted["simple_cut.otio"] == 4
    assert all(counted.values()), counted
    assert list(refused) == ["screening_example.otio"]  # of a schema that the library refuses
    assert "a version of OpenTimelineIO" in refused["screening_example.otio"]
