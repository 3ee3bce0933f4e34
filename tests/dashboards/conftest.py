"""A small study to show, and a dashboard of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.dashboards.browser import served
from tests.dashboards.small_study import write_small_study


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return write_small_study(tmp_path / "study")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a dashboard that a file's tests only look at."""
    with served(write_small_study(tmp_path_factory.mktemp("small") / "study")) as address:
        yield address
