"""Every text that is compared by meaning, as a vector: embedded once, by text and model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from pipeline.analysis.evidence import texts_of, worded
from pipeline.analysis.meaning import text_key
from pipeline.errors import PipelineError
from pipeline.execution import Job, Outcome, digest
from pipeline.formats.artefacts import Encoded, encode_frame, read_frame
from pipeline.formats.yamls import version_of
from pipeline.model.engines import Embedder
from pipeline.model.frames import VECTORS
from pipeline.stages.common import WHOLE, Context

REVISION = 2
QUESTIONS, CODES = "_questions", "_codes"  # no interview can bear an underscore

Texts = Callable[[], list[str]]


def run(context: Context) -> Outcome:
    """Embed the texts of each interview, of the question set and of the codebook."""
    from pipeline import engines

    try:
        engine = engines.embedder(context.params.vectors.engine, context.machine)
        mark = engine.fingerprint
    except PipelineError as error:
        return context.memo("vectors", [], {WHOLE: [error]})
    layout = context.layout
    items: list[tuple[str, str, Texts]] = []
    failures: dict[str, Sequence[PipelineError]] = {}
    for name, path, texts in (
        (QUESTIONS, layout.path("questions"), partial(_questions, context)),
        (CODES, layout.path("codes"), partial(_codes, context)),
    ):
        try:
            items.append((name, version_of(path), texts))
        except PipelineError as error:
            failures[name] = [error]
    for name, content in context.contents("segment").items():
        if name != WHOLE:
            items.append((name, content, partial(_answers, context, name)))
    jobs = [_job(context, engine, mark, *item) for item in items]
    return context.memo("vectors", jobs, failures)


def _job(
    context: Context, engine: Embedder, mark: str, name: str, content: str, texts: Texts
) -> Job:
    path = context.layout.path("vectors", id=name)
    key = digest(REVISION, content, mark)
    return Job(name, key, (path,), partial(_make, engine, mark, texts, path))


def _questions(context: Context) -> list[str]:
    return [text for _, text in worded(context.questions())]


def _codes(context: Context) -> list[str]:
    return [text for code in context.codebook().codes for text in code.descriptions()]


def _answers(context: Context, name: str) -> list[str]:
    return [text for answer in context.answers(name).answers for text in texts_of(answer)]


def _make(
    engine: Embedder, mark: str, texts: Texts, path: Path, advance: Callable[[float], None]
) -> list[Encoded]:
    import pandas as pd

    wanted = {text_key(text): text for text in texts()}
    known = _known(path, mark)
    missing = [key for key in wanted if key not in known]
    if missing:
        fresh = engine.embed([wanted[key] for key in missing], advance=advance)
        known |= dict(zip(missing, fresh, strict=True))
    frame = pd.DataFrame(
        {"text": list(wanted), "model": mark, "vector": [known[k] for k in wanted]}
    )
    return [encode_frame(path, VECTORS, frame)]


def _known(path: Path, mark: str) -> dict[str, object]:
    """Return the vectors that an earlier run of the same model left here, by text."""
    try:
        frame = read_frame(path, VECTORS)
    except PipelineError:
        return {}
    mine = frame[frame["model"] == mark]
    return dict(zip(mine["text"], mine["vector"], strict=True))
