"""Which scores may be called probabilities, by what people judged blind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from pipeline.analysis.calibration import Calibration, Judged, calibrate, judged
from pipeline.analysis.placing import place
from pipeline.execution import Job, Outcome, digest
from pipeline.formats import schemas
from pipeline.formats.artefacts import Encoded, adapter, encode_json, read_frame
from pipeline.formats.yamls import version_of
from pipeline.model.frames import TAGS
from pipeline.model.judgement import Event
from pipeline.params import as_dict
from pipeline.stages.common import WHOLE, Context

REVISION = 1


def run(context: Context) -> Outcome:
    """Hold the newest scores against the blind judgements; tagging itself knows nothing of it."""
    path = context.layout.path("calibration")
    events = context.events("questions")
    key = digest(
        REVISION, context.contents("tag"), context.contents("segment"), context.contents("turns"),
        as_dict(context.params.calibrate), version_of(context.layout.path("questions")),
        {i.id: i.guide for i in context.study.interviews},
        adapter(list[Event]).dump_python(events, mode="json"), context.key.hex() if events else "",
    )  # fmt: skip

    def make(_: Callable[[float], None]) -> list[Encoded]:
        params = context.params.calibrate
        found = calibrate(
            _judged(context), least_judged=params.least_judged,
            least_interviews=params.least_interviews, seed=params.seed,
        )  # fmt: skip
        return [encode_json(path, schemas.CALIBRATION, Calibration, found)]

    return context.memo("calibrate", [Job(WHOLE, key, (path,), make)])


def _judged(context: Context) -> list[Judged]:
    tags = read_frame(context.layout.path("tags"), TAGS)
    first = tags.sort_values("score", ascending=False, kind="stable").drop_duplicates("answer")
    best: Mapping[str, tuple[str, float]] = {
        str(answer): (str(question), float(score))
        for answer, question, score in zip(
            first["answer"], first["question"], first["score"], strict=True
        )
    }
    questions = context.questions()
    rows: list[Judged] = []
    sound = context.contents("segment")
    for interview, events in sorted(context.events_by_interview("questions").items()):
        if interview not in sound or interview not in context.interviews:
            continue
        spans = {a.id: a.span for a in context.answers(interview).answers}
        placed = place(events, context.turns(interview), spans, key=context.key).by_answer
        now = partial(questions.carry, guide=context.interviews[interview].guide)
        rows += judged(interview, placed, {a: best[a] for a in spans if a in best}, now)
    return rows
