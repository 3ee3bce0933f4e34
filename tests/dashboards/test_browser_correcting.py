"""Words put right on the page Interviews, by keyboard and by mouse, in a real browser."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.dashboards.browser import NARROW, WIDE, name_coder, served, settled

pytestmark = pytest.mark.browser


def events(study: Path, coder: str = "anna") -> list[dict[str, Any]]:
    logs = sorted((study / "codebook/judgements" / coder).glob("*.jsonl"))
    return [json.loads(line) for log in logs for line in log.read_text().splitlines()]


def correcting(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 1300})
    page.goto(address)
    settled(page)
    expect(page.locator(".turn").first).to_be_visible()
    name_coder(page, "anna")
    expect(page.get_by_role("combobox", name="Decisions by")).to_have_value("anna")
    settled(page)


def at(page: Page, text: str) -> Locator:
    """Put the keyboard on a word, as a person does who has found it."""
    word = page.locator(".w", has_text=text).first
    word.click()
    expect(page.locator(".bar")).to_be_visible()
    return word


def test_words_are_corrected_taken_away_and_put_back_by_keyboard(page: Page, study: Path) -> None:
    with served(study) as home:
        correcting(page, f"{home}/interviews?interview=patio-01")
        at(page, "más")
        page.keyboard.press("Shift+ArrowRight")
        expect(page.locator(".bar .count")).to_have_text("2 words")
        page.keyboard.press("Enter")
        editor = page.locator("textarea.edit")
        expect(editor).to_have_value("más decirte.")
        page.keyboard.press("Escape")
        expect(editor).to_have_count(0)
        assert events(study) == []
        page.keyboard.press("e")
        page.keyboard.type("más contarte.")
        page.keyboard.press("Enter")
        expect(page.locator(".w.corrected")).to_have_text("contarte.")
        (event,) = events(study)
        assert (event["kind"], event["value"]) == ("correct-words", {"text": "contarte."})
        assert event["seen"] == {"mode": "transcript", "words": 2, "doubted": 0}
        at(page, "qué")
        page.keyboard.press("e")
        page.keyboard.press("Delete")
        page.keyboard.press("Enter")
        expect(page.locator(".w.deleted")).to_have_text("Words taken away here")
        page.keyboard.press("u")
        expect(page.locator(".w.deleted")).to_have_count(0)
        expect(page.locator(".w.corrected")).to_have_count(1)
        page.keyboard.press("u")
        expect(page.locator(".w.corrected")).to_have_count(0)
        assert [e["kind"] for e in events(study)] == ["correct-words"] * 2 + ["undo"] * 2


def test_what_is_redacted_is_gone_from_the_page_and_from_search(page: Page, study: Path) -> None:
    with served(study) as home:
        correcting(page, f"{home}/interviews?interview=docks-01")
        page.wait_for_function("document.querySelector('audio')?.readyState >= 1")
        before = page.evaluate("document.querySelector('audio').currentSrc")
        at(page, "shipyard")
        page.keyboard.press("r")
        expect(page.locator(".w.redacted")).to_have_text("█████")
        expect(page.locator(".w", has_text="shipyard")).to_have_count(0)
        # The copy of the sound is another one: there is a tone in it.
        page.wait_for_function(
            f"document.querySelector('audio')?.readyState >= 1"
            f" && document.querySelector('audio').currentSrc !== '{before}'"
        )
        at(page, "varnish")
        page.get_by_role("button", name="Off the record").click()
        expect(page.locator(".w.off")).to_have_text("Off the record")
        assert [e["kind"] for e in events(study)] == ["redact", "off-record"]
        at(page, "█████")
        page.keyboard.press("b")
        expect(page.locator(".w", has_text="shipyard")).to_be_visible()
        page.goto(f"{home}/search?words=varnish")
        settled(page)
        expect(page.get_by_text("Nobody says this")).to_be_visible()


def test_a_voice_is_named_everywhere_or_in_one_turn(page: Page, study: Path) -> None:
    with served(study) as home:
        correcting(page, f"{home}/interviews?interview=werkhof-01")
        at(page, "Abend")
        page.keyboard.press("n")
        expect(page.locator(".names")).to_contain_text("Who speaks here?")
        page.locator(".names .other").fill("A guest")
        page.keyboard.press("Enter")
        expect(page.locator(".who", has_text="A guest")).to_be_visible()
        settled(page)
        at(page, "Abend")
        page.keyboard.press("n")
        expect(page.locator(".names button").first).to_be_focused()
        page.keyboard.press("1")
        expect(page.locator(".who", has_text="Mats Weber")).to_be_visible()
        names = [e["value"]["speaker"] for e in events(study)]
        assert names == ["A guest", "mats"]


def test_nobody_corrects_without_a_name_and_the_mouse_chooses_words(
    page: Page, study: Path, tmp_path: Path
) -> None:
    with served(study) as home:
        for size in (WIDE, NARROW):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            page.goto(f"{home}/interviews?interview=patio-01")
            settled(page)
            words = page.locator(".w")
            words.nth(1).scroll_into_view_if_needed()
            words.nth(1).hover()
            page.mouse.down()
            words.nth(3).hover()
            page.mouse.up()
            expect(page.locator(".w.sel")).to_have_count(3)
            expect(page.locator(".bar")).to_contain_text("write your name")
            page.keyboard.press("r")
            expect(page.locator(".w.redacted")).to_have_count(0)
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
            page.screenshot(path=str(tmp_path / f"correcting-{size['width']}.png"))
        assert events(study) == []
