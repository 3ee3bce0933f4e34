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


def read_text(path: Path, *, where: str = "", guess: bool = False) -> str:
    """Read a text as its canonical version: NFC, LF line ends, no byte-order mark.

    Offsets into an interview count code points of exactly this string.

    Args:
        path: the file.
        where: how messages name it.
        guess: read other encodings than UTF-8, too: those of a byte-order mark, and those
            that the bytes make likely (see ``encodings``).

    Raises:
        BadInput: the file is missing, unreadable or not text in a known encoding.
    """
    raw = read_bytes(path, where=where)
    place = where or str(path)
    return canonical(decode(raw, where=place) if guess else _utf8(raw, place))


def read_bytes(path: Path, *, where: str = "") -> bytes:
    """Read a file.

    Raises:
        BadInput: it is missing or unreadable.
    """
    where = where or str(path)
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise BadInput("the file is not there", where=where, remedy="check the name") from None
    except OSError as error:
        raise BadInput(
            f"cannot be read ({error.strerror})", where=where, remedy="check its rights"
        ) from None


def canonical(text: str) -> str:
    """Return a text in NFC with LF line ends."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def _utf8(raw: bytes, where: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise BadInput(
            f"line {line} is not UTF-8", where=where, remedy="save it again as UTF-8"
        ) from None


def decode(raw: bytes, *, where: str) -> str:
    """Decode bytes: UTF-8, what a byte-order mark says, or what is likely.

    Raises:
        BadInput: none of them; the message names the first line that is not UTF-8.
    """
    from pipeline.formats.encodings import likely, marked

    if encoding := marked(raw):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError as error:
            raise BadInput(
                f"byte {error.start} is not in the encoding of its byte-order mark ({encoding})",
                where=where,
                remedy="save it again as UTF-8",
            ) from None
    try:
        return _utf8(raw, where)
    except BadInput:
        encoding = likely(raw)
        if not encoding:
            raise
        return raw.decode(encoding)


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the remedy for a misspelt name: the nearest known one, or all of them."""
    names = list(known)
    close = get_close_matches(word, names, n=1, cutoff=0.6)
    return f"did you mean {close[0]!r}?" if close else f"known are: {', '.join(names)}"
