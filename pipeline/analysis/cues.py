"""From captions and annotations with times to turns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, groupby, pairwise

from pipeline.analysis.anchors import text_version
from pipeline.model.interview import Turn, Turns, Word
from pipeline.model.span import Span
from pipeline.model.transcript import DOUBTED

INTERPOLATED = "interpolated"
"""Flag of a word whose time is worked out from its caption's, not measured."""

TimedText = tuple[str, Span, str] | tuple[str, Span, str, tuple[Word, ...]]
"""(label, span in milliseconds, text), and the words where they have times of their own."""


def from_cues(
    interview: str, language: str, cues: Iterable[TimedText], *, max_pause_ms: int
) -> Turns:
    """Make turns, in milliseconds, of captions: those of one voice, up to a long pause.

    Where a caption's words have no times of their own, each gets a part of the caption's
    by its length in letters, one more for the gap after it; so a word may lie off by a
    second or so in a long caption, and says so by its flag. Voices that speak at once
    make turns that overlap, in the order in which they begin. Words that may be made up
    are in turns of their own.
    """
    turns: list[Turn] = []
    for turn in (part for cue in cues for part in _parts(cue)):
        last = turns[-1] if turns else None
        if last and _goes_on(last, turn, max_pause_ms):
            turns.pop()
            end = max(last.end, turn.end)
            text = f"{last.text} {turn.text}"
            turns.append(Turn(turn.speaker, last.start, end, text, last.words + turn.words))
        else:
            turns.append(turn)
    version = text_version("ms", "\n".join(f"{w.start} {w.text}" for t in turns for w in t.words))
    return Turns(interview, version, "ms", language, tuple(turns))


def _goes_on(last: Turn, turn: Turn, max_pause_ms: int) -> bool:
    same = (last.speaker, last.doubtful) == (turn.speaker, turn.doubtful)
    return same and turn.start - last.end <= max_pause_ms


def _parts(cue: TimedText) -> Iterator[Turn]:
    """Yield a caption as a turn; of one with doubtful words, each run of them by itself."""
    label, span, text, *measured = cue
    words = measured[0] if measured and measured[0] else words_of_cue(span, text)
    runs = [tuple(run) for _, run in groupby(words, key=lambda word: word.doubtful)]
    if len(runs) == 1 and not runs[0][0].doubtful:
        yield Turn(label, span.start, span.end, text, runs[0])
        return
    for i, run in enumerate(runs):
        start = run[0].start if i else min(span.start, run[0].start)
        end = run[-1].end if i < len(runs) - 1 else max(span.end, run[-1].end)
        yield Turn(label, start, end, " ".join(word.text for word in run), run)


def words_of_cue(span: Span, text: str) -> tuple[Word, ...]:
    """Return the words of a caption, its time shared out by their lengths."""
    tokens: Sequence[str] = text.split()
    ends = [0, *accumulate(len(token) + 1 for token in tokens)]
    cuts = [span.start + span.length * end // max(1, ends[-1]) for end in ends]
    return tuple(
        _word(token, start, end) for token, (start, end) in zip(tokens, pairwise(cuts), strict=True)
    )


def _word(token: str, start: int, end: int) -> Word:
    doubted = DOUBTED.fullmatch(token)
    if doubted:
        return Word(doubted["word"], start, end, None, (INTERPOLATED, "marked"))
    return Word(token, start, end, None, (INTERPOLATED,))
