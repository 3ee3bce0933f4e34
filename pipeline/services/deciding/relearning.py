"""What people confirm teaches the machine while they go on: tags made anew beside the page.

The stages themselves do it, in a process of their own, so that what a page shows next is what a
run would say. A key never waits for it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Lock, Thread

from pipeline.errors import NotReady
from pipeline.layout import Layout
from pipeline.model.frames import STRETCHES, TAGS, VECTORS
from pipeline.services.showing.store import parquet

STAGES = ("judgements", "tag", "calibrate")
"""The stages between a decision and the next suggestions; what else depends waits for a run."""

_NEEDED = {"stretches": STRETCHES, "question-vectors": VECTORS, "tags": TAGS}

_NICENESS = 10  # of 19: whoever presses keys comes first
_under_way: dict[Path, Thread] = {}
_again: set[Path] = set()
_guard = Lock()


def relearn(layout: Layout) -> bool:
    """Begin to tag the study anew with the newest decisions; tell whether that was begun.

    Where it is under way already, it is done once more after that. Nothing is begun before the
    study has been run, or where another version has run it: a stage that cannot read what it
    needs takes its own old result away.
    """
    try:
        for name, columns in _NEEDED.items():
            parquet(layout.path(name), columns)
    except NotReady:
        return False
    root = layout.root
    with _guard:
        if root in _under_way and _under_way[root].is_alive():
            _again.add(root)
            return False
        thread = Thread(target=_work, args=(root,), daemon=True, name=f"relearn {root.name}")
        _under_way[root] = thread
    thread.start()
    return True


def settled(layout: Layout, *, seconds: float) -> bool:
    """Wait until nothing is under way, at most so long; tell whether that came about."""
    thread = _under_way.get(layout.root)
    if thread is not None:
        thread.join(seconds)
    return thread is None or not thread.is_alive()


def _work(root: Path) -> None:
    """Run the stages, and once more as long as somebody decided meanwhile.

    A stage that fails leaves its failure in its manifest, where *Study* shows it; a run tells
    it, too.
    """
    machine = os.environ | {"INTERLEAF_THREADS": "1", "OMP_NUM_THREADS": "1"}
    while True:
        for stage in STAGES:
            command = [sys.executable, "-m", "pipeline.cli", "stage", stage, "--study", str(root)]
            if _run(command, machine):
                break
        with _guard:
            if root not in _again:
                return
            _again.discard(root)


def _run(command: list[str], machine: dict[str, str]) -> int:
    """Run a command as one that lets others go first; return its exit status."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, env=machine, stdout=quiet, stderr=quiet) as process:
        with suppress(OSError):  # it has ended already
            os.setpriority(os.PRIO_PROCESS, process.pid, _NICENESS)
        return process.wait()
