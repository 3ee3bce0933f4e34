"""Every text that is compared by meaning, as vectors: embedded once, by text and model."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.analysis.evidence import texts_of, worded
from pipeline.analysis.meaning import text_key
from pipeline.errors import PipelineError
from pipeline.execution import Job, Outcome, digest
from pipeline.formats.artefacts import Encoded, encode_frame, read_frame
from pipeline.formats.yamls import version_of
from pipeline.model.engines import Embedder
from pipeline.model.frames import VECTORS
from pipeline.stages.common import WHOLE, Context

if TYPE_CHECKING:
    import pandas as pd

REVISION = 3
QUESTIONS, CODES = "_questions", "_codes"  # no interview can bear an underscore

Texts = Callable[[], list[str]]


def run(context: Context) -> Outcome:
    """Embed the texts of each interview, of the question set and of the codebook."""
    from pipeline import engines

    named = {"meaning": context.params.vectors.engine, "neutral": context.params.vectors.neutral}
    try:
        views = {
            view: engines.embedder(name, context.machine) for view, name in named.items() if name
        }
        marks = {view: engine.fingerprint for view, engine in views.items()}
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
    jobs = [_job(context, views, marks, *item) for item in items]
    return context.memo("vectors", jobs, failures)


def _job(
    context: Context,
    views: Mapping[str, Embedder],
    marks: Mapping[str, str],
    name: str,
    content: str,
    texts: Texts,
) -> Job:
    path = context.layout.path("vectors", id=name)
    key = digest(REVISION, content, marks)
    return Job(name, key, (path,), partial(_make, views, marks, texts, path))


def _questions(context: Context) -> list[str]:
    return [text for _, text in worded(context.questions())]


def _codes(context: Context) -> list[str]:
    return [text for code in context.codebook().codes for text in code.descriptions()]


def _answers(context: Context, name: str) -> list[str]:
    return [text for answer in context.answers(name).answers for text in texts_of(answer)]


def _make(
    views: Mapping[str, Embedder],
    marks: Mapping[str, str],
    texts: Texts,
    path: Path,
    advance: Callable[[float], None],
) -> list[Encoded]:
    import pandas as pd

    wanted = {text_key(text): text for text in texts()}
    before = _before(path)
    parts = []
    for i, (view, engine) in enumerate(views.items()):
        known = _known(before, view, marks[view])
        missing = [key for key in wanted if key not in known]
        if missing:
            part = partial(_part, advance, i, len(views))
            fresh = engine.embed([wanted[key] for key in missing], advance=part)
            known |= dict(zip(missing, fresh, strict=True))
        made = {"text": list(wanted), "view": view, "model": marks[view]}
        parts.append(pd.DataFrame(made | {"vector": [known[key] for key in wanted]}))
    return [encode_frame(path, VECTORS, pd.concat(parts, ignore_index=True))]


def _part(advance: Callable[[float], None], i: int, n: int, share: float) -> None:
    advance((i + share) / n)


def _before(path: Path) -> pd.DataFrame | None:
    """Return what an earlier run left here."""
    try:
        return read_frame(path, VECTORS)
    except PipelineError:
        return None


def _known(before: pd.DataFrame | None, view: str, mark: str) -> dict[str, object]:
    """Return the vectors that are there already from the same model, by text."""
    if before is None:
        return {}
    mine = before[(before["view"] == view) & (before["model"] == mark)]
    return dict(zip(mine["text"], mine["vector"], strict=True))
