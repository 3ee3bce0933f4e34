"""The page Review in a real browser, driven by the keyboard."""

import json
import re
import time
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from pipeline.formats.artefacts import read_frame
from pipeline.layout import Layout
from pipeline.model.frames import ANSWERS, TAGS
from tests.dashboards.browser import NARROW, WIDE, name_coder, served, settled
from tests.dashboards.small_study import hold_for_small_talk
from tests.many import make_study

pytestmark = pytest.mark.browser


def events(study: Path, coder: str = "anna") -> list[dict[str, Any]]:
    logs = (study / "codebook/judgements" / coder).glob("*.jsonl")
    lines = [json.loads(line) for log in logs for line in log.read_text().splitlines()]
    return sorted(lines, key=lambda event: event["at"])


def reference(page: Page) -> Locator:
    """Return the line that ends with the answer's id."""
    return page.locator(".il-place span").last


def start(page: Page, home: str, query: str = "") -> None:
    page.goto(f"{home}/review{query}")
    settled(page)
    name_coder(page, "anna")
    expect(page.get_by_text("You are only reading")).to_have_count(0)
    settled(page)
    page.locator("h1").click()  # out of the field, where keys are letters


def press(page: Page, key: str) -> None:
    """Press a key and wait until another answer is there."""
    was = reference(page).inner_text()
    page.keyboard.press(key)
    expect(reference(page)).not_to_have_text(was)


def test_the_queue_is_worked_through_by_keyboard(page: Page, study: Path, tmp_path: Path) -> None:
    with served(study) as home:
        start(page, home)
        expect(page.get_by_text("Guessed by the machine", exact=True)).to_be_visible()
        expect(page.locator("blockquote")).to_have_text("Il lavoro mi tiene in piedi.")
        expect(page.locator(".il-progress")).to_contain_text("0 decided today · 7 left")
        expect(page.locator(".il-progress")).to_contain_text("1 more is left out")
        page.screenshot(path=str(tmp_path / "review-1280.png"), full_page=True)
        press(page, "s")  # later
        first = reference(page).inner_text()
        press(page, "Enter")
        expect(page.locator(".il-progress")).to_contain_text("1 decided today · 6 left")
        press(page, "2")
        press(page, "n")
        said = [(event["kind"], event["value"]["question"]) for event in events(study)]
        assert said[0][0] == "assign-question"
        assert said[1] == ("assign-question", "one-year")
        assert said[2][0] == "reject-question"
        assert {kind for kind, _ in said[3:]} == {"reject-question"}
        shown = events(study)[0]["seen"]
        assert shown["mode"] == "suggested"
        assert shown["shown"][0]["question"] == said[0][1]
        assert 0 < shown["shown"][0]["score"] < 1
        for _ in range(3):
            press(page, "u")
        expect(reference(page)).to_have_text(first)
        expect(page.locator(".il-progress")).to_contain_text("0 decided today · 7 left")
        assert [event["kind"] for event in events(study)][-1] == "undo"


def test_another_question_is_found_by_its_words(page: Page, study: Path) -> None:
    with served(study) as home:
        start(page, home)
        was = reference(page).inner_text()
        page.keyboard.press("c")
        expect(page.get_by_role("dialog")).to_be_visible()
        expect(page.get_by_role("combobox", name="Search in the whole set")).to_be_focused()
        page.keyboard.type("institutions")
        page.keyboard.press("Enter")
        expect(reference(page)).not_to_have_text(was)
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(page.get_by_text("“What should institutions do?”")).to_be_visible()
        said = [(event["kind"], event["value"]["question"]) for event in events(study)]
        assert said == [("assign-question", "institutions"), ("reject-question", "work")]


def test_all_is_decided_and_said_so(page: Page, study: Path) -> None:
    with served(study) as home:
        start(page, home, "?place=patio")
        press(page, "1")
        settled(page)
        page.keyboard.press("n")
        expect(page.get_by_role("heading", name="Nothing waits for a decision")).to_be_visible()
        settled(page)
        page.keyboard.press("u")
        expect(page.locator("blockquote")).to_have_text("No sé qué más decirte.")


def test_a_double_click_and_a_held_key_decide_one_answer_only(page: Page, study: Path) -> None:
    with served(study) as home:
        start(page, home)
        was = reference(page).inner_text()
        page.get_by_role("button", name=re.compile("None of them")).dblclick()
        expect(reference(page)).not_to_have_text(was)
        settled(page)
        assert len({event["anchor"]["start"] for event in events(study)}) == 1
        expect(page.locator(".il-progress")).to_contain_text("1 decided today")
        was = reference(page).inner_text()
        page.keyboard.down("1")
        for _ in range(20):
            page.keyboard.down("1")  # as a keyboard repeats a key that is held
            time.sleep(0.05)
        page.keyboard.up("1")
        expect(reference(page)).not_to_have_text(was)
        expect(page.locator(".il-progress")).to_contain_text("2 decided today")


