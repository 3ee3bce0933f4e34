"""``python -m benchmarks.comparison``: how long comparing takes, and what it could detect.

Answers are made up: their vectors, codes and words are drawn at random, with a difference between
places in meaning and codes in every second question; a tenth of the interviews are second visits.
Making vectors of real texts takes longer than all of this and is not measured here
(docs/benchmarks.md, tagging).

    python -m benchmarks.comparison [--answers 3500 35000 350000] [--power]
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time

QUESTIONS, ANSWERS_EACH, PLACES, LANGUAGES, CODES = 35, 35, 120, 5, 20
MET_TWICE = 10  # of so many interviews one is a second visit to somebody
DIMS = 512
WORDS = 2_000
POWER_DRAWS = 200


def main(arguments: list[str] | None = None) -> None:
    """Measure each size in a process of its own, so that peaks of memory are its own."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--answers", type=int, nargs="*", default=[3_500, 35_000, 350_000])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--power", action="store_true")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.one:
        print(measure(options.one, options.threads), flush=True)
        return
    if options.power:
        power()
        return
    print("| answers | interviews | places | seconds | processor seconds | peak MB | told apart |")
    print("|---|---|---|---|---|---|---|")
    for answers in options.answers:
        command = [sys.executable, "-m", "benchmarks.comparison", "--one", str(answers)]
        subprocess.run([*command, "--threads", str(options.threads)], check=True)


def measure(n: int, threads: int) -> str:
    """Compare ``n`` answers once; return a row of the table."""
    import numpy as np
    import pandas as pd

    from pipeline.params import Compare
    from pipeline.services.standalone.comparing import Meaning, compare

    rng = np.random.default_rng(20131)
    interviews = max(1, n // ANSWERS_EACH)
    people = interviews - interviews // MET_TWICE
    places = min(PLACES, max(2, people // 10))
    interview = np.arange(n) // ANSWERS_EACH
    person, question = interview % people, np.arange(n) % QUESTIONS
    site = person % places
    abroad = (rng.random(people) < 0.2)[person]
    language = np.where(abroad, (site + 1) % LANGUAGES, site % LANGUAGES)
    leans = (question % 2 == 0) & (rng.random(n) < 0.2)
    code = np.where(leans, site % CODES, rng.integers(0, CODES, n))
    lean = (question % 2 == 0)[:, None] * rng.normal(size=(places, 8))[site]
    vectors = rng.standard_normal((n, DIMS), dtype=np.float32)
    vectors[:, 0] += 12
    vectors[:, 1:9] += lean
    vectors /= np.sqrt(np.einsum("nd,nd->n", vectors, vectors))[:, None]
    words = np.array([f"w{chr(97 + i % 26)}{chr(97 + i // 26 % 26)}{chr(97 + i // 676)}"
                      for i in range(WORDS)])  # fmt: skip
    drawn = words[(rng.random((n, 25)) ** 3 * WORDS).astype(int)]
    frame = pd.DataFrame(
        {
            "id": [f"a{i}" for i in range(n)],
            "person": [f"p{i}" for i in person], "site": [f"s{i}" for i in site],
            "question": [f"q{i}" for i in question], "text": [" ".join(row) for row in drawn],
            "session": [f"i{i}" for i in interview], "country": [f"C{i % 20}" for i in site],
            "wave": 1 + interview // people, "language": [f"l{i}" for i in language],
            "status": "answered", "answers": True, "confirmed": True,
            "codes": [(f"c{i}",) for i in code], "machine_codes": None,
            "attr_field": [f"f{i % 3}" for i in person],
        }
    )  # fmt: skip
    clock, processor = time.perf_counter(), time.process_time()
    found = compare(frame, Meaning("drawn", vectors, {}, {}), None, Compare(), threads)
    seconds, used = time.perf_counter() - clock, time.process_time() - processor
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    told = [q["difference"]["site"]["verdict"] == "differs" for q in found.record["questions"]]
    row = f"| {n:,} | {interviews:,} | {places} | {seconds:.0f} | {used:.0f} | {peak:,} "
    return row + f"| {sum(told)} of {len(told)} |"


def power() -> None:
    """Print how often a difference in shares is found by codes, by people a place."""
    import numpy as np

    from pipeline.analysis.distances import Plan
    from pipeline.analysis.shuffles import layout
    from pipeline.analysis.spread import spread

    plan = Plan(permutations=199, resamples=3)
    sizes = ((2, 5), (2, 10), (2, 20), (5, 5), (5, 10), (5, 20))
    print("| difference in shares | " + " | ".join(f"{k} places of {n}" for k, n in sizes) + " |")
    print("|---|" + "---|" * len(sizes))
    for apart in (0.0, 0.2, 0.4, 0.6, 0.8):
        cells = []
        for k, n in sizes:
            rng = np.random.default_rng(20131)
            shares = [0.5 + (apart / 2 if i % 2 else -apart / 2) for i in range(k)]
            laid, _ = layout([str(i) for i in range(k) for _ in range(n)])
            hits = 0
            for _ in range(POWER_DRAWS):
                held = np.concatenate([rng.random(n) < share for share in shares])
                x = np.column_stack([held, ~held]).astype(float)
                p = spread(x, laid, plan, stances=True).p
                hits += p is not None and p <= 0.05
            cells.append(f"{100 * hits / POWER_DRAWS:.0f} %")
        print(f"| {apart:.1f} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
