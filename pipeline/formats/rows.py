"""JSON lines without a header: the rows that commands read and write outside a study."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from pipeline.errors import BadInput, PipelineError
from pipeline.formats.files import decode, nearest, read_bytes, write_atomically

T = TypeVar("T")
_OWN = "attr_"  # how the names of attributes of one's own begin
_NEAR_KEYS = 8  # a line that lists more unknown keys than these says nothing


@dataclass(frozen=True)
class Rows(Generic[T]):
    """The rows that could be read, in order, and what was wrong with the others."""

    rows: tuple[T, ...]
    problems: tuple[PipelineError, ...]
    unused: tuple[str, ...]
    """Keys that no row of this kind has: they are passed over."""


def read_rows(path: Path, kind: type[T], *, key: str = "id", where: str = "") -> Rows[T]:
    """Read a JSON object a line as values of a frozen dataclass; blank lines are passed over.

    Args:
        path: the file.
        kind: a dataclass; its fields are the keys, those without a default are needed. A field
            ``attributes`` takes the keys that begin with ``attr_``.
        key: the field that must differ from row to row; empty where none must.
        where: how messages name the file.

    Raises:
        BadInput: the file cannot be read at all, or not one of its lines.
    """
    from pydantic import TypeAdapter, ValidationError

    name = where or path.name
    known = [field.name for field in dataclasses.fields(kind)]  # type: ignore[arg-type]
    adapter = TypeAdapter(kind)
    rows: list[T] = []
    problems: list[PipelineError] = []
    unused: dict[str, None] = {}
    seen: dict[object, int] = {}
    for number, line in enumerate(decode(read_bytes(path, where=name), where=name).split("\n"), 1):
        if not line.strip():
            continue
        place = f"{name} line {number}"
        try:
            raw = json.loads(line)
        except ValueError:
            problems.append(_bad(place, "is not JSON", "write one JSON object a line"))
            continue
        if not isinstance(raw, dict):
            problems.append(_bad(place, "is no JSON object", "write {...} with the keys of a row"))
            continue
        own = {k: v for k, v in raw.items() if "attributes" in known and k.startswith(_OWN)}
        unused |= dict.fromkeys(k for k in raw if k not in known and k not in own)
        values = {k: v for k, v in raw.items() if k in known}
        try:
            row = adapter.validate_python(values | ({"attributes": own} if own else {}))
        except ValidationError as error:
            problems.append(_wrong(place, error, raw, known))
            continue
        mark = getattr(row, key) if key else number
        if mark in seen:
            problems.append(
                _bad(place, f"repeats the {key} of line {seen[mark]}", "give each row its own")
            )
            continue
        seen[mark] = number
        rows.append(row)
    if problems and not rows:
        raise problems[0]
    return Rows(tuple(rows), tuple(problems), tuple(unused)[:_NEAR_KEYS])


def _bad(where: str, what: str, remedy: str) -> BadInput:
    return BadInput(what, where=where, remedy=remedy)


def _wrong(where: str, error: Any, raw: Mapping[str, Any], known: list[str]) -> BadInput:
    """Say what the first fault of a row is, without a word of what it holds."""
    first = error.errors(include_input=False)[0]
    field = ".".join(str(part) for part in first["loc"]) or "the row"
    if first["type"] == "missing":
        others = [k for k in raw if k not in known]
        return _bad(where, f"has no '{field}'", nearest(field, others) if others else "add it")
    return _bad(where, f"'{field}': {first['msg'].lower()}", "mend this row")


def write_rows(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write a JSON object a line, whole or not at all."""
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    write_atomically(path, lines.encode())
