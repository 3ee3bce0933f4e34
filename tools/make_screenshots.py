"""Take the screenshots of docs/images/ from a study that has been run (Debian's chromium).

    python tools/make_screenshots.py [--study DIR] [--out DIR] [--narrow]

PNG, 1280 pixels wide (390 with --narrow), one a page, as high as the page's first screens.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

PAGES = {
    "study": "",
    "interviews": "interviews?interview=patio-04&at=42000",
    "answers": "answers?question=institutions",
    "review": "review",
    "codebook": "codebook?code=community-before-space",
    "clusters": "clusters",
    "timelines": "timelines?timeline=question-institutions",
    "places": "places",
    "search": "search?words=mani",
    "export": "export",
}
WIDE, NARROW, HEIGHT = 1280, 390, 1500
PATIENCE_MS = 60_000


def main() -> None:
    """Serve the study, visit each page, keep its picture."""
    from playwright.sync_api import expect, sync_playwright

    from tests.dashboards.browser import CHROMIUM, served, settled

    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--study", type=Path, default=ROOT)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "images")
    parser.add_argument("--narrow", action="store_true")
    parser.add_argument("--only", nargs="+", choices=PAGES, default=list(PAGES))
    options = parser.parse_args()
    width = NARROW if options.narrow else WIDE
    expect.set_options(timeout=PATIENCE_MS)
    options.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, served(options.study.resolve()) as home:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = chromium.new_page(viewport={"width": width, "height": HEIGHT})
        for name in options.only:
            page.goto(f"{home}/{PAGES[name]}")
            page.get_by_test_id("stApp").wait_for(timeout=PATIENCE_MS)
            settled(page)
            page.wait_for_timeout(3_000)  # figures fade in
            page.screenshot(path=options.out / f"{name}.png")
        chromium.close()


if __name__ == "__main__":
    main()
