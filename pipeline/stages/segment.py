"""Who interviews, and which stretches answer; and all answers of the study as one frame."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.analysis.claims import Claim
from pipeline.analysis.cutting import Costs, Embed, Put, Talk, cut_long, put_in_space
from pipeline.analysis.placing import judged_spans
from pipeline.analysis.segments import find_answers, keep_judged, voices, with_phrases
from pipeline.errors import PipelineError
from pipeline.execution import Job, Outcome, digest
from pipeline.formats import schemas
from pipeline.formats.artefacts import Encoded, encode_frame, encode_json, read_json
from pipeline.formats.yamls import version_of
from pipeline.model.engines import Embedder, Linguist
from pipeline.model.frames import CLAIMS, STRETCHES
from pipeline.model.guide import Answer, Answers
from pipeline.model.interview import Interview
from pipeline.model.judgement import Event
from pipeline.params import as_dict, taken
from pipeline.stages.common import WHOLE, Context

if TYPE_CHECKING:
    import pandas as pd

REVISION = 3
_MIN_REST_WORDS = 3  # less than this beside a judged stretch is a crumb, not an answer


def run(context: Context) -> Outcome:
    """Find the answers of each interview that has changed; then write the whole frame."""
    from pipeline import engines

    params = context.params.segment
    linguist = engines.linguist(params.linguist, params.linguist_models)
    try:
        names = [
            name for name in (context.params.vectors.engine, context.params.vectors.neutral) if name
        ]
        embedders = tuple(engines.embedder(name, context.machine) for name in names)
        cutter = _Cutter(context, embedders)
        mark = [[embedder.fingerprint for embedder in embedders], _version(context)]
    except PipelineError as error:
        return context.memo("segment", [], {WHOLE: [error]})
    judged = context.events_by_interview("stretches", "questions")
    recorded = _recorded(context)
    jobs, parts = [], []
    for name, content in context.contents("turns").items():
        interview = context.interviews.get(name)
        if interview is None:
            continue
        mine = _one_a_stretch(judged.get(name, []))
        path = context.layout.path("answers-of", id=name)
        key = digest(
            REVISION, content, as_dict(params), linguist.fingerprint, mark,
            interview.speakers, interview.interviewers, interview.guide,
            [[e.kind, e.anchor, e.value.get("at")] for e in mine],
        )  # fmt: skip
        make = partial(_make, context, linguist, cutter, interview, mine, path)
        jobs.append(Job(name, key, (path,), make))
        parts.append([name, key, _row(context, interview, recorded)])
    jobs.append(_frame_job(context, [j.id for j in jobs], parts))
    return context.memo("segment", jobs)


def _version(context: Context) -> str:
    """Return the question set's version; what is wrong with it is told elsewhere."""
    try:
        context.questions()
        return version_of(context.layout.path("questions"))
    except PipelineError:
        return ""


@dataclass
class _Cutter:
    """Cuts long answers by the question set, whose vectors are made at first need."""

    context: Context
    embedders: tuple[Embedder, ...]
    put: dict[str, Put] = field(default_factory=dict)

    def cut(self, talk: Talk, guide: str, linguist: Linguist) -> tuple[Answer, ...]:
        """Return the answers, the long ones cut."""
        if not _version(self.context):
            return talk.answers
        params, language = self.context.params.segment, talk.turns.language
        (found,) = cut_long(
            [talk],
            partial(self._asked, guide, language),
            sentences=lambda text: linguist.sentences(text, language=language),
            embeds=self._embeds,
            costs=taken(Costs, params, prefix="cut_"),
        )  # fmt: skip
        return found

    def _asked(self, guide: str, language: str) -> Put:
        """Return the questions that an interview may answer, those of its guide first, in order."""
        book = self.context.questions()
        if language not in self.put:
            self.put[language] = put_in_space(book.questions, language, self._embeds)
        asked = {name: i for i, name in enumerate(book.guides.get(guide, ()))}
        names = sorted(book.open_to(guide), key=lambda name: asked.get(name, len(asked)))
        return self.put[language].among(names)

    @property
    def _embeds(self) -> list[Embed]:
        return [partial(embedder.embed, advance=_unseen) for embedder in self.embedders]


def _unseen(_: float) -> None:
    """Take no notice of progress."""


