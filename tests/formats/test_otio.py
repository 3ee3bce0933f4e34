import math
from dataclasses import replace
from fractions import Fraction
from typing import Any

import opentimelineio as otio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats.otio import Caption, to_frames, write_otio
from pipeline.model.span import Span
from pipeline.model.timeline import Clip, Timeline

NTSC = Fraction(30_000, 1_001)
CLIP = Clip(
    "mill-01@1000", "mill-01", "ann", "mill", "recordings/mill-01.mp4", 1_010, 2_990, "confirmed",
    0.51239, Fraction(25), "10:00:00:00", 60_000,
)  # fmt: skip
SOUND = replace(CLIP, rate=None, start_timecode="", file="recordings/mill-02.wav")


def written(*clips: Clip) -> Any:
    timeline = Timeline("q-work", "What is work?", "question", "work", clips, ("mill-09#3",))
    data = write_otio(
        timeline,
        captions=lambda clip: Caption("Nell", f"words of {clip.answer}", "asked at 00:01"),
        url=lambda clip: f"../../interviews/{clip.file}",
    )
    return otio.adapters.read_from_string(data.decode(), "otio_json")


def clips_of(timeline: Any) -> list[Any]:
    return list(timeline.find_clips())


@pytest.mark.parametrize(
    ("rate", "timecode", "origin"),
    [
        (Fraction(24), "10:00:00:00", 10 * 3600 * 24),
        (Fraction(25), "10:00:00:00", 10 * 3600 * 25),
        (Fraction(25), "", 0),
        (Fraction(24_000, 1_001), "01:00:00:00", 3600 * 24),
        (NTSC, "10:00:00:00", 10 * 3600 * 30),
        (NTSC, "10:00:00;00", 1_078_920),  # 18 frames dropped in each 10 minutes
        (NTSC, "00:01:00;02", 1_800),  # the first frame of minute one is called 02
        (Fraction(60_000, 1_001), "10:00:00;00", 2_157_840),
        (Fraction(15), "00:00:02:05", 35),  # rates that OpenTimelineIO has no timecode for
        (Fraction(2_997, 100), "00:00:01:00", 30),
        (Fraction(25), "nonsense", 0),
    ],
)
def test_source_ranges_are_the_frames_that_are_meant(
    rate: Fraction, timecode: str, origin: int
) -> None:
    (clip,) = clips_of(written(replace(CLIP, rate=rate, start_timecode=timecode)))
    first = math.floor(Fraction(1_010, 1_000) * rate)
    last = math.ceil(Fraction(2_990, 1_000) * rate)
    assert clip.source_range.start_time.value == origin + first
    assert clip.source_range.duration.value == last - first
    assert clip.source_range.start_time.rate == float(rate)
    available = clip.media_reference.available_range
    assert available.start_time.value == origin
    assert available.duration.value == math.ceil(60 * rate)
    assert clip.source_range.end_time_exclusive() <= available.end_time_exclusive()


def test_the_origin_is_what_opentimelineio_reads_where_it_can() -> None:
    for rate in (Fraction(24), Fraction(25), Fraction(30), NTSC, Fraction(60_000, 1_001)):
        for timecode in ("00:00:00:00", "00:59:59:23", "09:10:00:02", "23:59:59:10"):
            for text in {timecode, timecode[:8] + ";" + timecode[9:]}:
                try:
                    known = otio.opentime.from_timecode(text, float(rate)).value
                except ValueError:
                    continue
                (clip,) = clips_of(written(replace(CLIP, rate=rate, start_timecode=text)))
                assert clip.media_reference.available_range.start_time.value == known, (rate, text)


def test_sound_alone_is_counted_in_milliseconds() -> None:
    timeline = written(SOUND)
    (clip,) = clips_of(timeline)
    assert timeline.tracks[0].kind == "Audio"
    assert clip.source_range.start_time == otio.opentime.RationalTime(1_010, 1_000)
    assert clip.source_range.duration == otio.opentime.RationalTime(1_980, 1_000)
    assert written(SOUND, CLIP).tracks[0].kind == "Video"


@pytest.mark.parametrize("rate", [Fraction(24), Fraction(25), NTSC, None])
@given(start=st.integers(0, 70_000), length=st.integers(0, 70_000), media=st.integers(1, 60_000))
def test_in_points_are_floored_and_out_points_ceiled_and_clamped(
    rate: Fraction | None, start: int, length: int, media: int
) -> None:
    clip = replace(CLIP, start=start, end=start + length, media_duration_ms=media, rate=rate)
    first, count = to_frames(clip)
    exact = rate or Fraction(1_000)
    assert first <= Fraction(start, 1_000) * exact < first + 1
    assert count >= 0
    whole = math.ceil(Fraction(media, 1_000) * exact)
    if start < media:
        assert first + count <= whole
        assert first + count == min(math.ceil(Fraction(start + length, 1_000) * exact), whole)
    if length > 0 and start + length <= media:
        assert Fraction(first + count) >= Fraction(start + length, 1_000) * exact
        assert count >= 1


