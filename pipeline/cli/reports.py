"""`interleaf report`: the study to send to a colleague."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.common import StudyOption, faults_told, layout_of, tell

app = typer.Typer()


@app.command()
def report(
    out: Annotated[Path, typer.Option("--out", help="The folder to write to.", file_okay=False)],
    forms: Annotated[
        str, typer.Option("--formats", help="html, docx, or both with a comma.")
    ] = "html,docx",
    title: Annotated[str, typer.Option("--title", help="What stands at its head.")] = "",
    quotes: Annotated[
        int, typer.Option("--quotes", min=0, help="At most so many a code, theme and cluster.")
    ] = 3,
    study: StudyOption = Path(),
) -> None:
    """Write the study as one page and one document to send; consent is asked today.

    Example: interleaf report --out sent --title "Shared workshops, 2026"
    """
    from pipeline.engines.machine import Machine
    from pipeline.services.reporting.studies import write_report
    from pipeline.services.showing.library import Library

    with faults_told():
        library = Library(layout_of(study))
        wanted = [form.strip() for form in forms.split(",") if form.strip()]
        files = write_report(
            library, out, forms=wanted, title=title, quotes=quotes,
            threads=Machine.from_environment().threads,
        )  # fmt: skip
    for file in files:
        typer.echo(file)
    tell("consent can be withdrawn: make it again before you pass it on")
