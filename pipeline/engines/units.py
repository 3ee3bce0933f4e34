"""A long recording as pieces that are heard, and kept, one by one; cut in pauses.

What is held in memory is one piece, however long the recording.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from pipeline.engines import vad
from pipeline.engines.media import read_sound
from pipeline.engines.switching import joined
from pipeline.model.engines import SAMPLE_RATE, Advance, Heard, Transcriber
from pipeline.model.span import Span

if TYPE_CHECKING:
    from pipeline.model.engines import Sound

UNIT_MS = 5 * 60_000
REST_MS = 60_000  # a last piece that is shorter than this stays with the one before
LOOK_MS = 60_000  # how far back from a piece's end a pause is looked for
MARGIN_MS = 500  # of silence that the next piece begins with
PER_MS = SAMPLE_RATE // 1000  # samples


class Pieces(Protocol):
    """Where what was heard of each piece is kept, so that a killed run goes on."""

    def load(self, start_ms: int) -> Heard | None:
        """Return what was heard of the piece that starts there, if it was."""
        ...

    def keep(self, start_ms: int, heard: Heard) -> None:
        """Keep it."""
        ...


def hear(
    engine: Transcriber,
    path: Path,
    *,
    language: str,
    duration_ms: int,
    pieces: Pieces,
    advance: Advance,
    among: Sequence[str] = (),
) -> Heard:
    """Hear a recording piece by piece.

    Args:
        engine: the recogniser.
        path: the recording.
        language: ISO 639-1, that of most of it; empty: it is detected.
        duration_ms: of the recording, for the progress.
        pieces: where each piece is kept as soon as it is done.
        advance: told the share done.
        among: the other languages that words may be in; none given: any.

    Raises:
        BadInput: the file cannot be read, or the engine does not know the language.
    """
    whole = Heard(language, ())
    for start, sound in units(path):
        part = pieces.load(start)
        if part is None:
            length = len(sound) // PER_MS
            share = partial(_share, advance, start, length, max(1, duration_ms))
            part = engine.transcribe(sound, language=whole.language, advance=share, among=among)
            pieces.keep(start, part)
        whole = _joined(whole, part, start)
    return whole if language else replace(whole, language=_of_most(whole))


def _of_most(heard: Heard) -> str:
    """Return the language that is spoken longest: the first piece may hold noise, or a greeting."""
    lengths: dict[str, int] = {}
    for each in heard.languages:
        lengths[each.language] = lengths.get(each.language, 0) + each.span.length
    return max(lengths, key=lambda language: lengths[language], default=heard.language)


def _share(advance: Advance, start: int, length: int, whole: int, share: float) -> None:
    advance(min(1.0, (start + share * length) / whole))


def _joined(whole: Heard, part: Heard, start: int) -> Heard:
    words = (replace(w, start=w.start + start, end=w.end + start) for w in part.words)
    return Heard(
        whole.language or part.language,
        (*whole.words, *words),
        (*whole.speech, *(span.shift(start) for span in part.speech)),
        (*whole.gaps, *(span.shift(start) for span in part.gaps)),
        joined((*whole.languages, *(replace(s, span=s.span.shift(start)) for s in part.languages))),
    )


def units(path: Path, *, unit_ms: int | None = None) -> Iterator[tuple[int, Sound]]:
    """Yield (start in milliseconds, sound) of each piece, in order; together they are all.

    Raises:
        BadInput: the file cannot be read, or has no sound.
    """
    yield from cut_in_pauses(read_sound(path), unit_ms=unit_ms or UNIT_MS)


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
