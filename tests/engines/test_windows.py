from __future__ import annotations

from collections.abc import Sequence
from itertools import count, pairwise

from hypothesis import given
from hypothesis import strategies as st

from pipeline.engines import windows
from pipeline.model.interview import Word
from pipeline.model.span import Span
from tests.engines.conftest import silent

FULL_MS = 30_000


def spans(*pairs: tuple[int, int]) -> tuple[Span, ...]:
    return tuple(Span(a, b) for a, b in pairs)


def test_windows_hold_neighbours_across_short_pauses_while_they_fit() -> None:
    speech = spans((0, 9000), (9400, 18_000), (18_300, 27_000), (40_000, 41_000))
    assert windows.pack(speech, longest_ms=20_000) == spans(
        (0, 9000), (9400, 27_000), (40_000, 41_000)
    )
    assert windows.pack((), longest_ms=20_000) == ()


def test_a_window_ends_in_the_longest_pause_though_more_would_fit() -> None:
    speech = spans((0, 6000), (8400, 10_000), (10_200, 16_000), (16_300, 20_000))
    assert windows.pack(speech, longest_ms=14_000) == spans((0, 6000), (8400, 20_000))


def test_short_words_apart_share_a_window_and_where_every_window_costs_the_same_most_do() -> None:
    speech = spans((0, 500), (1500, 2000), (3000, 3500))
    assert windows.pack(speech, longest_ms=14_000) == spans((0, 3500))
    speech = spans((0, 9000), (10_000, 19_000))
    assert windows.pack(speech, longest_ms=28_000) == speech
    assert windows.pack(speech, longest_ms=28_000, least_ms=30_000) == spans((0, 19_000))


@given(st.lists(st.tuples(st.integers(0, 4_000), st.integers(50, 9_000)), max_size=15))
def test_windows_are_all_of_the_speech_in_order_and_fit(laid: list[tuple[int, int]]) -> None:
    speech, at = [], 0
    for pause, length in laid:
        speech.append(Span(at + pause, at + pause + length))
        at = speech[-1].end
    found = windows.pack(speech, longest_ms=12_000)
    inside = [[span for span in speech if span in window] for window in found]
    assert [span for some in inside for span in some] == speech
    assert all(w == Span(s[0].start, s[-1].end) for w, s in zip(found, inside, strict=True))
    assert all(w.length <= 12_000 for w in found)
    assert all(a.gap(b) <= windows.LONGEST_PAUSE_MS for s in inside for a, b in pairwise(s))


def test_words_are_in_order_and_inside() -> None:
    found = [
        (" one ", 100.4, 90.0, 0.9),
        ("two", 95.0, 300.0, 0.5),
        ("  ", 300.0, 400.0, 0.1),
        ("three", 990.0, 1400.0, 1.0),
    ]
    assert windows.settle(found, end=1000) == (
        Word("one", 100, 120, 0.9),
        Word("two", 120, 300, 0.5),
        Word("three", 990, 1000, 1.0),
    )
    crowded = windows.settle(
        [("a", 900, 990, 0.5), ("b", 995, 999, 0.5), ("c", 1200, 1300, 0.5)], end=1000
    )
    assert [(w.start, w.end) for w in crowded] == [(900, 990), (995, 999), (999, 1000)]
    assert all(a.end <= b.start for a, b in pairwise(crowded))


class Forgetful:
    """Says a word a second of every stretch of speech, but only of the first in a window."""

    def __init__(self, speech: Sequence[Span]) -> None:
        self.speech = speech
        self.asked: list[Span] = []

    def __call__(self, window: Span) -> list[windows.Found]:
        self.asked.append(window)
        first = next(span for span in self.speech if (span & window).length > 500)
        heard = first & window
        return [("w", float(t), t + 900.0, 0.9) for t in range(heard.start, heard.end - 500, 1000)]


def test_speech_without_words_is_heard_again() -> None:
    speech = spans((0, 5000), (6000, 11_000), (12_000, 17_000))
    decode = Forgetful(speech)
    words, gaps = windows.recognise(speech, decode, end=20_000, least_ms=FULL_MS, advance=silent)
    assert (len(words), gaps) == (15, ())
    assert tuple(decode.asked) == spans((0, 17_000), (4900, 17_000), (10_900, 17_000))


