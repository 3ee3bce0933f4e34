"""What can go wrong with a person's files, said so that the person can mend it.

Every error keeps its data (where, what, remedy) and prints as one line,
``PLACE: what is wrong; what to do``. Messages name ids and positions, never
what an interviewee said.
"""

from __future__ import annotations

from collections.abc import Sequence


class PipelineError(Exception):
    """A fault in what was given to the program, with its place and its remedy."""

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        super().__init__(what, where, remedy)
        self.what = what
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        """Return the one line that a person reads."""
        place = f"{self.where}: " if self.where else ""
        remedy = f"; {self.remedy}" if self.remedy else ""
        return f"{place}{self.what}{remedy}"

    def __reduce__(self) -> tuple[object, ...]:
        """Make errors cross process borders whole (keyword-only arguments do not by default)."""
        return _rebuild, (type(self), self.what, self.where, self.remedy)


def _rebuild(kind: type[PipelineError], what: str, where: str, remedy: str) -> PipelineError:
    return kind(what, where=where, remedy=remedy)


class BadInput(PipelineError):
    """A file, row or value that people gave cannot be used."""


class MissingModel(PipelineError):
    """Model weights are not on this machine; the remedy lists the ways to get them."""


class MissingExtra(PipelineError):
    """An optional package is not installed; the remedy is the command that installs it."""


class NotReady(PipelineError):
    """An earlier stage has not made what this one needs."""


class Busy(PipelineError):
    """Another process holds the lock of a stage."""


class Problems(PipelineError):
    """Several faults found in one pass, all told at once."""

    def __init__(self, problems: Sequence[PipelineError]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(p) for p in self.problems))

    def __reduce__(self) -> tuple[object, ...]:
        """Keep the single problems when crossing process borders."""
        return Problems, (self.problems,)
