"""The page Timelines in a real browser: seen, heard, taken along."""

import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import opentimelineio as otio
import pandas as pd
import pytest
from playwright.sync_api import Download, Locator, Page, expect

from tests.dashboards.browser import NARROW, WIDE, served, settled
from tests.dashboards.small_results import write_whole_study
from tests.dashboards.small_study import write_tables

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_whole_study(tmp_path_factory.mktemp("timelines") / "study")


@pytest.fixture(scope="module")
def home(study: Path) -> Iterator[str]:
    with served(study) as address:
        yield address


def opened(page: Page, address: str) -> Locator:
    page.goto(address)
    settled(page)
    sequence = page.locator(".sequence")
    expect(sequence.get_by_role("button", name="Play through")).to_be_visible()
    return sequence


def test_the_clips_stand_in_order_with_their_places_and_times(
    page: Page, home: str, tmp_path: Path
) -> None:
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        sequence = opened(page, f"{home}/timelines?timeline=question-work")
        expect(page.get_by_role("heading", name="What does work mean to you?")).to_be_visible()
        expect(page.get_by_role("figure", name=re.compile("Clips by place"))).to_be_visible()
        rows = sequence.locator(".row.clip")
        expect(rows).to_have_count(2)
        expect(rows.nth(0)).to_contain_text("Ada Marsh · The Docks")
        expect(rows.nth(0)).to_contain_text("00:01.800")
        expect(rows.nth(1)).to_contain_text("Dario Fonte · Fornace Vecchia")
        cards = sequence.locator(".row.card")
        expect(cards).to_have_count(5)
        expect(sequence).not_to_contain_text("Ben Holloway")
        expect(cards.filter(has_text="Cleo Hart")).to_contain_text("may not be quoted")
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        expect(page.get_by_test_id("stException")).to_have_count(0)
        page.screenshot(path=str(tmp_path / f"timelines-{size['width']}.png"), full_page=True)


def test_words_of_a_transcript_do_nothing(page: Page, home: str) -> None:
    sequence = opened(page, f"{home}/timelines?question=work")
    lola = sequence.locator(".row.card").filter(has_text="Lola Serra")
    expect(lola).to_contain_text("<script>document.title='broken'</script> <b>bold</b>")
    assert page.title() != "broken"


def test_a_timeline_plays_through_one_clip_after_another(page: Page, home: str) -> None:
    sequence = opened(page, f"{home}/timelines?timeline=question-work")
    audio = sequence.locator("audio")
    sequence.get_by_role("button", name="Play through").click()
    expect(sequence.locator(".row.now")).to_contain_text("Ada Marsh")
    expect(audio).to_have_js_property("paused", False)
    assert audio.evaluate("a => a.duration") == pytest.approx(34, abs=6)
    audio.evaluate("a => { a.currentTime = a.duration - 0.2 }")
    expect(sequence.locator(".row.now")).to_contain_text("Dario Fonte")
    expect(sequence.get_by_role("status")).to_have_text("2 · Dario Fonte · Fornace Vecchia")
    expect(audio).to_have_js_property("paused", False)
    sequence.get_by_role("button", name="The next clip").click()
    expect(sequence.locator(".row.now")).to_have_class(re.compile("card"))
    expect(audio).to_have_js_property("paused", True)
    sequence.get_by_role("button", name="Stop").click()
    expect(sequence.locator(".row.now")).to_have_count(0)


def test_one_clip_plays_alone_by_the_keyboard(page: Page, home: str) -> None:
    sequence = opened(page, f"{home}/timelines?timeline=question-work")
    button = sequence.get_by_role("button", name="Play clip 2: Dario Fonte")
    button.focus()
    page.keyboard.press("Enter")
    audio = sequence.locator("audio")
    expect(audio).to_have_js_property("paused", False)
    audio.evaluate("a => { a.currentTime = a.duration - 0.2 }")
    expect(sequence.locator(".row.now")).to_have_count(0)


def test_downloads_hold_what_consent_allows_at_the_click(page: Page, tmp_path: Path) -> None:
    study = write_whole_study(tmp_path / "study")
    with served(study) as home:
        opened(page, f"{home}/timelines?timeline=question-work")
        with page.expect_download() as first:
            page.get_by_role("button", name="Download OTIO").click()
        assert first.value.suggested_filename == "question-work.otio"
        timeline = otio.adapters.read_from_file(str(_saved(first.value, tmp_path)))
        assert len(list(timeline.find_clips())) == 2
        speakers = study / "interviews/speakers.csv"
        text = speakers.read_text()
        speakers.write_text(text.replace("Marsh,,docks,analyse quote name voice", "Marsh,,docks,"
                                         "analyse quote name"))  # fmt: skip
        with page.expect_download() as second:
            page.get_by_role("button", name="Download OTIO").click()
        timeline = otio.adapters.read_from_file(str(_saved(second.value, tmp_path)))
        (clip,) = timeline.find_clips()
        assert clip.metadata["interleaf"]["speaker"] == "Dario Fonte"
        with page.expect_download() as third:
            page.get_by_role("button", name="Download CSV").click()
        frame = pd.read_csv(_saved(third.value, tmp_path))
        assert list(frame["person"]) == ["Dario Fonte"]
        with page.expect_download() as fourth:
            page.get_by_role("button", name="Download XLSX").click()
        sheet = openpyxl.load_workbook(_saved(fourth.value, tmp_path)).active
        assert sheet is not None
        assert sheet["B2"].value == "Dario Fonte"
        page.reload()
        settled(page)
        expect(page.locator(".row.clip")).to_have_count(1)
        page.get_by_text("What it leaves out").click()
        expect(
            page.get_by_text("somebody in it may not be heard (permission not given)")
        ).to_be_visible()


def _saved(download: Download, folder: Path) -> Path:
    path = folder / download.suggested_filename
    download.save_as(path)
    return path


def test_a_timeline_that_is_not_there_and_none_at_all_are_told(
    page: Page, home: str, tmp_path: Path
) -> None:
    page.goto(f"{home}/timelines?timeline=question-nothing")
    settled(page)
    expect(page.get_by_text("there is not: question-nothing")).to_be_visible()
    page.goto(f"{home}/timelines?timeline=question-institutions")
    settled(page)
    expect(page.get_by_text("Nothing of this can be heard")).to_be_visible()
    with served(write_tables(tmp_path / "fresh")) as fresh:
        page.goto(f"{fresh}/timelines")
        expect(page.get_by_role("heading", name="There are no timelines yet")).to_be_visible()