def _one_a_stretch(events: Sequence[Event]) -> list[Event]:
    """Return the last event of each stretch: only boundaries matter here."""
    last = {(e.anchor, e.kind == "split"): e for e in events}
    return sorted(last.values(), key=lambda e: (e.at, e.id))


def _make(
    context: Context,
    linguist: Linguist,
    cutter: _Cutter,
    interview: Interview,
    judged: Sequence[Event],
    path: Path,
    _: Callable[[float], None],
) -> list[Encoded]:
    params = context.params.segment
    turns = context.turns(interview.id)
    who = voices(turns, interview.speakers, interview.interviewers)

    def sentences(text: str) -> tuple[str, ...]:
        spans = linguist.sentences(text, language=turns.language)
        return tuple(text[s.start : s.end] for s in spans)

    found = find_answers(
        turns,
        who,
        min_question_words=params.min_question_words,
        min_answer_words=params.min_answer_words,
        sentences=sentences,
    )
    found = cutter.cut(Talk(turns, who, found), interview.guide, linguist)
    spans = judged_spans(judged, turns, key=context.key)
    found = keep_judged(turns, who, found, spans, min_rest_words=_MIN_REST_WORDS)
    roles = {voice.person: voice.role for voice in who.values()}
    answers = Answers(interview.id, turns.version, turns.unit, turns.language, roles, found)
    limit = params.max_phrases
    answers = with_phrases(
        answers, lambda text, language: linguist.phrases(text, language=language, limit=limit)
    )
    return [encode_json(path, schemas.ANSWERS_OF, Answers, answers)]


def _recorded(context: Context) -> frozenset[str]:
    """Return the interviews of which there is a recording; a text with times has none."""
    return frozenset(s.interview for s in context.sources() if s.media is not None)


def _row(context: Context, interview: Interview, recorded: Collection[str]) -> list[Any]:
    """Return what an interview's answers share: place, country, visit, date, recorded or not."""
    site = next((s for s in context.study.sites if s.id == interview.site), None)
    return [
        interview.site,
        site.country if site else "",
        interview.wave,
        interview.date.isoformat(),
        interview.id in recorded,
    ]


def _frame_job(context: Context, names: Sequence[str], parts: Sequence[Any]) -> Job:
    paths = context.layout.path("stretches"), context.layout.path("claims")
    contents = context.contents("turns")

    def make(_: Callable[[float], None]) -> list[Encoded]:
        return [
            encode_frame(paths[0], STRETCHES, _frame(context, names)),
            encode_frame(paths[1], CLAIMS, _claims(context, names)),
        ]

    key = digest(REVISION, parts, [contents[name] for name in names])
    return Job(WHOLE, key, paths, make)


def _claims(context: Context, names: Sequence[str]) -> pd.DataFrame:
    """Return the figures that the study's articles take from surveys."""
    import pandas as pd

    rows = []
    for name in names:
        path = context.layout.path("claims-of", id=name)
        claims = read_json(path, schemas.CLAIMS_OF, list[Claim]) if path.exists() else []
        rows += [
            (name, c.number, float("nan") if c.high is None else c.high, c.unit, c.figure_words,
             c.claim, c.source, c.sentence_words, c.figure.start, c.figure.end)
            for c in claims
        ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(CLAIMS.dtypes))


def _frame(context: Context, names: Sequence[str]) -> pd.DataFrame:
    import pandas as pd

    order = {name: i for i, name in enumerate(context.interviews)}
    recorded = _recorded(context)
    rows = []
    for name in sorted(names, key=lambda n: order[n]):
        path = context.layout.path("answers-of", id=name)
        if not path.exists():
            continue
        answers = context.answers(name)
        row = _row(context, context.interviews[name], recorded)
        site, country, wave, day, heard = row
        for position, a in enumerate(answers.answers):
            rows.append(
                (a.id, name, position, a.speaker, site, country, wave, day,
                 answers.language_of(a),
                 answers.unit, a.start, a.end, a.text,
                 a.asked.text if a.asked else "", a.asked.start if a.asked else -1,
                 " · ".join(a.phrases), heard)
            )  # fmt: skip
    return pd.DataFrame(rows, columns=list(STRETCHES.dtypes))
