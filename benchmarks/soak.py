"""``make soak``: kills at random moments with the real models; the result must be the same.

Runs the sample study once undisturbed, then once with SIGKILL to the process group at
five random moments, each followed by another run, and compares every derived file.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
KILLS = 5


def main(seed: int = 7) -> int:
    """Run the soak; return the exit status."""
    folder = Path(tempfile.mkdtemp(prefix="interleaf-soak-"))
    calm, shaken = _copy(folder / "calm"), _copy(folder / "shaken")
    began = time.monotonic()
    _start(calm).wait()
    whole = time.monotonic() - began
    print(f"undisturbed run: {whole:.0f} s")
    chance = random.Random(seed)
    for number in range(1, KILLS + 1):
        run = _start(shaken)
        after = chance.uniform(1, whole * 0.6)
        try:
            run.wait(after)
            print(f"kill {number}: the run was done before {after:.0f} s")
        except subprocess.TimeoutExpired:
            os.killpg(run.pid, signal.SIGKILL)
            run.wait()
            print(f"kill {number}: after {after:.0f} s")
    status = _start(shaken).wait()
    differing = _differing(calm, shaken)
    print(f"last run: exit status {status}; {len(differing)} files differ")
    for name in differing:
        print(f"  {name}")
    shutil.rmtree(folder)
    return int(bool(status or differing))


def _copy(study: Path) -> Path:
    study.mkdir(parents=True)
    for name in ("interviews", "codebook"):
        shutil.copytree(REPOSITORY / name, study / name)
    for name in ("dvc.yaml", "params.yaml"):
        shutil.copy(REPOSITORY / name, study / name)
    return study


def _start(study: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "pipeline.cli", "run", "--study", str(study)]
    return subprocess.Popen(
        command, cwd=REPOSITORY, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip


def _differing(one: Path, other: Path) -> list[str]:
    mine, theirs = _files(one), _files(other)
    return sorted(n for n in mine.keys() | theirs.keys() if mine.get(n) != theirs.get(n))


def _files(study: Path) -> dict[str, bytes]:
    files = (p for p in (study / "results").rglob("*") if p.is_file())
    return {p.relative_to(study).as_posix(): p.read_bytes() for p in files}


if __name__ == "__main__":
    sys.exit(main())
