"""Who speaks when in each recording."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from pipeline.execution import Outcome
from pipeline.formats import schemas
from pipeline.formats.artefacts import Encoded, encode_json
from pipeline.model.engines import Diarizer
from pipeline.model.interview import Diarization, Source
from pipeline.params import as_dict
from pipeline.stages.common import Context

REVISION = 2


def run(context: Context) -> Outcome:
    """Separate the voices of every recording; the manifest says how many there are."""
    from pipeline import engines

    params = context.params.diarize
    model = context.layout.model(params.model)
    return context.each_recording(
        "diarize",
        partial(engines.diarizer, params.engine, model, context.machine),
        "voices",
        lambda source: (REVISION, source.n_speakers, as_dict(params)),
        partial(_make, context),
    )


def _make(
    context: Context, engine: Diarizer, source: Source, path: Path, _: Callable[[float], None]
) -> list[Encoded]:
    from pipeline.engines.channels import who_speaks

    file = context.layout.path("interviews") / source.file
    segments = who_speaks(engine, file, n_speakers=source.n_speakers or None)
    voices = Diarization(source.interview, segments, estimated=not source.n_speakers)
    return [encode_json(path, schemas.VOICES, Diarization, voices)]
