"""Which question each answer speaks to: the machine's guess, and over it what people decided."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from pipeline.analysis.adaptation import Settings, adapt
from pipeline.analysis.blind import BLIND
from pipeline.analysis.evidence import combined, gather, means_of, wordings
from pipeline.analysis.judgements import Verdict, nobodys
from pipeline.analysis.smalltalk import NOBODYS
from pipeline.analysis.tagging import Tagged, Weights, tag_interview, tag_rows, with_verdicts
from pipeline.execution import Job, Outcome, digest
from pipeline.formats.artefacts import Encoded, adapter, encode_frame
from pipeline.formats.yamls import version_of
from pipeline.model.frames import ANSWERS, TAGS
from pipeline.model.guide import Answers
from pipeline.model.judgement import Event
from pipeline.params import as_dict, taken
from pipeline.stages.common import WHOLE, Context
from pipeline.stages.vectors import QUESTIONS

if TYPE_CHECKING:
    import pandas as pd

REVISION = 5


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
    talk: set[str] = set()
    statuses: dict[str, Mapping[str, str]] = {}
    if names:
        verdicts = {n: context.verdicts("question", n, judged.get(n, [])) for n in names}
        learnt = {n: context.verdicts("question", n, _open_eyed(judged.get(n, []))) for n in names}
        found = {name: context.answers(name) for name in names}
        guesses = guess(context, found, _confirmed(learnt.values()))
        for i, name in enumerate(names):
            for mine in guesses[name]:
                held, standing = with_verdicts(mine, verdicts[name])
                tagged.append(held)
                statuses[held.answer] = standing
            advance((i + 1) / len(names))
        talk = {g.answer for of in guesses.values() for g in of if g.status == "none"}
    answers = answers.assign(small_talk=answers["answer"].isin(talk))
    return _frames(answers, tagged, statuses)


def _open_eyed(events: Sequence[Event]) -> list[Event]:
    """Return what was not judged blind: the blind sample tests the machine, it does not teach."""
    return [event for event in events if event.seen.get("mode") != BLIND]


def _confirmed(
    verdicts: Iterable[Mapping[tuple[str, str], Verdict]],
) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return what is confirmed: answer -> question (or small talk) -> by whom."""
    result: dict[str, dict[str, tuple[str, ...]]] = {}
    for of in verdicts:
        for (answer, question), verdict in of.items():
            if verdict.state == "confirmed":
                result.setdefault(answer, {})[question] = verdict.coders
        for answer, coders in nobodys(of).items():
            result[answer] = {NOBODYS: coders}
    return result


def guess(
    context: Context,
    found: Mapping[str, Answers],
    confirmed: Mapping[str, Mapping[str, tuple[str, ...]]] | None = None,
) -> Mapping[str, Sequence[Tagged]]:
    """Tag interviews by the machine: interview -> its answers' tags, in their order.

    Args:
        context: the study.
        found: the answers of each interview.
        confirmed: what the machine learns from: answer -> question -> who confirmed it.
    """
    questions, params = context.questions(), context.params.tag
    guides = {name: context.interviews[name].guide for name in found}
    open_to = {n: (*questions.open_to(guide), NOBODYS) for n, guide in guides.items()}
    known = {answer: list(given) for answer, given in (confirmed or {}).items()}
    views = []
    for space in context.spaces([QUESTIONS, *found]):
        among = wordings(questions, space)
        means = means_of(list(found.values()), among, space, prior=params.asked_prior)
        views.append(
            gather(list(found.values()), among, space, means, open_to=open_to, known=known)
        )
    gathered = combined(views)
    belief = adapt(gathered.collection, taken(Settings, params))
    result, start = {}, 0
    for name, mine in found.items():
        rows = range(start, start := start + len(mine.answers))
        result[name] = tag_interview(
            mine,
            rows,
            gathered,
            belief,
            among.ids,
            guide=questions.guides.get(guides[name], ()),
            weights=taken(Weights, params),
            place=_place(mine.unit),
            coders={a: next(iter(given.values())) for a, given in (confirmed or {}).items()},
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
