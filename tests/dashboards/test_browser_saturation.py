"""Saturation, a part of the page Codebook, in a real browser."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Download, Page, expect

from pipeline.layout import Layout
from pipeline.services.showing.library import Library
from tests.dashboards.browser import NARROW, served, settled
from tests.dashboards.small_groups import write_grouped_study
from tests.services.test_saturating import coded

pytestmark = pytest.mark.browser


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return write_grouped_study(tmp_path / "study")


def taken(page: Page, button: str) -> Download:
    with page.expect_download() as download:
        page.get_by_role("button", name=button).first.click()
    return download.value


def test_saturation_is_shown_and_taken_along(page: Page, study: Path, tmp_path: Path) -> None:
    coded(Library(Layout(study), on=date(2026, 11, 1)))
    with served(study) as home:
        page.goto(f"{home}/codebook")
        settled(page)
        page.get_by_role("radio", name="Saturation").click()
        page.wait_for_url("**/codebook?*mode=saturation*")
        expect(page.get_by_role("heading", name="Not reached in 6 interviews")).to_be_visible(
            timeout=60_000
        )
        expect(
            page.get_by_text("Suggested codes and clusters are not offered here")
        ).to_be_visible()
        expect(page.get_by_text("still brought 1 new code: 50% of the 2")).to_be_visible()
        expect(page.get_by_text("That is order variability")).to_be_visible()
        told = page.get_by_text("Not computable, for 6 coded interviews are needed:").first
        expect(told).to_be_visible()
        expect(page.get_by_text("The Docks (2)")).to_be_visible()
        figure = page.locator(".picture .wide svg")
        expect(figure).to_be_visible()
        dots = figure.locator("circle title")
        expect(dots).to_have_count(6)
        assert dots.nth(2).text_content() == "3. docks-02, 22 Apr 2026: 1 new code, 2 in all"
        page.screenshot(path=str(tmp_path / "saturation-1280.png"), full_page=True)

        svg = taken(page, "Download SVG")
        assert svg.suggested_filename == "saturation.svg"
        assert "order variability" in svg.path().read_text(encoding="utf-8")
        png = taken(page, "Download PNG")
        assert png.suggested_filename == "saturation.png"
        with Image.open(png.path()) as image:
            assert image.format == "PNG"
            assert image.width == 3 * 820
            assert len(image.convert("RGB").getcolors(1 << 20) or []) > 20  # something is drawn
        page.get_by_text("Interview by interview", exact=True).click()
        expect(page.get_by_role("row", name="docks-02")).to_contain_text("22 Apr 2026")

        page.set_viewport_size(NARROW)  # type: ignore[arg-type]
        page.goto(f"{home}/codebook?mode=saturation&in=it")
        settled(page)
        expect(page.get_by_role("heading", name="Non raggiunta in 6 interviste")).to_be_visible(
            timeout=60_000
        )
        expect(page.locator(".picture .narrow svg")).to_be_visible()
        expect(figure).to_be_hidden()
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
        page.screenshot(path=str(tmp_path / "saturation-390.png"), full_page=True)


def test_too_few_codings_say_what_it_takes(page: Page, study: Path) -> None:
    with served(study) as home:
        page.goto(f"{home}/codebook?mode=saturation")
        settled(page)
        expect(page.get_by_role("heading", name="Not computable")).to_be_visible(timeout=60_000)
        expect(page.get_by_text("It takes 6 coded interviews")).to_be_visible()
        expect(
            page.get_by_text("5 interviews in which nobody has confirmed a code")
        ).to_be_visible()
        expect(page.locator(".picture")).to_have_count(0)
        table = taken(page, "Download CSV").path()  # of the only coded interview
        assert "docks-02" not in table.read_text(encoding="utf-8-sig")
        with page.expect_download() as download:
            page.get_by_role("button", name="Download CSV").last.click()
        rows = list(csv.DictReader(io.StringIO(download.value.path().read_text("utf-8-sig"))))
        assert {row["Why not"] for row in rows} == {"1 coded, 6 needed", "0 coded, 6 needed"}
        page.get_by_text("How this is counted, and what it cannot say").click()
        expect(page.get_by_text("Guest, Namey and Chen (2020")).to_be_visible()
