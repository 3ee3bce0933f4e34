"""Whether a tag's score may be called a probability, as the last run found it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pipeline.analysis.calibration import Calibration
from pipeline.errors import NotReady
from pipeline.formats import schemas
from pipeline.formats.artefacts import read_json
from pipeline.layout import Layout
from pipeline.services.showing.people import Stamp, stamp_of


def calibration(layout: Layout) -> Calibration | None:
    """Return what is known of the scores; None before a run has looked."""
    path = layout.path("calibration")
    return _read(path, stamp_of(path))


@lru_cache(maxsize=16)
def _read(path: Path, made: Stamp) -> Calibration | None:
    try:
        return read_json(path, schemas.CALIBRATION, Calibration)
    except NotReady:
        return None
