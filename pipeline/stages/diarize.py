"""Who speaks when in each recording."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from pipeline.errors import PipelineError
from pipeline.execution import Job, Outcome, digest
from pipeline.formats import schemas
from pipeline.formats.artefacts import Encoded, encode_json
from pipeline.model.engines import Diarizer
from pipeline.model.interview import Diarization, Source
from pipeline.params import as_dict
from pipeline.stages.common import Context

REVISION = 1


def run(context: Context) -> Outcome:
    """Separate the voices of every recording; the manifest says how many there are."""
    from pipeline import engines

    recorded = [s for s in context.sources() if s.media is not None]
    params = context.params.diarize
    try:
        engine = engines.diarizer(params.engine, params.model, context.machine)
        mark = engine.fingerprint if recorded else ""
    except PipelineError as error:
        return context.memo("diarize", [], {s.interview: [error] for s in recorded})
    jobs = []
    for source in recorded:
        path = context.layout.path("voices", id=source.interview)
        key = digest(REVISION, source.sha256, source.n_speakers, as_dict(params), mark)
        jobs.append(
            Job(source.interview, key, (path,), partial(_make, context, engine, source, path))
        )
    return context.memo("diarize", jobs)


def _make(
    context: Context, engine: Diarizer, source: Source, path: Path, _: Callable[[float], None]
) -> list[Encoded]:
    from pipeline.engines.media import load_sound

    sound = load_sound(context.layout.path("interviews") / source.file)
    segments = engine.diarize(sound, n_speakers=source.n_speakers or None)
    voices = Diarization(source.interview, segments, estimated=not source.n_speakers)
    return [encode_json(path, schemas.VOICES, Diarization, voices)]
