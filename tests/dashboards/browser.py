"""Helpers of the tests that drive the dashboard in a real browser; fixtures: ``conftest.py``."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import dashboards

CHROMIUM = "/usr/bin/chromium"
ROOT = Path(dashboards.__file__).parents[1]
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@contextmanager
def served(study: Path) -> Iterator[str]:
    """Serve the dashboard of a study on a free port; return its address."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    app = str(ROOT / "dashboards/app.py")
    options = ["--server.headless=true", f"--server.port={port}", "--", "--study", str(study)]
    command = [sys.executable, "-m", "streamlit", "run", app, *options]
    environment = dict(os.environ, PYTHONPATH=str(ROOT))
    with subprocess.Popen(
        command, cwd=study, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            _wait_for(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _wait_for(port: int, *, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("the dashboard did not start")


def settled(page: Page) -> None:
    """Wait until the page has been drawn."""
    expect(page.get_by_test_id("stApp")).to_have_attribute(
        "data-test-script-state", "notRunning", timeout=30_000
    )
    expect(page.locator("h1, h2").first).to_be_visible()


@contextmanager
def redrawn(page: Page) -> Iterator[None]:
    """Wait until the page has been drawn again after what is done inside.

    ``settled`` alone may look before the drawing begins; a download asked for then is of the
    page before.
    """
    page.evaluate(
        """() => {
            const app = document.querySelector("[data-testid=stApp]");
            window.drawings = 0;
            new MutationObserver(() => {
                window.drawings += app.dataset.testScriptState === "notRunning";
            }).observe(app, {attributes: true, attributeFilter: ["data-test-script-state"]});
        }"""
    )
    yield
    page.wait_for_function("window.drawings > 0")


def name_coder(page: Page, name: str) -> None:
    """Give the coder's name as a person does: key by key, the list of names opening."""
    box = page.get_by_role("combobox", name="Decisions by")
    box.click()
    box.press_sequentially(name, delay=60)
    expect(page.get_by_role("option").first).to_be_visible()
    box.press("Enter")
    expect(page.get_by_text("To accept or change a guess")).to_have_count(0)
