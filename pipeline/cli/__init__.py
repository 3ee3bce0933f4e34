"""The command ``interleaf``: parsing and printing only, one module a family of commands."""

from __future__ import annotations

import typer

from pipeline.cli import evaluate, files, packets, reports, study, timelines

app = typer.Typer(
    name="interleaf",
    help="Interviews taken with one question set at many places, made comparable.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(study.app)
app.add_typer(files.app)
app.add_typer(reports.app)
app.add_typer(timelines.app, name="timelines")
app.add_typer(packets.app, name="packet")
app.add_typer(evaluate.app, name="evaluate")


def main() -> None:
    """Run the command."""
    app()
