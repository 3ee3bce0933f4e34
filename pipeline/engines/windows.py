"""The stretches of a recording that a recogniser hears at a time, and its words put back.

Whisper hears windows of 30 s. Left alone it cuts them anywhere; here every window begins
and ends in a pause. It also likes to stop after the first sentence of a window and to call
the rest silence: speech that got no words is heard again by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.engines import vad
from pipeline.model.interview import Word
from pipeline.model.span import Span

if TYPE_CHECKING:
    from pipeline.model.engines import Advance, Sound

Found = tuple[str, float, float, float]
"""A word as a recogniser gives it: text, start and end in ms of the sound, probability."""

REVISION = 5  # raise it when the same sound would give other windows

LONGEST_MS = 28_000  # 30 s less the padding that Whisper wants to see the end
LONGEST_PAUSE_MS = 3_000  # across a longer silence Whisper starts to invent
CLEAR_PAUSE_MS = 1_000  # at a pause as long as this a cut harms nothing
CUT_MS = 10_000  # of sound encoded: what a cut costs where there is no pause
PAUSE_MS = 10_000  # the same: what a clear pause inside a window costs
FILLING_MS = 6_000  # a window takes about as much more of nothing behind the sound
LEAST_MS = 11_000
SHORTEST_PAUSE_MS = 300
PAD_MS = 200
THRESHOLD = 0.35  # low: a stretch of noise costs time, a stretch of speech not heard costs words
SHORTEST_WORD_MS = 20
SNAP_MS = 400  # a word's edge this near to a pause's is the pause's
LOST_MS = 1_000  # speech without words that is as long as this is worth another hearing
REACH_MS = 500  # word times are not exact: what is this near to a word is heard
HEARINGS = 4  # of one stretch at most; laughter never becomes words


def recognise(
    speech: Sequence[Span],
    decode: Callable[[Span], Sequence[Found]],
    *,
    end: int,
    longest_ms: int = LONGEST_MS,
    least_ms: int = LEAST_MS,
    breaks: Collection[int] = (),
    advance: Advance,
) -> tuple[tuple[Word, ...], tuple[Span, ...]]:
    """Decode all windows in order, and again by themselves the stretches that got no words.

    Args:
        speech: where somebody speaks.
        decode: hears one window.
        end: the length of the media in milliseconds.
        longest_ms: of a window.
        least_ms: what a window costs, however short it is.
        breaks: starts of stretches that no window may join to the one before.
        advance: told the share done.

    Returns:
        The words, and the stretches of speech that stayed without any.
    """
    found: list[Found] = []
    for window in pack(speech, longest_ms=longest_ms, least_ms=least_ms, breaks=breaks):
        inside = [span for span in speech if span in window]
        found += _heard(
            window, inside, decode, longest_ms=longest_ms, least_ms=least_ms, hearings=HEARINGS
        )
        advance(min(1.0, window.end / end))
    advance(1.0)
    words = settle(found, end=end)
    return words, missed(speech, [(w.text, w.start, w.end, 1.0) for w in words])


def _heard(
    window: Span,
    speech: Sequence[Span],
    decode: Callable[[Span], Sequence[Found]],
    *,
    longest_ms: int,
    least_ms: int,
    hearings: int,
) -> list[Found]:
    words = list(decode(window))
    lost = missed(speech, words)
    if hearings <= 1 or not lost or (not words and len(lost) == 1):
        return words
    # Shorter windows each time; where nothing at all was heard, two parts at least.
    longest_ms = longest_ms // 2 if words else min(longest_ms, window.length) // 2
    again = pack(lost, longest_ms=longest_ms, least_ms=least_ms)
    edges = (
        [window.start, *(part.end for part in again)],
        [*(p.start for p in again[1:]), window.end],
    )
    for part, first, last in zip(again, *edges, strict=False):
        inside = [span for span in lost if span in part]
        part = _widened(part, Span(first, last), words, longest_ms=longest_ms)
        words += _heard(
            part, inside, decode, longest_ms=longest_ms, least_ms=least_ms, hearings=hearings - 1
        )
    return sorted(words, key=lambda word: word[1])


def _widened(part: Span, room: Span, words: Sequence[Found], *, longest_ms: int) -> Span:
    """Reach out to the words around: the detector overlooks quiet beginnings.

    The room ends where other parts are heard again: what two of them hear would be there twice.
    """
    before = max([room.start, *(int(end) for _, _, end, _ in words if end <= part.start)])
    after = min([room.end, *(int(start) for _, start, _, _ in words if start >= part.end)])
    start = min(part.start, max(before, part.end - longest_ms))
    return Span(start, max(part.end, min(after, start + longest_ms)))


def missed(speech: Sequence[Span], words: Sequence[Found]) -> tuple[Span, ...]:
    """Return the stretches of speech, long enough to matter, that are near no word."""
    lost = []
    for span in speech:
        parts: tuple[Span, ...] = (span,)
        for _, start, end, _ in words:
            near = Span(max(0, int(start) - REACH_MS), int(end) + REACH_MS)
            parts = tuple(left for part in parts for left in part.minus(near))
        lost += [part for part in parts if part.length >= LOST_MS]
    return tuple(lost)


def detect(sound: Sound, *, longest_ms: int = LONGEST_MS) -> tuple[Span, ...]:
    """Return the stretches of speech between pauses, in milliseconds, as they sound."""
    return vad.speech(
        vad.levelled(sound),
        shortest_pause_ms=SHORTEST_PAUSE_MS,
        pad_ms=0,
        longest_ms=longest_ms - 2 * PAD_MS,
    )


def padded(voiced: Sequence[Span], *, end: int) -> tuple[Span, ...]:
    """Widen stretches of speech into the pauses around, as far as their middles."""
    edges = [Span(0, 0), *voiced, Span(end, end)]
    return tuple(
        Span(
            here.start - min(PAD_MS, (here.start - before.end) // (2 if before else 1)),
            here.end + min(PAD_MS, (after.start - here.end) // (2 if after else 1)),
        )
        for before, here, after in zip(edges, voiced, edges[2:], strict=False)
    )


def snapped(words: Sequence[Word], voiced: Sequence[Span]) -> tuple[Word, ...]:
    """Put the words beside a pause where the sound begins and ends.

    Whisper lets the first word after a pause begin in the pause, by 0.1 s and more, and
    ends the last one before it too early; the detector hears both within some 30 ms.
    """
    result = list(words)
    first = 0
    for span in _whole(voiced):
        while first < len(result) and result[first].end <= span.start:
            first += 1
        last = first
        while last < len(result) and _belongs(result[last], span):
            last += 1
        if last == first:
            continue
        head = result[first]
        if abs(head.start - span.start) <= SNAP_MS:
            free = result[first - 1].end if first else 0
            start = max(free, min(span.start, head.end - SHORTEST_WORD_MS))
            result[first] = replace(head, start=start)
        tail = result[last - 1]
        if abs(tail.end - span.end) <= SNAP_MS:
            limit = result[last].start if last < len(result) else span.end
            end = max(tail.start + SHORTEST_WORD_MS, min(limit, span.end))
            result[last - 1] = replace(result[last - 1], end=end)
        first = last
    return tuple(result)


def _belongs(word: Word, span: Span) -> bool:
    """Tell whether more of a word lies in a stretch than behind it."""
    return word.start < span.end and (word.start + word.end) // 2 < span.end


def _whole(voiced: Sequence[Span]) -> tuple[Span, ...]:
    """Join what was cut only because it was long."""
    whole: list[Span] = []
    for span in voiced:
        if whole and whole[-1].gap(span) < SHORTEST_PAUSE_MS // 2:
            span = whole.pop() | span
        whole.append(span)
    return tuple(whole)


def pack(
    speech: Sequence[Span],
    *,
    longest_ms: int,
    least_ms: int = LEAST_MS,
    breaks: Collection[int] = (),
) -> tuple[Span, ...]:
    """Join neighbouring stretches of speech to windows, at the least cost of all ways.

    A window costs what is encoded of it. To cut costs more the shorter the pause: half a
    sentence is heard badly. So does a pause inside the longer it is: Whisper likes to stop
    there and to call the rest silence.

    Args:
        speech: stretches in order.
        longest_ms: of a window.
        least_ms: what a window costs, however short it is.
        breaks: starts of stretches that no window may join to the one before.
    """
    before = [0, *(max(0, b.start - a.end) for a, b in pairwise(speech))]  # pauses
    cost, begun = [0.0], [0]
    for last, span in enumerate(speech):
        best, first, inside = float("inf"), last, 0.0
        for start in range(last, -1, -1):
            window = speech[start] | span
            if start < last and window.length > longest_ms:
                break
            clear = min(1.0, before[start] / CLEAR_PAUSE_MS)
            cut = CUT_MS * (1 - clear) if start else 0.0
            total = cost[start] + cut + max(least_ms, window.length + FILLING_MS) + inside
            if total < best:
                best, first = total, start
            if before[start] > LONGEST_PAUSE_MS or speech[start].start in breaks:
                break
            inside += PAUSE_MS * clear
        cost.append(best)
        begun.append(first)
    windows: list[Span] = []
    end = len(speech)
    while end:
        start = begun[end]
        windows.append(speech[start] | speech[end - 1])
        end = start
    return tuple(reversed(windows))


def settle(found: Iterable[Found], *, end: int) -> tuple[Word, ...]:
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
