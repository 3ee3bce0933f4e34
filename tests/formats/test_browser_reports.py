"""A report in a real browser: nothing is asked for, nothing sticks out, print shows the tables."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from pipeline.formats.reports import WRITERS
from tests.dashboards.browser import NARROW, WIDE
from tests.formats.test_reports import CHARTS, REPORT

pytestmark = pytest.mark.browser


@pytest.fixture
def address(tmp_path: Path) -> str:
    path = tmp_path / "report.html"
    path.write_bytes(WRITERS["html"](REPORT))
    return path.as_uri()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_page_fits_and_asks_for_nothing(
    browser: Browser, address: str, size: dict[str, int]
) -> None:
    page = browser.new_page(viewport=size)  # type: ignore[arg-type]
    asked: list[str] = []
    told: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: told.append(message.text))
    page.goto(address)
    assert asked == [address]
    assert told == []
    assert page.evaluate("document.documentElement.scrollWidth") == size["width"]
    page.close()


def test_tables_open_on_demand_and_in_print(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport=WIDE)  # type: ignore[arg-type]
    page.goto(address)
    cells = page.get_by_role("cell", name="3", exact=True)
    assert cells.count() == 0
    page.locator("summary").first.click()
    assert cells.count() == 1
    page.reload()
    page.emulate_media(media="print")
    tables = page.locator("details table")
    assert [tables.nth(n).is_visible() for n in range(len(CHARTS))] == [True] * len(CHARTS)
    page.close()


def test_it_can_be_read_with_the_keyboard(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport=WIDE)  # type: ignore[arg-type]
    page.goto(address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#first"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.url.endswith("#second")
    page.keyboard.press("Tab")  # the first figure can be scrolled
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Figure 0"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.parentElement.open") is True
    page.close()
