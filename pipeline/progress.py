"""Progress in the terminal: how many, how fast, how long yet; plain lines where no one watches."""

from __future__ import annotations

import sys
import time
from typing import Any

_LOG_EVERY_SECONDS = 15.0


class Bars:
    """Draws one bar a stage on stderr, from the second second on."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._task: Any = None
        self._label = ""
        self._total = 0
        self._logged = time.monotonic()

    def begin(self, label: str, total: int) -> None:
        """Start a bar of ``total`` items."""
        self._label, self._total = label, total
        self._logged = time.monotonic()
        if not sys.stderr.isatty():
            return
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            Progress,
            TextColumn,
            TimeElapsedColumn,
            TimeRemainingColumn,
        )

        self._bar = Progress(
            TextColumn("{task.description:<12}"),
            BarColumn(),
            TextColumn("{task.completed:.0f}/{task.total:.0f}"),
            TimeElapsedColumn(),
            TextColumn("left"),
            TimeRemainingColumn(),
            TextColumn("{task.fields[item]}"),
            console=Console(stderr=True),
            transient=True,
        )
        self._bar.start()
        self._task = self._bar.add_task(label, total=total, item="")

    def advance(self, done: float, item: str) -> None:
        """Move the bar; without a terminal, a line now and then."""
        if self._bar is not None:
            self._bar.update(self._task, completed=done, item=item)
        elif time.monotonic() - self._logged > _LOG_EVERY_SECONDS:
            self._logged = time.monotonic()
            sys.stderr.write(f"{self._label:<12} {done:.1f} of {self._total} {item}\n")

    def end(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None
