"""Transcripts to write and read back in tests."""

from __future__ import annotations

from itertools import groupby

from hypothesis import strategies as st

from pipeline.model.interview import INTERVIEWEE, INTERVIEWER, Turn, Word
from pipeline.model.span import Span
from pipeline.model.transcript import Document, Provenance

NAMES = {"s1": "Speaker 1", "s2": "Ana", "s3": "José Luz"}
LETTERS = st.characters(whitelist_categories=["Ll"], max_codepoint=0x24F)
ENDINGS = st.sampled_from(["", "", "", ",", ".", "?", "'s", "&", "<3", '"'])
WORDS = st.tuples(st.text(LETTERS, min_size=1, max_size=12), ENDINGS)


def small() -> Document:
    """Return two voices, a doubted stretch and a gap."""
    first = (Word("What", 1_000, 1_300, 0.9), Word("happened?", 1_350, 1_900, 0.8))
    second = (Word("It", 2_500, 2_600, 0.9), Word("rained.", 2_620, 3_440, 0.7))
    made_up = (Word("Thank", 9_000, 9_200, 0.2, ("stock-phrase",)),
               Word("you.", 9_250, 9_500, 0.2, ("stock-phrase",)))  # fmt: skip
    return Document(
        media="interview.wav",
        language="en",
        turns=(_turn("s1", first), _turn("s2", second), _turn("s2", made_up)),
        roles={"s1": INTERVIEWER, "s2": INTERVIEWEE},
        names=NAMES,
        gaps=(Span(10_100, 14_000),),
        provenance=Provenance("0.1", "scripted", "base", "w:1", "d:1", "ab" * 32, True, True),
    )


def _turn(speaker: str, words: tuple[Word, ...]) -> Turn:
    text = " ".join(word.text for word in words)
    return Turn(speaker, words[0].start, words[-1].end, text, words)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Draw a transcript: voices in turn, words in order, some doubted, pauses between."""
    at, number, turns = 0, 0, []
    for speaker in draw(st.lists(st.sampled_from(sorted(NAMES)), min_size=1, max_size=6)):
        words = []
        for letters, end in draw(st.lists(WORDS, min_size=1, max_size=12)):
            number += 1  # captions that say the same again and again are read as rolling ones
            text = f"{letters}{number}{end}"
            at += draw(st.integers(0, 2_500))
            until = at + draw(st.integers(1, 900))
            flags = ("loop",) if draw(st.integers(0, 9)) == 0 else ()
            words.append(Word(text, at, until, draw(st.sampled_from([None, 0.5])), flags))
            at = until
        turns += [_turn(speaker, tuple(run)) for _, run in groupby(words, lambda w: w.doubtful)]
    return Document("a.wav", "it", tuple(turns), dict.fromkeys(NAMES, INTERVIEWEE), NAMES)
