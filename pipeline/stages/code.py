"""Suggested codes for every answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pipeline.analysis.coding import suggest_codes, with_people
from pipeline.analysis.judgements import Verdict
from pipeline.analysis.meaning import language_means
from pipeline.execution import Job, Outcome, digest
from pipeline.formats.artefacts import Encoded, adapter, encode_frame
from pipeline.formats.yamls import version_of
from pipeline.model.frames import CODINGS
from pipeline.model.judgement import Event
from pipeline.params import as_dict
from pipeline.stages.common import WHOLE, Context
from pipeline.stages.vectors import CODES

if TYPE_CHECKING:
    import pandas as pd

REVISION = 2


def run(context: Context) -> Outcome:
    """Suggest codes from the codebook's own words, and put people's codings over them."""
    path = context.layout.path("codings")
    segment, vectors = context.contents("segment"), context.contents("vectors")
    events = context.events("codes")
    key = digest(
        REVISION, segment, {n: vectors.get(n) for n in [*segment, CODES]},
        sorted(context.analysable),
        as_dict(context.params.code), version_of(context.layout.path("codes")),
        adapter(list[Event]).dump_python(events, mode="json"), context.key.hex() if events else "",
    )  # fmt: skip

    def make(_: Callable[[float], None]) -> list[Encoded]:
        return [encode_frame(path, CODINGS, _codings(context))]

    return context.memo("code", [Job(WHOLE, key, (path,), make)])


def _codings(context: Context) -> pd.DataFrame:
    answers = context.stretches()
    names = list(dict.fromkeys(answers["interview"]))
    space = context.space([CODES, *names])
    means = (
        language_means(space[answers["text"].tolist()], answers["language"].tolist())
        if names
        else {}
    )
    params = context.params.code
    suggested = suggest_codes(
        answers, context.codebook(), space, means, above=params.above, at_most=params.at_most
    )
    known = set(answers["answer"])
    held: dict[tuple[str, str], Verdict] = {}
    for name, events in context.events_by_interview("codes").items():
        if context.layout.path("answers-of", id=name).exists():
            held |= context.verdicts("code", name, events)
    return with_people(suggested, {key: v for key, v in held.items() if key[0] in known})
