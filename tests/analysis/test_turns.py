from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.analysis.anchors import spoken
from pipeline.analysis.turns import (
    from_recording,
    from_text,
    identify,
    with_people,
)
from pipeline.model.interview import (
    Diarization,
    LanguageSpan,
    Speaker,
    SpeakerSegment,
    Transcript,
    Turns,
    Word,
)
from pipeline.model.span import Span
from tests.analysis.talk import typed

PEOPLE = (
    Speaker("zoe", "Zoë Rossi", "Nina", "mill"),
    Speaker("jose", "José Luis Ortega", "P2", "mill"),
)


def said(*texts: str, pause: int = 100) -> tuple[Word, ...]:
    """Words of 300 ms each."""
    return tuple(
        Word(t, i * (300 + pause), i * (300 + pause) + 300, 0.9) for i, t in enumerate(texts)
    )


def joined(words: tuple[Word, ...], *segments: tuple[str, int, int], pause: int = 3_000) -> Turns:
    voices = Diarization("mill-01", tuple(SpeakerSegment(*s) for s in segments))
    return from_recording(Transcript("mill-01", "en", words), voices, max_pause_ms=pause)


def by_voice(turns: Turns) -> list[tuple[str, str]]:
    return [(t.speaker, t.text) for t in turns.turns]


# from recordings


def test_a_word_belongs_to_the_voice_that_covers_most_of_it() -> None:
    words = said("One.", "Two.", "Three.", "Four.")
    turns = joined(words, ("s1", 0, 550), ("s2", 550, 1_600))
    assert by_voice(turns) == [("s1", "One. Two."), ("s2", "Three. Four.")]
    turns = joined(words, ("s1", 0, 549), ("s2", 549, 1_600))
    assert by_voice(turns) == [("s1", "One."), ("s2", "Two. Three. Four.")]


def test_a_turn_is_in_one_language() -> None:
    """A code switch in the middle of a turn begins another, of the same voice."""
    words = said("One.", "Two.", "Tre.", "Quattro.", "Five.")
    spoken_in = [(0, 700, "en"), (800, 1_500, "it"), (1_600, 1_900, "en")]
    transcript = Transcript(
        "mill-01", "en", words,
        languages=tuple(LanguageSpan(Span(a, b), x) for a, b, x in spoken_in),
    )  # fmt: skip
    voices = Diarization("mill-01", (SpeakerSegment("s1", 0, 2_000),))
    turns = from_recording(transcript, voices, max_pause_ms=3_000)
    assert [(t.text, t.language) for t in turns.turns] == [
        ("One. Two.", ""),
        ("Tre. Quattro.", "it"),
        ("Five.", ""),
    ]


def test_a_word_where_nobody_speaks_goes_to_the_nearest_voice() -> None:
    words = said("One.", "Two.", "Three.")
    assert by_voice(joined(words, ("s1", 0, 300), ("s2", 1_150, 1_400))) == [
        ("s1", "One. Two."),
        ("s2", "Three."),
    ]


def test_without_voices_all_is_one_voices() -> None:
    assert by_voice(joined(said("One.", "Two."))) == [("s1", "One. Two.")]


def test_a_long_silence_ends_a_turn() -> None:
    words = (*said("One."), Word("Two.", 3_300, 3_600), Word("Three.", 6_601, 6_900))
    turns = joined(words, ("s1", 0, 9_000))
    assert by_voice(turns) == [("s1", "One. Two."), ("s1", "Three.")]
    assert [(t.start, t.end) for t in turns.turns] == [(0, 3_600), (6_601, 6_900)]


def test_no_words_make_no_turns() -> None:
    assert joined(()).turns == ()


@pytest.mark.parametrize(
    ("texts", "stray", "expected"),
    [
        ("I came here by chance.", range(2, 3), ["s1"]),
        ("I came here by chance.", range(2, 4), ["s1"]),
        ("I came here only by chance.", range(2, 5), ["s1", "s2", "s1"]),  # three are no slip
        ("I came. Here by chance.", range(2, 3), ["s1", "s2", "s1"]),  # a sentence of its own
        ("I came here. By chance.", range(2, 3), ["s1", "s2", "s1"]),  # it ends the sentence
    ],
)
def test_a_stray_word_or_two_inside_a_sentence_are_given_back(
    texts: str, stray: range, expected: list[str]
) -> None:
    words = said(*texts.split())
    segments = [("s2" if i in stray else "s1", w.start, w.end) for i, w in enumerate(words)]
    assert [t.speaker for t in joined(words, *segments).turns] == expected


