"""One long stretch that answers several questions, cut between its sentences.

Where nobody is heard to ask, what is said tells where another answer begins; where somebody
is, only what is said very plainly does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from pipeline.analysis.corrections import places_of
from pipeline.analysis.meaning import Vectors, centred, unit
from pipeline.analysis.path import Moves, best_path
from pipeline.analysis.segments import Voice, said_within
from pipeline.analysis.smalltalk import SMALL_TALK
from pipeline.model.guide import Answer, Question, answer_id
from pipeline.model.interview import INTERVIEWEE, Turn, Turns
from pipeline.model.span import Span

Sentences = Callable[[str], tuple[Span, ...]]
Starts = Callable[[Sequence[str], bool], Sequence[int]]
"""Given sentences in order, and whether somebody is heard to ask: where, from 1 on, another
answer begins."""

Embed = Callable[[Sequence[str]], Vectors]
"""Unit vectors of texts, shape (texts, dims)."""

LONG = 5  # sentences from which an answer is looked at where somebody is heard to ask
_WORDINGS = 4  # of a question: their mean is what counts, and more hardly move it
_MEAN_PRIOR = 10  # sentences that the question set weighs when what a person says is centred


@dataclass(frozen=True)
class Sentence:
    """A sentence with its place, in the unit of its interview."""

    text: str
    span: Span


def sentences_of(
    turns: Turns, who: Mapping[str, Voice], answer: Answer, sentences: Sentences
) -> list[Sentence]:
    """Return the interviewees' sentences within an answer, in order.

    A turn whose words cannot be found in its text is one sentence.
    """
    return [
        sentence
        for turn in turns.turns
        if turn.span & answer.span and not turn.doubtful
        and who[turn.speaker].role == INTERVIEWEE
        for sentence in _of_turn(turn, sentences)
        if sentence.span & answer.span
    ]  # fmt: skip


def _of_turn(turn: Turn, sentences: Sentences) -> list[Sentence]:
    places = places_of(turn)
    if places is None or not turn.words:
        return [Sentence(turn.text, turn.span)]
    found = []
    for span in sentences(turn.text):
        words = [w for w, at in zip(turn.words, places, strict=True) if at.start in span]
        if words:
            where = Span(words[0].start, words[-1].end)
            found.append(Sentence(turn.text[span.start : span.end], where))
    return found


def cut_answers(
    turns: Turns,
    who: Mapping[str, Voice],
    answers: Sequence[Answer],
    *,
    sentences: Sentences,
    starts: Starts,
) -> tuple[Answer, ...]:
    """Cut answers at the sentences where another one begins; no word is lost or said twice."""
    result: list[Answer] = []
    for answer in answers:
        parts = sentences_of(turns, who, answer, sentences)
        begins = [0, *sorted(set(starts([s.text for s in parts], answer.asked is not None)))]
        if len(begins) < 2:
            result.append(answer)
            continue
        edges = [*begins, len(parts)]
        for first, following in pairwise(edges):
            start = answer.start if first == 0 else parts[first].span.start
            end = answer.end if following == len(parts) else parts[following - 1].span.end
            span = Span(start, end)
            result.append(
                replace(
                    answer,
                    id=answer_id(turns.interview, turns.unit, start),
                    start=start,
                    end=end,
                    text=said_within(turns, who, span),
                )
            )
    return tuple(result)


def by_meaning(
    vectors: Vectors,
    questions: Vectors,
    centre: Vectors,
    *,
    temperature: float,
    change: float,
) -> list[int]:
    """Return where, from 1 on, a path over the questions changes to another one.

    Args:
        vectors: a sentence a row, unit length, not centred, shape (sentences, dims).
        questions: a centred unit vector a question, shape (questions, dims).
        centre: the mean of the questions' wordings in the language, shape (dims,); what the
            person says moves it, the more the more there is.
        temperature: of likeness; the lower, the more a single sentence decides.
        change: what going over to another question costs, in likeness over temperature.
    """
    if len(vectors) < 2 or not len(questions):
        return []
    mean = (vectors.sum(axis=0) + _MEAN_PRIOR * centre) / (len(vectors) + _MEAN_PRIOR)
    scores = unit(vectors - mean) @ questions.T / temperature
    n = len(questions)
    moves = Moves(np.zeros(n), np.where(np.eye(n, dtype=bool), 0.0, -change))
    path = best_path(scores, moves)
    return [i for i in range(1, len(path)) if path[i] != path[i - 1]]


@dataclass(frozen=True)
class Put:
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


def put_in_space(questions: Sequence[Question], language: str, embed: Embed) -> Put:
    """Embed the first wordings in one language; of a question without any, in those it has."""
    rows: list[tuple[int, str]] = []
    for i, question in enumerate((*questions, SMALL_TALK)):
        every = question.wordings()
        mine = [text for lang, text in every if lang == language]
        rows += [(i, text) for text in (mine or [text for _, text in every])[:_WORDINGS]]
    raw = embed([text for _, text in rows])
    centre = raw.mean(axis=0)
    owner = np.array([i for i, _ in rows])
    return Put(tuple(q.id for q in questions), owner, unit(raw - centre), centre)


def cut_long(
    turns: Turns,
    who: Mapping[str, Voice],
    answers: Sequence[Answer],
    put: Put,
    *,
    sentences: Sentences,
    embed: Embed,
    temperature: float,
    heard: float,
    unheard: float,
) -> tuple[Answer, ...]:
    """Cut the long answers by meaning: those of ``LONG`` sentences, two where nobody is heard.

    Args:
        turns: the interview.
        who: its voices.
        answers: its answers.
        put: the questions.
        sentences: splits a text.
        embed: places texts by meaning.
        temperature: see ``by_meaning``.
        heard: what a change costs where somebody is heard to ask.
        unheard: and where nobody is.
    """
    parts = [[s.text for s in sentences_of(turns, who, a, sentences)] for a in answers]
    long = [p for a, p in zip(answers, parts, strict=True) if _is_long(p, a.asked is not None)]
    needed = list(dict.fromkeys(text for part in long for text in part))
    if not needed:
        return tuple(answers)
    vectors = dict(zip(needed, embed(needed), strict=True))
    means = put.means

    def starts(texts: Sequence[str], asked: bool) -> list[int]:
        if not _is_long(texts, asked):
            return []
        mine = np.stack([vectors[text] for text in texts])
        change = heard if asked else unheard
        return by_meaning(mine, means, put.centre, temperature=temperature, change=change)

    return cut_answers(turns, who, answers, sentences=sentences, starts=starts)


def needs_cutting(
    turns: Turns, who: Mapping[str, Voice], answers: Sequence[Answer], sentences: Sentences
) -> bool:
    """Tell whether any answer is long enough to be looked at."""
    return any(
        _is_long([s.text for s in sentences_of(turns, who, a, sentences)], a.asked is not None)
        for a in answers
    )


def _is_long(sentences: Sequence[str], asked: bool) -> bool:
    return len(sentences) >= (LONG if asked else 2)
