"""Copies of recordings' sound made in the background, one at a time."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from pathlib import Path
from threading import Lock

from pipeline.services.showing.clips import Sound

_lock = Lock()
_made: dict[Path, Future[Path]] = {}


@cache
def _maker() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="sound")


def making(sound: Sound) -> Future[Path]:
    """Return the copy in the making; one that is asked for again is not begun again."""
    with _lock:
        for path in [p for p, future in _made.items() if future.done() and p != sound.path]:
            del _made[path]
        found = _made.get(sound.path)
        if found is None or (found.done() and not found.exception() and not sound.path.exists()):
            found = _made[sound.path] = _maker().submit(sound.made)
        return found
