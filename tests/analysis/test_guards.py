from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.analysis.guards import flagged
from pipeline.engines.language import FastLangdetect
from pipeline.model.interview import DOUBTS, LanguageSpan, Word
from pipeline.model.span import Span


def spoken(text: str, *, at: int = 0, probability: float = 0.9, ms: int = 300) -> list[Word]:
    """Say words one after another, ``ms`` each with a short pause."""
    return [
        Word(word, at + i * (ms + 50), at + i * (ms + 50) + ms, probability)
        for i, word in enumerate(text.split())
    ]


def flags(words: list[Word], *speech: Span) -> list[set[str]]:
    everywhere = Span(0, 10_000_000)
    return [set(word.flags) for word in flagged(words, speech or (everywhere,))]


@pytest.mark.parametrize(
    "text",
    [
        "No, no, no, no, I never said that.",
        "It was very very very very good",
        "and I said come on, come on, come on, let us go",
        "we work and we work together and we work again",
        "Sì, sì, sì, sì, sì, certo.",
        "the hall, the hall was cold, the hall was cold in winter",
        "Thank you.",
        "Grazie.",
        "You know what they say: thank you for listening to us.",
        "Sottotitoli non ne avevamo, nel film.",
    ],
)
def test_what_people_say_has_no_flags(text: str) -> None:
    assert not any(flags(spoken(text)))


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("so " + "yes " * 12, 2),
        ("well " + "I think " * 8, 3),
        ("then " + "we went to the yard and " * 5, 7),
        ("E poi " + "non lo so, " * 6, 5),
    ],
)
def test_a_loop_is_flagged_from_its_first_repetition(text: str, first: int) -> None:
    found = flags(spoken(text))
    assert found[:first] == [set()] * first
    assert all(found[i] == {"loop"} for i in range(first, len(found)))


def test_words_between_pauses_that_are_hardly_likely_are_flagged_and_no_others() -> None:
    words = spoken("Oh", probability=0.1) + spoken("we met Fichte there", at=2_000)
    words[3] = Word(words[3].text, words[3].start, words[3].end, 0.05)  # a name, in a sentence
    assert flags(words) == [{"no-speech"}, set(), set(), set(), set()]
    assert flags([Word("Oh", 0, 300)]) == [set()]  # nobody says how likely


def test_words_after_a_loop_are_trusted_again() -> None:
    found = flags(spoken("yes " * 10 + "and that was the whole story"))
    assert found[-6:] == [set()] * 6
    assert found[5] == {"loop"}


@pytest.mark.parametrize(
    ("text", "probability"),
    [
        ("Sottotitoli creati dalla comunità Amara.org", 0.95),
        ("Subtítulos realizados por la comunidad de Amara.org", 0.95),
        ("Legendas pela comunidade Amara.org", 0.9),
        ("Untertitel der Amara.org-Community", 0.9),
        ("Untertitel im Auftrag des ZDF, 2020", 0.9),
        ("Thanks for watching!", 0.3),
        ("Thank you.", 0.2),
        ("Grazie per la visione!", 0.4),
        ("Obrigado.", 0.1),
        ("Vielen Dank.", 0.2),
        ("Gracias por ver el video.", 0.4),
    ],
)
def test_phrases_out_of_subtitles_are_flagged(text: str, probability: float) -> None:
    assert all("stock-phrase" in f for f in flags(spoken(text, probability=probability)))


def test_a_stock_phrase_between_pauses_leaves_the_speech_around_it() -> None:
    words = [
        *spoken("And that was that.", at=0),
        *spoken("Thank you.", at=9_000, probability=0.2),
        *spoken("What else did you want to know?", at=12_000),
    ]
    assert [bool(f) for f in flags(words)] == [False] * 4 + [True] * 2 + [False] * 7


def test_words_where_nobody_speaks_are_flagged() -> None:
    words = [*spoken("Good morning to you", at=1_000), *spoken("all of you", at=20_000)]
    found = flags(words, Span(1_000, 2_400), Span(40_000, 50_000))
    assert found == [set()] * 4 + [{"no-speech"}] * 3
    assert all(f == {"no-speech"} for f in flags(words, Span(90_000, 91_000)))


def test_a_word_at_the_edge_of_speech_is_heard() -> None:
    assert flags(spoken("late", at=1_200), Span(0, 1_000)) == [set()]


def test_more_words_than_a_mouth_can_say() -> None:
    assert flags(spoken("this sentence cannot possibly be said", ms=60)) == [{"too-fast"}] * 6
    assert not any(flags(spoken("but this one very well can", ms=200)))
    assert not any(flags(spoken("I do so", ms=30)))  # three words tell nothing


def test_labels_of_sounds_are_no_words() -> None:
    words = spoken("[Music] so (laughter) ♪ la")
    assert [bool(f) for f in flags(words)] == [True, False, True, True, False]


@given(st.lists(st.sampled_from(["yes", "no", "well", "I", "think"]), max_size=60))
def test_flags_change_no_word(said: list[str]) -> None:
    words = spoken(" ".join(said))
    found = flagged(words, (Span(0, 1_000),))
    assert [(w.text, w.span, w.probability) for w in found] == [
        (w.text, w.span, w.probability) for w in words
    ]
    assert flagged([], ()) == ()


ITALIAN = "la cooperativa apre presto e a mezzogiorno qualcuno chiede sempre la sega grande"
ENGLISH = "the place opens early and by noon somebody always comes in and asks for the big saw"


def flags_of_language(words: list[Word], *languages: str) -> list[set[str]]:
    """Flag words in whose stretches, of equal length, these languages are spoken."""
    length = words[-1].end // len(languages) + 1
    spans = [LanguageSpan(Span(i * length, (i + 1) * length), x) for i, x in enumerate(languages)]
    found = flagged(words, (Span(0, 10_000_000),), spans, likely=FastLangdetect().likely)
    return [set(word.flags) for word in found]


def test_words_in_a_language_that_nobody_speaks_are_flagged() -> None:
    """English speech that comes out in Italian is a translation, or made up."""
    assert all(f == {"other-language"} for f in flags_of_language(spoken(ITALIAN), "en"))
    assert not any(flags_of_language(spoken(ITALIAN), "it"))


def test_a_real_change_of_language_is_not_flagged() -> None:
    both = spoken(f"{ENGLISH} {ENGLISH}") + spoken(f"{ITALIAN} {ITALIAN} ", at=12_250)
    assert not any(flags_of_language(both, "en", "it"))
    found = flags_of_language(both, "en", "en")
    assert not any(found[:30])
    assert all(f == {"other-language"} for f in found[-20:])


def test_a_few_words_do_not_tell_their_language() -> None:
    assert not any(flags_of_language(spoken("smart working e tutto il resto"), "en"))
    assert not any(flagged(spoken(ITALIAN), (Span(0, 90_000),))[0].flags)


def test_every_doubt_is_one_that_something_raises() -> None:
    """Together with ``marked``, which readers of transcripts give."""
    raised = [
        *flags(spoken("well " + "I think " * 8)),
        *flags(spoken("all of you"), Span(90_000, 91_000)),
        *flags(spoken("Sottotitoli creati dalla comunità Amara.org")),
        *flags(spoken("this sentence cannot possibly be said", ms=60)),
        *flags(spoken("[Music]")),
        *flags_of_language(spoken(ITALIAN), "en"),
    ]
    assert set().union(*raised) | {"marked"} == DOUBTS
