"""Commands of a study: begun, run, watched, judged, shown."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.cli.common import (
    NOTHING_DONE,
    SOME_FAILED,
    StudyOption,
    faults_told,
    layout_of,
    tell,
)
from pipeline.errors import BadInput, PipelineError
from pipeline.layout import Layout

app = typer.Typer()


@app.command()
def init(folder: Annotated[Path, typer.Argument(help="A folder that is new or empty.")]) -> None:
    """Start a study: folders, commented templates, nothing else.

    Example: interleaf init my-study
    """
    from pipeline.services.studies import create_study
    from pipeline.stages.dvc import STUDY_FILES, dvc_yaml

    with faults_told():
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

    with faults_told():
        layout = layout_of(study)
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
    from pipeline.services.showing.overview import Overview

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

    with faults_told():
        layout = layout_of(study)
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
    from pipeline.services.showing.overview import Overview
    from pipeline.stages import STAGES
    from pipeline.stages.dvc import stale

    with faults_told():
        layout = layout_of(study)
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

    with faults_told():
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
    from pipeline.services.deciding.judging import judge as append

    pairs = [v.partition("=") for v in value or []]
    with faults_told():
        for key, separator, _ in pairs:
            if not separator:
                raise BadInput(
                    f"--value {key!r} is not key=value", remedy="write e.g. --value question=happy"
                )
        event = append(
            layout_of(study), coder=coder, kind=kind, answer=answer or None,
            value={key: text for key, _, text in pairs}, seen={"mode": "command"}, reason=reason,
        )  # fmt: skip
    typer.echo(event.id)


@app.command()
def dashboard(study: StudyOption = Path(), port: int = 8501) -> None:
    """Open the dashboard on this machine only; it reads what the last run made.

    Example: interleaf dashboard --study my-study
    """
    with faults_told():
        layout = layout_of(study)
    file = Path(__file__).resolve().parents[2] / "dashboards" / "app.py"
    command = [sys.executable, "-m", "streamlit", "run", str(file), "--server.address=127.0.0.1",
               f"--server.port={port}", "--server.fileWatcherType=none",
               "--browser.gatherUsageStats=false",
               "--", "--study", str(layout.root)]  # fmt: skip
    raise typer.Exit(subprocess.run(command, env=dict(os.environ), check=False).returncode)
