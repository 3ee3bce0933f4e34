"""The words of each recording."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from pipeline.execution import Outcome
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

    params = context.params.transcribe
    model = context.layout.model(params.model)
    return context.each_recording(
        "transcribe",
        partial(engines.transcriber, params.engine, model, context.machine),
        "transcript",
        lambda source: (REVISION, source.language, as_dict(params)),
        partial(_make, context),
    )


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
