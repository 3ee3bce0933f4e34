"""From captions and annotations with times to turns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise

from pipeline.analysis.anchors import text_version
from pipeline.model.interview import Turn, Turns, Word
from pipeline.model.span import Span

INTERPOLATED = "interpolated"
"""Flag of a word whose time is worked out from its caption's, not measured."""

TimedText = tuple[str, Span, str]
"""(label, span in milliseconds, words)"""


def from_cues(
    interview: str, language: str, cues: Iterable[TimedText], *, max_pause_ms: int
) -> Turns:
    """Make turns, in milliseconds, of captions: those of one voice, up to a long pause.

    Within a caption each word gets a part of its time by its length in letters, one more
    for the gap after it; so a word may lie off by a second or so in a long caption, and
    says so by its flag. Voices that speak at once make turns that overlap, in the order
    in which they begin.
    """
    turns: list[Turn] = []
    for label, span, text in cues:
        words = _words(span, text)
        last = turns[-1] if turns else None
        if last and last.speaker == label and span.start - last.end <= max_pause_ms:
            turns.pop()
            end = max(last.end, span.end)
            turns.append(Turn(label, last.start, end, f"{last.text} {text}", last.words + words))
        elif words:
            turns.append(Turn(label, span.start, span.end, text, words))
    version = text_version("ms", "\n".join(f"{w.start} {w.text}" for t in turns for w in t.words))
    return Turns(interview, version, "ms", language, tuple(turns))


def _words(span: Span, text: str) -> tuple[Word, ...]:
    tokens: Sequence[str] = text.split()
    ends = [0, *accumulate(len(token) + 1 for token in tokens)]
    cuts = [span.start + span.length * end // max(1, ends[-1]) for end in ends]
    return tuple(
        Word(token, start, end, None, (INTERPOLATED,))
        for token, (start, end) in zip(tokens, pairwise(cuts), strict=True)
    )
