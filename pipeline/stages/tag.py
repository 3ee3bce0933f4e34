"""Which question each answer speaks to: the machine's guess, and over it what people decided."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from pipeline.analysis.tagging import (
    Tagged,
    Weights,
    means_of,
    tag_interview,
    tag_rows,
    with_verdicts,
    wordings,
)
from pipeline.execution import Job, Outcome, digest
from pipeline.formats.artefacts import Encoded, adapter, encode_frame
from pipeline.formats.yamls import version_of
from pipeline.model.frames import ANSWERS, TAGS
from pipeline.model.guide import Answers
from pipeline.model.judgement import Event
from pipeline.params import as_dict
from pipeline.stages.common import WHOLE, Context
from pipeline.stages.vectors import QUESTIONS

if TYPE_CHECKING:
    import pandas as pd

REVISION = 2


def run(context: Context) -> Outcome:
    """Tag the whole study at once: its answers tell what each language says on average."""
    layout = context.layout
    paths = (layout.path("answers"), layout.path("tags"))
    segment, vectors = context.contents("segment"), context.contents("vectors")
    events = context.events("questions")
    key = digest(
        REVISION, segment, {n: vectors.get(n) for n in [*segment, QUESTIONS]},
        sorted(context.analysable),
        as_dict(context.params.tag), version_of(layout.path("questions")),
        {i.id: [i.guide, i.speakers] for i in context.study.interviews},
        adapter(list[Event]).dump_python(events, mode="json"), context.key.hex() if events else "",
    )  # fmt: skip

    def make(advance: Callable[[float], None]) -> list[Encoded]:
        answers, tags = _tag(context, advance)
        return [encode_frame(paths[0], ANSWERS, answers), encode_frame(paths[1], TAGS, tags)]

    return context.memo("tag", [Job(WHOLE, key, paths, make)])


def _tag(context: Context, advance: Callable[[float], None]) -> tuple[pd.DataFrame, pd.DataFrame]:
    answers = context.stretches()
    names = list(dict.fromkeys(answers["interview"]))
    judged = context.events_by_interview("questions")
    tagged: list[Tagged] = []
    statuses: dict[str, Mapping[str, str]] = {}
    if names:
        guesses = guess(context, {name: context.answers(name) for name in names})
        for i, name in enumerate(names):
            verdict = context.verdicts("question", name, judged.get(name, []))
            for mine in guesses[name]:
                held, standing = with_verdicts(mine, verdict)
                tagged.append(held)
                statuses[held.answer] = standing
            advance((i + 1) / len(names))
    return _frames(answers, tagged, statuses)


def guess(context: Context, found: Mapping[str, Answers]) -> Mapping[str, Sequence[Tagged]]:
    """Tag interviews by the machine alone: interview -> its answers' tags, in their order."""
    questions = context.questions()
    space = context.space([QUESTIONS, *found])
    among = wordings(questions, space)
    weights = Weights(**as_dict(context.params.tag))
    means = means_of(list(found.values()), among, space, prior=weights.asked_prior)
    result = {}
    for name, mine in found.items():
        guide = context.interviews[name].guide
        result[name] = tag_interview(
            mine,
            among.only(questions.open_to(guide)),
            space,
            means,
            guide=questions.guides.get(guide, ()),
            weights=weights,
            place=_place(mine.unit),
        )
    return result


def _place(unit: str) -> Callable[[int], str]:
    """Return how a position is written for people: minutes and seconds, or a character."""
    if unit == "ms":
        return lambda at: f"{at // 60_000:02d}:{at // 1_000 % 60:02d}"
    return lambda at: f"character {at}"


def _frames(
    answers: pd.DataFrame, tagged: Sequence[Tagged], statuses: Mapping[str, Mapping[str, str]]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    import pandas as pd

    standing = {t.answer: t.status for t in tagged}
    whole = answers.assign(status=answers["answer"].map(standing))
    present = set(answers["answer"])
    mine = [t for t in tagged if t.answer in present]
    rows = [row for t in mine for row in tag_rows(t, statuses[t.answer])]
    tags = pd.DataFrame(rows, columns=list(TAGS.dtypes))
    return whole[list(ANSWERS.dtypes)].dropna(subset=["status"]), tags
