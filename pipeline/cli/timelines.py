"""`interleaf timelines`: what leaves for editing programs, and what comes back from them."""

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
    form: Annotated[
        str,
        typer.Option(
            "--format",
            help="otio, edl, fcpxml, xml (Premiere), ale (Avid), vtt, srt; docx, html or csv: a "
            "paper edit.",
        ),
    ] = "otio",
    study: StudyOption = Path(),
) -> None:
    """Write a timeline and the list of what it could not carry; consent is asked today.

    Example: interleaf timelines export question-happy --format fcpxml --out cuts
    """
    from pipeline.services.exchange.cutlists import export_timeline
    from pipeline.services.showing.library import Library

    with faults_told():
        done = export_timeline(Library(layout_of(study)), name, form=form, to=out)
    for file in done.files:
        typer.echo(file)
    tell(f"{name}: {done.clips} clips; {len(done.left_out)} answers could not be carried")
    for note in done.notes:
        tell(f"{name}: {note}")
    for gone in done.offline:
        tell(f"{gone}: the recording is not there; put it back, or link it in the editing program")
    if done.offline:
        raise typer.Exit(SOME_FAILED)


@app.command("import")
def read_back(
    files: Annotated[
        list[Path],
        typer.Argument(
            help="An .otio, .edl, .fcpxml or .xml; all lists of one timeline.", dir_okay=False
        ),
    ],
    name: Annotated[
        str, typer.Option("--timeline", help="Its name, where the file does not tell it.")
    ] = "",
    coder: Annotated[
        str, typer.Option("--coder", help="Whose decisions they are; without it none is made.")
    ] = "",
    study: StudyOption = Path(),
) -> None:
    """Read a timeline that was changed in an editing program; its changes become judgements.

    Without --coder the changes are only shown.

    Example: interleaf timelines import cuts/question-happy.fcpxml --coder ana
    """  # fmt: skip
    from pipeline.services.exchange.returning import apply, told, what_changed
    from pipeline.services.showing.library import Library

    with faults_told():
        library = Library(layout_of(study))
        found = what_changed(library, files, name=name)
        events = apply(library, found, coder=coder) if coder else []
    for line in told(found):
        typer.echo(line)
    for note in found.notes:
        tell(f"{found.name}: {note}")
    for foreign in found.foreign:
        tell(f"{found.name}: {foreign.what} {foreign.name} {foreign.at}".rstrip()
             + " is not ours and is left as it is")  # fmt: skip
    if coder:
        tell(f"{found.name}: {len(events)} judgements written for {coder}")
    elif found.edits:
        tell(f"{found.name}: nothing is written; add --coder ID to make them judgements")
