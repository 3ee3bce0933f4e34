"""The page Export in a real browser: what it offers is opened and checked."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import opentimelineio as otio
import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from pipeline.layout import Layout
from pipeline.services.deciding.judging import judge
from tests.dashboards.browser import NARROW, WIDE, redrawn, served, settled
from tests.dashboards.small_results import write_whole_study
from tests.dashboards.small_study import write_tables

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_whole_study(tmp_path_factory.mktemp("export") / "study")
    judge(
        Layout(folder), coder="anna", kind="memo", answer="docks-01@2000",
        value={"text": "look again"}, seen={},
    )  # fmt: skip
    return folder


@pytest.fixture(scope="module")
def home(study: Path) -> Iterator[str]:
    with served(study) as address:
        yield address


def taken(page: Page, item: str, form: str) -> bytes:
    """Click a download of an item and return the file."""
    buttons = page.locator(f".st-key-export-{item}")
    with page.expect_download() as download:
        buttons.get_by_role("button", name=f"Download {form}").click()
    return download.value.path().read_bytes()


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_what_is_offered_opens_and_holds_what_consent_allows(
    page: Page, home: str, study: Path
) -> None:
    page.goto(f"{home}/export")
    settled(page)
    tables = ("answers", "codings", "clusters", "coverage", "claims", "speakers")
    every = b""
    for item in tables:
        data = taken(page, item, "CSV")
        every += data
        frame = pd.read_csv(io.BytesIO(data))
        sheet = openpyxl.load_workbook(io.BytesIO(taken(page, item, "XLSX"))).active
        assert sheet is not None
        assert sheet.max_row == len(frame) + 1 > 1
    for name in (b"Ben Holloway", b"Franco", b"I may not be quoted", b"non si deve vedere"):
        assert name not in every
    assert b"Rowan" in every
    files = unzipped(taken(page, "all", "ZIP"))
    assert set(files) == {"README.md", *(f"{name}.csv" for name in tables)}
    timelines = unzipped(taken(page, "timelines", "ZIP"))
    one = otio.adapters.read_from_string(timelines["question-work.otio"].decode(), "otio_json")
    assert len(list(one.find_clips())) == 2
    assert set(unzipped(taken(page, "logs", "ZIP"))) == {"anna/docks-01.jsonl"}
    for item in ("questions", "codes"):
        kept = study / f"codebook/{item}.yaml"
        assert taken(page, item, "YAML") == kept.read_bytes()


def test_the_switch_and_the_filters_narrow_what_is_taken(page: Page, home: str) -> None:
    page.goto(f"{home}/export?place=docks&place=werkhof")
    settled(page)
    expect(
        page.get_by_text("The filters in the side bar hold: The Docks, Werkhof.")
    ).to_be_visible()
    frame = pd.read_csv(io.BytesIO(taken(page, "answers", "CSV")))
    assert set(frame["place"]) == {"docks", "werkhof"}
    assert "suggested" in set(frame["status"])
    with redrawn(page):
        page.get_by_text("Only what people have confirmed").click()
    frame = pd.read_csv(io.BytesIO(taken(page, "answers", "CSV")))
    assert set(frame["shown_as"]) == {"Rowan", "Mats Weber"}


def test_the_page_fits_and_speaks_italian(page: Page, home: str, tmp_path: Path) -> None:
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.goto(f"{home}/export?in=it")
        settled(page)
        expect(page.get_by_role("heading", name="Esportare")).to_be_visible()
        expect(page.get_by_text("Libro dei codici")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        page.screenshot(path=str(tmp_path / f"export-{size['width']}.png"), full_page=True)


def test_what_is_not_there_yet_is_told(page: Page, tmp_path: Path) -> None:
    with served(write_tables(tmp_path / "fresh")) as home:
        page.goto(f"{home}/export")
        settled(page)
        expect(page.get_by_text("Not there yet: a run makes it")).to_have_count(6)
        expect(page.get_by_text("nobody has written it yet")).to_have_count(2)
        people = pd.read_csv(io.BytesIO(taken(page, "speakers", "CSV")))
        assert len(people) == 7
        expect(page.get_by_test_id("stException")).to_have_count(0)
