"""Studies to test with: a tiny scripted one, the sample with its real models; and a browser."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.dashboards.browser import CHROMIUM, WIDE
from tests.studies import REPOSITORY, make_scripted_study, run_interleaf

if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.setdefault("INTERLEAF_THREADS", "1")  # every core has a process of tests already
# No test asserts on seconds: on a busy machine a property's example may take as long as it takes.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")
expect.set_options(timeout=30_000)  # figures and components are drawn after their page


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest: several processes share out whole files."""
    longest = ("test_sample", "test_runs", "test_browser")

    def turn(item: pytest.Item) -> int:
        found = [at for at, name in enumerate(longest) if item.path.stem.startswith(name)]
        return min(found, default=len(longest))

    items.sort(key=turn)


@pytest.fixture(autouse=True)
def _main_module(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put back ``__main__``: Streamlit's AppTest leaves its page there, and every process that
    multiprocessing starts afterwards would run that page.
    """
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])


@pytest.fixture
def scripted_study(tmp_path: Path) -> Path:
    """A study of three interviews, one of them a recording, on scripted engines; not yet run."""
    return make_scripted_study(tmp_path / "study")


@pytest.fixture(scope="session")
def sample_study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample study, copied and run once with the real models."""
    folder = tmp_path_factory.mktemp("sample") / "study"
    folder.mkdir()
    for name in ("interviews", "codebook"):
        shutil.copytree(REPOSITORY / name, folder / name)
    for name in ("dvc.yaml", "params.yaml"):
        shutil.copy(REPOSITORY / name, folder / name)
    (folder / "codebook" / "judgements").mkdir(exist_ok=True)
    done = run_interleaf("run", study=folder)
    assert done.returncode == 0, done.stderr[-4000:]
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser that the tests of a file share."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that asks nobody but the dashboard."""
    context = browser.new_context(viewport=WIDE)  # type: ignore[arg-type]
    context.set_default_timeout(30_000)
    page = context.new_page()
    foreign: list[str] = []
    page.on("request", lambda request: foreign.append(request.url))
    yield page
    context.close()
    assert not [
        url for url in foreign if not re.match(r"(https?|wss?)://127\.0\.0\.1|data:|blob:", url)
    ]


@pytest.fixture(autouse=True)
def _interpreter_on_path(monkeypatch: pytest.MonkeyPatch) -> None:
    """DVC finds ``interleaf`` beside the interpreter that runs the tests."""
    folder = str(Path(sys.executable).parent)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
