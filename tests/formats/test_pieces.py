from __future__ import annotations

from pathlib import Path

from pipeline.formats.pieces import Pieces
from pipeline.model.engines import Heard
from pipeline.model.interview import Word
from pipeline.model.span import Span

HEARD = Heard("it", (Word("Sì", 0, 300, 0.9, ("loop",)),), (Span(0, 400),), (Span(500, 900),))


def test_a_piece_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    pieces = Pieces(tmp_path / "x", "heard/1", Heard)
    assert pieces.load(0) is None
    pieces.keep(60_000, HEARD)
    assert pieces.load(60_000) == HEARD
    assert pieces.load(0) is None
    pieces.clear()
    assert pieces.load(60_000) is None
    pieces.clear()  # nothing there is no fault


def test_a_piece_that_is_not_whole_or_of_another_schema_is_none(tmp_path: Path) -> None:
    pieces = Pieces(tmp_path, "heard/1", Heard)
    pieces.keep(0, HEARD)
    assert Pieces(tmp_path, "heard/2", Heard).load(0) is None
    (tmp_path / "0.json").write_bytes((tmp_path / "0.json").read_bytes()[:40])
    assert pieces.load(0) is None
