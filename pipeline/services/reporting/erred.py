"""The machine's measured errors: held against blind judgements, and against references."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.analysis.against import LEAST, Share
from pipeline.model.report import (
    Block,
    Figure,
    Interval,
    Intervals,
    Paragraph,
    Section,
    Table,
    Unknown,
)
from pipeline.services.deciding.agreement import Report, Right
from pipeline.services.reporting.agreed import Judged
from pipeline.services.reporting.common import Naming, counted
from pipeline.services.showing.library import Library

TITLE = "What the machine gets wrong"


@dataclass(frozen=True)
class Erred:
    """Blind judgements on questions, and what was measured against references in the study."""

    naming: Naming
    blind: Report | Unknown
    metrics: Mapping[str, Any] = field(default_factory=dict)


def gather(library: Library, judged: Judged) -> Erred:
    """Read the measures of the last run, beside the blind judgements."""
    path = library.layout.path("metrics")
    return Erred(judged.naming, judged.reports["question"], _json(path))


def _json(path: Path) -> Mapping[str, Any]:
    try:
        read = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}


def section(found: Erred) -> Section:
    """Return the section."""
    blocks: list[Block] = []
    if isinstance(found.blind, Unknown):
        short = f"How often the machine's questions are right is not known: {found.blind.reason}."
        blocks.append(Unknown(f"how often its questions are right: {found.blind.reason}"))
    elif not any(right.exact.n for right in found.blind.machine):
        why = "no blind judgement tells what the machine held by itself at the time"
        short = f"How often the machine's questions are right is not known: {why}."
        blocks.append(Unknown(f"how often its questions are right: {why}"))
    else:
        short = _sentence(found.blind.machine[0].exact)
        blocks += _questions(found, found.blind, short)
    blocks += _references(found.metrics)
    return Section("errors", TITLE, short, tuple(blocks))


def _sentence(share: Share) -> str:
    told = f"Of {counted(share.n, 'answer')} that people judged blind"
    if share.value is None:
        return (
            f"{told}, the machine chose just the same questions for {share.right}; it takes "
            f"{LEAST} to tell a share."
        )
    low, high = share.low or 0.0, share.high or 1.0
    return (
        f"{told}, the machine chose just the same questions for {share.right}: {share.value:.0%} "
        f"(95% interval {low:.0%} to {high:.0%})."
    )


def _questions(found: Erred, blind: Report, sentence: str) -> list[Block]:
    rows = tuple(_row(found.naming, right) for right in blind.machine)
    table = Table(
        "Questions that the machine suggests, held against blind judgements",
        ("Of", "Answers judged", "Just the same questions", "At least one of them"),
        tuple(
            (row.label, str(right.exact.n), _share(right.exact), _share(right.named))
            for row, right in zip(rows, blind.machine, strict=True)
        ),
        (1, 2, 3),
    )  # fmt: skip
    chart = Intervals("share of answers with just the same questions", rows, ends=(0.0, 1.0))
    told = f"Points with 95% intervals for all answers, places and languages. {sentence}"
    figure = Figure("How often the machine is right", told, sentence, chart, table)
    note = (
        "What counts is the machine's guess at the moment of the judgement. On "
        f"{counted(blind.differ, 'answer')} blind coders differ, so that the machine is not held "
        f"to them; {counted(blind.unnoted, 'choice')} came after people had taught the machine "
        "what to hold there. Confirmations with a suggestion in view are no evidence and are not "
        "counted."
    )
    return [figure, Paragraph(note, note=True)]


def _row(naming: Naming, right: Right) -> Interval:
    label = "all answers"
    if right.site:
        label = naming.place(right.site)
    elif right.language:
        label = f"language: {right.language}"
    share = right.exact
    told = f"{share.right} of {share.n}"
    few = "" if share.value is not None else ", too few"
    return Interval(label, share.value, share.low, share.high, told + few)


def _share(share: Share) -> str:
    told = f"{share.right} of {share.n}"
    if share.value is None or share.low is None or share.high is None:
        return f"{told} (too few for a share)"
    return f"{told}, {share.value:.0%} ({share.low:.0%} to {share.high:.0%})"


def _references(metrics: Mapping[str, Any]) -> Sequence[Block]:
    """Return what was measured against transcripts that people wrote into ``interviews/gold``."""
    rows: list[tuple[str, str, str, str]] = []
    for language, found in sorted(metrics.get("word_error_rate", {}).items()):
        rows.append(
            ("Words heard wrong", language, f"{found['value']:.1%}",
             f"{found['count']} of {found['of']} words")
        )  # fmt: skip
    for kind, found in sorted(metrics.get("speaker_accuracy", {}).items()):
        rows.append(
            ("Words given to the right voice", kind, f"{found['value']:.1%}",
             f"{found['count']} of {found['of']} words")
        )  # fmt: skip
    for kind, found in sorted(metrics.get("tagging", {}).items()):
        rows.append(
            ("Questions, F1", kind, f"{found['f1']:.2f}",
             f"{found['right']} right, {found['wrong']} wrong, {found['missed']} missed")
        )  # fmt: skip
    if not rows:
        why = "the study keeps no reference transcripts (interviews/gold)"
        return [Unknown(f"how many words are heard wrong: {why}")]
    n = metrics.get("interviews", 0)
    caption = f"Against references for {counted(int(n), 'interview')}, written beforehand"
    return [Table(caption, ("Measure", "Of", "Value", "Counts"), tuple(rows), (2, 3))]