def test_words_between_two_different_voices_are_nobodys_slip() -> None:
    words = said("I", "came", "here", "by", "chance")
    labels = ["s1", "s1", "s2", "s3", "s3"]
    turns = joined(words, *((s, w.start, w.end) for s, w in zip(labels, words, strict=True)))
    assert [t.speaker for t in turns.turns] == ["s1", "s2", "s3"]


def test_the_version_depends_on_words_and_times_not_on_voices() -> None:
    words = said("One.", "Two.")
    version = joined(words, ("s1", 0, 900)).version
    assert joined(words, ("s2", 0, 100)).version == version
    assert joined(said("One.", "Too."), ("s1", 0, 900)).version != version
    assert joined(said("One.", "Two.", pause=101), ("s1", 0, 900)).version != version


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["a", "b.", "c?"]), st.integers(0, 4_000)), max_size=20),
    st.lists(
        st.tuples(st.sampled_from(["s1", "s2", "s3"]), st.integers(0, 9_000), st.integers(1, 900)),
        max_size=8,
    ),
)
def test_every_word_stands_in_one_turn_in_order(
    words: list[tuple[str, int]], segments: list[tuple[str, int, int]]
) -> None:
    at, given_ = 0, []
    for text, pause in words:
        given_.append(Word(text, at + pause, at + pause + 200))
        at += pause + 200
    turns = joined(tuple(given_), *((s, a, a + length) for s, a, length in segments))
    assert [replace(w, flags=()) for w in spoken(turns)] == given_
    assert {flag for w in spoken(turns) for flag in w.flags} <= {"overlap"}
    for turn in turns.turns:
        assert turn.text == " ".join(w.text for w in turn.words)
        assert (turn.start, turn.end) == (turn.words[0].start, turn.words[-1].end)


# from texts


def test_a_paragraph_without_a_name_goes_on_with_the_last_speaker() -> None:
    text = "Ann: One.\n\nTwo.\n\nIvo: Three?\n"
    spans = [Span(5, 9), Span(11, 15), Span(22, 28)]
    turns = from_text("m", "en", text, zip(("Ann", "", "Ivo"), spans, strict=True))
    assert by_voice(turns) == [("Ann", "One.\n\nTwo."), ("Ivo", "Three?")]
    assert [w.text for w in spoken(turns)] == ["One", "Two", "Three"]


def test_what_stands_between_two_paragraphs_is_not_speech() -> None:
    text = "Ann: One.\n\n> laughs out loud\n\nTwo.\n"
    spans = [Span(5, 9), Span(text.index("Two"), len(text) - 1)]
    turns = from_text("m", "en", text, zip(("Ann", ""), spans, strict=True))
    assert "laughs" not in " ".join(t.text for t in turns.turns)
    assert [w.text for w in spoken(turns)] == ["One", "Two"]
    assert {t.speaker for t in turns.turns} == {"Ann"}


def test_typed_turns_are_slices_of_the_text() -> None:
    turns = typed(("Zoë", "Na ja 🙂 — café?"), ("Ivo", "É così."))
    text = "Zoë: Na ja 🙂 — café?\n\nIvo: É così.\n\n"
    assert turns.unit == "cp"
    for turn in turns.turns:
        assert text[turn.start : turn.end] == turn.text
        assert all(text[w.start : w.end] == w.text for w in turn.words)


# who is who


@pytest.mark.parametrize(
    ("label", "person"),
    [
        ("zoe", "zoe"), ("ZOË ROSSI", "zoe"), (" Zoë ", "zoe"), ("Nina", "zoe"), ("nina", "zoe"),
        ("Zoe", "zoe"), ("José", "jose"), ("Jose", "jose"), ("jose luis ortega", "jose"),
        ("P2", "jose"), ("Ivo", "ivo"),
    ],
)  # fmt: skip
def test_a_label_names_a_person_by_id_name_first_name_or_pseudonym(label: str, person: str) -> None:
    assert identify(label, PEOPLE, ["ivo"]) == person


