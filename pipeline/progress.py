"""Progress in the terminal: how many, how fast, how long yet; plain lines where no one watches."""

from __future__ import annotations

import sys
import time
from typing import Any

_LOG_EVERY_SECONDS = 15.0


class Bars:
    """Draws one bar a stage on stderr, from the second second on.

    ``unit`` names what is counted; of minutes of sound (``min``) the speed is told, too. What an
    earlier run left done comes at once, and counts neither for the speed nor for the time left.
    """

    def __init__(self, unit: str = "") -> None:
        self._unit = self._given = unit
        self._first: tuple[float, float] | None = None  # when, and how much was done
        self._bar: Any = None
        self._task: Any = None
        self._label = ""
        self._total = 0
        self._logged = time.monotonic()

    def begin(self, label: str, total: int, unit: str = "") -> None:
        """Start a bar that counts to ``total``; a unit given here holds for this bar."""
        self._unit = unit or self._given
        self._label, self._total = label, total
        self._logged = time.monotonic()
        self._first = None
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
            TextColumn(f"{{task.completed:.0f}}/{{task.total:.0f}} {self._unit}".rstrip()),
            TextColumn("{task.fields[speed]}"),
            TimeElapsedColumn(),
            TextColumn("left"),
            TimeRemainingColumn(),
            TextColumn("{task.fields[item]}"),
            console=Console(stderr=True),
            transient=True,
        )
        self._bar.start()
        self._task = self._bar.add_task(label, total=total, item="", speed="")

    def advance(self, done: float, item: str) -> None:
        """Move the bar; without a terminal, a line now and then."""
        if self._first is None and done:
            self._first = (time.monotonic(), done)
        if self._bar is not None:
            self._bar.update(self._task, completed=done, item=item, speed=self._speed(done))
        elif time.monotonic() - self._logged > _LOG_EVERY_SECONDS:
            self._logged = time.monotonic()
            count = f"{done:.1f} of {self._total} {self._unit}".rstrip()
            told = [self._speed(done), self._left(done)]
            about = f" ({', '.join(told)})" if all(told) else ""
            sys.stderr.write(f"{self._label:<12} {count}{about} {item}\n")

    def _rate(self, done: float) -> float:
        """Return how much a minute is done; 0 where nothing is known yet."""
        since, had = self._first or (time.monotonic(), done)
        minutes = (time.monotonic() - since) / 60
        return (done - had) / minutes if minutes else 0.0

    def _speed(self, done: float) -> str:
        """Tell how many times as fast as the sound the work is."""
        rate = self._rate(done) if self._unit == "min" else 0.0
        return f"{rate:.1f}x" if rate else ""

    def _left(self, done: float) -> str:
        rate = self._rate(done)
        return f"{max(0.0, self._total - done) / rate:.0f} min left" if rate else ""

    def end(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None
