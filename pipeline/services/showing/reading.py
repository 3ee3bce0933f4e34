"""One interview to read: who speaks, what each stretch answers, and the words as allowed today."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

from pipeline.analysis.corrections import Mark
from pipeline.analysis.segments import Voice, voices
from pipeline.errors import NotReady
from pipeline.formats import schemas
from pipeline.formats.artefacts import read_json
from pipeline.layout import Layout
from pipeline.model.interview import Interview, Transcript, Turn, Word
from pipeline.model.span import Span, Unit
from pipeline.services.showing.library import BEST, SHOWN
from pipeline.services.showing.people import People, read_people
from pipeline.services.showing.store import EVERYTHING, listed, opened, quoted
from pipeline.services.showing.wording import struck, wording

if TYPE_CHECKING:
    import pandas as pd

UNSURE = 0.5
"""Below this probability of the recogniser's a word is shown as doubtful."""

Withheld = Literal["", "analyse", "quote"]
"""The permission for want of which words are not shown; empty where they are."""


Look = Literal["", "unsure", "doubted", "corrected", "redacted", "deleted", "off-record"]
"""How a word came here: ``unsure`` is the recogniser, ``doubted`` may be made up, the others are
people's; of those ``deleted`` and ``off-record`` are places without words."""


@dataclass(frozen=True)
class ReadWord:
    """A word with the marks and the space beside it, or a place where words were taken away.

    ``start`` and ``end`` are in the unit of its interview.
    """

    text: str
    start: int
    end: int
    look: Look = ""

    @property
    def unsure(self) -> bool:
        """Whether the machine is not sure of it."""
        return self.look in ("unsure", "doubted")


@dataclass(frozen=True)
class Tagged:
    """A question that a stretch speaks to: confirmed, suggested or contested.

    ``best``: no other question has a higher score there.
    """

    question: str
    status: str
    score: float
    best: bool = False


@dataclass(frozen=True)
class Stretch:
    """Words of one turn that belong to the same answer, or to none.

    ``status`` is the answer's standing and empty where there is no answer; ``begins``
    marks its first stretch: an answer may go on over several turns.
    """

    words: tuple[ReadWord, ...]
    answer: str = ""
    status: str = ""
    tags: tuple[Tagged, ...] = ()
    begins: bool = False


@dataclass(frozen=True)
class Utterance:
    """A turn as it may be shown; a withheld one has no words.

    ``voice`` is its speaker's label; ``language`` is given where it is another than the
    interview's.
    """

    shown_as: str
    interviewer: bool
    span: Span
    withheld: Withheld
    stretches: tuple[Stretch, ...] = ()
    voice: str = ""
    language: str = ""


@dataclass(frozen=True)
class Reading:
    """An interview as it may be read today; ``gaps`` are stretches of speech without words.

    ``struck`` are stretches of the recording that nobody is to hear.
    """

    interview: Interview
    unit: Unit
    language: str
    utterances: tuple[Utterance, ...]
    gaps: tuple[Span, ...] = ()
    struck: tuple[Span, ...] = ()


@dataclass(frozen=True)
class _Answer:
    id: str
    span: Span
    status: str
    tags: list[Tagged] = field(default_factory=list)


def read_interview(layout: Layout, interview: str, *, on: date | None = None) -> Reading:
    """Return an interview's transcript with the newest decisions, as consent stands on a day.

    Raises:
        NotReady: its turns have not been made, or it is not in the tables.
    """
    people = read_people(layout, on=on)
    row = people.interviews.get(interview)
    if row is None:
        raise NotReady("is not in the tables", where=interview, remedy="check manifest.csv")
    found = wording(layout, interview)
    turns = found.turns
    who = dict(voices(turns, row.speakers, row.interviewers))
    shown = sorted((*found.whole.turns, *found.emptied), key=lambda turn: (turn.start, turn.end))
    for turn in (*found.emptied, *found.untold):
        who.setdefault(turn.speaker, Voice(turn.speaker, "interviewee"))
    withheld = _withheld(people, row, shown)
    answers = _answers(layout, people, interview)
    seen: set[str] = set()
    utterances = [
        _utterance(turn, who[turn.speaker], people, barred, answers, seen, found.marks)
        for turn, barred in zip(shown, withheld, strict=True)
    ]
    gaps = _gaps(layout, interview)
    return Reading(row, turns.unit, turns.language, tuple(utterances), gaps, struck(turns))


def _withheld(people: People, row: Interview, turns: Sequence[Turn]) -> list[Withheld]:
    """Tell for each turn what permission its words lack.

    A question can tell what is answered: an interviewer's turn is shown only where the
    next person to answer may be, or at the end the last one.
    """
    own = [
        None if turn.speaker in row.interviewers else _lacks(people, row.id, turn.speaker)
        for turn in turns
    ]
    told = [lacks for lacks in own if lacks is not None]
    following: Withheld = told[-1] if told else ""
    result: list[Withheld] = []
    for lacks in reversed(own):
        following = following if lacks is None else lacks
        result.append(following)
    return result[::-1]


