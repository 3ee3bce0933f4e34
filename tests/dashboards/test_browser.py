"""The dashboard in a real browser, as somebody uses it."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.dashboards.browser import NARROW, WIDE, name_coder, served, settled
from tests.dashboards.small_study import write_tables

pytestmark = pytest.mark.browser


def test_both_pages_open_and_show_no_fault(page: Page, home: str, tmp_path: Path) -> None:
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.goto(home)
        settled(page)
        expect(page.get_by_role("heading", name="Places and people")).to_be_visible()
        expect(page.get_by_role("figure", name=re.compile("Map of the study"))).to_be_visible()
        page.screenshot(path=str(tmp_path / f"study-{size['width']}.png"))
        page.goto(f"{home}/answers?question=work")
        settled(page)
        expect(page.get_by_role("heading", name="What does work mean to you?")).to_be_visible()
        expect(page.get_by_test_id("stException")).to_have_count(0)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= size["width"]
        page.screenshot(path=str(tmp_path / f"answers-{size['width']}.png"))
    assert page.title() != "broken"


def test_a_deep_link_leads_to_its_question_and_filters(page: Page, home: str) -> None:
    page.goto(f"{home}/answers?question=happiness&place=fornace&in=it")
    settled(page)
    expect(page.get_by_role("heading", name="Sei felice?")).to_be_visible()
    expect(page.get_by_text("Felice, boh.")).to_be_visible()
    expect(page.get_by_text("Yes. Mostly, yes.")).to_have_count(0)


def test_filters_stay_in_the_address_and_across_pages(page: Page, home: str) -> None:
    page.goto(f"{home}/answers?question=work")
    settled(page)
    page.get_by_role("combobox", name="Places").click()
    page.get_by_role("option", name="Werkhof").click()
    expect(page.get_by_text("Mats Weber")).to_be_visible()
    expect(page.get_by_text("Ada Marsh")).to_have_count(0)
    page.wait_for_url(re.compile("place=werkhof"))
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Study").click()
    expect(page.get_by_role("heading", name="How far")).to_be_visible()
    expect(page.locator(".il-figures")).to_contain_text("1place")
    page.wait_for_url(re.compile("place=werkhof"))
    page.get_by_role("link", name="Answers").click()
    page.wait_for_url(re.compile("answers.*place=werkhof"))
    page.reload()
    settled(page)
    expect(page.get_by_text("Mats Weber")).to_be_visible()
    expect(page.get_by_text("Ada Marsh")).to_have_count(0)


def test_accepting_keeps_an_event_shows_at_once_and_can_be_undone(page: Page, study: Path) -> None:
    log = study / "codebook/judgements/anna/fornace-01.jsonl"
    with served(study) as home:
        page.goto(f"{home}/answers?question=work&place=fornace&wave=1")
        settled(page)
        expect(page.locator(".il-status")).to_contain_text("score 0.64")
        expect(page.get_by_role("button", name="Accept")).to_have_count(0)
        name_coder(page, "anna")
        page.get_by_role("button", name="Accept").click()
        expect(page.locator(".il-status")).to_contain_text("Confirmed")
        expect(page.locator(".il-status")).to_contain_text("by anna")
        (event,) = [json.loads(line) for line in log.read_text().splitlines()]
        assert (event["kind"], event["coder"], event["value"]) == (
            "assign-question",
            "anna",
            {"question": "work"},
        )
        assert event["seen"] == {
            "mode": "suggested", "question": "work", "score": 0.64,
            "evidence": "asked at 00:02 (likeness 0.88); own words 0.31",
        }  # fmt: skip
        assert "quello che faccio" not in log.read_text()
        page.get_by_role("button", name="Undo").click()
        expect(page.locator(".il-status")).to_contain_text("score 0.64")
        undone = json.loads(log.read_text().splitlines()[1])
        assert (undone["kind"], undone["value"]) == ("undo", {"event": event["id"]})


def test_another_question_moves_the_answer_there(page: Page, study: Path) -> None:
    with served(study) as home:
        page.goto(f"{home}/answers?question=work&place=patio")
        settled(page)
        name_coder(page, "anna")
        page.get_by_role("button", name="Another question").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_role("combobox").click()
        page.get_by_role("option", name="Are you happy?").click()
        dialog.get_by_role("button", name="Give it this question").click()
        expect(page.locator(".il-set-aside")).to_contain_text("Moved to “Are you happy?”")
        page.goto(f"{home}/answers?question=happiness&place=patio")
        settled(page)
        expect(page.get_by_text("Lola Serra")).to_be_visible()
        expect(page.locator(".il-status")).to_contain_text("Confirmed")


def test_not_this_one_sets_the_answer_aside_until_it_is_undone(page: Page, study: Path) -> None:
    with served(study) as home:
        page.goto(f"{home}/answers?question=work&place=patio")
        settled(page)
        name_coder(page, "anna")
        page.get_by_role("button", name="Not this one").click()
        expect(page.locator(".il-set-aside")).to_contain_text("Set aside")
        page.get_by_role("button", name="Undo").click()
        expect(page.locator(".il-status")).to_contain_text("score 0.70")


def test_the_player_plays_the_answer(page: Page, home: str) -> None:
    page.goto(f"{home}/answers?question=work&place=fornace&wave=1")
    settled(page)
    page.get_by_role("button", name="Listen").click()
    player = page.locator("audio")
    expect(player).to_be_visible()
    page.wait_for_function("document.querySelector('audio').duration > 0")
    assert page.evaluate("document.querySelector('audio').duration") == pytest.approx(3.9, abs=0.3)


def test_words_of_a_transcript_do_nothing(page: Page, home: str) -> None:
    page.goto(f"{home}/answers?question=work&place=patio")
    settled(page)
    expect(page.locator("blockquote")).to_contain_text(
        "<script>document.title='broken'</script> <b>bold</b>"
    )
    assert page.title() != "broken"
    assert page.locator("blockquote b").count() == 0


def test_a_study_that_was_never_run_tells_the_next_step(page: Page, tmp_path: Path) -> None:
    with served(write_tables(tmp_path / "fresh")) as home:
        page.goto(home)
        settled(page)
        expect(page.get_by_text("Nothing has been run yet")).to_be_visible()
        page.get_by_role("link", name="Answers").click()
        expect(page.get_by_role("heading", name="There are no answers yet")).to_be_visible()
        expect(page.get_by_test_id("stException")).to_have_count(0)


def test_a_broken_question_set_is_told_with_its_line(page: Page, study: Path) -> None:
    (study / "codebook/questions.yaml").write_text("questions:\n  - id: work\n    txet: {en: a}\n")
    with served(study) as home:
        page.goto(f"{home}/answers")
        expect(page.get_by_text("questions.yaml line 3")).to_be_visible(timeout=30_000)
        expect(page.get_by_test_id("stException")).to_have_count(0)
