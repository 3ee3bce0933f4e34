"""Pieces heard by several processes come out as one process hears them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import soundfile

from pipeline.engines import Machine, transcriber, units
from pipeline.engines.scripted import ScriptedTranscriber
from pipeline.errors import BadInput, PipelineError
from pipeline.model.engines import SAMPLE_RATE, Heard
from tests.engines.test_trust import sample
from tests.engines.test_units import noise


class Kept:
    """Pieces in memory."""

    def __init__(self) -> None:
        self.heard: dict[int, Heard] = {}
        self.loaded: list[int] = []

    def load(self, start_ms: int) -> Heard | None:
        """Return a piece that was kept."""
        if start_ms in self.heard:
            self.loaded.append(start_ms)
        return self.heard.get(start_ms)

    def keep(self, start_ms: int, heard: Heard) -> None:
        """Keep one."""
        assert start_ms not in self.heard
        self.heard[start_ms] = heard


@pytest.fixture
def short_units(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(units, "UNIT_MS", 8_000)
    monkeypatch.setattr(units, "REST_MS", 2_000)


@pytest.mark.model
@pytest.mark.usefixtures("short_units")
@pytest.mark.parametrize("language", ["", "it"])
def test_two_processes_hear_what_one_hears(tmp_path: Path, machine: Machine, language: str) -> None:
    path = tmp_path / "a.flac"
    soundfile.write(path, sample("navile-01", 0, 40), SAMPLE_RATE)
    engine = transcriber("faster-whisper", "base", machine)
    alone, both, shares = Kept(), Kept(), list[float]()

    def heard(kept: Kept, workers: int) -> Heard:
        shares.clear()
        return units.hear(
            engine, path, language=language, duration_ms=40_000, pieces=kept,
            advance=shares.append, workers=workers,
        )  # fmt: skip

    one = heard(alone, 1)
    assert len(alone.heard) >= 4
    assert heard(both, 2) == one
    assert both.heard == alone.heard
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1.0, abs=0.01)
    del both.heard[max(both.heard)]  # as after a kill: the rest is not heard again
    both.loaded.clear()
    assert heard(both, 2) == one
    assert both.loaded == sorted(alone.heard)[:-1]


@pytest.mark.usefixtures("short_units")
def test_a_fault_in_a_process_is_told_as_if_it_were_here(tmp_path: Path, machine: Machine) -> None:
    path = tmp_path / "a.flac"
    soundfile.write(path, sample("navile-01", 0, 20), SAMPLE_RATE)
    engine = transcriber("faster-whisper", "base", machine)
    with pytest.raises(BadInput, match="does not know the language 'xx'"):
        units.hear(
            engine, path, language="xx", duration_ms=20_000, pieces=Kept(),
            advance=lambda _: None, workers=2,
        )  # fmt: skip


class Dying(ScriptedTranscriber):
    """Ends its process."""

    def transcribe(self, *_: object, **__: object) -> Heard:
        """Die as a process does that the system ends for its memory."""
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError


@pytest.mark.usefixtures("short_units")
def test_a_process_that_is_ended_is_told_and_the_next_run_has_new_ones(
    tmp_path: Path, machine: Machine
) -> None:
    path = tmp_path / "a.flac"
    soundfile.write(path, noise(20), SAMPLE_RATE)
    engine = Dying("", machine)
    for _ in range(2):
        with pytest.raises(PipelineError, match="ended from outside"):
            units.hear(
                engine, path, language="en", duration_ms=20_000, pieces=Kept(),
                advance=lambda _: None, workers=2,
            )  # fmt: skip


ORPHANS = """
import sys, time
from concurrent.futures import wait
from pipeline.engines.crew import Crew
from pipeline.engines import Machine
from pipeline.engines.scripted import ScriptedTranscriber
import numpy as np
if __name__ == "__main__":
    crew = Crew(ScriptedTranscriber("", Machine()), 2)
    with crew.shift(lambda *_: None, lambda _: None) as shift:
        shift.hand_out(0, np.zeros(16, np.float32), "en", ())
    print(*(process.pid for process in crew._pool._processes.values()), flush=True)
    time.sleep(60)
"""


def test_no_process_outlives_the_one_that_started_it(tmp_path: Path) -> None:
    script = tmp_path / "orphans.py"
    script.write_text(ORPHANS)
    parent = subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, text=True, cwd=Path.cwd(),
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    assert parent.stdout is not None
    children = [int(pid) for pid in parent.stdout.readline().split()]
    assert children
    parent.kill()
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 20
    while any(_lives(pid) for pid in children):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] != "Z"
