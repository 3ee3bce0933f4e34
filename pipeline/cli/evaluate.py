"""`interleaf evaluate`: what a machine made, held against references."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Protocol

import typer

from pipeline.cli.common import SOME_FAILED, faults_told, tell

app = typer.Typer(
    help="Hold what a machine made against references.\n\nExample: interleaf evaluate transcripts "
    "out/ references/",
    no_args_is_help=True,
)


class _Found(Protocol):
    """What an evaluation found."""

    @property
    def problems(self) -> Sequence[str]: ...

    def as_dict(self) -> dict[str, Any]: ...

    def table(self) -> list[str]: ...


def _show(found: _Found, *, as_json: bool) -> None:
    """Print a table, or JSON; the exit status tells whether all files were used."""
    if as_json:
        typer.echo(json.dumps(found.as_dict(), ensure_ascii=False))
    else:
        for line in found.table():
            typer.echo(line)
    if found.problems:
        raise typer.Exit(SOME_FAILED)


@app.command()
def transcripts(
    hypothesis: Annotated[Path, typer.Argument(help="A transcript, or a folder of them.")],
    reference: Annotated[Path, typer.Argument(help="The same; also plain text, or .rttm.")],
    language: Annotated[str, typer.Option(help="Of all, where the files do not tell.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="For scripts.")] = False,
) -> None:
    """Tell the errors of words, characters and speakers, and the coverage, by language.

    Example: interleaf evaluate transcripts out/interview.json reference/interview.txt
    """
    from pipeline.services.standalone.evaluating import evaluate_transcripts

    with faults_told():
        found = evaluate_transcripts(hypothesis, reference, language=language.lower(), tell=tell)
    _show(found, as_json=as_json)


@app.command()
def codes(
    machine: Annotated[Path, typer.Argument(help="What `interleaf code` wrote.")],
    people: Annotated[Path, typer.Argument(help="JSON lines: id, codes [...].")],
    as_json: Annotated[bool, typer.Option("--json", help="For scripts.")] = False,
) -> None:
    """Tell how well suggested codes meet people's: F1 a text with its interval, counts a code.

    Example: interleaf evaluate codes coded.jsonl gold.jsonl
    """
    from pipeline.services.standalone.coding import evaluate_codes

    with faults_told():
        found = evaluate_codes(machine, people, tell=tell)
    _show(found, as_json=as_json)


@app.command()
def tags(
    machine: Annotated[Path, typer.Argument(help="What `interleaf tag` wrote.")],
    people: Annotated[Path, typer.Argument(help="JSON lines: id, questions [...], language.")],
    as_json: Annotated[bool, typer.Option("--json", help="For scripts.")] = False,
) -> None:
    """Tell how well tags meet people's: accuracy, F1 a question, confusion, by language.

    Example: interleaf evaluate tags tags.jsonl gold.jsonl
    """
    from pipeline.services.standalone.tag_evaluation import evaluate_tags

    with faults_told():
        found = evaluate_tags(machine, people, tell=tell)
    _show(found, as_json=as_json)


@app.command()
def clusters(
    machine: Annotated[Path, typer.Argument(help="What `interleaf cluster` wrote.")],
    people: Annotated[Path, typer.Argument(help="JSON lines: id, label.")],
    as_json: Annotated[bool, typer.Option("--json", help="For scripts.")] = False,
) -> None:
    """Tell how far groups of texts go with labels: Rand index, NMI, V, purity, with intervals.

    Example: interleaf evaluate clusters clusters.json labels.jsonl
    """
    from pipeline.services.standalone.cluster_evaluation import evaluate_clusters

    with faults_told():
        found = evaluate_clusters(machine, people, tell=tell)
    _show(found, as_json=as_json)