def test_the_sound_is_heard_by_key_and_only_where_it_may_be(page: Page, study: Path) -> None:
    with served(study) as home:
        start(page, home, "?place=docks&language=en")
        while "docks-01@2000" not in reference(page).inner_text():
            press(page, "s")
        page.keyboard.press("l")
        expect(page.locator("audio")).to_be_visible()
        page.wait_for_function("!document.querySelector('audio').paused")
        page.keyboard.press(" ")
        page.wait_for_function("document.querySelector('audio').paused")
        press(page, "s")
        while "docks-02" not in reference(page).inner_text():
            press(page, "s")
        expect(page.get_by_role("button", name=re.compile("Listen"))).to_have_count(0)


def test_without_a_name_the_queue_is_only_read(page: Page, study: Path, tmp_path: Path) -> None:
    with served(study) as home:
        page.set_viewport_size(NARROW)  # type: ignore[arg-type]
        page.goto(f"{home}/review?place=patio")
        settled(page)
        expect(page.get_by_text("You are only reading")).to_be_visible()
        expect(page.locator(".st-key-candidates button").first).to_be_disabled()
        was = reference(page).inner_text()
        page.locator("h1").click()
        page.keyboard.press("1")
        page.keyboard.press("n")
        settled(page)
        expect(reference(page)).to_have_text(was)
        assert not (study / "codebook/judgements").exists()
        expect(page.locator("blockquote")).to_contain_text("<script>document.title='broken'")
        assert page.title() != "broken"
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
        page.screenshot(path=str(tmp_path / "review-390.png"), full_page=True)
        page.set_viewport_size(WIDE)  # type: ignore[arg-type]


def test_the_queue_speaks_italian(page: Page, study: Path) -> None:
    with served(study) as home:
        page.goto(f"{home}/review?in=it")
        settled(page)
        expect(page.get_by_role("heading", name="A quale domanda risponde?")).to_be_visible()
        expect(page.get_by_text("Ipotesi della macchina", exact=True).first).to_be_visible()


def test_small_talk_is_asked_last_and_enter_agrees(page: Page, study: Path) -> None:
    hold_for_small_talk(Layout(study), "docks-01@2000")
    with served(study) as home:
        page.goto(home)
        settled(page)
        told = "1 stretch that the machine holds for small talk: asked last"
        expect(page.get_by_text(told)).to_be_visible()
        start(page, home, "?standing=none")
        expect(page.get_by_text("Small talk, by the machine’s guess: Enter agrees")).to_be_visible()
        expect(reference(page)).to_contain_text("docks-01@2000")
        expect(page.locator(".st-key-candidates button").first).not_to_contain_text("Enter")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Nothing waits for a decision")).to_be_visible()
        said = events(study)
        assert {event["kind"] for event in said} == {"reject-question"}
        assert {event["seen"]["mode"] for event in said} == {"none"}
        assert all(event["seen"]["chosen"] == [] for event in said)
        settled(page)
        page.keyboard.press("u")
        expect(reference(page)).to_contain_text("docks-01@2000")


def test_what_was_confirmed_speaks_for_the_next_suggestions(page: Page, tmp_path: Path) -> None:
    """Nobody starts a run: the tags are made anew beside the page."""
    study = tmp_path / "many"
    make_study(study, 50, questions=6)
    layout, told = Layout(study), "close to an answer confirmed by anna"
    with served(study) as home:
        start(page, home)
        expect(page.get_by_text(told)).to_have_count(0)
        for _ in range(5):
            press(page, "Enter")
        for _ in range(600):  # until the last of them has been learnt from
            confirmed = read_frame(layout.path("answers"), ANSWERS)["status"] == "confirmed"
            if confirmed.sum() == 5:
                break
            time.sleep(0.5)
        tags = read_frame(layout.path("tags"), TAGS)
        mine = tags[(tags["status"] != "confirmed") & tags["evidence"].str.contains(told)]
        assert len(mine)
        for _ in range(40):
            press(page, "s")
            if page.locator(".st-key-candidates", has_text=told).count():
                break
        expect(page.locator(".st-key-candidates")).to_contain_text(told)
