"""The shared question set, the guides made from it, and the answers given to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pipeline.model.interview import Role
from pipeline.model.span import Span, Unit

TagStatus = Literal["confirmed", "suggested", "contested", "rejected", "unassigned", "none"]
"""An answer's standing: what people decided, what the machine guesses, or nothing.

People: ``confirmed``, ``contested``, or ``rejected``: they turned down what was held of it
and gave it no question. The machine: ``suggested``; ``none``, small talk that answers nothing
by its guess; ``unassigned``, nothing was sure enough.
"""

QuestionStatus = Literal[
    "answered", "answered-unasked", "asked-unanswered", "not-asked", "not-in-guide", "unknown"
]
"""What happened to a question in an interview; ``unknown`` where no interviewer can be heard."""


@dataclass(frozen=True)
class Question:
    """A question of the set, worded in one or more languages; ids are never reused."""

    id: str
    text: Mapping[str, str]
    paraphrases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    topic: str = ""
    was: tuple[str, ...] = ()
    replaced_by: tuple[str, ...] = ()
    retired: bool = False

    def wordings(self) -> tuple[tuple[str, str], ...]:
        """Return every (language, wording) of the question, canonical wordings first."""
        spoken = ((lang, text) for lang, texts in self.paraphrases.items() for text in texts)
        return (*self.text.items(), *spoken)

    def wording(self, language: str) -> str:
        """Return the canonical wording in a language, or in the first language there is."""
        return self.text.get(language) or next(iter(self.text.values()))


@dataclass(frozen=True)
class QuestionSet:
    """All questions, and for each guide the ids it asks, in order."""

    questions: tuple[Question, ...] = ()
    guides: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __getitem__(self, question: str) -> Question:
        """Return a question by its id."""
        return self.by_id[question]

    @property
    def by_id(self) -> dict[str, Question]:
        """The questions by id."""
        return {q.id: q for q in self.questions}

    @property
    def active(self) -> tuple[Question, ...]:
        """The questions asked today, neither retired nor replaced, in the order of the set."""
        return tuple(q for q in self.questions if not (q.retired or q.replaced_by))

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the questions asked today, in the order of the set."""
        return tuple(q.id for q in self.active)

    @property
    def order(self) -> tuple[str, ...]:
        """The ids in the order in which they are asked: of the one guide, else of the set."""
        return next(iter(self.guides.values())) if len(self.guides) == 1 else self.ids

    def open_to(self, guide: str) -> tuple[str, ...]:
        """Return the ids of the questions that an interview with this guide may answer.

        Of a question and those that replaced it, those that the guide names stand; where it
        names none of them, or the guide is not known, the newest.
        """
        named = set(self.guides.get(guide, ()))
        older = {q.id: self._earlier(q.id) for q in self.questions}
        newer = {q: {d for d, before in older.items() if q in before} for q in older}
        today = {q for q in self.ids if not named & (older[q] | newer[q])}
        return tuple(q.id for q in self.questions if q.id in named | today)

    def carry(self, question: str, guide: str) -> str:
        """Return the question under which a judgement counts in an interview with this guide.

        Itself while such an interview may answer it, else the one that took its place: reworded
        under a new id, or merged. A question that was split stays itself: nobody has said which
        of its parts is meant.
        """
        open_ = set(self.open_to(guide))
        at, met = question, {question}
        while at not in open_ and at in self.by_id:
            after = {d.id for d in self.questions if at in d.was} | set(self[at].replaced_by)
            if len(after) != 1 or after & met:
                return question
            (at,) = after
            met.add(at)
        return at if at in open_ else question

    def _earlier(self, question: str) -> set[str]:
        """Return all that a question was before, over any number of versions."""
        before: set[str] = set()
        todo = [question]
        while todo:
            at = todo.pop()
            fresh = {q.id for q in self.questions if at in q.replaced_by or q.id in self[at].was}
            todo += fresh - before
            before |= fresh
        return before


@dataclass(frozen=True)
class Asked:
    """The interviewer's words before an answer, whole and by sentence.

    ``language`` is given where it is another than the interview's.
    """

    speaker: str
    text: str
    start: int
    end: int
    sentences: tuple[str, ...] = ()
    language: str = ""


@dataclass(frozen=True)
class Answer:
    """A stretch of an interviewee's speech that may speak to one or more questions.

    Its id, ``<interview>@<start_ms>`` or ``<interview>#<offset>``, is valid within
    one run; what lasts is anchored. ``language`` is given where it is another than the
    interview's.
    """

    id: str
    interview: str
    speaker: str
    start: int
    end: int
    text: str
    asked: Asked | None = None
    phrases: tuple[str, ...] = ()
    language: str = ""

    @property
    def span(self) -> Span:
        """The answer's place, in the unit of its interview."""
        return Span(self.start, self.end)


@dataclass(frozen=True)
class Answers:
    """The answers of one interview and the role of each of its voices."""

    interview: str
    version: str
    unit: Unit
    language: str
    roles: Mapping[str, Role]
    answers: tuple[Answer, ...]

    def language_of(self, part: Answer | Asked) -> str:
        """Return the language that an answer is given, or a question put, in."""
        return part.language or self.language


@dataclass(frozen=True)
class Ranked:
    """One candidate question for an answer: a score in [0, 1], not a probability.

    ``guess`` marks what the machine suggests by itself, whatever people decided.
    """

    question: str
    score: float
    evidence: str
    guess: bool = False


def answer_id(interview: str, unit: Unit, start: int) -> str:
    """Return the id of the answer that starts at a place of an interview."""
    return f"{interview}{'@' if unit == 'ms' else '#'}{start}"
