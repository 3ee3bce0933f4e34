"""The words of each recording."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.analysis.guards import flagged
from pipeline.engines.units import UNIT_MS
from pipeline.execution import Outcome, digest
from pipeline.formats import schemas
from pipeline.formats.artefacts import Encoded, adapter, encode_json
from pipeline.formats.files import write_atomically
from pipeline.model.engines import Heard, Transcriber
from pipeline.model.interview import Source, Transcript
from pipeline.params import as_dict
from pipeline.stages.common import Context

if TYPE_CHECKING:
    from pipeline.model.engines import Sound

REVISION = 2


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
    """Hear a recording piece by piece; each that is done is kept at once, also if we are killed."""
    from pipeline.engines.units import units

    assert source.media is not None
    key = digest(REVISION, source.sha256, engine.fingerprint, source.language)
    whole = Heard(source.language, ())
    for start, sound in units(context.layout.path("interviews") / source.file):
        share = _share(advance, source, start)
        part = _heard(context, engine, key, start, sound, whole.language, share)
        whole = _joined(whole, part, start)
    words = flagged(whole.words, whole.speech)
    transcript = Transcript(source.interview, whole.language, words, whole.gaps)
    shutil.rmtree(context.layout.path("units", id=key), ignore_errors=True)
    return [encode_json(path, schemas.TRANSCRIPT, Transcript, transcript)]


def _heard(
    context: Context,
    engine: Transcriber,
    key: str,
    start: int,
    sound: Sound,
    language: str,
    advance: Callable[[float], None],
) -> Heard:
    """Return what an earlier, interrupted run heard of a piece, else hear it."""
    kept = context.layout.path("unit", id=key, start=str(start))
    try:
        return adapter(Heard).validate_json(kept.read_bytes())
    except (OSError, ValueError):  # never heard, or its file is not whole
        heard = engine.transcribe(sound, language=language, advance=advance)
        write_atomically(kept, adapter(Heard).dump_json(heard))
        return heard


def _share(advance: Callable[[float], None], source: Source, start: int) -> Callable[[float], None]:
    """Return how a piece tells its share of the whole recording."""
    whole = max(1, source.media.duration_ms if source.media else 1)
    length = min(UNIT_MS, whole - start)
    return lambda share: advance(min(1.0, (start + share * length) / whole))


def _joined(whole: Heard, part: Heard, start: int) -> Heard:
    """Append a piece that begins at ``start``; the first that has words tells the language."""
    words = (replace(w, start=w.start + start, end=w.end + start) for w in part.words)
    return Heard(
        whole.language or part.language,
        (*whole.words, *words),
        (*whole.speech, *(span.shift(start) for span in part.speech)),
        (*whole.gaps, *(span.shift(start) for span in part.gaps)),
    )
