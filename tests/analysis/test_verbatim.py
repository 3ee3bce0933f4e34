from __future__ import annotations

import pytest

from pipeline.analysis.verbatim import cleaned
from pipeline.model.interview import Turn, Word
from pipeline.model.transcript import Document


def clean(text: str, language: str = "en", flags: tuple[str, ...] = ()) -> str:
    """Return a turn's text, cleaned."""
    words = tuple(Word(w, i * 10, i * 10 + 5, None, flags) for i, w in enumerate(text.split()))
    turn = Turn("s1", 0, len(words) * 10, text, words)
    return " / ".join(t.text for t in cleaned(Document("a.wav", language, (turn,))).turns)


@pytest.mark.parametrize(
    ("language", "said", "clean_text"),
    [
        ("en", "Um, we went home.", "We went home."),
        ("en", "So, uh, we left, um. And then", "So, we left. And then"),
        ("en", "I I went to the the wor- the workshop.", "I went to the workshop."),
        ("en", "And then and then it rained.", "and then it rained."),
        ("en", "It was, you know, cold.", "It was, cold."),
        ("en", "You know the place.", "You know the place."),
        ("en", "No, no. No no, very very cold.", "No, no. No no, very very cold."),
        ("en", "What he had had that that day.", "What he had had that that day."),
        ("de", "Um acht, ähm, ging er.", "Um acht, ging er."),
        ("pt", "Um dia, ahn, choveu.", "Um dia, choveu."),
        ("xx", "Hmm, da.", "Da."),
        ("en", "Mhm.", "Mhm."),
        ("en", "Um.", ""),
    ],
)
def test_what_carries_no_meaning_goes_and_what_might_stays(
    language: str, said: str, clean_text: str
) -> None:
    got = clean(said, language)
    assert got.casefold() == clean_text.casefold()


def test_a_new_beginning_gets_its_capital() -> None:
    assert clean("Um, we went. Uh, they stayed.") == "We went. They stayed."


def test_what_may_be_made_up_stays_as_it_is() -> None:
    assert clean("um um um", flags=("loop",)) == "um um um"


def test_words_that_stay_keep_their_times() -> None:
    words = (Word("Um,", 0, 5), Word("yes.", 70, 90))
    (turn,) = cleaned(Document("a", "en", (Turn("s1", 0, 90, "Um, yes.", words),))).turns
    assert turn.words == (Word("Yes.", 70, 90),)
