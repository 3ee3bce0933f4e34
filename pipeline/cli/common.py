"""What all commands share: the way faults are told, the option that names the study."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from pipeline.errors import BadInput, PipelineError, Problems
from pipeline.layout import Layout

SOME_FAILED, NOTHING_DONE = 1, 2

StudyOption = Annotated[
    Path,
    typer.Option("--study", help="The study's folder.", envvar="INTERLEAF_STUDY", file_okay=False),
]


def tell(line: str) -> None:
    """Write one line for a person."""
    typer.echo(line, err=True)


@contextmanager
def faults_told() -> Iterator[None]:
    """Turn a person's fault into its one line and the exit status."""
    try:
        yield
    except Problems as error:
        for problem in error.problems:
            tell(str(problem))
        raise typer.Exit(NOTHING_DONE) from None
    except PipelineError as error:
        tell(str(error))
        raise typer.Exit(NOTHING_DONE) from None


def layout_of(study: Path) -> Layout:
    """Return the table of a study's files.

    Raises:
        BadInput: the folder is no study.
    """
    layout = Layout(study.resolve())
    if not layout.path("dvc").exists():
        raise BadInput(
            "is not a study",
            where=str(study),
            remedy="name one with --study, or make one: interleaf init DIR",
        )
    return layout


@contextmanager
def shown(label: str) -> Iterator[Callable[[float], None]]:
    """Show a bar while something is made; yields what moves it, from 0 to 1."""
    from pipeline.progress import Bars

    bars = Bars(unit="%")
    bars.begin(label, 100)
    try:
        yield lambda share: bars.advance(100 * share, "")
    finally:
        bars.end()
