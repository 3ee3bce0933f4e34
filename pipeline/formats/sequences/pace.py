"""Captions of an assembled timeline: two lines, and time enough to read them."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from pipeline.formats.sequences.laying import Laid
from pipeline.formats.transcripts.utterances import captions, without_controls
from pipeline.model.interview import Turn, Word

LINE_SIGNS, LINES = 42, 2
READ_PER_SECOND = 17  # characters; what broadcasters allow adults
SHORTEST_MS, APART_MS = 1_000, 80  # on the screen at least; from one to the next (two frames)


@dataclass(frozen=True)
class Caption:
    """Words on the screen, in milliseconds of the assembled timeline; ``clip`` counts the parts."""

    clip: int
    start: int
    end: int
    lines: tuple[str, ...]

    @property
    def pace(self) -> float:
        """Characters a second."""
        return 1000 * sum(map(len, self.lines)) / max(1, self.end - self.start)


def captioned(laid: Sequence[Laid], rate: Fraction) -> list[Caption]:
    """Return the captions of what was laid at a rate, in order; none overlap or cross a cut.

    A caption stays while its words are said, and longer where they are said faster than
    they can be read and nothing follows: never over the next caption or the cut.
    """
    made: list[Caption] = []
    for n, one in enumerate(laid):
        if not one.part.silent:
            made += _of_part(n, one, rate)
    return made


def too_fast(made: Sequence[Caption]) -> int:
    """Count the captions that are said faster than they can be read."""
    return sum(caption.pace > READ_PER_SECOND + 0.5 for caption in made)


def _of_part(n: int, one: Laid, rate: Fraction) -> list[Caption]:
    part = one.part
    begin = Fraction(part.first) / part.rate * 1000
    ends = begin + Fraction(part.count) / part.rate * 1000
    at = Fraction(one.at) / rate * 1000
    cut = int(at + Fraction(one.length) / rate * 1000)
    found: list[Caption] = []
    for words in _chunks(_inside(part.shot.spoken, begin, ends)):
        start = min(int(max(at, at + words[0].start - begin)), cut - 1)
        end = min(cut, math.ceil(at + max(word.end for word in words) - begin))
        lines = _lines([text for word in words if (text := without_controls(word.text))])
        if lines:
            found.append(Caption(n, start, max(end, start + 1), lines))
    return list(_timed(found, cut))


def _inside(spoken: Sequence[Word], begin: Fraction, end: Fraction) -> list[Word]:
    """Return the words whose middle lies in a part; doubted and redacted ones are not shown."""
    first = bisect_left(spoken, begin, key=_middle)
    last = bisect_left(spoken, end, key=_middle)
    return [w for w in spoken[first:last] if not w.doubtful and "redacted" not in w.flags]


def _middle(word: Word) -> Fraction:
    return Fraction(word.start + word.end, 2)


def _chunks(words: list[Word]) -> Iterator[tuple[Word, ...]]:
    """Yield sentences and parts of them, each short enough for two lines."""
    if not words:
        return
    turn = Turn("", words[0].start, words[-1].end, "", tuple(words))
    for utterance in captions([turn]):
        waiting = [utterance.words]
        while waiting:
            held = waiting.pop(0)
            if len(held) == 1 or _fits([word.text for word in held]):
                yield held
            else:
                half = len(held) // 2
                waiting = [held[:half], held[half:], *waiting]


def _fits(texts: Sequence[str]) -> bool:
    return len(_lines(texts)) <= LINES and all(len(line) <= LINE_SIGNS for line in _lines(texts))


def _lines(texts: Sequence[str]) -> tuple[str, ...]:
    """Break words into one line, or two as even as can be."""
    whole = " ".join(texts)
    if len(whole) <= LINE_SIGNS or len(texts) < 2:
        return (whole,) if whole else ()
    breaks = [(" ".join(texts[:n]), " ".join(texts[n:])) for n in range(1, len(texts))]
    return min(breaks, key=lambda two: max(map(len, two)))


def _timed(found: Sequence[Caption], cut: int) -> Iterator[Caption]:
    """Let each caption stay until it can be read, where there is room before the next."""
    for n, caption in enumerate(found):
        room = found[n + 1].start - APART_MS if n + 1 < len(found) else cut
        signs = sum(map(len, caption.lines))
        wanted = caption.start + max(SHORTEST_MS, -(-1000 * signs // READ_PER_SECOND))
        last = found[n + 1].start if n + 1 < len(found) else cut
        end = max(min(caption.end, last), min(wanted, room))
        yield replace(caption, end=max(end, caption.start + 1))
