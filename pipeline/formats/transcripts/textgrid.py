"""Praat's TextGrid: for each voice a tier of sentences and one of words, as aligners name them."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from pipeline.formats.transcripts.utterances import (
    length_ms,
    printed,
    sentences,
    shown_word,
    without_controls,
)
from pipeline.model.transcript import Document, gap_shown

WORDS, GAPS = " - words", "gaps"

Interval = tuple[int, int, str]


def write_textgrid(document: Document) -> bytes:
    """Write interval tiers ``Name`` and ``Name - words``, and ``gaps`` where there are some.

    Intervals of a tier cannot overlap: one that begins inside the one before it begins where
    that ends.
    """
    from pympi.Praat import TextGrid

    end = max(1, length_ms(document))
    grid = TextGrid(xmax=(end + len(document.turns)) / 1000)
    said = list(sentences(document.turns))
    for label in document.voices():
        mine = [s for s in said if s.speaker == label]
        name = without_controls(document.name(label)) or label
        _tier(grid, name, [(s.start, s.end, printed(s.words)) for s in mine])
        words = [word for sentence in mine for word in sentence.words]
        _tier(grid, name + WORDS, [(w.start, w.end, shown_word(w)) for w in words])
    if document.gaps:
        _tier(grid, GAPS, [(gap.start, gap.end, gap_shown(gap)) for gap in document.gaps])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "out.TextGrid"
        grid.to_file(str(path))
        return path.read_bytes()


def _tier(grid: Any, name: str, intervals: list[Interval]) -> None:
    tier = grid.add_tier(name.replace('"', '""'))  # which the library does for texts only
    latest = 0
    for start, end, text in intervals:
        start = max(start, latest)
        latest = max(end, start + 1)
        if text:
            tier.add_interval(start / 1000, latest / 1000, text, check=False)
    tier.xmax = grid.xmax = max(grid.xmax, latest / 1000)
