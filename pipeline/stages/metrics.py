"""The machine's work held against gold, where a study has any."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from pipeline.analysis.scoring import (
    Counts,
    Given,
    Gold,
    Guess,
    Ranks,
    adjusted_rand,
    rank_counts,
    speaker_hits,
    tag_counts,
    total,
    true_group,
    word_errors,
)
from pipeline.analysis.segments import voices
from pipeline.analysis.tagging import by_score
from pipeline.errors import BadInput, PipelineError
from pipeline.execution import Job, Outcome, digest
from pipeline.formats import schemas
from pipeline.formats.artefacts import Encoded, adapter, encode_bytes, read_frame
from pipeline.formats.yamls import version_of
from pipeline.model.frames import ANSWERS, MEMBERS, TAGS
from pipeline.model.span import Span
from pipeline.params import as_dict
from pipeline.stages.common import WHOLE, Context
from pipeline.stages.tag import guess

if TYPE_CHECKING:
    import pandas as pd

REVISION = 3


@dataclass
class _Tally:
    """What is counted for one interview."""

    recorded: bool
    heard: bool
    language: str
    errors: int = 0
    words: int = 0
    right_speaker: int = 0
    placed_words: int = 0
    tags: Counts = field(default_factory=Counts)
    withheld: Counts = field(default_factory=Counts)
    ranked: Ranks = field(default_factory=Ranks)
    ranked_withheld: Ranks = field(default_factory=Ranks)


def run(context: Context) -> Outcome:
    """Measure words, speakers and tags of every interview that has gold."""
    path = context.layout.path("metrics")
    gold, failures = _read_gold(context)
    made = ("turns", "segment", "vectors", "tag", "cluster")
    key = digest(
        REVISION, {n: adapter(Gold).dump_python(g, mode="json") for n, g in gold.items()},
        {stage: context.contents(stage) for stage in made}, as_dict(context.params.tag),
        version_of(context.layout.path("questions")),
    )  # fmt: skip

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
            gold[name] = _of_those_who_may(context, path.read_bytes())
        except ValidationError as error:
            first = error.errors()[0]
            what = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
            where = context.layout.relative("gold", id=name)
            failures[name] = [BadInput(what, where=where, remedy="see docs/formats.md")]
    return gold, failures


def _of_those_who_may(context: Context, data: bytes) -> Gold:
    """Read gold, without the answers of people who do not allow analysis: nobody looks for them."""
    whole = adapter(Gold).validate_json(data)
    may = tuple(a for a in whole.answers if a.speaker in context.analysable)
    return replace(whole, answers=may)


def _measure(context: Context, gold: Mapping[str, Gold]) -> dict[str, Any]:
    head = {"schema": schemas.METRICS, "interviews": len(gold)}
    if not gold:
        return head | {"reason": "no interview has gold"}
    answers = read_frame(context.layout.path("answers"), ANSWERS)
    names = [name for name in gold if name in set(answers["interview"])]
    given = _given(context, answers)
    heard, silent = _machine(context, names, silent=False), _machine(context, names, silent=True)
    recorded_ones = {s.interview for s in context.sources() if s.media is not None}
    tallies = [
        _tally(
            context, truth, given.get(name, []), heard.get(name, []), silent.get(name, []),
            name in recorded_ones,
        )
        for name, truth in gold.items()
    ]  # fmt: skip
    recorded = [t for t in tallies if t.recorded]
    with_asker = [t for t in tallies if t.heard]
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
            "written": _f1(total(t.tags for t in tallies if not t.recorded)),
            "interviewer_heard": _f1(total(t.tags for t in with_asker))
            | _ranks([t.ranked for t in with_asker]),
            "interviewer_withheld": _f1(total(t.withheld for t in with_asker))
            | _ranks([t.ranked_withheld for t in with_asker]),
        },
        "clusters": _clusters(context, gold, answers),
    }


def _given(context: Context, answers: pd.DataFrame) -> dict[str, list[Given]]:
    """Return the machine's tags by interview; what people confirmed is no merit of its own."""
    tags = read_frame(context.layout.path("tags"), TAGS)
    mine = tags[tags["status"] == "suggested"].groupby("answer")["question"].apply(tuple).to_dict()
    result: dict[str, list[Given]] = {}
    for row in answers.to_dict("records"):
        given = Given(Span(row["start"], row["end"]), mine.get(row["answer"], ()))
        result.setdefault(str(row["interview"]), []).append(given)
    return result


def _machine(context: Context, names: Sequence[str], *, silent: bool) -> dict[str, list[Guess]]:
    """Tag the same answers anew, without people's help, and without what any interviewer says."""
    found = {name: context.answers(name) for name in names}
    if not found:
        return {}
    if silent:
        found = {
            name: replace(mine, answers=tuple(replace(a, asked=None) for a in mine.answers))
            for name, mine in found.items()
        }
    tagged = guess(context, found)
    return {
        name: [
            Guess(a.span, t.questions, tuple(r.question for r in by_score(t)))
            for a, t in zip(mine.answers, tagged[name], strict=True)
        ]
        for name, mine in found.items()
    }


def _clusters(context: Context, gold: Mapping[str, Gold], answers: pd.DataFrame) -> dict[str, Any]:
    """Hold the machine's groups against the positions that the study was designed to have."""
    members = read_frame(context.layout.path("members"), MEMBERS)
    cluster_of = dict(zip(members["answer"], members["cluster"], strict=True))
    pairs = [
        (true_group(gold[r["interview"]].answers, Span(r["start"], r["end"])), r["answer"])
        for r in answers.to_dict("records")
        if r["interview"] in gold
    ]
    designed = [(group, answer) for group, answer in pairs if group]
    grouped = [(group, cluster_of[a]) for group, a in designed if a in cluster_of]
    index = adjusted_rand([g for g, _ in grouped], [c for _, c in grouped])
    return {
        "adjusted_rand_index": None if index is None else round(index, 4),
        "answers": len(grouped),
        "outliers": len(designed) - len(grouped),
    }


def _tally(
    context: Context,
    gold: Gold,
    given: list[Given],
    heard: list[Guess],
    silent: list[Guess],
    recorded: bool,
) -> _Tally:
    turns, interview = context.turns(gold.interview), context.interviews[gold.interview]
    asks = any(turn.role == "interviewer" for turn in gold.turns)
    tally = _Tally(recorded, asks, turns.language, tags=tag_counts(gold.answers, given))
    tally.withheld = tag_counts(gold.answers, [Given(g.span, g.questions) for g in silent])
    tally.ranked = rank_counts(gold.answers, heard)
    tally.ranked_withheld = rank_counts(gold.answers, silent)
    if recorded:
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


def _ranks(parts: Sequence[Ranks]) -> dict[str, Any]:
    of = sum(part.answers for part in parts)
    firsts, thirds = sum(part.first for part in parts), sum(part.third for part in parts)
    return {"top_1": _rate(firsts, of)["value"], "top_3": _rate(thirds, of)["value"], "answers": of}
