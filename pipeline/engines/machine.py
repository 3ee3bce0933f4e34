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
    """Where and how models run. Nothing here may change a result."""

    device: str = "cpu"
    threads: int = 1
    cache: Path = Path(".interleaf-cache")

    @classmethod
    def from_environment(cls) -> Machine:
        """Read ``INTERLEAF_DEVICE``, ``INTERLEAF_THREADS`` and ``INTERLEAF_CACHE``."""
        return cls(
            device=os.environ.get("INTERLEAF_DEVICE") or "cpu",
            threads=_threads(os.environ.get("INTERLEAF_THREADS", "")),
            cache=_cache(os.environ.get("INTERLEAF_CACHE", "")),
        )


def _threads(value: str) -> int:
    if not value:
        return max(1, min(os.cpu_count() or 1, MOST_THREADS))
    if not value.isdecimal() or int(value) < 1:
        raise BadInput(
            f"'{value}' is not a number of threads",
            where="INTERLEAF_THREADS",
            remedy="give a whole number from 1, or unset it",
        )
    return int(value)


def _cache(value: str) -> Path:
    if value:
        return Path(value).expanduser()
    from platformdirs import user_cache_dir

    return Path(user_cache_dir("interleaf"))