@given(
    st.lists(st.tuples(st.integers(300, 9000), st.integers(0, 2500)), min_size=1, max_size=12),
    st.sets(st.integers(0, 200), max_size=40),
)
def test_what_is_said_once_is_there_once(stretches: list[tuple[int, int]], deaf: set[int]) -> None:
    """Whichever windows come back empty: no word of their parts is there twice."""
    at, speech = 0, []
    for length, pause in stretches:
        speech.append(Span(at, at + length))
        at += length + pause
    said = [
        (f"{t}", float(t), t + 250.0, 0.9) for s in speech for t in range(s.start, s.end - 250, 300)
    ]
    hearings = count()

    def decode(window: Span) -> list[windows.Found]:
        if next(hearings) in deaf:
            return []
        return [w for w in said if w[1] >= window.start and w[2] <= window.end]

    words, _ = windows.recognise(speech, decode, end=at, advance=silent)
    assert len({w.text for w in words}) == len(words)


def test_laughter_is_not_heard_for_ever() -> None:
    speech = spans((0, 5000), (6000, 11_000))
    asked: list[Span] = []

    def decode(window: Span) -> list[windows.Found]:
        asked.append(window)
        return []

    found = windows.recognise(speech, decode, end=12_000, least_ms=FULL_MS, advance=silent)
    assert found == ((), speech)
    assert asked == list(spans((0, 11_000), (0, 5500), (5500, 11_000)))


def test_a_short_gap_between_words_is_no_loss() -> None:
    assert windows.missed(spans((0, 5000)), [("a", 0, 2000, 1.0), ("b", 3900, 5000, 1.0)]) == ()
    assert windows.missed(spans((0, 9000)), [("a", 0, 2000, 1.0)]) == spans((2500, 9000))


def test_progress_ends_at_one() -> None:
    shares: list[float] = []
    speech = spans((0, 20_000), (21_000, 40_000))
    windows.recognise(
        speech, Forgetful(speech), end=41_000, least_ms=FULL_MS, advance=shares.append
    )
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert len(shares) == 3


def test_no_window_crosses_a_break() -> None:
    speech = spans((0, 4000), (5000, 9000), (10_000, 14_000))
    found = windows.pack(speech, longest_ms=28_000, least_ms=FULL_MS, breaks={5000})
    assert found == spans((0, 4000), (5000, 14_000))


def test_stretches_are_widened_into_pauses_but_not_into_each_other() -> None:
    voiced = spans((100, 1000), (1300, 2000), (3000, 4900))
    assert windows.padded(voiced, end=5000) == spans((0, 1150), (1150, 2200), (2800, 5000))


def test_words_beside_a_pause_reach_to_where_it_sounds() -> None:
    words = (
        Word("before", 800, 1100), Word("it", 1100, 1700),
        Word("after", 2650, 3200), Word("this", 3300, 4600),
    )  # fmt: skip
    found = windows.snapped(words, spans((1000, 1900), (2900, 4800)))
    assert [(w.start, w.end) for w in found] == [
        *((1000, 1100), (1100, 1900), (2900, 3200), (3300, 4800))
    ]


def test_a_word_far_from_an_edge_stays_and_a_cut_is_no_pause() -> None:
    words = (Word("late", 1500, 1700), Word("across", 4900, 5200), Word("end", 5300, 5400))
    found = windows.snapped(words, spans((1000, 5000), (5000, 6000)))
    assert found == words


@given(
    st.lists(st.tuples(st.integers(0, 900), st.integers(20, 900)), max_size=12),
    st.lists(st.tuples(st.integers(0, 900), st.integers(1, 2_000)), max_size=5),
)
def test_words_stay_in_order_and_none_is_lost(
    said: list[tuple[int, int]], heard: list[tuple[int, int]]
) -> None:
    def laid(parts: list[tuple[int, int]]) -> list[Span]:
        found, at = [], 0
        for pause, length in parts:
            found.append(Span(at + pause, at + pause + length))
            at = found[-1].end
        return found

    words = tuple(Word("w", span.start, span.end) for span in laid(said))
    found = windows.snapped(words, laid(heard))
    assert len(found) == len(words)
    assert all(w.end - w.start >= windows.SHORTEST_WORD_MS for w in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
