"""What the tests of the engines share: sounds made on the spot, and the evaluation data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pipeline.engines import Machine

DATA = Path(__file__).parents[3] / "shared" / "data"


@pytest.fixture(scope="session")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """A machine with a cache of its own, so that nothing is found that was not made here."""
    return Machine("cpu", 1, tmp_path_factory.mktemp("cache"))


@pytest.fixture
def data() -> Path:
    """The evaluation data beside the repository."""
    if not DATA.is_dir():
        pytest.skip("the evaluation data (shared/data beside the repository) is not here")
    return DATA


def noise(seconds: float, rate: int = 16_000, seed: int = 0) -> Any:
    """Noise of low frequencies: every sample differs, and codecs keep it."""
    raw = np.random.default_rng(seed).normal(size=int(seconds * rate) + 63)
    smooth = np.convolve(raw, np.ones(64) / 64, mode="valid")[: int(seconds * rate)]
    return (smooth / np.abs(smooth).max() * 0.5).astype(np.float32)


def silent(_share: float) -> None:
    """Take no notice of progress."""
