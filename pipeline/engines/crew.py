"""Pieces of a long recording heard by several processes; each loads the model once.

Processes, not threads: a recogniser of small matrices gains little from a second thread, and
two of them side by side nearly twice the speed. A piece is heard as one process would hear it.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import connection, get_context, parent_process
from typing import TYPE_CHECKING, Any

from pipeline.errors import PipelineError
from pipeline.model.engines import SAMPLE_RATE, Heard, Transcriber

if TYPE_CHECKING:
    from pipeline.model.engines import Sound

PER_MS = SAMPLE_RATE // 1000  # samples
LOOK_SECONDS = 0.5  # how often is looked how far the processes are

Keep = Callable[[int, Heard], None]
"""Told where a piece starts, in milliseconds, and what was heard of it."""


class Crew:
    """Some processes with a recogniser each; started when the first piece comes."""

    def __init__(self, engine: Transcriber, workers: int) -> None:
        context = get_context("spawn")  # a forked process would share locks of the libraries
        self.workers = workers
        self.broken = False
        self._done_ms = context.Array("d", workers)  # of the piece in hand, by process
        self._pool = ProcessPoolExecutor(
            workers, context, _begin, (engine, self._done_ms, context.Value("i", 0))
        )

    @contextmanager
    def shift(self, keep: Keep, advance: Callable[[float], None]) -> Iterator[Shift]:
        """Hear pieces, until all that were handed out are done or one fails.

        Args:
            keep: told of each piece as soon as it is heard, in any order.
            advance: told now and then how many milliseconds the pieces in hand have done.

        Raises:
            PipelineError: of a piece, or a process was ended from outside.
        """
        shift = Shift(self._pool, self.workers, self._done_ms, keep, advance)
        try:
            yield shift
            while shift.waiting:
                shift.look()
        except BrokenProcessPool:
            self.broken = True
            raise PipelineError(
                "a process that recognised speech was ended from outside, perhaps because memory "
                "ran out",
                remedy="set INTERLEAF_WORKERS to 1 and run again: what is done is kept",
            ) from None
        finally:
            for future in shift.waiting:
                future.cancel()


class Shift:
    """The pieces of one recording that are in hand."""

    def __init__(
        self,
        pool: ProcessPoolExecutor,
        workers: int,
        done_ms: Any,
        keep: Keep,
        advance: Callable[[float], None],
    ) -> None:
        self.waiting: dict[Future[Heard], int] = {}
        self._pool, self._workers, self._done_ms = pool, workers, done_ms
        self._keep, self._advance = keep, advance

    def hand_out(self, start: int, sound: Sound, language: str, among: Sequence[str]) -> None:
        """Give a piece to the next free process; wait for one while too many pieces wait."""
        while len(self.waiting) > self._workers:  # one lies ready, the rest stays in the file
            self.look()
        self.waiting[self._pool.submit(_hear, sound, language, tuple(among))] = start

    def look(self) -> None:
        """Wait a little; keep what is done and tell how far the rest is."""
        done, _ = wait(self.waiting, LOOK_SECONDS, FIRST_COMPLETED)
        for future in sorted(done, key=lambda each: self.waiting[each]):
            self._keep(self.waiting.pop(future), future.result())
        self._advance(sum(self._done_ms))


_crews: dict[tuple[str, int], Crew] = {}


def crew(engine: Transcriber, workers: int) -> Crew:
    """Return the processes of a recogniser: the same for one recording after the other."""
    key = engine.fingerprint, workers
    if key not in _crews or _crews[key].broken:
        _crews[key] = Crew(engine, workers)
    return _crews[key]


_mine: tuple[Transcriber, Any, int] | None = None  # in a process of a crew


def _begin(engine: Transcriber, done_ms: Any, count: Any) -> None:
    """Set up a process of a crew, which ends when the one that started it does."""
    global _mine
    with count:
        _mine = engine, done_ms, count.value
        count.value += 1
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends it at once, without a traceback
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Wait for the end of the one who started us: killed, it cannot tell us."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _hear(sound: Sound, language: str, among: Sequence[str]) -> Heard:
    assert _mine is not None
    engine, done_ms, place = _mine

    def advance(share: float) -> None:
        done_ms[place] = share * len(sound) / PER_MS

    try:
        return engine.transcribe(sound, language=language, advance=advance, among=among)
    finally:
        done_ms[place] = 0.0
