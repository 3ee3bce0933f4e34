"""A folder of files that we wrote, and what each was made from: nothing else is written over."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from pipeline.errors import BadInput
from pipeline.formats.files import write_atomically

RECORD = ".interleaf-written.json"


class Written:
    """A folder with a hidden record: name to key (of what it was made from) and SHA-256.

    The record is written before the file, with what the file ``was``: whenever we are
    killed, the file is known as ours.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._record: dict[str, dict[str, str]] = {}
        try:
            found = json.loads((folder / RECORD).read_bytes())
            self._record = {str(name): dict(entry) for name, entry in found.items()}
        except (OSError, ValueError, AttributeError):
            pass  # without it, whatever is there counts as somebody else's

    def stands(self, name: str, key: str) -> bool:
        """Tell whether a file is as we wrote it, from the same inputs."""
        entry = self._record.get(name, {})
        return entry.get("key") == key and self._sha256(name) == entry.get("sha256")

    def record(self, name: str, key: str) -> dict[str, Any] | None:
        """Return what such a file says, read as JSON."""
        if not self.stands(name, key):
            return None
        found: dict[str, Any] = json.loads((self.folder / name).read_bytes())
        return found

    def refuse_strangers(self, name: str) -> None:
        """Let nothing be lost that is not ours.

        Raises:
            BadInput: the file is there, and we did not write it or it was changed since.
        """
        if (self.folder / name).exists() and not self._untouched(name):
            what = "was changed since it was written" if name in self._record else "is there"
            raise BadInput(
                f"{what}, and is not written over",
                where=str(self.folder / name),
                remedy="move it away, or give another --out",
            )

    def write(self, name: str, key: str, data: bytes) -> None:
        """Write a file, whole or not at all, and note from what it was made."""
        entry = {"key": key, "sha256": hashlib.sha256(data).hexdigest()}
        self._record[name] = {**entry, "was": self._sha256(name)}
        text = json.dumps(self._record, ensure_ascii=False, indent=1, sort_keys=True)
        write_atomically(self.folder / RECORD, f"{text}\n".encode())
        write_atomically(self.folder / name, data)

    def _untouched(self, name: str) -> bool:
        entry = self._record.get(name, {})
        return self._sha256(name) in (entry.get("sha256"), entry.get("was"))

    def _sha256(self, name: str) -> str:
        try:
            return hashlib.sha256((self.folder / name).read_bytes()).hexdigest()
        except OSError:
            return ""
