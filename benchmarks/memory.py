"""Memory: how much a recording of three hours takes at its peak, to transcribe and to diarize.

The recording is made of the sample's, one after the other with pauses, until it is long enough.
Each step runs in a process of its own, which hears the file as a study's run does; printed is the
most memory that the process, with all that it started, held at a time (the sum of their
proportional shares where Linux tells them).

    python -m benchmarks.memory [--minutes 180] [--step NAME ...] [--spoken 1.0]

``--spoken`` replaces a part of the recordings by silence: hearing words is nearly all of the time,
and takes memory for one piece of five minutes, however many there are.
"""

from __future__ import annotations

import argparse
import multiprocessing
import tempfile
import time
from collections.abc import Callable
from itertools import count, cycle
from pathlib import Path

import numpy as np

from benchmarks.corpora import PAUSE_SECONDS, sample
from benchmarks.times import NoPieces
from pipeline.engines.machine import Machine
from pipeline.model.engines import SAMPLE_RATE

LOOK_SECONDS = 0.2
KILOBYTES_A_MB = 1024


def write(path: Path, minutes: float, spoken: float) -> float:
    """Write the recording; return its minutes."""
    import soundfile

    pause = np.zeros(int(PAUSE_SECONDS * SAMPLE_RATE), np.float32)
    known = [recording.sound for recording in sample()]
    length = 0
    with soundfile.SoundFile(path, "w", SAMPLE_RATE, 1) as file:
        for number, sound in zip(count(1), cycle(known)):
            said = int(number * spoken) > int((number - 1) * spoken)
            file.write(sound if said else np.zeros_like(sound))
            file.write(pause)
            length += len(sound) + len(pause)
            if length >= minutes * 60 * SAMPLE_RATE:
                return length / SAMPLE_RATE / 60
    raise SystemExit("the sample has no recordings")


def transcribe(engine: str, path: Path) -> None:
    """Hear a recording as a run does, in pieces."""
    from pipeline.engines import transcriber
    from pipeline.engines.media import probe
    from pipeline.engines.units import hear

    machine = Machine.from_environment()
    hear(
        transcriber(engine, "base", machine), path, language="",
        duration_ms=probe(path).duration_ms, pieces=NoPieces(), advance=lambda _: None,
        workers=machine.workers,
    )  # fmt: skip


def diarize(engine: str, path: Path) -> None:
    """Tell the voices of a recording apart."""
    from pipeline.engines import diarizer
    from pipeline.engines.channels import who_speaks

    who_speaks(diarizer(engine, "", Machine.from_environment()), path, n_speakers=2)


STEPS: dict[str, tuple[Callable[[str, Path], None], str]] = {
    "transcribe, faster-whisper": (transcribe, "faster-whisper"),
    "transcribe, openai-whisper": (transcribe, "openai-whisper"),
    "diarize, pyannote": (diarize, "pyannote"),
    "diarize, resemblyzer": (diarize, "resemblyzer"),
}


def main(arguments: list[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=180.0)
    parser.add_argument("--spoken", type=float, default=1.0, help="share of the recordings heard")
    parser.add_argument("--step", nargs="+", choices=STEPS, default=list(STEPS))
    options = parser.parse_args(arguments)
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.flac"
        minutes = write(path, options.minutes, options.spoken)
        print(f"{minutes:.0f} minutes of sound, {options.spoken:.0%} of the recordings heard\n")
        print("| step | minutes of work | peak MB |\n|---|---|---|")
        for step in options.step:
            call, engine = STEPS[step]
            began = time.monotonic()
            process = context.Process(target=call, args=(engine, path))
            process.start()
            peak = _watched(process)
            took = (time.monotonic() - began) / 60
            told = f"{peak:.0f}" if process.exitcode == 0 else "failed"
            print(f"| {step} | {took:.1f} | {told} |", flush=True)


def _watched(process: multiprocessing.process.BaseProcess) -> float:
    """Wait for a process; return the most megabytes that it and its children held at a time."""
    peak = 0.0
    while process.is_alive():
        assert process.pid is not None
        peak = max(peak, sum(map(_megabytes, _family(process.pid))))
        time.sleep(LOOK_SECONDS)
    process.join()
    return peak


def _family(pid: int) -> list[int]:
    """Return a process and all that it started, on Linux."""
    found = [pid]
    for parent in found:
        for task in Path(f"/proc/{parent}/task").glob("*/children"):
            try:
                found += map(int, task.read_text().split())
            except OSError:
                continue  # it has just ended
    return found


def _megabytes(pid: int) -> float:
    """Return what a process holds; what it shares with others counts as its part of it."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    shares = [int(line.split()[1]) for line in lines if line.startswith("Pss:")]
    return sum(shares) / KILOBYTES_A_MB


if __name__ == "__main__":
    if not Path("/proc/self").is_dir():
        raise SystemExit("this measures on Linux only")
    main()
