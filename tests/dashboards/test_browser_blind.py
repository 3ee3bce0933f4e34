"""*Review* blind, settling and cutting, in a real browser, driven by the keyboard."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from pipeline.layout import Layout
from pipeline.services.deciding.judging import judge
from tests.dashboards.browser import NARROW, served, settled
from tests.dashboards.test_browser_review import events, press, reference, start

pytestmark = pytest.mark.browser


def test_the_sample_is_judged_blind_by_keyboard(page: Page, study: Path, tmp_path: Path) -> None:
    with served(study) as home:
        start(page, home, "?mode=blind")
        expect(page.get_by_text("0 of 10 judged blind")).to_be_visible()
        shown = page.locator("[data-testid=stMain]").inner_text()
        for told in ("Guessed", "score", "own words", "confirmed by", "runner-up", "Contested"):
            assert told.lower() not in shown.lower()
        choices = page.locator(".st-key-candidates button")
        expect(choices).to_have_text(
            [re.compile(words) for words in ("work mean", "happy", "institutions", "one year")]
        )  # the set, in its own order
        page.screenshot(path=str(tmp_path / "blind-1280.png"), full_page=True)
        first = reference(page).inner_text()
        press(page, "2")
        expect(page.get_by_text("1 of 10 judged blind")).to_be_visible()
        press(page, "n")
        page.keyboard.press("m")
        expect(page.get_by_text("Mark all that it speaks to")).to_be_visible()
        marked = page.locator(".st-key-candidates button[kind=primary]")
        page.keyboard.press("1")
        expect(marked).to_have_count(1)
        page.keyboard.press("3")
        expect(marked).to_have_count(2)
        press(page, "Enter")
        expect(page.get_by_text("3 of 10 judged blind")).to_be_visible()
        said = events(study)
        assert {event["seen"]["mode"] for event in said} == {"blind"}
        choices_made = [event["seen"]["chosen"] for event in said]
        assert choices_made[0] == ["happiness"]
        assert [] in choices_made
        assert ["institutions", "work"] in choices_made
        assert all("guess" in event["seen"]["unseen"] for event in said)
        for _ in range(3):
            press(page, "u")
        expect(reference(page)).to_have_text(first)
        expect(page.get_by_text("0 of 10 judged blind")).to_be_visible()


def test_blind_needs_a_name_and_fits_a_phone(page: Page, study: Path, tmp_path: Path) -> None:
    with served(study) as home:
        page.set_viewport_size(NARROW)  # type: ignore[arg-type]
        page.goto(f"{home}/review?mode=blind&in=it")
        settled(page)
        expect(page.get_by_text("Per giudicare alla cieca scrivi prima")).to_be_visible()
        expect(page.locator("blockquote")).to_have_count(0)
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
        page.screenshot(path=str(tmp_path / "blind-390.png"), full_page=True)


def test_disagreements_are_settled_by_a_third(page: Page, study: Path, tmp_path: Path) -> None:
    for coder, kind in (("tom", "assign-question"), ("uma", "reject-question")):
        judge(
            Layout(study), coder=coder, kind=kind, answer="docks-01@40300",
            value={"question": "happiness"}, seen={"mode": "suggested"},
        )  # fmt: skip
    with served(study) as home:
        start(page, home, "?mode=settle&place=docks")
        expect(page.get_by_text("1 disagreement to settle")).to_be_visible()
        expect(page.get_by_role("heading", name="Are you happy?")).to_be_visible()
        expect(page.get_by_role("cell", name="uma")).to_be_visible()
        page.screenshot(path=str(tmp_path / "settle-1280.png"), full_page=True)
        page.keyboard.press("y")
        expect(page.get_by_role("heading", name="Coders disagree on nothing")).to_be_visible()
        (event,) = events(study)
        assert (event["kind"], event["value"]) == (
            "adjudicate", {"verdict": "assign", "question": "happiness"},
        )  # fmt: skip
        page.keyboard.press("u")
        expect(page.get_by_text("1 disagreement to settle")).to_be_visible()


def test_an_answer_is_cut_and_joined_by_key(page: Page, study: Path) -> None:
    with served(study) as home:
        start(page, home, "?place=docks&language=en")
        while "docks-01@2000" not in reference(page).inner_text():
            press(page, "s")
        page.keyboard.press("x")
        expect(page.get_by_role("combobox", name="Where does another answer")).to_be_focused()
        page.keyboard.type("I learnt it late")
        page.keyboard.press("Enter")
        expect(reference(page)).not_to_contain_text("docks-01@2000")
        expect(page.get_by_text("cut in two")).to_be_visible()
        expect(page.get_by_role("dialog")).to_have_count(0)
        press(page, "u")
        expect(reference(page)).to_contain_text("docks-01@2000")
        page.keyboard.press("j")
        expect(page.get_by_role("combobox", name="With which answer")).to_be_focused()
        page.keyboard.type("Mostly")
        page.keyboard.press("Enter")
        expect(page.get_by_text("joined with its neighbour")).to_be_visible()
        assert [event["kind"] for event in events(study)] == ["split", "undo", "join"]
