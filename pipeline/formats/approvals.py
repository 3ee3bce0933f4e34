"""The form that goes to a member and comes back: a table of what is to be approved."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from pydantic import ValidationError

from pipeline.errors import BadInput, PipelineError
from pipeline.formats.artefacts import adapter
from pipeline.formats.files import nearest, read_text
from pipeline.formats.spreadsheets import write_csv
from pipeline.model.anchor import Anchor

What = Literal["turn", "quotation", "clip"]
Decision = Literal["ok", "redact", "off-record", "correct", "talk"]
DECISIONS: tuple[Decision, ...] = get_args(Decision)
FILL = ("decision", "only these words", "should read", "remark")
COLUMNS = ("item", "what", "words", *FILL, "place (do not change)")


@dataclass(frozen=True)
class Item:
    """Something to approve; ``item`` is its number on the page."""

    item: str
    what: What
    words: str
    place: Anchor


@dataclass(frozen=True)
class Filled:
    """A row that came back with a decision; ``where`` names it in messages."""

    where: str
    item: str
    what: What
    place: Anchor
    decision: Decision
    only: str = ""
    should_read: str = ""
    remark: str = ""


def write_form(items: Sequence[Item]) -> bytes:
    """Return the form as CSV; what is to be filled in is empty."""
    import pandas as pd

    rows = [
        (i.item, i.what, i.words, *("" for _ in FILL), adapter(Anchor).dump_json(i.place).decode())
        for i in items
    ]
    return write_csv(pd.DataFrame(rows, columns=list(COLUMNS)))


def read_form(path: Path) -> tuple[list[Filled], list[PipelineError]]:
    """Read a form that came back; rows without a decision are passed over.

    Returns:
        The rows with a decision, and every fault.

    Raises:
        BadInput: the file cannot be read, or is no such form.
    """
    text = read_text(path, where=path.name, guess=True)
    first = text.split("\n", 1)[0]
    separator = ";" if first.count(";") > first.count(",") else ","
    table = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
    missing = [name for name in COLUMNS if name not in (table.fieldnames or ())]
    if missing:
        raise BadInput(
            f"has no column {missing[0]!r}", where=path.name,
            remedy="give the form that `interleaf packet export` wrote, filled in",
        )  # fmt: skip
    rows: list[Filled] = []
    faults: list[PipelineError] = []
    try:
        for number, cells in enumerate(table, start=2):
            where = f"{path.name} row {number}"
            try:
                row = _row(where, {k: _plain(v or "") for k, v in cells.items() if k in COLUMNS})
            except PipelineError as error:
                faults.append(error)
            else:
                rows += [row] if row else []
    except csv.Error as error:
        faults.append(
            BadInput(f"is not a row ({error})", where=path.name, remedy="close its quotes")
        )
    return rows, faults


def _plain(cell: str) -> str:
    """Take away the apostrophe that keeps a spreadsheet from running a cell."""
    bare = cell.strip()
    return bare[1:] if bare[:1] == "'" and bare[1:2] in ("=", "+", "-", "@") else bare


def _row(where: str, cells: dict[str, str]) -> Filled | None:
    decision = cells["decision"].casefold()
    if not decision:
        filled = [name for name in FILL[1:] if cells[name]]
        if filled:
            raise BadInput(
                f"{filled[0]!r} is filled in, but no decision", where=where,
                remedy=f"write one of {', '.join(DECISIONS)}",
            )  # fmt: skip
        return None
    known = next((d for d in DECISIONS if d == decision), None)
    if known is None:
        raise BadInput(
            f"the decision {decision[:20]!r} is unknown", where=where,
            remedy=nearest(decision, DECISIONS),
        )  # fmt: skip
    what = next((w for w in get_args(What) if w == cells["what"]), None)
    try:
        place = adapter(Anchor).validate_json(cells[COLUMNS[-1]])
    except ValidationError:
        place = None
    if what is None or place is None:
        raise BadInput(
            "does not tell its place any more", where=where,
            remedy="copy the last column from the form that was sent",
        )  # fmt: skip
    if known == "correct" and not cells["should read"]:
        raise BadInput(
            "is to be corrected, but how is not told", where=where, remedy="fill in 'should read'"
        )
    if known == "ok" and what == "turn":
        return None
    return Filled(
        where, cells["item"], what, place, known, cells["only these words"], cells["should read"],
        cells["remark"],
    )  # fmt: skip
