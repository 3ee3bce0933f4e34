"""One long stretch that answers several questions, cut between its sentences.

Where nobody is heard to ask, what is said tells where another answer begins; where somebody
is, only what is said very plainly does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from pipeline.analysis.corrections import places_of
from pipeline.analysis.meaning import Positions, Vectors, unit
from pipeline.analysis.path import (
    Habits,
    best_path,
    divide,
    free_moves,
    guide_moves,
    with_aside,
)
from pipeline.analysis.segments import Voice, said_within
from pipeline.analysis.smalltalk import SMALL_TALK
from pipeline.model.guide import Answer, Question, answer_id
from pipeline.model.interview import INTERVIEWEE, Turn, Turns
from pipeline.model.span import Span

Sentences = Callable[[str], tuple[Span, ...]]
Embed = Callable[[Sequence[str]], Vectors]
"""Unit vectors of texts by one model, shape (texts, dims)."""

LONG = 5  # sentences from which an answer is looked at where somebody is heard to ask
_WORDINGS = 4  # of a question: their mean is what counts, and more hardly move it
_MEAN_PRIOR = 10  # sentences that the question set weighs when what people say is centred
_PARAGRAPHS = re.compile(r"\n\s*\n")
_LINES = re.compile(r"\n")


@dataclass(frozen=True)
class Sentence:
    """A sentence with its place, in the unit of its interview.

    ``opens``: it begins a paragraph, or it stands in a text without paragraphs.
    """

    text: str
    span: Span
    opens: bool = True


@dataclass(frozen=True)
class Talk:
    """An interview, its voices, and its answers before they are cut."""

    turns: Turns
    who: Mapping[str, Voice]
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Costs:
    """What going over to another question costs, in likeness over ``temperature``.

    ``heard`` and ``unheard``: where somebody is heard to ask, and where nobody is; ``inside``:
    besides, inside a paragraph; ``aside``: on to small talk or back.
    """

    temperature: float
    heard: float
    unheard: float
    inside: float
    aside: float


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
    breaks = _PARAGRAPHS if _PARAGRAPHS.search(turn.text) else _LINES
    whole = not breaks.search(turn.text)
    before = 0
    for span in sentences(turn.text):
        words = [w for w, at in zip(turn.words, places, strict=True) if at.start in span]
        if words:
            where = Span(words[0].start, words[-1].end)
            opens = whole or not before or bool(breaks.search(turn.text, before, span.start))
            found.append(Sentence(turn.text[span.start : span.end], where, opens))
            before = span.end
    return found


def cut_answers(
    turns: Turns,
    who: Mapping[str, Voice],
    answers: Sequence[Answer],
    *,
    sentences: Sentences,
    starts: Mapping[str, Sequence[int]],
) -> tuple[Answer, ...]:
    """Cut answers at the sentences where another one begins; no word is lost or said twice.

    Args:
        turns: the interview.
        who: its voices.
        answers: its answers.
        sentences: splits a text.
        starts: by answer's id, the sentences of it, from 1 on, with which another one begins.
    """
    result: list[Answer] = []
    for answer in answers:
        begins = [0, *sorted(set(starts.get(answer.id, ())))]
        if len(begins) < 2:
            result.append(answer)
            continue
        parts = sentences_of(turns, who, answer, sentences)
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


@dataclass(frozen=True)
class Put:
    """The questions in one language as vectors: shape (questions + 1, dims), small talk last.

    One model's beside the other's, each centred on its own mean of the wordings, ``centres``.
    """

    ids: tuple[str, ...]
    questions: Vectors
    centres: tuple[Vectors, ...]

    def among(self, ids: Sequence[str]) -> Put:
        """Return some of the questions, in this order, and small talk."""
        rows = [*(self.ids.index(name) for name in ids), len(self.ids)]
        return replace(self, ids=tuple(ids), questions=self.questions[rows])

    def place(self, views: Sequence[Vectors]) -> Vectors:
        """Return what people say, centred on the wordings and on itself, shape (texts, dims).

        Args:
            views: unit vectors of the texts by each model, shape (texts, dims).
        """
        placed = []
        for vectors, centre in zip(views, self.centres, strict=True):
            weight = len(vectors) + _MEAN_PRIOR
            placed.append(unit(vectors - (vectors.sum(axis=0) + _MEAN_PRIOR * centre) / weight))
        return unit(np.concatenate(placed, axis=1))


def put_in_space(questions: Sequence[Question], language: str, embeds: Sequence[Embed]) -> Put:
    """Embed the first wordings in one language; of a question without any, in those it has."""
    rows: list[tuple[int, str]] = []
    for i, question in enumerate((*questions, SMALL_TALK)):
        every = question.wordings()
        mine = [text for lang, text in every if lang == language]
        rows += [(i, text) for text in (mine or [text for _, text in every])[:_WORDINGS]]
    owner = np.array([i for i, _ in rows])
    centres, means = [], []
    for embed in embeds:
        raw = embed([text for _, text in rows])
        centres.append(raw.mean(axis=0))
        placed = unit(raw - centres[-1])
        every_mean = [placed[owner == i].mean(axis=0) for i in range(len(questions) + 1)]
        means.append(unit(np.stack(every_mean)))
    ids = tuple(question.id for question in questions)
    return Put(ids, unit(np.concatenate(means, axis=1)), tuple(centres))


def cut_long(
    talks: Sequence[Talk],
    asked: Callable[[], Put],
    *,
    sentences: Sentences,
    embeds: Sequence[Embed],
    costs: Costs,
) -> list[tuple[Answer, ...]]:
    """Cut long answers by meaning, of interviews in one language.

    Where somebody is heard to ask, those of ``LONG`` sentences, each by itself. Where nobody is,
    all that a person says is one path through the questions, in the order of the set or in any,
    whichever fits; what answers to each question are like is learnt from all interviews.

    Args:
        talks: the interviews.
        asked: gives the questions, in the order in which they are asked, if there is one; it
            is not called where no answer is long.
        sentences: splits a text.
        embeds: place texts by meaning, one a model, those of the questions.
        costs: what a change of question costs.
    """
    heard: list[_Stretch] = []
    unheard: list[_Stretch] = []
    for talk in talks:
        for stretch in _stretches(talk, sentences):
            (heard if stretch.asked else unheard).append(stretch)
    needed = list(dict.fromkeys(s.text for one in (*heard, *unheard) for s in one.sentences))
    if not needed:
        return [talk.answers for talk in talks]
    put = asked()
    rows = {text: i for i, text in enumerate(needed)}
    views = [embed(needed) for embed in embeds]

    def said(stretches: Sequence[_Stretch]) -> Vectors:
        at = [rows[s.text] for one in stretches for s in one.sentences]
        return put.place([view[at] for view in views])

    begins: dict[str, list[int]] = {}
    every = free_moves(len(put.questions), costs.heard)
    for one in heard:
        scores = said([one]) @ put.questions.T / costs.temperature
        begins |= one.begins(best_path(scores, every, one.dear(costs)))
    if unheard:
        ends = np.cumsum([len(one.sentences) for one in unheard])[:-1]
        n = len(put.questions) - 1
        ways = guide_moves(n, Habits()), free_moves(n, costs.unheard)
        paths = divide(
            np.split(said(unheard), ends),
            put.questions,
            ways=[with_aside(way, costs.aside) for way in ways],
            dear=[one.dear(costs) for one in unheard],
            temperature=costs.temperature,
        )
        for one, path in zip(unheard, paths, strict=True):
            begins |= one.begins(path)
    return [
        cut_answers(t.turns, t.who, t.answers, sentences=sentences, starts=begins) for t in talks
    ]


@dataclass(frozen=True)
class _Stretch:
    """What one path goes through: an answer, or all that a person says where nobody asks."""

    asked: bool
    answers: tuple[tuple[str, tuple[Sentence, ...]], ...]

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences in order."""
        return tuple(s for _, part in self.answers for s in part)

    def dear(self, costs: Costs) -> Vectors:
        """Return what a change costs besides, before each sentence."""
        return np.array([0.0 if s.opens else costs.inside for s in self.sentences])

    def begins(self, path: Positions) -> dict[str, list[int]]:
        """Return the sentences of each answer with which the path goes on to another question."""
        found, start = {}, 0
        for name, part in self.answers:
            mine = path[start : start + len(part)]
            found[name] = [i for i in range(1, len(mine)) if mine[i] != mine[i - 1]]
            start += len(part)
        return found


def _stretches(talk: Talk, sentences: Sentences) -> Iterator[_Stretch]:
    alone: dict[str, list[tuple[str, tuple[Sentence, ...]]]] = {}
    for answer in talk.answers:
        part = answer.id, tuple(sentences_of(talk.turns, talk.who, answer, sentences))
        if answer.asked is None:
            alone.setdefault(answer.speaker, []).append(part)
        elif len(part[1]) >= LONG:
            yield _Stretch(True, (part,))
    for parts in alone.values():
        if any(len(part) > 1 for _, part in parts):
            yield _Stretch(False, tuple(parts))
