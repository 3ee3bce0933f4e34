"""`interleaf packet`: what goes to a member to be approved, and what comes back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.common import SOME_FAILED, StudyOption, faults_told, layout_of, tell

app = typer.Typer(
    help="Packets for members: their transcript, quotations and clips, with a form.\n\nExample: "
    "interleaf packet export ada-m --out packets/ada-m",
    no_args_is_help=True,
)


@app.command()
def export(
    person: Annotated[str, typer.Argument(help="The person's id in speakers.csv.")],
    out: Annotated[Path, typer.Option("--out", help="The folder to write to.", file_okay=False)],
    study: StudyOption = Path(),
) -> None:
    """Write what the study holds of one person, for that person alone; consent is asked today.

    Example: interleaf packet export ada-m --out packets/ada-m
    """
    from pipeline.services.reporting.packets import write_packet
    from pipeline.services.showing.library import Library

    with faults_told():
        files = write_packet(Library(layout_of(study)), person, out)
    for file in files:
        typer.echo(file)
    tell(f"{person}: the folder is for this person alone; ask for {files[1].name} back")


@app.command("import")
def read_back(
    person: Annotated[str, typer.Argument(help="Whose form it is: the id in speakers.csv.")],
    form: Annotated[Path, typer.Argument(help="The form that came back.", dir_okay=False)],
    coder: Annotated[
        str, typer.Option("--coder", help="Who takes it in; without it nothing is written.")
    ] = "",
    study: StudyOption = Path(),
) -> None:
    """Read a form that a member has filled in; its decisions become judgements.

    Example: interleaf packet import ada-m approve.csv --coder inga
    """
    from pipeline.services.reporting import approvals
    from pipeline.services.showing.library import Library

    with faults_told():
        library = Library(layout_of(study))
        found = approvals.read_back(library, person, form)
        written, before = (
            approvals.keep(library, found, coder=coder) if coder else ([], 0)
        )  # fmt: skip
    for row in found.rows:
        typer.echo(row.told)
    for fault in found.faults:
        tell(str(fault))
    if coder:
        tell(f"{person}: {len(written)} judgements written for {coder}; {before} were there before")
    elif found.rows:
        tell(f"{person}: nothing is written; add --coder ID to make them judgements")
    if found.faults:
        raise typer.Exit(SOME_FAILED)
