"""Naming, merging, moving and freezing clusters in a real browser, by keyboard."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from pipeline.formats import schemas
from pipeline.formats.artefacts import encode_json, read_json
from pipeline.formats.files import write_atomically
from pipeline.layout import Layout
from pipeline.model.cluster import Clustering
from tests.dashboards.browser import NARROW, name_coder, redrawn, served, settled
from tests.dashboards.small_groups import write_grouped_study

pytestmark = pytest.mark.browser


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return write_grouped_study(tmp_path / "study")


def kinds(study: Path) -> list[str]:
    log = study / "codebook/judgements/anna/study.jsonl"
    return [json.loads(line)["kind"] for line in log.read_text().splitlines()]


def opened(page: Page) -> None:
    """Open what can be done with the cluster, from the keyboard."""
    summary = page.locator("summary", has_text="Name, merge, freeze")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Name of the theme")).to_be_visible()


def reach(page: Page, what: Locator) -> None:
    """Go on with Tab until something has the focus."""
    for _ in range(12):
        if what.evaluate("e => e === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail("Tab does not lead there")


def test_a_cluster_is_named_two_are_merged_and_undone_by_keyboard(
    page: Page, study: Path, tmp_path: Path
) -> None:
    with served(study) as home:
        page.goto(f"{home}/clusters?cluster=c02")
        settled(page)
        expect(page.get_by_text("first give your name in the side bar")).to_be_visible()
        name_coder(page, "anna")
        opened(page)
        reach(page, page.get_by_label("Name of the theme"))
        page.keyboard.type("Joy <b>")
        with redrawn(page):
            page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Joy <b>")).to_be_visible()
        expect(page.get_by_text("named by anna")).to_be_visible()
        page.wait_for_url(re.compile("cluster=k[0-9a-f]{10}"))
        shelf = page.locator(".st-key-shelf-cluster")
        expect(shelf).to_contain_text(re.compile("Themes.*Joy.*The machine’s clusters.*work", re.S))
        opened(page)
        reach(page, page.get_by_role("combobox", name="Merge another into this one"))
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        reach(page, page.get_by_role("button", name="Merge", exact=True))
        with redrawn(page):
            page.keyboard.press("Enter")
        expect(page.get_by_text("“work, mani” merged into “Joy <b>”")).to_be_visible()
        expect(page.locator(".il-figures")).to_have_text(re.compile("^9answers"))
        page.screenshot(path=str(tmp_path / "themes-1280.png"), full_page=True)
        page.locator("summary", has_text="decisions on it").focus()
        for left in ("2answers", "work, mani"):
            page.evaluate("document.activeElement.blur()")
            with redrawn(page):
                page.keyboard.press("u") if left == "2answers" else page.get_by_role(
                    "button", name="Undo"
                ).last.press("Enter")
            expect(page.get_by_test_id("stMain")).to_contain_text(left)
            if left == "2answers":
                history = page.locator("summary", has_text="1 decision on it")
                history.focus()
                page.keyboard.press("Enter")
                expect(page.get_by_text("named “Joy <b>”")).to_be_visible()
        expect(page.get_by_role("heading", name="happy, felice")).to_be_visible()
        expect(shelf).not_to_contain_text("Themes")
        assert kinds(study) == ["name-cluster", "merge-clusters", "undo", "undo"]
        expect(page.get_by_test_id("stException")).to_have_count(0)


def test_what_changes_after_further_interviews_is_told(page: Page, study: Path) -> None:
    with served(study) as home:
        page.goto(f"{home}/clusters")
        settled(page)
        name_coder(page, "anna")
        page.get_by_role("button", name="Accept as they are").press("Enter")
        expect(page.get_by_text("by anna. Nothing has changed since.")).to_be_visible()
        opened(page)
        page.get_by_role("button", name="Freeze").press("Enter")
        expect(page.locator(".il-status", has_text="frozen").first).to_be_visible()
        _join_the_outliers(study)
        page.goto(f"{home}/clusters")
        settled(page)
        expect(page.get_by_text("Since then: 1 grew, 1 as it was.")).to_be_visible()
        expect(page.get_by_role("button", name="happy, felice 3 people · +1")).to_be_visible()
        expect(page.get_by_role("heading", name="Offered: 1 answer")).to_be_visible()
        name_coder(page, "anna")
        page.get_by_role("button", name="Take in").press("Enter")
        expect(page.get_by_role("heading", name="Offered: 1 answer")).to_have_count(0)
        expect(page.locator(".il-figures")).to_have_text(re.compile("^8answers"))
        page.get_by_role("button", name="Move").first.press("Enter")
        page.get_by_role("combobox", name="Move this answer to").press("ArrowDown")
        page.get_by_role("option", name="In no cluster").click()
        page.get_by_role("button", name="Move it there").press("Enter")
        expect(page.locator(".il-figures")).to_have_text(re.compile("^7answers"))
        page.get_by_role("button", name=re.compile("In no cluster 1 of 11")).press("Enter")
        expect(page.locator(".il-card")).to_have_count(1)
        page.set_viewport_size(NARROW)  # type: ignore[arg-type]
        page.goto(f"{home}/clusters?in=it")
        settled(page)
        expect(page.get_by_text("Da allora: 2 cresciuti, 1 con risposte in meno")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def _join_the_outliers(study: Path) -> None:
    """Group as a further run may: each cluster has one answer more, and other ids."""
    path = Layout(study).path("clusters")
    old = read_json(path, schemas.CLUSTERS, Clustering)
    first, second = old.clusters
    now = Clustering(
        (
            replace(second, id="c01", members=(*second.members, old.outliers[0])),
            replace(first, id="c02", members=(*first.members, old.outliers[1])),
        ),
        (),
    )
    write_atomically(path, encode_json(path, schemas.CLUSTERS, Clustering, now).to_bytes("k"))