def _lacks(people: People, interview: str, voice: str) -> Withheld:
    if not people.decision(interview, [voice], "analyse"):
        return "analyse"
    return "" if people.decision(interview, [voice], "quote") else "quote"


def _utterance(
    turn: Turn,
    voice: Voice,
    people: People,
    withheld: Withheld,
    answers: Sequence[_Answer],
    seen: set[str],
    marks: Sequence[Mark],
) -> Utterance:
    interviewer = voice.role == "interviewer"
    name = voice.person if interviewer else people.shown_as(voice.person)
    stretches: tuple[Stretch, ...] = ()
    if not withheld:
        words = _with_marks(_words(turn), turn.span, marks)
        stretches = _stretches(words, () if interviewer else answers, seen)
    return Utterance(
        name, interviewer, turn.span, withheld, stretches, turn.speaker, turn.language
    )  # fmt: skip


def _with_marks(words: list[ReadWord], turn: Span, marks: Sequence[Mark]) -> list[ReadWord]:
    """Put the places where words were taken away among the others."""
    here = [m for m in marks if (m.span.start + m.span.end) // 2 in turn]
    taken = [ReadWord("", m.span.start, m.span.end, m.kind) for m in here]
    return sorted([*words, *taken], key=lambda word: word.start) if taken else words


def _words(turn: Turn) -> list[ReadWord]:
    """Return a turn's words with the marks around them: joined, they are its text."""
    if not turn.words:
        return []
    cuts, at = [0], 0
    for word in turn.words:
        found = turn.text.find(word.text, at)
        start = found if found >= 0 else at
        between = turn.text[at:start]
        blank = max(between.rfind(" "), between.rfind("\n"))
        # An opening mark stands with the word that it opens.
        cuts.append(at + blank + 1 if blank >= 0 else start)
        at = start + (len(word.text) if found >= 0 else 0)
    cuts = [0, *cuts[2:], len(turn.text)]
    return [
        ReadWord(turn.text[first:last], word.start, word.end, _look(word))
        for word, first, last in zip(turn.words, cuts[:-1], cuts[1:], strict=True)
    ]


def _look(word: Word) -> Look:
    if "redacted" in word.flags:
        return "redacted"
    if "corrected" in word.flags:
        return "corrected"
    if word.doubtful:
        return "doubted"
    return "unsure" if word.probability is not None and word.probability < UNSURE else ""


def _stretches(
    words: Sequence[ReadWord], answers: Sequence[_Answer], seen: set[str]
) -> tuple[Stretch, ...]:
    """Part a turn's words by the answers they belong to; ``seen`` are the answers so far."""
    parts: list[tuple[_Answer | None, list[ReadWord]]] = []
    for word in words:
        answer = _around(answers, word.start)
        if not parts or parts[-1][0] is not answer:
            parts.append((answer, []))
        parts[-1][1].append(word)
    result = []
    for answer, said in parts:
        if answer is None:
            result.append(Stretch(tuple(said)))
            continue
        begins = answer.id not in seen
        seen.add(answer.id)
        result.append(Stretch(tuple(said), answer.id, answer.status, tuple(answer.tags), begins))
    return tuple(result)


def _around(answers: Sequence[_Answer], place: int) -> _Answer | None:
    """Return the answer in which a place lies; answers are in order and do not overlap."""
    index = bisect_right(answers, place, key=lambda answer: answer.span.start) - 1
    return answers[index] if index >= 0 and place in answers[index].span else None


def _answers(layout: Layout, people: People, interview: str) -> list[_Answer]:
    """Return the interview's answers with their questions; none before the tags are made."""
    try:
        with opened(layout, EVERYTHING, people) as db:
            frame: pd.DataFrame = db.execute(
                f"""SELECT a.answer, a.start, a."end", a.status AS standing,
                      t.question, t.status, t.score, t.best
                    FROM answers a LEFT JOIN (
                      SELECT * FROM (SELECT *, {BEST} AS best FROM tags)
                      WHERE status IN ({listed(SHOWN)})) t USING (answer)
                    WHERE a.interview = {quoted(interview)} ORDER BY a.start, t.rank, t.question"""
            ).fetchdf()
    except NotReady:
        return []
    found: dict[str, _Answer] = {}
    for row in frame.to_dict("records"):
        answer = found.setdefault(row["answer"], _answer(row))
        if isinstance(row["question"], str):
            score, best = float(row["score"]), bool(row["best"])
            answer.tags.append(Tagged(row["question"], row["status"], score, best))
    return list(found.values())


def _answer(row: Mapping[object, object]) -> _Answer:
    span = Span(int(str(row["start"])), int(str(row["end"])))
    return _Answer(str(row["answer"]), span, str(row["standing"]))


def _gaps(layout: Layout, interview: str) -> tuple[Span, ...]:
    path = layout.path("transcript", id=interview)
    return read_json(path, schemas.TRANSCRIPT, Transcript).gaps if path.exists() else ()
