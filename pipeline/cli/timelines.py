"""`interleaf timelines`: what leaves for editing programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.common import SOME_FAILED, StudyOption, faults_told, layout_of, tell

app = typer.Typer(
    help="Timelines, one a topic, for editing programs.\n\nExample: interleaf timelines export "
    "question-happy --format otio --out cuts",
    no_args_is_help=True,
)


@app.command()
def export(
    name: Annotated[str, typer.Argument(help="The timeline's name, as the dashboard shows it.")],
    out: Annotated[Path, typer.Option("--out", help="The folder to write to.", file_okay=False)],
    form: Annotated[str, typer.Option("--format", help="otio.")] = "otio",
    study: StudyOption = Path(),
) -> None:
    """Write a timeline and the list of what it could not carry; consent is asked today.

    Example: interleaf timelines export question-happy --format otio --out cuts
    """
    from pipeline.services.cutlists import export_timeline
    from pipeline.services.library import Library

    with faults_told():
        done = export_timeline(Library(layout_of(study)), name, form=form, to=out)
    for file in done.files:
        typer.echo(file)
    tell(f"{name}: {done.clips} clips; {len(done.left_out)} answers could not be carried")
    for gone in done.offline:
        tell(f"{gone}: the recording is not there; put it back, or link it in the editing program")
    if done.offline:
        raise typer.Exit(SOME_FAILED)
