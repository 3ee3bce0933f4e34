"""The page Places in a real browser: coverage that leads to answers, two places side by side."""

import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.dashboards.browser import NARROW, WIDE, served, settled
from tests.dashboards.small_results import write_whole_study
from tests.dashboards.small_study import write_tables

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(write_whole_study(tmp_path_factory.mktemp("places") / "study")) as address:
        yield address


def fields(page: Page, *, wide: bool) -> Locator:
    found = page.locator(f".st-key-show-field-{'wide' if wide else 'narrow'} .barlayer .point")
    expect(found.first).to_be_visible()
    return found


def click(page: Page, field: Locator) -> None:
    field.scroll_into_view_if_needed()
    box = field.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_the_field_shows_every_question_and_place(page: Page, home: str, tmp_path: Path) -> None:
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.goto(f"{home}/places")
        settled(page)
        expect(fields(page, wide=size == WIDE)).to_have_count(16)
        shown = page.get_by_role("figure", name=re.compile("Questions by place"))
        expect(shown.filter(visible=True)).to_have_count(1)
        expect(page.get_by_text("This is coverage, not likeness")).to_be_visible()
        expect(
            page.get_by_text(re.compile(r"^\d+ of \d+ answers? counted here rests?"))
        ).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        expect(page.get_by_test_id("stException")).to_have_count(0)
        page.screenshot(path=str(tmp_path / f"places-{size['width']}.png"), full_page=True)


def test_a_click_on_a_field_leads_to_the_answers_behind_it(page: Page, home: str) -> None:
    page.goto(f"{home}/places")
    settled(page)
    click(page, fields(page, wide=True).nth(1))
    page.wait_for_url(re.compile("answers.*place=fornace.*question=work"))
    settled(page)
    expect(page.get_by_role("heading", name="What does work mean to you?")).to_be_visible()
    expect(page.get_by_text("Dario Fonte")).to_be_visible()
    expect(page.get_by_text("Ada Marsh")).to_have_count(0)
    expect(page.get_by_test_id("stAlert")).to_have_count(0)


def test_the_same_stands_in_a_table_and_can_be_taken_along(
    page: Page, home: str, tmp_path: Path
) -> None:
    page.goto(f"{home}/places")
    settled(page)
    fields(page, wide=True)
    page.get_by_text("As a table").click()
    row = page.get_by_role("row").filter(has_text="What does work mean to you?")
    told = [re.compile(f"^{n} of {n} asked answered") for n in (3, 1, 1, 1)]
    expect(row.get_by_role("link")).to_have_text(told)
    guide = page.get_by_role("row").filter(has_text="in one year")
    expect(guide.get_by_role("link").first).to_have_text(re.compile("without it in the guide"))
    for suffix in ("CSV", "XLSX"):
        with page.expect_download() as download:
            page.get_by_role("button", name=f"Download {suffix}").click()
        download.value.save_as(tmp_path / download.value.suggested_filename)
    frame = pd.read_csv(tmp_path / "coverage.csv")
    assert len(frame) == 16
    work = frame[(frame["id"] == "work") & (frame["Place"] == "The Docks")].iloc[0]
    assert (work["Answered"], work["Asked"]) == (3, 3)
    sheet = openpyxl.load_workbook(tmp_path / "coverage.xlsx").active
    assert sheet is not None
    assert sheet.max_row == 17
    row.get_by_role("link").last.click()
    page.wait_for_url(re.compile("answers.*place=werkhof.*question=work"))


def test_two_places_stand_side_by_side_on_one_question(page: Page, home: str) -> None:
    page.goto(f"{home}/places?question=work&place=docks&beside=fornace")
    settled(page)
    heads = page.locator(".il-place")
    expect(heads).to_have_count(2)
    expect(heads.nth(0)).to_contain_text("The Docks")
    expect(heads.nth(0)).to_contain_text("Answered, of those asked: 3/3")
    expect(heads.nth(1)).to_contain_text("Fornace Vecchia")
    expect(page.locator(".il-card")).to_have_count(5)
    expect(page.get_by_text("These words may not be quoted.")).to_be_visible()
    expect(page.get_by_text("is no comparison")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("%")
    expect(page.locator("main")).not_to_contain_text("Franco")
    page.get_by_role("button", name="Listen").first.click()
    expect(page.locator("audio")).to_be_visible()


def test_another_place_stays_in_the_address(page: Page, home: str) -> None:
    page.goto(f"{home}/places?question=work&beside=fornace")
    settled(page)
    expect(page.locator(".il-place")).to_have_count(2)
    page.get_by_role("combobox", name="Place", exact=True).click()
    page.get_by_role("option", name="Werkhof").click()
    page.wait_for_url(re.compile("place=werkhof.*beside=fornace"))
    expect(page.locator(".il-place").first).to_contain_text("Werkhof")
    expect(page.get_by_test_id("stAlert")).to_have_count(0)
    page.get_by_role("radio", name="Coverage").click()
    expect(fields(page, wide=True)).to_have_count(16)
    expect(page).not_to_have_url(re.compile("beside=|place="))


def test_what_is_not_counted_yet_is_told(page: Page, tmp_path: Path) -> None:
    with served(write_tables(tmp_path / "fresh")) as home:
        page.goto(f"{home}/places")
        heading = page.get_by_role("heading", name="The coverage has not been counted yet")
        expect(heading).to_be_visible()
        page.goto(f"{home}/places?beside=nowhere")
        expect(page.get_by_text("a place that there is not: nowhere")).to_be_visible()
        expect(page.get_by_role("heading", name="There are no answers yet")).to_be_visible()
        expect(page.get_by_test_id("stException")).to_have_count(0)
