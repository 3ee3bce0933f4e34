"""Fold the logs into one file a group, so that a decision wakes only what depends on its kind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pipeline.analysis.judgements import live
from pipeline.errors import PipelineError
from pipeline.execution import Job, Outcome, digest
from pipeline.formats import schemas
from pipeline.formats.artefacts import Encoded, adapter, encode_json
from pipeline.formats.logs import read_log
from pipeline.model.judgement import GROUPS, Event
from pipeline.stages.common import Context

REVISION = 1


def run(context: Context) -> Outcome:
    """Read all logs and write the events that hold, by group."""
    events: list[Event] = []
    faults: list[PipelineError] = []
    folder = context.layout.path("logs")
    for path in sorted(folder.glob("*/*.jsonl")):
        found, broken = read_log(path, where=path.relative_to(context.layout.root).as_posix())
        events += found
        faults += broken
    holding = live(events)
    jobs = []
    for group in GROUPS:
        mine = [event for event in holding if event.group == group]
        jobs.append(_job(context.layout.path("events", group=group), group, mine))
    return context.memo("judgements", jobs, {":logs": faults} if faults else None)


def _job(path: Path, group: str, events: list[Event]) -> Job:
    def make(_: Callable[[float], None]) -> list[Encoded]:
        return [encode_json(path, schemas.EVENTS, list[Event], events)]

    return Job(
        group,
        digest(REVISION, adapter(list[Event]).dump_python(events, mode="json")),
        (path,),
        make,
    )
