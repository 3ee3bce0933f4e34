"""The pages Codebook, and Clusters and themes, in a real browser."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.dashboards.browser import NARROW, WIDE, name_coder, served, settled
from tests.dashboards.small_groups import write_grouped_study
from tests.dashboards.small_study import write_small_study

pytestmark = pytest.mark.browser


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return write_grouped_study(tmp_path / "study")


def test_a_code_is_read_and_decided_on(page: Page, study: Path, tmp_path: Path) -> None:
    with served(study) as home:
        page.goto(f"{home}/codebook?code=making")
        settled(page)
        expect(page.get_by_role("heading", name="Making <b>things</b>")).to_be_visible()
        for told in ("Under Doing", "Something is only sold.", "I plane a board."):
            expect(page.get_by_text(told, exact=False).first).to_be_visible()
        expect(page.locator(".il-figures")).to_have_text(
            re.compile("0confirmed by people4suggested by the machine")
        )
        cards = page.locator(".il-card")
        expect(cards).to_have_count(4)
        expect(cards.nth(0)).to_contain_text("È quello che faccio con le mani")
        expect(cards.nth(0)).to_contain_text("score 0.52 · near its definition")
        expect(cards.nth(2)).to_contain_text("These words may not be quoted.")
        expect(page.get_by_text("I may not be quoted on this")).to_have_count(0)
        expect(page.locator("blockquote b")).to_have_count(0)
        expect(page.get_by_role("button", name="It fits")).to_have_count(0)
        name_coder(page, "anna")
        expect(page.get_by_role("button", name="It fits")).to_have_count(3)
        page.get_by_role("button", name="It fits").nth(1).click()
        expect(cards.nth(1)).to_contain_text("Confirmed")
        expect(cards.nth(1)).to_contain_text("by anna; near its definition")
        expect(page.locator(".il-figures")).to_contain_text(
            "confirmed by people: 1 person, 1 place"
        )
        page.get_by_role("button", name="It does not fit").first.click()
        expect(cards.nth(0)).to_contain_text("Turned down")
        page.screenshot(path=str(tmp_path / "codebook-1280.png"), full_page=True)
        logs = (study / "codebook/judgements/anna").glob("*.jsonl")
        said = {json.loads(line)["kind"] for log in logs for line in log.read_text().splitlines()}
        assert said == {"assign-code", "reject-code"}
        page.get_by_role("button", name="Undo").first.click()
        expect(cards.nth(0)).to_contain_text("score 0.52")


def test_codes_are_chosen_from_the_tree(page: Page, study: Path, tmp_path: Path) -> None:
    with served(study) as home:
        page.set_viewport_size(NARROW)  # type: ignore[arg-type]
        page.goto(f"{home}/codebook")
        settled(page)
        page.get_by_role("button", name=re.compile("Being of use")).click()
        expect(page.get_by_role("heading", name="Being of use")).to_be_visible()
        page.wait_for_url(re.compile("code=being-of-use"))
        expect(page.locator(".il-card")).to_have_count(1)  # those of the code before are gone
        expect(page.locator(".il-card")).to_contain_text("Rowan")
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
        page.screenshot(path=str(tmp_path / "codebook-390.png"), full_page=True)
        page.set_viewport_size(WIDE)  # type: ignore[arg-type]
        page.goto(f"{home}/codebook?code=nonsense&place=patio")
        settled(page)
        expect(page.get_by_text("not in the codebook: nonsense")).to_be_visible()
        with page.expect_download() as download:
            page.get_by_role("button", name="Download CSV").click()
        table = download.value.path().read_text(encoding="utf-8-sig")
        assert "Never given" in table
        assert table.splitlines()[0].startswith("Code,Under,Confirmed")


def test_a_study_without_codes_tells_what_to_do(page: Page, tmp_path: Path) -> None:
    study = write_small_study(tmp_path / "bare")
    with served(study) as home:
        page.goto(f"{home}/codebook")
        settled(page)
        expect(page.get_by_role("heading", name="There is no codebook yet")).to_be_visible()
        (study / "codebook/codes.yaml").write_text(
            "codes:\n  - {id: care, name: Care, definition: Minding others.}\n"
        )
        page.goto(f"{home}/codebook")
        settled(page)
        expect(page.get_by_text("The answers have not been coded yet")).to_be_visible()
        expect(page.get_by_text("Minding others.")).to_be_visible()
        page.goto(f"{home}/clusters")
        settled(page)
        expect(page.get_by_role("heading", name="There are no clusters")).to_be_visible()
        expect(page.get_by_test_id("stException")).to_have_count(0)


def test_clusters_are_told_with_their_people_and_places(
    page: Page, study: Path, tmp_path: Path
) -> None:
    with served(study) as home:
        page.goto(f"{home}/clusters?cluster=c02")
        settled(page)
        expect(page.get_by_role("heading", name="happy, felice")).to_be_visible()
        page.get_by_role("button", name=re.compile("work, mani")).click()
        expect(page.get_by_role("heading", name="work, mani")).to_be_visible()
        page.wait_for_url(re.compile("cluster=c01"))
        expect(page.get_by_role("button", name="In no cluster 2 of 11 answers")).to_be_visible()
        expect(page.get_by_text("It becomes a theme when a person")).to_be_visible()
        expect(page.locator(".il-figures")).to_have_text("7answers7people4places4languages")
        expect(page.locator(".il-terms")).to_contain_text("Italian: lavoro, mani")
        cards = page.locator(".il-card")
        expect(cards).to_have_count(3)
        expect(cards.nth(0)).to_contain_text("Dario Fonte")
        expect(cards.nth(2)).to_contain_text("These words may not be quoted.")
        row = page.locator(".il-table tbody tr").first
        expect(row).to_contain_text("3/3")
        page.screenshot(path=str(tmp_path / "clusters-1280.png"), full_page=True)
        with page.expect_download() as download:
            page.get_by_role("button", name="Download CSV").click()
        assert "work, mani" in download.value.path().read_text(encoding="utf-8-sig")
        page.set_viewport_size(NARROW)  # type: ignore[arg-type]
        page.goto(f"{home}/clusters?place=patio&in=it")
        settled(page)
        expect(page.get_by_role("heading", name="Gruppi e temi")).to_be_visible()
        expect(page.locator("blockquote").first).to_contain_text("<script>document.title='broken'")
        assert page.title() != "broken"
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
        page.screenshot(path=str(tmp_path / "clusters-390.png"), full_page=True)
