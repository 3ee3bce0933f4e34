"""Little conversations to test with, recorded or typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from pipeline.analysis.anchors import text_version
from pipeline.analysis.turns import from_recording, from_text
from pipeline.model.interview import Diarization, SpeakerSegment, Transcript, Turns, Word
from pipeline.model.span import Span

KEY = b"k" * 32
WORD_MS, PAUSE_MS, TURN_PAUSE_MS = 300, 100, 700

WORKSHOP = (
    ("ivo", "How did you come to this workshop in the first place?"),
    ("ann", "My uncle had a key to the old mill and one winter he simply handed it over to me."),
    ("ivo", "And what does a good day look like?"),
    ("ann", "I open the shutters, light the stove, and by noon somebody has borrowed the big saw."),
    ("ivo", "Are you content?"),
    ("ann", "Very."),
    ("ivo", "What would you ask of the city council?"),
    ("ann", "That they answer letters, and that the rent stays where it is for ten more years."),
)


def words_of(said: Sequence[tuple[str, str]], *, at: int = 1_000) -> list[tuple[str, Word]]:
    """Speak at an even pace: (speaker, word) pairs in milliseconds."""
    spoken = []
    for speaker, text in said:
        for token in text.split():
            spoken.append((speaker, Word(token, at, at + WORD_MS, 0.9)))
            at += WORD_MS + PAUSE_MS
        at += TURN_PAUSE_MS
    return spoken


def heard(spoken: Sequence[tuple[str, Word]], *, language: str = "en") -> Turns:
    """Join spoken words to turns, by speaker."""
    words = tuple(word for _, word in spoken)
    runs = (list(run) for _, run in groupby(spoken, key=lambda pair: pair[0]))
    segments = tuple(SpeakerSegment(r[0][0], r[0][1].start, r[-1][1].end) for r in runs)
    transcript = Transcript("mill-01", language, words)
    return from_recording(transcript, Diarization("mill-01", segments), max_pause_ms=60_000)


def recorded(*said: tuple[str, str], language: str = "en", at: int = 1_000) -> Turns:
    """A recorded conversation."""
    return heard(words_of(said, at=at), language=language)


def typed(*said: tuple[str, str], language: str = "en") -> Turns:
    """A typed conversation, as ``Name: words`` paragraphs."""
    text = ""
    paragraphs = []
    for speaker, words in said:
        text += f"{speaker}: "
        paragraphs.append((speaker, Span(len(text), len(text) + len(words))))
        text += f"{words}\n\n"
    return from_text("mill-01", language, text, paragraphs)


def later(turns: Turns) -> Turns:
    """The same words as another text version."""
    return replace(turns, version=text_version(turns.unit, "another"))
