"""What belongs to the machine and not to the study: device, threads, cache folder."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import BadInput

MOST_THREADS = 8
"""More threads than this slow small models down: they wait for each other."""


@dataclass(frozen=True)
class Machine:
    """Where and how models run. Nothing here may change a result.

    ``workers``: processes that hear pieces of a long recording, each with ``threads`` threads.
    """

    device: str = "cpu"
    threads: int = 1
    cache: Path = Path(".interleaf-cache")
    workers: int = 1

    @classmethod
    def from_environment(cls) -> Machine:
        """Read ``INTERLEAF_DEVICE``, ``_THREADS``, ``_WORKERS`` and ``_CACHE``."""
        workers = _count("INTERLEAF_WORKERS") or 1
        cores = (os.cpu_count() or 1) // workers
        return cls(
            device=os.environ.get("INTERLEAF_DEVICE") or "cpu",
            threads=_count("INTERLEAF_THREADS") or max(1, min(cores, MOST_THREADS)),
            cache=_cache(os.environ.get("INTERLEAF_CACHE", "")),
            workers=workers,
        )


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
