"""The words of each recording."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from pipeline.errors import PipelineError
from pipeline.execution import Job, Outcome, digest
from pipeline.formats import schemas
from pipeline.formats.artefacts import Encoded, encode_json
from pipeline.model.engines import Transcriber
from pipeline.model.interview import Source, Transcript
from pipeline.params import as_dict
from pipeline.stages.common import Context

REVISION = 1


def run(context: Context) -> Outcome:
    """Transcribe every recording that has not been, with this model."""
    from pipeline import engines

    recorded = [s for s in context.sources() if s.media is not None]
    params = context.params.transcribe
    try:
        engine = engines.transcriber(params.engine, params.model, context.machine)
        mark = engine.fingerprint if recorded else ""
    except PipelineError as error:
        return context.memo("transcribe", [], {s.interview: [error] for s in recorded})
    jobs = []
    for source in recorded:
        path = context.layout.path("transcript", id=source.interview)
        key = digest(REVISION, source.sha256, source.language, as_dict(params), mark)
        jobs.append(
            Job(source.interview, key, (path,), partial(_make, context, engine, source, path))
        )
    return context.memo("transcribe", jobs)


def _make(
    context: Context,
    engine: Transcriber,
    source: Source,
    path: Path,
    advance: Callable[[float], None],
) -> list[Encoded]:
    from pipeline.engines.media import load_sound

    sound = load_sound(context.layout.path("interviews") / source.file)
    heard = engine.transcribe(sound, language=source.language, advance=advance)
    transcript = Transcript(source.interview, heard.language, heard.words)
    return [encode_json(path, schemas.TRANSCRIPT, Transcript, transcript)]
