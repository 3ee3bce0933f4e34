"""The command ``interleaf``: parsing and printing only."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.errors import BadInput, PipelineError, Problems
from pipeline.layout import Layout

SOME_FAILED, NOTHING_DONE = 1, 2

app = typer.Typer(
    name="interleaf",
    help="Interviews taken with one question set at many places, made comparable.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

StudyOption = Annotated[
    Path,
    typer.Option("--study", help="The study's folder.", envvar="INTERLEAF_STUDY", file_okay=False),
]


def tell(line: str) -> None:
    """Write one line for a person."""
    typer.echo(line, err=True)


@contextmanager
def _faults_told() -> Iterator[None]:
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


def _layout(study: Path) -> Layout:
    layout = Layout(study.resolve())
    if not layout.path("dvc").exists():
        raise BadInput(
            "is not a study",
            where=str(study),
            remedy="name one with --study, or make one: interleaf init DIR",
        )
    return layout


@app.command()
def init(folder: Annotated[Path, typer.Argument(help="A folder that is new or empty.")]) -> None:
    """Start a study: folders, commented templates, nothing else.

    Example: interleaf init my-study
    """
    from pipeline.services.studies import create_study
    from pipeline.stages.dvc import STUDY_FILES, dvc_yaml

    with _faults_told():
        files = create_study(folder, {"dvc.yaml": dvc_yaml(), **STUDY_FILES})
    for file in files:
        typer.echo(f"  {file}")
    typer.echo(
        f"\nA study is in {folder}. Fill interviews/ and codebook/ (each template says how), then:"
    )
    typer.echo(f"  cd {folder} && interleaf run")


@app.command()
def run(
    name: Annotated[str, typer.Argument(help="A stage; without it, all.")] = "",
    study: StudyOption = Path(),
) -> None:
    """Bring a study up to date: whatever is new or has changed, and nothing else.

    Example: interleaf run --study my-study
    """
    from pipeline.params import read_params
    from pipeline.stages import stage as find
    from pipeline.stages.dvc import reproduce

    with _faults_told():
        layout = _layout(study)
        read_params(layout.path("params"))
        if name:
            find(name)
        stopped = None
        try:
            reproduce(layout, name)
        except PipelineError as error:
            stopped = error
        failed = _print_summary(layout, stopped)
    if stopped:
        raise typer.Exit(NOTHING_DONE)
    if failed:
        raise typer.Exit(SOME_FAILED)


def _print_summary(layout: Layout, stopped: PipelineError | None) -> int:
    """Tell what is there and every problem, the cause of a stop among them."""
    from pipeline.services.overview import Overview

    overview = Overview.of(layout)
    typer.echo("")
    for line in overview.summary():
        typer.echo(line)
    for problem in overview.problems:
        tell(problem)
    if stopped:
        tell(str(stopped))
    return len(overview.problems)


@app.command()
def stage(name: str, study: StudyOption = Path()) -> None:
    """Run one stage as it stands; DVC calls this, people call `interleaf run`.

    Example: interleaf stage tag
    """
    from pipeline.params import read_params
    from pipeline.stages import stage as find
    from pipeline.stages.common import Context

    with _faults_told():
        layout = _layout(study)
        wanted = find(name)
        context = Context(layout, read_params(layout.path("params")), progress=_progress())
        outcome = wanted.run(context)
    made, kept, failed = len(outcome.made), len(outcome.kept), len(outcome.failed)
    parts = [f"{made} made", f"{kept} kept"] + ([f"{failed} failed"] if failed else [])
    tell(f"{name:<12} {', '.join(parts)}")


def _progress() -> Any:
    from pipeline.progress import Bars

    return Bars()


@app.command()
def status(
    study: StudyOption = Path(),
    as_json: Annotated[bool, typer.Option("--json", help="For scripts.")] = False,
) -> None:
    """Tell what is done, stale or failed, and what waits for a human; also during a run.

    Example: interleaf status
    """
    from pipeline.services.overview import Overview
    from pipeline.stages import STAGES
    from pipeline.stages.dvc import stale

    with _faults_told():
        layout = _layout(study)
        overview = Overview.of(layout)
        old = stale(layout)
    if as_json:
        typer.echo(json.dumps(overview.as_dict() | {"stale": sorted(old)}, ensure_ascii=False))
    else:
        for each in STAGES:
            typer.echo(overview.line(each.name, each.about, stale=each.name in old))
        for line in overview.summary():
            typer.echo(line)
        for problem in overview.problems:
            tell(problem)
    if overview.problems:
        raise typer.Exit(SOME_FAILED)


@app.command()
def doctor(study: StudyOption = Path()) -> None:
    """Check the environment: packages, models, disk; and say what to do.

    Example: interleaf doctor
    """
    from pipeline.services.health import check_health

    with _faults_told():
        layout = Layout(study.resolve())
        findings = check_health(layout)
    for finding in findings:
        typer.echo(f"{'ok ' if finding.well else 'BAD'} {finding.what}")
        if not finding.well:
            typer.echo(f"      {finding.remedy}")
    if not all(f.well for f in findings):
        raise typer.Exit(SOME_FAILED)


@app.command()
def judge(
    kind: Annotated[str, typer.Argument(help="e.g. assign-question, reject-question, memo, undo.")],
    coder: Annotated[str, typer.Option(help="Who judges (a-z, 0-9 and -).")],
    answer: Annotated[str, typer.Option(help="The answer's id, as the dashboard shows it.")] = "",
    value: Annotated[list[str] | None, typer.Option(help="key=value; may be given again.")] = None,
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    study: StudyOption = Path(),
) -> None:
    """Append one judgement to a coder's log.

    Example: interleaf judge memo --coder inga --answer navile-01@73120 --value text=...
    """
    from pipeline.services.judging import judge as append

    pairs = [v.partition("=") for v in value or []]
    with _faults_told():
        for key, separator, _ in pairs:
            if not separator:
                raise BadInput(
                    f"--value {key!r} is not key=value", remedy="write e.g. --value question=happy"
                )
        event = append(
            _layout(study), coder=coder, kind=kind, answer=answer or None,
            value={key: text for key, _, text in pairs}, seen={"mode": "command"}, reason=reason,
        )  # fmt: skip
    typer.echo(event.id)


timelines_app = typer.Typer(
    help="Timelines, one a topic, for editing programs.\n\nExample: interleaf timelines export "
    "question-happy --format otio --out cuts",
    no_args_is_help=True,
)
app.add_typer(timelines_app, name="timelines")


@timelines_app.command()
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

    with _faults_told():
        done = export_timeline(Library(_layout(study)), name, form=form, to=out)
    for file in done.files:
        typer.echo(file)
    tell(f"{name}: {done.clips} clips; {len(done.left_out)} answers could not be carried")
    for gone in done.offline:
        tell(f"{gone}: the recording is not there; put it back, or link it in the editing program")
    if done.offline:
        raise typer.Exit(SOME_FAILED)


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
    from pipeline.services.hearing import Wish
    from pipeline.services.transcribing import transcribe_files

    given = {"engine": engine, "model": model, "diarizer": diarizer}
    wish = Wish(
        forms=tuple(forms.split(",")), language=language.lower(), speakers=speakers, clean=clean,
        **{key: value for key, value in given.items() if value},
    )  # fmt: skip
    with _faults_told():
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


evaluate_app = typer.Typer(
    help="Hold what a machine made against references.\n\nExample: interleaf evaluate transcripts "
    "out/ references/",
    no_args_is_help=True,
)
app.add_typer(evaluate_app, name="evaluate")


@evaluate_app.command()
def transcripts(
    hypothesis: Annotated[Path, typer.Argument(help="A transcript, or a folder of them.")],
    reference: Annotated[Path, typer.Argument(help="The same; also plain text, or .rttm.")],
    language: Annotated[str, typer.Option(help="Of all, where the files do not tell.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="For scripts.")] = False,
) -> None:
    """Tell the errors of words, characters and speakers, and the coverage, by language.

    Example: interleaf evaluate transcripts out/interview.json reference/interview.txt
    """
    from pipeline.services.evaluating import evaluate_transcripts

    with _faults_told():
        found = evaluate_transcripts(hypothesis, reference, language=language.lower(), tell=tell)
    if as_json:
        typer.echo(json.dumps(found.as_dict(), ensure_ascii=False))
    else:
        for line in found.table():
            typer.echo(line)
    if found.problems:
        raise typer.Exit(SOME_FAILED)


@app.command()
def dashboard(study: StudyOption = Path(), port: int = 8501) -> None:
    """Open the dashboard on this machine only; it reads what the last run made.

    Example: interleaf dashboard --study my-study
    """
    import os
    import subprocess

    with _faults_told():
        layout = _layout(study)
    file = Path(__file__).resolve().parents[1] / "dashboards" / "app.py"
    command = [sys.executable, "-m", "streamlit", "run", str(file), "--server.address=127.0.0.1",
               f"--server.port={port}", "--server.fileWatcherType=none",
               "--browser.gatherUsageStats=false",
               "--", "--study", str(layout.root)]  # fmt: skip
    raise typer.Exit(subprocess.run(command, env=dict(os.environ), check=False).returncode)


def main() -> None:
    """Run the command."""
    app()


if __name__ == "__main__":
    main()
