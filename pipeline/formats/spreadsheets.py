"""Tables as people open them: CSV and XLSX, with nothing in them that a program would execute.

To add a form: write a function ``(frame) -> bytes`` and put it in ``WRITERS``.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

_RUN = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is a formula to a spreadsheet (OWASP, CSV injection)."""


def write_csv(frame: pd.DataFrame) -> bytes:
    """Return a table as CSV, UTF-8 with a byte order mark, so that every spreadsheet reads it."""
    safe = frame.map(_harmless)
    return safe.to_csv(index=False, lineterminator="\n").encode("utf-8-sig")


def write_xlsx(frame: pd.DataFrame) -> bytes:
    """Return a table as one sheet with a fixed, filtered head; text is text, never a formula."""
    import pandas as pd

    buffer = io.BytesIO()
    as_text = {"strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True}
    with pd.ExcelWriter(
        buffer, engine="xlsxwriter", engine_kwargs={"options": as_text}
    ) as workbook:
        frame.to_excel(workbook, sheet_name="Interleaf", index=False, freeze_panes=(1, 0))
        sheet = workbook.sheets["Interleaf"]
        if len(frame.columns):
            sheet.autofilter(0, 0, len(frame), len(frame.columns) - 1)
        sheet.autofit(max_width=400)
    return buffer.getvalue()


def _harmless(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_RUN) else value


@dataclass(frozen=True)
class Writer:
    """How a table is written, and what a browser is told of it."""

    write: Callable[[pd.DataFrame], bytes]
    mime: str


WRITERS: Mapping[str, Writer] = {
    ".csv": Writer(write_csv, "text/csv"),
    ".xlsx": Writer(
        write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ),
}