@pytest.mark.parametrize(
    ("label", "name"),
    [("Rossi", "rossi"), ("Interviewer 1", "interviewer-1"), ("?", "unknown"), ("  ", "unknown")],
)
def test_a_label_that_names_nobody_becomes_an_id(label: str, name: str) -> None:
    assert identify(label, PEOPLE, ["ivo"]) == name


def test_a_name_that_two_bear_names_neither() -> None:
    two = (Speaker("m1", "Maria Rossi", "A", "x"), Speaker("m2", "Maria Bianchi", "B", "x"))
    assert identify("Maria", two, []) == "maria"
    assert identify("Maria Rossi", two, []) == "m1"


def test_an_id_is_never_ambiguous() -> None:
    two = (Speaker("maria", "Eva Rossi", "A", "x"), Speaker("m2", "Maria Bianchi", "B", "x"))
    assert identify("Maria Bianchi", two, []) == "m2"
    assert identify("maria", two, []) == "maria"


def test_different_labels_stay_different_voices_in_any_script() -> None:
    labels = ["Анна", "Иван", "Ελένη", "José", "Josè?", "王", "李"]
    ids = [identify(label, (), ()) for label in labels]
    assert len(set(ids) - {"jose"}) >= 5
    assert "unknown" not in ids
    assert all(len(name) <= 64 and name.isascii() for name in ids)


@given(st.text(max_size=90))
def test_every_label_becomes_a_sound_id(label: str) -> None:
    import re

    assert re.fullmatch(r"[a-z0-9-]{1,64}", identify(label, (), ()))


def test_people_take_the_place_of_their_labels() -> None:
    turns = typed(("Zoë", "Ja."), ("Ivo", "Und?"), ("Nina", "Nein."), ("Gast", "Hm."))
    named = with_people(turns, PEOPLE, ["ivo"])
    assert [t.speaker for t in named.turns] == ["zoe", "ivo", "zoe", "gast"]
    assert spoken(named) == spoken(turns)


def test_words_said_while_another_speaks_keep_one_voice_and_are_flagged() -> None:
    words = said("So", "you", "work", "yes", "alone", "then?", "Mostly.")  # 400 ms a word
    turns = joined(words, ("s1", 0, 2_400), ("s2", 1_150, 1_600), ("s2", 2_350, 3_000))
    assert by_voice(turns) == [("s1", "So you work yes alone then?"), ("s2", "Mostly.")]
    flags = [w.flags for w in spoken(turns)]
    assert flags == [(), (), (), ("overlap",), (), (), ()]
    assert not any(w.doubtful for w in spoken(turns))
    within = joined(words, ("s1", 0, 2_800), ("s2", 100, 200), ("s3", 1_200, 1_600))
    assert [w.flags for w in spoken(within)][:4] == [("overlap",), (), (), ("overlap",)]
    again = joined(words, ("s1", 0, 2_000), ("s1", 800, 2_800))  # one voice, twice over
    assert not any(w.flags for w in spoken(again))


# words that the recogniser may have made up


def doubtful() -> Turns:
    """Ann is said to repeat herself, and then goes on."""
    words = [Word(w.text, w.start, w.end, w.probability) for w in said("It", "was", "cold")]
    words += [Word("cold", 2_000 + 400 * i, 2_300 + 400 * i, 0.9, ("loop",)) for i in range(4)]
    words += [Word("in", 4_000, 4_300, 0.9), Word("winter.", 4_400, 4_700, 0.9)]
    transcript = Transcript("mill-01", "en", tuple(words))
    voices = Diarization("mill-01", (SpeakerSegment("ann", 0, 5_000),))
    return from_recording(transcript, voices, max_pause_ms=60_000)


def test_doubtful_words_are_a_turn_of_their_own() -> None:
    turns = doubtful()
    assert [(t.text, t.doubtful) for t in turns.turns] == [
        ("It was cold", False), ("cold cold cold cold", True), ("in winter.", False)
    ]  # fmt: skip
