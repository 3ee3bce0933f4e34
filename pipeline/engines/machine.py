"""What belongs to the machine and not to the study: device, threads, cache folder."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.errors import BadInput

MOST_WORKERS = 4
MEMORY_A_WORKER = 8 * 2**30  # bytes of the machine: the largest models take nearly as much
VIDEO = ("vp9", "h264")
"""What films are encoded in: by libvpx (BSD), or by x264 (GPL), which nothing calls unasked."""
MOST_THREADS = 8
"""More threads than this slow small models down: they wait for each other."""


@dataclass(frozen=True)
class Machine:
    """Where and how models run. Nothing here may change a result.

    ``workers``: processes that hear the pieces of a long recording; they share the threads.
    ``video``: what films are encoded in, of ``VIDEO``.
    """

    device: str = "cpu"
    threads: int = 1
    cache: Path = Path(".interleaf-cache")
    workers: int = 1
    video: str = "vp9"

    @classmethod
    def from_environment(cls) -> Machine:
        """Read ``INTERLEAF_DEVICE``, ``_THREADS``, ``_WORKERS``, ``_CACHE`` and ``_VIDEO``."""
        device = os.environ.get("INTERLEAF_DEVICE") or "cpu"
        video = os.environ.get("INTERLEAF_VIDEO") or "vp9"
        if video not in VIDEO:
            raise BadInput(
                f"'{video}' is no encoding of films",
                where="INTERLEAF_VIDEO",
                remedy=f"set {' or '.join(VIDEO)}, or unset it",
            )
        threads = _count("INTERLEAF_THREADS") or max(1, min(os.cpu_count() or 1, MOST_THREADS))
        return cls(
            device=device,
            threads=threads,
            cache=_cache(os.environ.get("INTERLEAF_CACHE", "")),
            workers=_count("INTERLEAF_WORKERS") or _workers(device, threads),
            video=video,
        )

    def for_a_worker(self) -> Machine:
        """Return what one of the workers has for itself."""
        return replace(self, threads=max(1, self.threads // self.workers), workers=1)


def _workers(device: str, threads: int) -> int:
    """Return how many processes there are unless somebody says: each loads the model."""
    if device != "cpu":
        return 1
    try:
        memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):  # not on every system
        return 1
    return max(1, min(threads, MOST_WORKERS, memory // MEMORY_A_WORKER))


def _count(name: str) -> int | None:
    value = os.environ.get(name, "")
    if not value:
        return None
    if not value.isdecimal() or int(value) < 1:
        raise BadInput(
            f"'{value}' is not a number of {name.rpartition('_')[2].lower()}",
            where=name,
            remedy="give a whole number from 1, or unset it",
        )
    return int(value)


def _cache(value: str) -> Path:
    if value:
        return Path(value).expanduser()
    from platformdirs import user_cache_dir

    return Path(user_cache_dir("interleaf"))
