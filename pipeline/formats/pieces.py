"""What is done of a long item, kept piece by piece until the whole of it is written."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Generic, TypeVar

from pipeline.errors import PipelineError
from pipeline.formats.artefacts import encode_json, read_json
from pipeline.formats.files import write_atomically

T = TypeVar("T")


class Pieces(Generic[T]):
    """A folder of values by their start in milliseconds; it goes when the whole stands."""

    def __init__(self, folder: Path, schema: str, kind: type[T]) -> None:
        self.folder = folder
        self.schema = schema
        self.kind = kind

    def load(self, start_ms: int) -> T | None:
        """Return what is kept of the piece that starts there; None for a file that is not whole."""
        try:
            return read_json(self._path(start_ms), self.schema, self.kind)
        except PipelineError:
            return None

    def keep(self, start_ms: int, value: T) -> None:
        """Write a piece, whole or not at all."""
        encoded = encode_json(self._path(start_ms), self.schema, self.kind, value)
        write_atomically(encoded.path, encoded.to_bytes(""))

    def clear(self) -> None:
        """Throw the pieces away."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _path(self, start_ms: int) -> Path:
        return self.folder / f"{start_ms}.json"
