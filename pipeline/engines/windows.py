"""The stretches of a recording that a recogniser hears at a time, and its words put back.

Whisper hears windows of 30 s. Left alone it cuts them anywhere and drops words around
pauses; here every window begins and ends in a pause, so that nothing is cut in two.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from pipeline.engines import vad
from pipeline.model.interview import Word
from pipeline.model.span import Span

if TYPE_CHECKING:
    from pipeline.model.engines import Sound

REVISION = 1  # raise it when the same sound would give other windows

LONGEST_MS = 28_000  # 30 s less the padding that Whisper wants to see the end
LONGEST_PAUSE_MS = 3_000  # across a longer silence Whisper starts to invent
SHORTEST_PAUSE_MS = 300
PAD_MS = 200
SHORTEST_WORD_MS = 20


def plan(sound: Sound, *, longest_ms: int = LONGEST_MS) -> tuple[Span, ...]:
    """Return the windows to recognise, in milliseconds: speech only, cut at pauses."""
    heard = vad.speech(
        sound, shortest_pause_ms=SHORTEST_PAUSE_MS, pad_ms=PAD_MS, longest_ms=longest_ms
    )
    return pack(heard, longest_ms=longest_ms)


def pack(speech: Sequence[Span], *, longest_ms: int) -> tuple[Span, ...]:
    """Join neighbouring stretches of speech while they fit one window."""
    windows: list[Span] = []
    for span in speech:
        if windows:
            joined = windows[-1] | span
            if joined.length <= longest_ms and windows[-1].gap(span) <= LONGEST_PAUSE_MS:
                windows[-1] = joined
                continue
        windows.append(span)
    return tuple(windows)


def settle(found: Iterable[tuple[str, float, float, float]], *, end: int) -> tuple[Word, ...]:
    """Make words of (text, start, end, probability) in milliseconds: in order, inside the media.

    Recognisers give words without length and words that overlap; both break what follows.
    """
    words: list[Word] = []
    free = 0
    for text, begin, finish, probability in found:
        if not text.strip():
            continue
        start = max(free, round(begin))
        free = max(start + SHORTEST_WORD_MS, round(finish))
        words.append(Word(text.strip(), start, free, round(float(probability), 4)))
    limit = end
    for i in range(len(words) - 1, -1, -1):
        word = words[i]
        if word.end <= limit:
            break  # the words before are in order already
        start = max(0, min(word.start, limit - 1))
        words[i] = Word(word.text, start, limit, word.probability)
        limit = start
    return tuple(words)
