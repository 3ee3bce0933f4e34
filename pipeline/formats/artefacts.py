"""Derived artefacts: JSON for one interview, Parquet for the whole study.

Each says its schema and the key it was made under. Values are the dataclasses of
``pipeline.model``; pydantic's adapters do the (de)serialising and the checking.
"""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from pipeline.errors import NotReady

if TYPE_CHECKING:
    import pandas as pd
    from pydantic import TypeAdapter

    from pipeline.model.frames import Columns

T = TypeVar("T")
_ADAPTERS: dict[str, Any] = {}
_SCHEMA, _KEY = b"interleaf.schema", b"interleaf.key"
_CONTENT = b"interleaf.content"


@dataclass(frozen=True)
class Encoded:
    """An artefact ready to be written, but for its key.

    ``content`` is a digest of what it says, free of the key: what reads it is woken
    by a change of content only.
    """

    path: Path
    content: str
    data: Any
    schema: str

    def to_bytes(self, key: str) -> bytes:
        """Return the file's bytes under a key."""
        if isinstance(self.data, bytes):
            return self.data
        if isinstance(self.data, str):
            marks = {"schema": self.schema, "key": key, "content": self.content}
            head = json.dumps(marks)[:-1]
            return f'{head}, "value": {self.data}}}\n'.encode()
        return _parquet(self.data.replace_schema_metadata(self._metadata(key)))

    def _metadata(self, key: str) -> dict[bytes, bytes]:
        marks = {_SCHEMA: self.schema, _KEY: key, _CONTENT: self.content}
        return (self.data.schema.metadata or {}) | {m: text.encode() for m, text in marks.items()}


def _parquet(table: Any) -> bytes:
    import pyarrow.parquet as pq

    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd", row_group_size=20_000)
    return buffer.getvalue()


def adapter(kind: type[T]) -> TypeAdapter[T]:
    """Return the (de)serialiser of a type, built once."""
    from pydantic import TypeAdapter

    name = repr(kind)
    if name not in _ADAPTERS:
        _ADAPTERS[name] = TypeAdapter(kind)
    return cast("TypeAdapter[T]", _ADAPTERS[name])


def encode_json(path: Path, schema: str, kind: type[T], value: T) -> Encoded:
    """Encode one value as JSON, its fields in the order of their declaration."""
    text = adapter(kind).dump_json(value).decode()
    return Encoded(path, _digest(schema.encode(), text.encode()), text, schema)


def encode_frame(path: Path, columns: Columns, frame: pd.DataFrame) -> Encoded:
    """Encode a frame as Parquet after checking that it has the declared columns.

    Raises:
        ValueError: a column is missing, foreign, or of another type.
    """
    import pyarrow as pa

    if list(frame.columns) != list(columns.dtypes):
        raise ValueError(
            f"{columns.schema}: columns {list(frame.columns)}, declared {list(columns.dtypes)}"
        )
    table = pa.Table.from_pandas(frame.astype(dict(columns.dtypes)), preserve_index=False)
    return Encoded(path, _digest(columns.schema.encode(), _parquet(table)), table, columns.schema)


def encode_bytes(path: Path, data: bytes) -> Encoded:
    """Encode a file in a foreign format, which has no place for our key."""
    return Encoded(path, _digest(data), data, "")


def _digest(*parts: bytes) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()[:32]


def read_marks(path: Path) -> tuple[str, str] | None:
    """Return the key an artefact was made under and the digest of what it says.

    None where it is not there, or is in a foreign format without our marks. Where what
    it says did not change, a file keeps the key of the run that wrote it.
    """
    try:
        if path.suffix == ".parquet":
            import pyarrow.parquet as pq

            marks = pq.read_schema(path).metadata or {}
            return marks[_KEY].decode(), marks[_CONTENT].decode()
        with path.open("rb") as file:
            head = file.read(400).decode(errors="replace")
        record = json.loads(head[: head.index(', "value"')] + "}")
        return str(record["key"]), str(record["content"])
    except (OSError, ValueError, KeyError):
        return None


def read_json(path: Path, schema: str, kind: type[T]) -> T:
    """Read a value back.

    Raises:
        NotReady: it has not been made, or was made under another schema.
    """
    try:
        record = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise NotReady("not made yet", where=path.name, remedy="run `interleaf run`") from None
    except ValueError:
        raise NotReady(
            "is not whole", where=path.name, remedy="delete it and run `interleaf run`"
        ) from None
    if not isinstance(record, dict) or record.get("schema") != schema:
        raise NotReady("was made by another version", where=path.name, remedy="run `interleaf run`")
    return adapter(kind).validate_python(record["value"], strict=False)


def read_frame(path: Path, columns: Columns) -> pd.DataFrame:
    """Read a whole frame back.

    Raises:
        NotReady: it has not been made, or was made under another schema.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    if not path.exists():
        raise NotReady("not made yet", where=path.name, remedy="run `interleaf run`")
    try:
        table = pq.read_table(path)
    except pa.ArrowInvalid:
        raise NotReady(
            "is not whole", where=path.name, remedy="delete it and run `interleaf run`"
        ) from None
    if (table.schema.metadata or {}).get(_SCHEMA, b"").decode() != columns.schema:
        raise NotReady("was made by another version", where=path.name, remedy="run `interleaf run`")
    frame: pd.DataFrame = table.to_pandas()
    return frame.astype(dict(columns.dtypes))