def test_a_clip_tells_what_it_is_and_a_suggestion_stays_marked() -> None:
    one, other = clips_of(written(CLIP, replace(SOUND, status="suggested", start=0)))
    assert one.name == "mill-01.mp4"
    assert one.media_reference.target_url == "../../interviews/recordings/mill-01.mp4"
    assert dict(one.metadata["interleaf"]) == {
        "answer": "mill-01@1000", "interview": "mill-01", "speaker": "Nell", "site": "mill",
        "status": "confirmed", "score": 0.5124, "start_ms": 1_010, "end_ms": 2_990,
    }  # fmt: skip
    assert [clip.markers[0].color for clip in (one, other)] == ["GREEN", "YELLOW"]
    marker = one.markers[0]
    assert marker.comment == "words of mill-01@1000"
    assert dict(marker.metadata["interleaf"]) == {"question": "work", "evidence": "asked at 00:01"}
    assert marker.marked_range.start_time == one.source_range.start_time


def test_nothing_but_the_caption_tells_who_speaks() -> None:
    timeline = Timeline("q-work", "Work", "question", "work", (CLIP,))
    data = write_otio(timeline, captions=lambda _: Caption("", "", ""), url=lambda _: "x")
    assert b'"ann"' not in data


def test_who_may_not_be_seen_is_only_heard() -> None:
    timeline = Timeline("q-work", "Work", "question", "work", (SOUND, CLIP, replace(CLIP, start=0)))
    data = write_otio(
        timeline,
        captions=lambda clip: Caption("Nell", "", "", picture=clip.start == 0),
        url=lambda clip: clip.file,
    )
    shown, heard = otio.adapters.read_from_string(data.decode(), "otio_json").tracks
    assert (shown.kind, heard.kind) == ("Video", "Audio")
    kinds = [[type(item).__name__ for item in track] for track in (shown, heard)]
    assert kinds == [["Clip", "Gap", "Clip"], ["Gap", "Clip", "Gap"]]
    assert shown.duration().to_seconds() == pytest.approx(heard.duration().to_seconds())
    assert [c.range_in_parent().start_time.to_seconds() for c in heard.find_clips()] == [1.98]
    assert len(written(SOUND, CLIP).tracks) == 1


def test_a_timeline_keeps_its_order_and_lists_what_has_no_recording() -> None:
    timeline = written(SOUND, CLIP, replace(CLIP, start=0))
    assert timeline.name == "What is work?"
    assert [c.name for c in clips_of(timeline)] == ["mill-02.wav", "mill-01.mp4", "mill-01.mp4"]
    about = timeline.metadata["interleaf"]
    assert (about["name"], about["subject"], about["topic"]) == ("q-work", "question", "work")
    assert list(about["unplaced"]) == ["mill-09#3"]
    assert clips_of(written()) == []


def test_the_same_timeline_is_the_same_bytes() -> None:
    timeline = Timeline("q-work", "Work", "question", "work", (CLIP, SOUND))
    once, again = (
        write_otio(timeline, captions=lambda _: Caption("a", "b", "c"), url=lambda c: c.file)
        for _ in range(2)
    )
    assert once == again


@given(
    st.sampled_from([Fraction(25), NTSC, None]),
    st.lists(st.integers(0, 4_000), min_size=2, max_size=6, unique=True),
)
def test_what_was_struck_lies_empty_and_nothing_moves(
    rate: Fraction | None, ends: list[int]
) -> None:
    clip = replace(CLIP, rate=rate)
    ends = sorted(ends)[: len(ends) // 2 * 2]
    struck = [Span(a, b) for a, b in zip(ends[::2], ends[1::2], strict=True)]
    timeline = Timeline("q-work", "What is work?", "question", "work", (clip,))
    data = write_otio(
        timeline,
        captions=lambda clip: Caption("Nell", "words", "asked"),
        url=lambda clip: clip.file,
        struck=lambda clip: struck,
    )
    (track,) = otio.adapters.read_from_string(data.decode(), "otio_json").tracks
    first, count = to_frames(clip)
    assert sum(round(item.duration().value) for item in track) == count
    whole, speed = clips_of(written(clip))[0].source_range, rate or Fraction(1000)
    origin = round(whole.start_time.value) - first
    for item in track.find_clips():
        start = Fraction(round(item.source_range.start_time.value) - origin) / speed * 1000
        end = start + Fraction(round(item.duration().value)) / speed * 1000
        assert not any(span.start < end and start < span.end for span in struck)
