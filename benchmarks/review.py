"""``python -m benchmarks.review``: how long *Review* takes from a key to the next answer.

A browser (Debian's chromium) presses a key that decides, and looks when the next answer's words
are there, and when all is drawn: candidates, keys, evidence. Tags are made anew in the background
meanwhile, as always. Each study is measured on a copy of its own, which is thrown away.

    python -m benchmarks.review [--study DIR] [--answers 5000] [--keys 40]

Without ``--study``, a made study of that many answers in 25 to an interview, over 8 places.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.many import make_study

KEYS = ("Enter", "1", "2", "n")  # accept, choose the first, the second, none
THINK_MS = 1_500  # between two keys: nobody reads an answer faster
LEAST_MS = 1_000  # what the page promises: the next answer within this
PATIENCE_MS = 120_000
_WATCH = """
(() => {
  const about = () => document.querySelector("[data-about]")?.dataset.about ?? "";
  const state = () => document.querySelector("[data-testid=stApp]")?.dataset.testScriptState;
  const held = window.reviewTimes = { was: about(), from: 0, words: 0, drawn: 0 };
  window.addEventListener("keydown", () => {
    Object.assign(held, { was: about(), from: performance.now(), words: 0, drawn: 0 });
  }, true);
  const look = () => {
    const now = performance.now();
    if (held.from && !held.words && about() && about() !== held.was) held.words = now;
    if (held.words && !held.drawn && state() === "notRunning") held.drawn = now;
    requestAnimationFrame(look);
  };
  look();
})();
"""


def main(arguments: list[str] | None = None) -> None:
    """Measure, and print the times."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--study", type=Path)
    parser.add_argument("--answers", type=int, default=5_000)
    parser.add_argument("--keys", type=int, default=40)
    options = parser.parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="interleaf-review-"))
    try:
        study = folder / "study"
        if options.study:
            shutil.copytree(options.study, study, symlinks=True)
            name = options.study.resolve().name
        else:
            make_study(study, options.answers)
            name = f"{options.answers} answers"
        report(name, measure(study, options.keys))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def measure(study: Path, keys: int) -> list[tuple[float, float]]:
    """Work through the queue; return for each key (words, all drawn) in milliseconds."""
    from playwright.sync_api import sync_playwright

    from tests.dashboards.browser import CHROMIUM, name_coder, served

    times = []
    with sync_playwright() as playwright, served(study) as home:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = chromium.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(PATIENCE_MS)
        page.add_init_script(_WATCH)  # before the page's own: it keeps keys to itself
        page.goto(f"{home}/review")
        page.locator("[data-test-script-state=notRunning] h1").first.wait_for()
        name_coder(page, "anna")
        page.wait_for_timeout(2_000)
        page.locator("[data-test-script-state=notRunning] h1").first.wait_for()
        page.locator("h1").click()
        for n in range(keys):
            page.keyboard.press(KEYS[n % len(KEYS)])
            page.wait_for_function("window.reviewTimes.drawn > 0")
            words, drawn = page.evaluate(
                "[reviewTimes.words - reviewTimes.from, reviewTimes.drawn - reviewTimes.from]"
            )
            times.append((float(words), float(drawn)))
            time.sleep(THINK_MS / 1000)
        chromium.close()
    return times


def report(name: str, times: Sequence[tuple[float, float]]) -> None:
    """Print medians, the slowest of twenty, and the slowest."""
    for label, column in (("the next words", 0), ("all drawn", 1)):
        of = sorted(row[column] for row in times)
        slow = of[min(len(of) - 1, int(0.95 * len(of)))]
        within = sum(ms <= LEAST_MS for ms in of)
        print(
            f"{name}: key to {label}: median {statistics.median(of):.0f} ms, "
            f"95 in 100 within {slow:.0f} ms, slowest {of[-1]:.0f} ms; "
            f"{within} of {len(of)} within a second"
        )


if __name__ == "__main__":
    main()
