"""A long recording as pieces that are worked on, and kept, one by one; cut in pauses.

What is held in memory is one piece, however long the recording.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.engines import vad
from pipeline.engines.media import read_sound
from pipeline.model.engines import SAMPLE_RATE
from pipeline.model.span import Span

if TYPE_CHECKING:
    from pipeline.model.engines import Sound

UNIT_MS = 5 * 60_000
REST_MS = 60_000  # a last piece that is shorter than this stays with the one before
LOOK_MS = 60_000  # how far back from a piece's end a pause is looked for
MARGIN_MS = 500  # of silence that the next piece begins with
PER_MS = SAMPLE_RATE // 1000  # samples


def units(path: Path, *, unit_ms: int = UNIT_MS) -> Iterator[tuple[int, Sound]]:
    """Yield (start in milliseconds, sound) of each piece, in order; together they are all.

    Raises:
        BadInput: the file cannot be read, or has no sound.
    """
    yield from cut_in_pauses(read_sound(path), unit_ms=unit_ms)


def cut_in_pauses(
    chunks: Iterable[Sound], *, unit_ms: int = UNIT_MS
) -> Iterator[tuple[int, Sound]]:
    """Join chunks of sound to pieces of about ``unit_ms``, each ending in a pause."""
    import numpy as np

    most = (unit_ms + REST_MS) * PER_MS
    start, held, length = 0, [], 0
    for chunk in chunks:
        held.append(chunk)
        length += len(chunk)
        while length > most:
            sound = np.concatenate(held)
            cut = _pause_before(sound, unit_ms)
            yield start, sound[: cut * PER_MS]
            start += cut
            held = [sound[cut * PER_MS :]]
            length = len(held[0])
    if length:
        yield start, np.concatenate(held)


def _pause_before(sound: Sound, end_ms: int) -> int:
    """Return a place late in the longest pause before a time; without a pause, that time."""
    begin = max(0, end_ms - LOOK_MS)
    piece = sound[begin * PER_MS : end_ms * PER_MS]
    spoken = vad.speech(piece, shortest_pause_ms=100, pad_ms=0)
    edges = [Span(0, 0), *spoken, Span(end_ms - begin, end_ms - begin)]
    pauses = [Span(one.end, other.start) for one, other in pairwise(edges) if other.start > one.end]
    if not pauses:
        return end_ms
    longest = max(pauses, key=lambda pause: (pause.length, pause.start))
    return max(1, begin + longest.end - min(longest.length // 2, MARGIN_MS))
