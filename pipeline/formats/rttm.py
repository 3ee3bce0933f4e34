"""RTTM: who speaks when, as diarization is exchanged and scored (NIST)."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import BadInput
from pipeline.formats.files import read_text
from pipeline.model.span import Span

_FIELDS = 8  # SPEAKER file channel start duration ortho subtype name; more may follow


def read_rttm(path: Path, *, where: str) -> dict[str, list[tuple[str, Span]]]:
    """Return (label, span in milliseconds) by recording; only ``SPEAKER`` lines count.

    Raises:
        BadInput: a line has not the fields that it should; it is told by its number.
    """
    found: dict[str, list[tuple[str, Span]]] = {}
    for number, line in enumerate(read_text(path, where=where).splitlines(), start=1):
        parts = line.split()
        if not parts or parts[0] != "SPEAKER":
            continue
        try:
            start, length = (round(float(part) * 1000) for part in parts[3:5])
            span = Span(start, start + length)
            name = parts[_FIELDS - 1]
        except (ValueError, IndexError, OverflowError):
            raise BadInput(
                f"line {number} is not RTTM",
                where=where,
                remedy="write SPEAKER file 1 start duration <NA> <NA> name <NA> <NA>",
            ) from None
        found.setdefault(parts[1], []).append((name, span))
    return found
