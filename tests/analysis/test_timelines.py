from fractions import Fraction
from typing import Any

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from pipeline.analysis.timelines import build_timeline, interleaved
from pipeline.model.interview import Media, Source
from pipeline.model.timeline import Clip, Timeline

FILM = Media(60_000, Fraction(25), "10:00:00:00", 2, 48_000)
SOUND = Media(9_000, None, "", 1, 16_000)
SOURCES = {
    "mill-01": Source("mill-01", "recordings/mill-01.mp4", "0", FILM, "en", 2),
    "forno-01": Source("forno-01", "recordings/forno-01.wav", "0", SOUND, "it", 2),
    "text-01": Source("text-01", "texts/text-01.md", "0", None, "en", 2),
}  # fmt: skip


def row(interview: str, start: int, end: int, **more: Any) -> dict[str, Any]:
    return {
        "answer": f"{interview}@{start}", "interview": interview, "speaker": "ann",
        "site": interview.split("-")[0], "start": start, "end": end, "score": 0.5,
        "tag_status": "suggested", "recorded": interview != "text-01",
    } | more  # fmt: skip


def lay(*rows: dict[str, Any], handle_ms: int = 0, min_ms: int = 0) -> Timeline:
    frame = pd.DataFrame(list(rows) or [row("mill-01", 0, 1)])
    return build_timeline(
        frame if rows else frame.iloc[:0], sources=SOURCES, name="q-work", title="Work",
        subject="question", topic="work", handle_ms=handle_ms, min_ms=min_ms,
    )  # fmt: skip


def test_a_clip_carries_what_an_editing_program_needs() -> None:
    (clip,) = lay(row("mill-01", 1_000, 3_000, tag_status="confirmed")).clips
    assert clip == Clip(
        "mill-01@1000", "mill-01", "ann", "mill", "recordings/mill-01.mp4", 1_000, 3_000,
        "confirmed", 0.5, Fraction(25), "10:00:00:00", 60_000,
    )  # fmt: skip


def test_handles_stay_inside_the_recording() -> None:
    timeline = lay(row("mill-01", 100, 3_000), row("forno-01", 8_000, 8_900), handle_ms=200)
    assert {c.interview: (c.start, c.end) for c in timeline.clips} == {
        "mill-01": (0, 3_200), "forno-01": (7_800, 9_000),
    }  # fmt: skip


def test_words_beyond_the_end_of_the_recording_make_no_clip() -> None:
    assert lay(row("forno-01", 9_500, 9_900), min_ms=1).clips == ()
    (clip,) = lay(row("forno-01", 8_500, 20_000)).clips
    assert (clip.start, clip.end) == (8_500, 9_000)


def test_shorter_clips_are_left_out_handles_counted() -> None:
    assert lay(row("mill-01", 1_000, 1_999), min_ms=1_000).clips == ()
    assert len(lay(row("mill-01", 1_000, 2_000), min_ms=1_000).clips) == 1
    assert len(lay(row("mill-01", 1_000, 1_100), handle_ms=450, min_ms=1_000).clips) == 1


def test_what_has_no_recording_is_listed() -> None:
    timeline = lay(row("text-01", 5, 90), row("mill-01", 0, 2_000))
    assert timeline.unplaced == ("text-01@5",)
    assert [c.interview for c in timeline.clips] == ["mill-01"]
    assert lay() == Timeline("q-work", "Work", "question", "work", ())


def clip(site: str, n: int, *, score: float = 0.5, status: str = "suggested") -> Clip:
    return Clip(f"{site}@{n}", f"{site}-01", "ann", site, "f", n, n + 10, status, score)


def test_a_round_through_the_places_at_a_time() -> None:
    clips = [clip("b", 1), clip("a", 1), clip("a", 2), clip("a", 3), clip("c", 1), clip("b", 2)]
    assert [c.answer for c in interleaved(clips)] == ["a@1", "b@1", "c@1", "a@2", "b@2", "a@3"]


def test_within_a_place_confirmed_and_likest_come_first() -> None:
    clips = [
        clip("a", 1, score=0.9), clip("a", 2, score=0.1, status="confirmed"),
        clip("a", 3, score=0.3, status="confirmed"), clip("a", 4, score=0.95),
    ]  # fmt: skip
    assert [c.start for c in interleaved(clips)] == [3, 2, 4, 1]


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 50)), unique=True))
def test_neighbours_differ_in_place_while_two_places_are_left(
    places: list[tuple[str, int]],
) -> None:
    clips = [clip(site, n) for site, n in places]
    laid = interleaved(clips)
    assert sorted(c.answer for c in laid) == sorted(c.answer for c in clips)
    assert interleaved(clips[::-1]) == laid
    for n in range(1, len(laid)):
        if laid[n].site == laid[n - 1].site:
            assert {c.site for c in laid[n:]} == {laid[n].site}
