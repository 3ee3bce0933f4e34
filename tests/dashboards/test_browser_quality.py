"""The page *Quality* in a real browser: tables, downloads, lost judgements put back by keyboard."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from pipeline.analysis.calibration import Calibration, Judged, calibrate
from pipeline.formats import schemas
from pipeline.formats.artefacts import encode_json, read_json
from pipeline.formats.files import write_atomically
from pipeline.layout import Layout
from pipeline.model.interview import UNTOLD, Turn, Turns, Word
from pipeline.services.deciding.blind import among, choose, look
from pipeline.services.deciding.judging import judge
from pipeline.services.showing.library import Library
from tests.dashboards.browser import NARROW, name_coder, served, settled
from tests.services.test_orphans import heard_otherwise

pytestmark = pytest.mark.browser

QUOTED = "It was a shed, and then it was ours."

SAID = {
    "docks-01@2000": (["work"], ["work"]),
    "docks-01@40300": (["happiness"], []),
    "fornace-01@2000": (["work"], ["work"]),
    "patio-01#27": (["work"], ["work", "happiness"]),
    "patio-01#99": ([], []),
}


def judged_blind(study: Path) -> None:
    library = Library(Layout(study))
    for answer, (anna, tom) in SAID.items():
        row = look(library, answer)
        assert row
        ids = among(library, row, of="question")
        for coder, chosen in (("anna", anna), ("tom", tom)):
            choose(library, coder=coder, answer=answer, chosen=chosen, among=ids, of="question")


def test_a_score_is_called_a_probability_only_where_blind_judges_earned_it(
    page: Page, study: Path, tmp_path: Path
) -> None:
    path = Layout(study).path("calibration")
    few = Calibration(5, 3, 200, 10, "few")
    write_atomically(
        path, encode_json(path, schemas.CALIBRATION, Calibration, few).to_bytes("k")
    )  # fmt: skip
    with served(study) as home:
        page.goto(f"{home}/quality")
        expect(page.get_by_text("195 more answers are missing. 7 more interviews")).to_be_visible(
            timeout=60_000
        )
        page.goto(f"{home}/answers?question=work")
        expect(page.get_by_text("score 0.83")).to_be_visible(timeout=60_000)
        rng = np.random.default_rng(1)
        rows = [
            Judged(f"i{n % 12}", float(s), bool(rng.random() < 0.1 + 0.55 * s))
            for n, s in enumerate(rng.uniform(0.05, 0.95, 214))
        ]
        found = calibrate(rows, least_judged=200, least_interviews=10, seed=1)
        assert found.curve
        write_atomically(
            path, encode_json(path, schemas.CALIBRATION, Calibration, found).to_bytes("k")
        )  # fmt: skip
        page.goto(f"{home}/answers?question=work")
        likely = f"probability {found.curve.probability(0.83):.2f}"
        told = page.get_by_text(f"{likely} (calibrated on 214 blind judgements)")
        expect(told.first).to_be_visible(timeout=60_000)
        page.goto(f"{home}/quality")
        expect(page.get_by_text(f"Brier score {found.curve.brier:.3f}")).to_be_visible(
            timeout=60_000
        )
        expect(page.locator(".js-plotly-plot")).to_be_visible()
        page.screenshot(path=str(tmp_path / "calibrated-1280.png"), full_page=True)


def test_agreement_and_accuracy_are_shown_and_taken_along(
    page: Page, study: Path, tmp_path: Path
) -> None:
    judged_blind(study)
    with served(study) as home:
        page.goto(f"{home}/quality")
        last = page.get_by_role("heading", name="Judgements that lost")
        expect(last).to_be_visible(timeout=180_000)  # the libraries of agreement load once
        expect(page.get_by_text("answers judged blind")).to_be_visible()
        work = page.get_by_role("row", name="What does work mean to you?").first
        expect(work).to_contain_text("3 · 0 · 0 · 2")
        expect(work).to_contain_text("1.00")
        expect(work).to_contain_text("no range: under 5 interviews")
        expect(page.get_by_text("needs 30 blind judgements").first).to_be_visible()
        expect(page.get_by_text("2 disagreements to settle")).to_be_visible()
        page.screenshot(path=str(tmp_path / "quality-1280.png"), full_page=True)
        with page.expect_download() as taken:
            page.get_by_role("button", name="Download CSV").first.click()
        assert taken.value.suggested_filename == "agreement-question.csv"
        text = Path(taken.value.path()).read_text(encoding="utf-8-sig")
        rows = [r for r in csv.DictReader(io.StringIO(text)) if not r["Place"]]
        counts = {r["Question or code"]: [r["Both"], r["Neither"]] for r in rows}
        assert counts["What does work mean to you?"] == ["3", "2"]
        assert counts["Are you happy?"] == ["0", "3"]
        page.set_viewport_size(NARROW)  # type: ignore[arg-type]
        settled(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def test_without_blind_judgements_the_way_there_is_shown(page: Page, study: Path) -> None:
    with served(study) as home:
        page.goto(f"{home}/quality?in=it")
        settled(page)
        expect(page.get_by_role("heading", name="Nulla è ancora giudicato")).to_be_visible()
        page.get_by_role("button", name="Giudica alla cieca").click()
        expect(page.get_by_text("Un campione casuale, lo stesso per tutti")).to_be_visible()
        expect(page).to_have_url(f"{home}/review?mode=blind&in=it")


def test_a_lost_judgement_is_put_back_by_keyboard_and_let_go(page: Page, study: Path) -> None:
    layout = Layout(study)
    for question in ("happiness", "work"):
        judge(
            layout, coder="anna", kind="assign-question", answer="docks-01@40300",
            value={"question": question}, seen={"mode": "suggested"},
        )  # fmt: skip
    heard_otherwise(layout, "docks-01")
    with served(study) as home:
        page.goto(f"{home}/quality")
        settled(page)
        expect(page.get_by_text("2 are lost")).to_be_visible()
        name_coder(page, "tom")
        expect(page.get_by_text("Speaks to: Are you happy?")).to_be_visible()
        expect(page.get_by_text("was at 00:40, 3 words").first).to_be_visible()
        box = page.get_by_role("combobox", name="Put it at").first
        box.focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.type("00:02")
        page.keyboard.press("Enter")
        put = page.get_by_role("button", name="Put back").first
        expect(put).to_be_enabled()
        put.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_text("1 is lost")).to_be_visible()
        go = page.get_by_role("button", name="Let go").first
        go.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_text("None is lost.")).to_be_visible()
        log = layout.path("log", coder="tom", id="docks-01").read_text()
        assert log.count('"kind":"place"') == 1
        assert log.count('"kind":"let-go"') == 1
        page.get_by_role("button", name="Undo").first.click()
        expect(page.get_by_text("1 is lost")).to_be_visible()


def test_a_quotation_that_nobody_is_named_for_is_given_to_a_speaker(
    page: Page, study: Path
) -> None:
    layout = Layout(study)
    path = layout.path("turns", id="docks-02")
    turns = read_json(path, schemas.TURNS, Turns)
    at = turns.turns[-1].end + 10
    words = tuple(Word(text, at + 7 * i, at + 7 * i + 6) for i, text in enumerate(QUOTED.split()))
    nobodys = Turn(UNTOLD, at, words[-1].end, QUOTED, words)
    whole = replace(turns, turns=(*turns.turns, nobodys), left_out=1)
    write_atomically(path, encode_json(path, schemas.TURNS, Turns, whole).to_bytes("k"))
    with served(study) as home:
        page.goto(f"{home}/quality")
        expect(page.get_by_text("1 quotation", exact=True)).to_be_visible(timeout=60_000)
        name_coder(page, "tom")
        box = page.get_by_role("combobox", name="Who says it")
        box.focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.type("Cleo")
        page.keyboard.press("Enter")
        give = page.get_by_role("button", name="Give")
        expect(give).to_be_enabled()
        give.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_text("Given to Cleo Hart.")).to_be_visible()
        expect(page.get_by_text("0 quotations", exact=True)).to_be_visible()
        log = layout.path("log", coder="tom", id="docks-02").read_text()
        assert log.count('"kind":"name-speaker"') == 1
        assert '"speaker":"cleo"' in log
        page.get_by_role("button", name="Undo").first.click()
        expect(page.get_by_text("1 quotation", exact=True)).to_be_visible()
