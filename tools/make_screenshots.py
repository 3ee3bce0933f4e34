"""Take the screenshots of docs/images/ from a study that has been run (Debian's chromium).

    python tools/make_screenshots.py [--study DIR] [--out DIR] [--narrow]

PNG, 1280 pixels wide (390 with --narrow), one a page, as high as the page's first screens.
With --judged, a copy of the study is judged first, blind and not, by coders who never were, so
that *Review* and *Quality* have something to show; nothing is written into the study itself.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

PAGES = {
    "study": "",
    "interviews": "interviews?interview=patio-04&at=42000",
    "answers": "answers?question=institutions",
    "review": "review",
    "blind": "review?mode=blind",
    "settle": "review?mode=settle",
    "quality": "quality",
    "codebook": "codebook?code=community-before-space",
    "clusters": "clusters",
    "timelines": "timelines?timeline=question-institutions",
    "places": "places",
    "search": "search?words=mani",
    "export": "export",
}
WIDE, NARROW, HEIGHT = 1280, 390, 1500
PATIENCE_MS = 240_000
CODERS, BLIND = ("anna", "tom"), 48
JUDGING = ("review", "blind", "settle")
REPORT = "report"


def main() -> None:
    """Serve the study, visit each page, keep its picture."""
    from playwright.sync_api import expect, sync_playwright

    from tests.dashboards.browser import CHROMIUM, name_coder, served, settled

    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--study", type=Path, default=ROOT)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "images")
    parser.add_argument("--narrow", action="store_true")
    parser.add_argument("--judged", action="store_true")
    parser.add_argument("--only", nargs="+", choices=[*PAGES, REPORT], default=[*PAGES, REPORT])
    options = parser.parse_args()
    expect.set_options(timeout=PATIENCE_MS)
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        study = options.study.resolve()
        if options.judged:
            study = Path(shutil.copytree(study, Path(folder) / "study", symlinks=True))
            judge_some(study)
        with sync_playwright() as playwright, served(study) as home:
            chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            page = chromium.new_page()
            page.set_default_timeout(PATIENCE_MS)
            width = NARROW if options.narrow else WIDE
            if REPORT in options.only:
                picture_of_report(chromium, study, options.out / f"{REPORT}.png", width)
            for name in (name for name in options.only if name != REPORT):
                page.set_viewport_size({"width": WIDE, "height": HEIGHT})
                page.goto(f"{home}/{PAGES[name]}")
                page.locator("[data-test-script-state=notRunning] h1").first.wait_for()
                settled(page)
                if options.judged and name in JUDGING:
                    name_coder(page, CODERS[0])
                    settled(page)
                if options.narrow:
                    page.set_viewport_size({"width": NARROW, "height": HEIGHT})
                page.wait_for_timeout(3_000)  # figures fade in
                page.screenshot(path=options.out / f"{name}.png")
            chromium.close()


def picture_of_report(chromium: Browser, study: Path, out: Path, width: int) -> None:
    """Write the study's report and take its coverage, whatever else it holds."""
    from pipeline.layout import Layout
    from pipeline.services.reporting.studies import write_report
    from pipeline.services.showing.library import Library

    with tempfile.TemporaryDirectory() as folder:
        (file,) = write_report(Library(Layout(study)), Path(folder), forms=["html"])
        page = chromium.new_page(viewport={"width": width, "height": HEIGHT})
        page.goto(f"{file.as_uri()}#coverage")
        page.screenshot(path=out)
        page.close()


def judge_some(study: Path) -> None:
    """Let two coders who never were judge part of the blind sample, differing now and then."""
    from pipeline.layout import Layout
    from pipeline.services.deciding.blind import among, choose, drawn, look
    from pipeline.services.deciding.queue import look as look_at
    from pipeline.services.showing.library import Library
    from pipeline.services.showing.store import EVERYTHING

    library = Library(Layout(study))
    for n, answer in enumerate(drawn(library, CODERS[0], of="question").answers[:BLIND]):
        row, found = look(library, answer), look_at(library, EVERYTHING, answer)
        if not row or not found or not found[1]:
            continue
        ids = among(library, row, of="question")
        best = found[1][0].question
        for at, coder in enumerate(CODERS):
            other = at and n % 6 == 0
            chosen = ids[(n + 1) % len(ids)] if other else best
            choose(library, coder=coder, answer=answer, chosen=[chosen], among=ids, of="question")


if __name__ == "__main__":
    main()
