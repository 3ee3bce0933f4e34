"""Vectors of texts outside a study, made once: kept in the cache folder by text and model."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.analysis.meaning import Space, text_key
from pipeline.formats.files import write_atomically

if TYPE_CHECKING:
    from pipeline.engines.machine import Machine
    from pipeline.model.engines import Advance, Vectors

_AT_ONCE = 256  # texts after which what is made is kept, should the command be killed


def space_of(texts: Sequence[str], embedder: str, machine: Machine, advance: Advance) -> Space:
    """Return the vectors of texts; those made before with the same model are read.

    Only the texts' digests are kept, no words.

    Raises:
        BadInput: there is no such embedder.
        MissingExtra: it is not installed.
    """
    import numpy as np

    from pipeline import engines

    engine = engines.embedder(embedder, machine)
    path = _path(machine, engine.fingerprint)
    known = _read(path)
    wanted = {text_key(text): text for text in texts}
    missing = [key for key in wanted if key not in known]
    for start in range(0, len(missing), _AT_ONCE):
        keys = missing[start : start + _AT_ONCE]
        fresh = engine.embed([wanted[key] for key in keys], advance=lambda _: None)
        known |= dict(zip(keys, fresh, strict=True))
        _write(path, known)
        advance((start + len(keys)) / len(missing))
    matrix = np.array([known[key] for key in wanted], dtype=np.float32)
    return Space({key: row for row, key in enumerate(wanted)}, matrix)


def _path(machine: Machine, fingerprint: str) -> Path:
    name = hashlib.sha256(fingerprint.encode()).hexdigest()[:16]
    return machine.cache / "vectors" / f"{name}.npz"


def _read(path: Path) -> dict[str, Vectors]:
    import zipfile

    import numpy as np

    try:
        with np.load(path, allow_pickle=False) as kept:
            return dict(zip(kept["texts"].tolist(), kept["vectors"], strict=True))
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return {}  # none yet, or damaged: they are made again


def _write(path: Path, known: dict[str, Vectors]) -> None:
    import numpy as np

    path.parent.mkdir(parents=True, exist_ok=True)
    into = io.BytesIO()
    np.savez(into, texts=np.array(list(known)), vectors=np.array(list(known.values())))
    write_atomically(path, into.getvalue())
