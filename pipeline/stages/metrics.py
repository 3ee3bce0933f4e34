"""The machine's work held against gold, where a study has any."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from pipeline.analysis.scoring import (
    Counts,
    Given,
    Gold,
    speaker_hits,
    tag_counts,
    total,
    word_errors,
)
from pipeline.analysis.segments import voices
from pipeline.errors import BadInput, PipelineError
from pipeline.execution import Job, Outcome, digest
from pipeline.formats import schemas
from pipeline.formats.artefacts import Encoded, adapter, encode_bytes, read_frame
from pipeline.model.frames import ANSWERS, TAGS
from pipeline.model.span import Span
from pipeline.stages.common import WHOLE, Context

REVISION = 1


@dataclass
class _Tally:
    """What is counted for one interview."""

    unit: str
    language: str
    errors: int = 0
    words: int = 0
    right_speaker: int = 0
    placed_words: int = 0
    tags: Counts = field(default_factory=Counts)


def run(context: Context) -> Outcome:
    """Measure words, speakers and tags of every interview that has gold."""
    path = context.layout.path("metrics")
    gold, failures = _read_gold(context)
    stages = {stage: context.contents(stage) for stage in ("turns", "segment", "tag")}
    key = digest(
        REVISION, {n: adapter(Gold).dump_python(g, mode="json") for n, g in gold.items()}, stages
    )

    def make(_: Callable[[float], None]) -> list[Encoded]:
        document = _measure(context, gold)
        text = json.dumps(document, indent=1, ensure_ascii=False) + "\n"
        return [encode_bytes(path, text.encode())]

    return context.memo("metrics", [Job(WHOLE, key, (path,), make)], failures)


def _read_gold(context: Context) -> tuple[dict[str, Gold], dict[str, list[PipelineError]]]:
    gold: dict[str, Gold] = {}
    failures: dict[str, list[PipelineError]] = {}
    made = context.contents("turns")
    for name in context.interviews:
        path = context.layout.path("gold", id=name)
        if name not in made or not path.exists():
            continue
        try:
            gold[name] = adapter(Gold).validate_json(path.read_bytes())
        except ValidationError as error:
            first = error.errors()[0]
            what = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
            where = context.layout.relative("gold", id=name)
            failures[name] = [BadInput(what, where=where, remedy="see docs/formats.md")]
    return gold, failures


def _measure(context: Context, gold: Mapping[str, Gold]) -> dict[str, Any]:
    head = {"schema": schemas.METRICS, "interviews": len(gold)}
    if not gold:
        return head | {"reason": "no interview has gold"}
    given = _given(context)
    tallies = [_tally(context, name, truth, given.get(name, [])) for name, truth in gold.items()]
    recorded = [t for t in tallies if t.unit == "ms"]
    written = [t for t in tallies if t.unit == "cp"]
    return head | {
        "word_error_rate": {
            lang: _rate(sum(t.errors for t in mine), sum(t.words for t in mine))
            for lang, mine in _by_language(recorded).items()
        },
        "speaker_accuracy": {
            "recorded": _rate(
                sum(t.right_speaker for t in recorded), sum(t.placed_words for t in recorded)
            )
        },
        "tagging": {
            "all": _f1(total(t.tags for t in tallies)),
            "recorded": _f1(total(t.tags for t in recorded)),
            "written": _f1(total(t.tags for t in written)),
        },
    }


def _given(context: Context) -> dict[str, list[Given]]:
    """Return the machine's tags by interview; what people confirmed is no merit of its own."""
    answers = read_frame(context.layout.path("answers"), ANSWERS)
    tags = read_frame(context.layout.path("tags"), TAGS)
    mine = tags[tags["status"] == "suggested"].groupby("answer")["question"].apply(tuple).to_dict()
    result: dict[str, list[Given]] = {}
    for row in answers.to_dict("records"):
        given = Given(Span(row["start"], row["end"]), mine.get(row["answer"], ()))
        result.setdefault(str(row["interview"]), []).append(given)
    return result


def _tally(context: Context, name: str, gold: Gold, given: list[Given]) -> _Tally:
    turns, interview = context.turns(name), context.interviews[name]
    tally = _Tally(turns.unit, turns.language, tags=tag_counts(gold.answers, given))
    if turns.unit == "ms":
        reference = " ".join(turn.text for turn in gold.turns)
        tally.errors, tally.words = word_errors(reference, " ".join(t.text for t in turns.turns))
        who = voices(turns, interview.speakers, interview.interviewers)
        persons = {label: voice.person for label, voice in who.items()}
        tally.right_speaker, tally.placed_words = speaker_hits(gold, turns, persons)
    return tally


def _by_language(tallies: Sequence[_Tally]) -> dict[str, list[_Tally]]:
    languages = sorted({tally.language for tally in tallies})
    return {lang: [t for t in tallies if t.language == lang] for lang in languages}


def _rate(part: int, whole: int) -> dict[str, Any]:
    return {"value": round(part / whole, 4) if whole else None, "count": part, "of": whole}


def _f1(counts: Counts) -> dict[str, Any]:
    value = None if counts.f1 is None else round(counts.f1, 4)
    return {"f1": value, "right": counts.right, "wrong": counts.wrong, "missed": counts.missed}
