"""Reading text as people save it, and writing so that no reader ever sees half a file."""

from __future__ import annotations

import contextlib
import os
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path

from pipeline.errors import BadInput


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file so that it holds the old bytes or the new ones, never a part."""
    with _beside(path, data) as temporary:
        os.replace(temporary, path)


def write_once(path: Path, data: bytes) -> None:
    """Write a file unless it is there; of several at the same time, one wins and is whole."""
    with _beside(path, data) as temporary, contextlib.suppress(FileExistsError):
        os.link(temporary, path)


@contextlib.contextmanager
def _beside(path: Path, data: bytes) -> Iterator[Path]:
    """Put data, synced, into a temporary file beside a path; whatever happens, it goes again."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        os.chmod(name, 0o666 & ~_UMASK)
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


_UMASK = _umask()  # read once: reading it means setting it, which other threads would feel


def read_text(path: Path, *, where: str = "") -> str:
    """Read a text as its canonical version: NFC, LF line ends, no byte-order mark.

    Offsets into an interview count code points of exactly this string.

    Raises:
        BadInput: the file is missing, unreadable or not UTF-8.
    """
    where = where or str(path)
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise BadInput("the file is not there", where=where, remedy="check the name") from None
    except OSError as error:
        raise BadInput(
            f"cannot be read ({error.strerror})", where=where, remedy="check its rights"
        ) from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise BadInput(
            f"line {line} is not UTF-8", where=where, remedy="save it again as UTF-8"
        ) from None
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the remedy for a misspelt name: the nearest known one, or all of them."""
    names = list(known)
    close = get_close_matches(word, names, n=1, cutoff=0.6)
    return f"did you mean {close[0]!r}?" if close else f"known are: {', '.join(names)}"
