"""``make soak``: an hour of speech is killed at random moments, and heard as if it had not been.

A long recording is made of known pieces, the sample's recordings one after the other with
pauses. A study with this recording alone is transcribed undisturbed; then again, with SIGKILL to
the whole process group at five random moments, each followed by another run. No finished unit
may be heard twice, and every derived file must be the same, byte by byte. Exits 1 where not.

    python -m benchmarks.soak [--minutes 60] [--engine NAME] [--kills 5] [--seed 7]
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import cycle, pairwise
from pathlib import Path

import numpy as np

from benchmarks.corpora import PAUSE_SECONDS, sample
from pipeline.model.engines import SAMPLE_RATE
from pipeline.services.studies import create_study
from pipeline.stages.dvc import STUDY_FILES, dvc_yaml

REPOSITORY = Path(__file__).parents[1]
LOOK_SECONDS = 0.2  # how often is looked which units are finished

TABLES = {
    "sites.csv": "id,name,country,latitude,longitude\nhall,The Hall,GB,51.4,-2.6\n",
    "speakers.csv": "id,name,site,consent\nann,Ann,hall,analyse\n",
    "manifest.csv": (
        "id,site,date,wave,language,speakers,interviewers,guide,file\n"
        "long-01,hall,2026-01-01,1,,ann,ivo,,recordings/long.flac\n"
    ),
}

Unit = tuple[int, int]
"""A finished unit: where it starts, in milliseconds, and its file's inode (another, if remade)."""


@dataclass(frozen=True)
class Run:
    """One run: seconds, exit status, the units that it found finished and those it finished."""

    seconds: float
    status: int
    found: frozenset[Unit]
    made: frozenset[Unit]

    @property
    def killed(self) -> bool:
        """Tell whether the run was killed."""
        return self.status < 0


def main(arguments: list[str] | None = None) -> int:
    """Run the soak; return the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--engine", default="faster-whisper")
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="interleaf-soak-"))
    try:
        return soak(folder, options)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def soak(folder: Path, options: argparse.Namespace) -> int:
    """Make the recording and the two studies, run them and compare them."""
    recording = folder / "long.flac"
    minutes, words = _join(recording, options.minutes)
    calm, shaken = (_study(folder / name, recording, options.engine) for name in ("calm", "shaken"))
    print(f"{minutes:.1f} minutes of sound, {words} words said in it; {options.engine}\n")
    print("| run | seconds | units found finished | units finished | end |\n|---|---|---|---|---|")
    whole = _run(calm, None)
    _print_row("undisturbed", whole)
    if whole.status:
        print("the undisturbed run failed: nothing to compare with")
        return 1
    chance = random.Random(options.seed)
    moments = sorted(chance.uniform(0.02, 0.98) for _ in range(options.kills))
    runs: list[Run] = []
    for number, (before, moment) in enumerate(pairwise([0.0, *moments]), 1):
        # Each goes on where the last was: it is killed after its own share of the whole.
        runs.append(_run(shaken, max(1.0, (moment - before) * whole.seconds)))
        _print_row(f"killed {number}", runs[-1])
    runs.append(_run(shaken, None))
    _print_row("last", runs[-1])
    return _judged(calm, shaken, whole, runs)


def _judged(calm: Path, shaken: Path, whole: Run, runs: Sequence[Run]) -> int:
    """Compare and tell; return the exit status."""
    made = [start for run in runs for start, _ in run.made]
    twice = len(made) - len(set(made))
    lost = sum(len((one.found | one.made) - other.found) for one, other in pairwise(runs))
    differing = _differing(calm, shaken)
    killed = sum(run.killed for run in runs)
    print(
        f"\nkilled {killed} times; units heard twice: {twice}; finished units lost: {lost}; "
        f"files that differ from the undisturbed run's: {len(differing)}"
    )
    for name in differing:
        print(f"  {name}")
    return int(bool(twice or lost or differing or whole.status or runs[-1].status or not killed))


def _print_row(name: str, run: Run) -> None:
    end = "killed" if run.killed else f"status {run.status}"
    print(
        f"| {name} | {run.seconds:.0f} | {len(run.found)} | {len(run.made)} | {end} |", flush=True
    )


def _join(path: Path, minutes: float) -> tuple[float, int]:
    """Write the sample's recordings, over and over with pauses; return minutes and words."""
    import soundfile

    pause = np.zeros(int(PAUSE_SECONDS * SAMPLE_RATE), np.float32)
    known = list(sample())
    length = words = 0
    with soundfile.SoundFile(path, "w", SAMPLE_RATE, 1) as file:
        for recording in cycle(known):
            file.write(recording.sound)
            file.write(pause)
            length += len(recording.sound) + len(pause)
            words += len(recording.reference.split())
            if length >= minutes * 60 * SAMPLE_RATE:
                return length / SAMPLE_RATE / 60, words
    raise SystemExit("the sample has no recordings")


def _study(folder: Path, recording: Path, engine: str) -> Path:
    """Return a study whose one interview is the recording."""
    create_study(folder, {"dvc.yaml": dvc_yaml(), **STUDY_FILES})
    for name, text in TABLES.items():
        (folder / "interviews" / name).write_text(text, encoding="utf-8")
    target = folder / "interviews" / "recordings" / recording.name
    target.parent.mkdir(exist_ok=True)
    target.hardlink_to(recording)
    (folder / "params.yaml").write_text(f"transcribe: {{engine: {engine}}}\n", encoding="utf-8")
    return folder


def _run(study: Path, kill_after: float | None) -> Run:
    """Transcribe; kill the whole process group after some seconds, if it still runs."""
    found, seen = _units(study), set[Unit]()
    command = [sys.executable, "-m", "pipeline.cli", "run", "transcribe", "--study", str(study)]
    began = time.monotonic()
    process = subprocess.Popen(
        command, cwd=REPOSITORY, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    while process.poll() is None:
        seen |= _units(study)
        if kill_after is not None and time.monotonic() - began > kill_after:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            seen |= _units(study)
            break
        time.sleep(LOOK_SECONDS)
    seconds = time.monotonic() - began
    return Run(seconds, process.returncode, frozenset(found), frozenset(seen - found))


def _units(study: Path) -> set[Unit]:
    """Return the finished units that wait for the rest of their recording."""
    units = set()
    for path in (study / ".interleaf" / "pieces").glob("*/*.json"):
        with suppress(FileNotFoundError):  # the whole stands, and its units go
            units.add((int(path.stem), path.stat().st_ino))
    return units


def _differing(one: Path, other: Path) -> list[str]:
    mine, theirs = _files(one), _files(other)
    return sorted(n for n in mine.keys() | theirs.keys() if mine.get(n) != theirs.get(n))


def _files(study: Path) -> dict[str, bytes]:
    files = (p for p in (study / "results").rglob("*") if p.is_file())
    return {p.relative_to(study).as_posix(): p.read_bytes() for p in files}


if __name__ == "__main__":
    sys.exit(main())
