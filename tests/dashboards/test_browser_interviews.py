"""The pages Interviews and Search in a real browser."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.dashboards.browser import NARROW, WIDE, served, settled

pytestmark = pytest.mark.browser
NOW = "document.querySelector('audio').currentTime"
PAUSED = "document.querySelector('audio').paused"
FOLLOW = """reader => {
  // Every word that is marked while the sound plays, with the player's time and how it is told to
  // a screen reader: a word lasts 300 ms, too short to be waited for from outside the page.
  window.followed = [];
  new MutationObserver(changes => changes.forEach(({target}) => {
    if (target.matches?.(".w.now") && window.followed.at(-1)?.[0] !== target.textContent)
      window.followed.push([target.textContent,
        document.querySelector("audio").currentTime, target.getAttribute("aria-current")]);
  })).observe(reader,
    {subtree: true, attributes: true, attributeFilter: ["class", "aria-current"]});
}"""


def opened(page: Page, address: str) -> None:
    page.goto(address)
    settled(page)
    expect(page.locator(".turn").first).to_be_visible()


def with_sound(page: Page, address: str) -> None:
    opened(page, address)
    page.wait_for_function("document.querySelector('audio')?.readyState >= 1")


def test_the_transcript_is_in_step_with_the_player(page: Page, home: str) -> None:
    with_sound(page, f"{home}/interviews?interview=fornace-01")
    expect(page.get_by_role("heading", name="Dario Fonte")).to_be_visible()
    assert page.evaluate("document.querySelector('audio').duration") == pytest.approx(40, abs=1)
    page.locator(".reader").evaluate(FOLLOW)
    page.locator(".w", has_text="imparo").click()
    page.wait_for_function(f"!{PAUSED}")
    expect(page.locator(".turn.now .who")).to_have_text("Dario Fonte")
    # The words follow the sound without anybody touching the page.
    page.wait_for_function("followed.some(([word]) => word === 'altri.')")
    page.keyboard.press("Space")
    page.wait_for_function(PAUSED)
    followed = page.evaluate("followed")
    words = [word for word, _, _ in followed]
    assert words.index("imparo") < words.index("altri.")
    starts = {"dagli": 2 + 10 * 0.3, "altri.": 2 + 11 * 0.3}  # its turn begins at 2 s
    for word, at, current in followed:
        assert at >= starts.get(word, 0) - 0.02, (word, at)
        assert current == "true"


def test_a_link_begins_at_its_place_and_the_keyboard_goes_on(page: Page, home: str) -> None:
    with_sound(page, f"{home}/interviews?interview=fornace-01&at=2300")
    expect(page.locator(".w.now")).to_have_text("quello")
    page.wait_for_function(f"Math.abs({NOW} - 2.3) < 0.1")
    assert page.evaluate(PAUSED)
    page.locator(".w.now").focus()
    page.keyboard.press("ArrowRight")
    focused = page.locator(".w:focus")
    expect(focused).to_have_text("che")
    for word in ("È", "Cos'è"):  # the beginning of this turn, then of the one before
        page.keyboard.press("ArrowUp")
        expect(focused).to_have_text(word)
    page.keyboard.press("ArrowDown")
    expect(focused).to_have_text("È")
    page.keyboard.press("l")
    page.wait_for_function(f"!{PAUSED} && {NOW} >= 2 && {NOW} < 6")
    page.keyboard.press("Space")
    page.wait_for_function(PAUSED)
    before = page.evaluate(NOW)
    page.locator("h1").click()
    page.keyboard.press("ArrowRight")
    page.wait_for_function(f"Math.abs({NOW} - {before} - 3) < 0.1")


def test_guesses_look_unlike_decisions_and_lead_to_the_answers(page: Page, home: str) -> None:
    opened(page, f"{home}/interviews?interview=docks-02")
    guess = page.locator(".note.suggested", has_text="What should institutions do?")
    expect(guess).to_contain_text("Machine’s guess")
    decided = page.locator(".note.confirmed", has_text="What does work mean to you?")
    expect(decided).to_contain_text("Confirmed")
    style = "node => getComputedStyle(node).borderLeftStyle"
    assert guess.evaluate(style) != decided.evaluate(style)
    decided.get_by_role("link").click()
    page.wait_for_url(re.compile(r"/answers\?question=work"))
    expect(page.get_by_role("heading", name="What does work mean to you?")).to_be_visible()


def test_what_may_not_be_shown_or_heard_is_not_there(page: Page, study: Path) -> None:
    with served(study) as home:
        opened(page, f"{home}/interviews?interview=docks-02")
        expect(page.locator(".withheld")).to_have_count(2)  # Cleo's answer, and what she was asked
        assert "I may not be quoted" not in page.content()
        expect(page.get_by_text("A way to be of use.")).to_be_visible()
        expect(page.locator("audio")).to_have_count(0)
        opened(page, f"{home}/interviews?interview=fornace-02")
        expect(page.locator("body")).to_contain_text("permission expired")
        assert "Questo non si deve vedere" not in page.locator(".reader").inner_text()
        speakers = study / "interviews/speakers.csv"
        speakers.write_text(
            speakers.read_text().replace(
                "dario,Dario Fonte,,fornace,analyse quote name voice",
                "dario,Dario Fonte,,fornace,analyse quote name",
            )
        )
        opened(page, f"{home}/interviews?interview=fornace-01")
        expect(page.get_by_text("The recording may not be played")).to_be_visible()
        expect(page.locator("audio")).to_have_count(0)


def test_words_of_a_transcript_do_nothing(page: Page, home: str) -> None:
    opened(page, f"{home}/interviews?interview=patio-01")
    expect(page.locator(".said", has_text="<script>")).to_be_visible()
    page.goto(f"{home}/search?words=broken+stars")
    settled(page)
    expect(page.locator("blockquote")).to_contain_text("<script>document.title='broken'")
    assert page.locator("blockquote b, blockquote script").count() == 0
    assert page.title() != "broken"


def test_search_finds_plays_and_leads_to_the_place(page: Page, home: str) -> None:
    page.goto(f"{home}/search")
    settled(page)
    page.get_by_role("textbox", name="Words").fill("QUELLO imparo")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 passage in 1 interview at 1 place")).to_be_visible()
    page.wait_for_url(re.compile("words=QUELLO"))
    expect(page.locator("mark")).to_have_text(["quello", "imparo"])
    expect(page.locator(".il-hit")).to_contain_text("Machine’s guess")
    page.get_by_role("button", name="Listen").click()
    page.wait_for_function("document.querySelector('audio')?.duration > 0")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download CSV").click()
    assert "imparo" in Path(taken.value.path()).read_text(encoding="utf-8-sig")
    page.get_by_role("button", name="In the interview").click()
    page.wait_for_url(re.compile("interviews.*interview=fornace-01"))
    expect(page.locator(".w.found").first).to_be_visible()
    expect(page.locator(".w.now")).to_have_text("quello")


def test_filters_narrow_the_search(page: Page, home: str) -> None:
    page.goto(f"{home}/search?words=work&place=werkhof")
    settled(page)
    expect(page.get_by_text("Nobody says this")).to_be_visible()


def test_both_pages_fit_every_width(page: Page, home: str, tmp_path: Path) -> None:
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        with_sound(page, f"{home}/interviews?interview=docks-01&at=8000")
        expect(page.get_by_test_id("stException")).to_have_count(0)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        page.screenshot(path=str(tmp_path / f"interviews-{size['width']}.png"))
        page.goto(f"{home}/search?words=work")
        settled(page)
        expect(page.locator(".il-hit").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
