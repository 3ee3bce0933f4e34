"""Praat's TextGrid: a tier a speaker."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from pipeline.errors import BadInput
from pipeline.formats.files import canonical, decode, read_bytes
from pipeline.formats.texts.values import Cue, Timed
from pipeline.model.transcript import GAP

_BELOW = (" - words", " - phones")
_ASIDE = {"note", "notes", "comment", "comments", "gaps"}
_REMEDY = "open it in Praat and save it again as a text file"


def read_textgrid(path: Path, *, where: str, names: Collection[str] = ()) -> Timed:
    """Read interval tiers: each is a speaker; long, short and binary files.

    Where aligners split a tier (``Ana - words``, ``Ana - phones``), the tier of the whole
    sentences counts, or else that of the words. Point tiers, empty intervals and tiers
    called notes, comments or gaps are left out.

    Raises:
        BadInput: it is no TextGrid, or holds no words.
    """
    from pympi.Praat import TextGrid

    raw = read_bytes(path, where=where)
    if not raw.startswith(b"ooBinaryFile"):
        raw = canonical(decode(raw, where=where)).encode()
    grid = TextGrid(xmax=1)
    try:
        grid.from_file(io.BytesIO(raw), "utf-8")
    except Exception:  # pympi raises whatever its parsing runs into
        raise BadInput(f"{_stopped(grid)}is not a TextGrid", where=where, remedy=_REMEDY) from None
    cues = sorted(_cues(grid.tiers), key=lambda cue: (cue.start, cue.end))
    if not cues:
        raise BadInput("holds no words", where=where, remedy="name a tier after each speaker")
    return Timed(tuple(cues))


def _stopped(grid: Any) -> str:
    """Tell in which tier reading ended."""
    return f"tier {len(grid.tiers)}: " if grid.tiers else ""


def _cues(tiers: list[Any]) -> Iterator[Cue]:
    whole = {tier.name for tier in tiers}
    for tier in tiers:
        name = tier.name
        for ending in _BELOW:
            if name.endswith(ending):
                name = name.removesuffix(ending)
                break
        below = name != tier.name
        if below and (name in whole or tier.name.endswith(_BELOW[1])):
            continue
        if tier.tier_type != "IntervalTier" or name.strip().casefold() in _ASIDE:
            continue
        for start, end, value in tier.intervals:
            text = canonical(" ".join(value.split()))
            if text and not GAP.fullmatch(text):
                yield Cue(name.strip(), round(start * 1000), round(end * 1000), text)
