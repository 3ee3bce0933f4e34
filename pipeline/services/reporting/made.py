"""How it was made: program, models, thresholds, versions of the sets, keys of the artefacts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pipeline import __version__
from pipeline.errors import NotReady
from pipeline.execution import digest, read_manifest
from pipeline.formats.artefacts import read_frame
from pipeline.formats.yamls import version_of
from pipeline.layout import STAGE_ORDER, Layout
from pipeline.model.frames import VECTORS
from pipeline.model.report import Block, Paragraph, Section, Table, Unknown
from pipeline.params import Params
from pipeline.services.deciding.judging import events_of
from pipeline.services.reporting.common import counted
from pipeline.services.showing.library import Library

_SHORT = 12  # letters of a key; enough to hold two runs against each other


@dataclass(frozen=True)
class Stage:
    """A stage of the last run: how many items stand and failed, and the key of them all."""

    name: str
    items: int
    failed: int
    key: str


@dataclass(frozen=True)
class Made:
    """Everything that the results hang on."""

    params: Params
    stages: tuple[Stage, ...]
    vectors: tuple[tuple[str, str], ...]
    questions: str
    codes: str
    judgements: Mapping[str, int]
    coders: int


def gather(library: Library, params: Params) -> Made:
    """Read manifests, versions and logs."""
    layout = library.layout
    logs = sorted({p.stem for p in layout.path("logs").glob("*/*.jsonl")})
    events = Counter(event.kind for event in events_of(layout, logs)) if logs else Counter[str]()
    return Made(
        params, _stages(layout), _vectors(layout), _version(layout, "questions"),
        _version(layout, "codes"), dict(sorted(events.items())), len(library.coders()),
    )  # fmt: skip


def _stages(layout: Layout) -> tuple[Stage, ...]:
    found = []
    for name in STAGE_ORDER:
        records = read_manifest(layout.path("manifest-of", stage=name))
        if records:
            keys = [[item, record.key] for item, record in sorted(records.items())]
            failed = sum(record.failed for record in records.values())
            found.append(Stage(name, len(records) - failed, failed, digest(keys)[:_SHORT]))
    return tuple(found)


def _vectors(layout: Layout) -> tuple[tuple[str, str], ...]:
    try:
        frame = read_frame(layout.path("question-vectors"), VECTORS)
    except NotReady:
        return ()
    pairs = frame[["view", "model"]].drop_duplicates().itertuples(index=False)
    return tuple((str(pair.view), str(pair.model)) for pair in pairs)


def _version(layout: Layout, name: str) -> str:
    path = layout.path(name)
    return version_of(path)[:_SHORT] if path.exists() else ""


def section(found: Made) -> Section:
    """Return the section."""
    p = found.params
    models = [
        ("Speech to text", f"{p.transcribe.engine}, {p.transcribe.model}"),
        ("Who speaks", " ".join(filter(None, (p.diarize.engine, p.diarize.model)))),
        ("Sentences and phrases", p.segment.linguist),
        ("Grouping", p.cluster.engine),
        *((f"Vectors, {view}", model) for view, model in found.vectors),
        ("Question set", found.questions or "none"),
        ("Codebook", found.codes or "none"),
    ]
    total = sum(found.judgements.values())
    short = (
        f"Interleaf {__version__}; {counted(total, 'judgement')} by "
        f"{counted(found.coders, 'coder')} {'is' if total == 1 else 'are'} in it."
    )
    blocks: list[Block] = [
        Paragraph(
            "The same files, parameters and models give the same results. Two reports whose keys "
            "are alike rest on the same artefacts."
        ),
        Table("Program, models and versions", ("What", "Which"),
              (("Interleaf", __version__), *models)),
    ]  # fmt: skip
    if found.judgements:
        rows = tuple((kind, str(n)) for kind, n in found.judgements.items())
        blocks.append(Table("Judgements that hold", ("Kind", "Number"), rows, (1,)))
    else:
        blocks.append(Paragraph("Nobody has judged anything yet: all tags are the machine's.",
                                note=True))  # fmt: skip
    if found.stages:
        rows4 = tuple((s.name, str(s.items), str(s.failed), s.key) for s in found.stages)
        blocks.append(
            Table("Artefacts of the last run", ("Stage", "Items", "Failed", "Key"), rows4, (1, 2))
        )
    else:
        blocks.append(Unknown("the study has not been run"))
    blocks.append(_params(p))
    return Section("made", "How it was made", short, tuple(blocks))


def _params(params: Params) -> Table:
    rows = tuple(
        (section, name, _value(value))
        for section, values in asdict(params).items()
        for name, value in values.items()
    )
    return Table("Parameters and thresholds", ("Section", "Name", "Value"), rows)


def _value(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or "none"
    if isinstance(value, dict):
        return ", ".join(f"{k}: {v}" for k, v in value.items()) or "none"
    return str(value) if value != "" else "none"
