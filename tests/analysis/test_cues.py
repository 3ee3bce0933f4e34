from pipeline.analysis.cues import INTERPOLATED, TimedText, from_cues
from pipeline.model.interview import Word
from pipeline.model.span import Span

TALK: list[TimedText] = [
    ("ivo", Span(0, 2_000), "Why here?", ()),
    ("ann", Span(2_500, 4_500), "The oven, and", ()),
    ("ann", Span(4_500, 5_500), "the people.", ()),
    ("ann", Span(9_000, 10_000), "Bread.", ()),
    ("ivo", Span(9_500, 9_800), "Mhm.", ()),
]


def test_captions_of_a_voice_are_one_turn_up_to_a_long_pause() -> None:
    turns = from_cues("a-01", "en", TALK, max_pause_ms=3_000)
    assert turns.unit == "ms"
    assert [(t.speaker, t.start, t.end, t.text) for t in turns.turns] == [
        ("ivo", 0, 2_000, "Why here?"),
        ("ann", 2_500, 5_500, "The oven, and the people."),
        ("ann", 9_000, 10_000, "Bread."),
        ("ivo", 9_500, 9_800, "Mhm."),
    ]
    assert len(from_cues("a-01", "en", TALK, max_pause_ms=4_000).turns) == 3


def test_words_share_their_caption_s_time_by_length_and_say_so() -> None:
    first = from_cues("a-01", "en", TALK, max_pause_ms=3_000).turns[0]
    assert [(w.text, w.start, w.end) for w in first.words] == [
        ("Why", 0, 800), ("here?", 800, 2_000),
    ]  # fmt: skip
    assert all(w.flags == (INTERPOLATED,) and w.probability is None for w in first.words)


def test_words_lie_inside_their_turn_in_order() -> None:
    for turn in from_cues("a-01", "en", TALK, max_pause_ms=3_000).turns:
        places = [(w.start, w.end) for w in turn.words]
        assert places == sorted(places)
        assert turn.start <= places[0][0]
        assert places[-1][1] <= turn.end


def test_a_caption_without_length_or_words_does_no_harm() -> None:
    cues: list[TimedText] = [("ann", Span(5, 5), "So.", ()), ("ivo", Span(6, 7), "", ())]
    turns = from_cues("a-01", "en", cues, max_pause_ms=3_000).turns
    assert [(t.speaker, t.start, t.end) for t in turns] == [("ann", 5, 5)]


def test_other_times_are_another_version() -> None:
    later = [(label, Span(s.start + 40, s.end + 40), text) for label, s, text, *_ in TALK]
    one, other = (from_cues("a", "en", cues, max_pause_ms=3_000) for cues in (TALK, later))
    assert one.version != other.version


def test_words_with_times_of_their_own_keep_them() -> None:
    words = (Word("So", 100, 300, 0.9), Word("what?", 900, 1_400, 0.4))
    turns = from_cues("a", "en", [("ann", Span(0, 2_000), "So what?", words)], max_pause_ms=3_000)
    assert turns.turns[0].words == words
