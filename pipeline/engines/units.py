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
from pipeline.engines.crew import crew
from pipeline.engines.media import read_sound
from pipeline.engines.switching import joined
from pipeline.model.engines import SAMPLE_RATE, Advance, Heard, Transcriber
from pipeline.model.span import Span

if TYPE_CHECKING:
    from pipeline.engines.crew import Crew
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
    workers: int = 1,
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
        workers: processes that hear several pieces at a time.

    Raises:
        BadInput: the file cannot be read, or the engine does not know the language.
    """
    done = _Done(pieces, max(1, duration_ms), advance)
    if workers > 1 and duration_ms > UNIT_MS + REST_MS:
        _side_by_side(crew(engine, workers), path, language, among, done)
    else:
        for start, sound in units(path):
            if not done.known(start, sound):
                length = len(sound) / PER_MS
                heard = engine.transcribe(
                    sound,
                    language=language or done.language,
                    advance=partial(_share, done, length),
                    among=among,
                )
                done.keep(start, heard)
    whole = Heard(language, ())
    for start in sorted(done.heard):
        whole = _joined(whole, done.heard[start], start)
    return whole if language else replace(whole, language=_of_most(whole))


def _side_by_side(crew: Crew, path: Path, language: str, among: Sequence[str], done: _Done) -> None:
    with crew.shift(done.keep, done.tell) as shift:
        for start, sound in units(path):
            if not done.known(start, sound):
                while shift.waiting and not (language or done.language):
                    shift.look()  # the first piece with speech tells the language of all
                shift.hand_out(start, sound, language or done.language, among)


class _Done:
    """What is heard of a recording so far."""

    def __init__(self, pieces: Pieces, duration_ms: int, advance: Advance) -> None:
        self.heard: dict[int, Heard] = {}
        self._lengths: dict[int, int] = {}
        self._pieces, self._duration_ms, self._advance = pieces, duration_ms, advance
        self._told = 0.0

    @property
    def language(self) -> str:
        """The language of the first piece that has one."""
        return next((h.language for _, h in sorted(self.heard.items()) if h.language), "")

    def known(self, start: int, sound: Sound) -> bool:
        """Tell whether an earlier run heard a piece; if so it is taken over."""
        self._lengths[start] = len(sound) // PER_MS
        kept = self._pieces.load(start)
        if kept is not None:
            self.heard[start] = kept
            self.tell(0.0)
        return kept is not None

    def keep(self, start: int, heard: Heard) -> None:
        """Keep a piece, whatever happens next."""
        self._pieces.keep(start, heard)
        self.heard[start] = heard

    def tell(self, in_hand_ms: float) -> None:
        """Tell the share that is done: of what is kept and of the pieces in hand; never less."""
        done_ms = in_hand_ms + sum(self._lengths[start] for start in self.heard)
        self._told = max(self._told, min(1.0, done_ms / self._duration_ms))
        self._advance(self._told)


def _of_most(heard: Heard) -> str:
    """Return the language that is spoken longest: the first piece may hold noise, or a greeting."""
    lengths: dict[str, int] = {}
    for each in heard.languages:
        lengths[each.language] = lengths.get(each.language, 0) + each.span.length
    return max(lengths, key=lambda language: lengths[language], default=heard.language)


def _share(done: _Done, length_ms: float, share: float) -> None:
    done.tell(share * length_ms)


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
