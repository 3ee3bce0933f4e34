"""What speaks for each question at each answer of a study, as vectors in one centred space."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from pipeline.analysis.adaptation import Collection
from pipeline.analysis.meaning import Positions, Space, Vectors, centred, language_means, unit
from pipeline.analysis.smalltalk import NOBODYS, SMALL_TALK
from pipeline.model.guide import Answer, Answers, QuestionSet

_MIN_SENTENCE_WORDS = 2
_ANSWERS_PRIOR = 2  # answers that the question set's mean weighs
_NEAREST = 15  # of likeness: the higher, the more the nearest wording alone decides
_AT_ONCE = 4_096  # texts whose likeness to all wordings is held in memory
_MIN_PLACED = 4  # answers from which an interview has a beginning and an end


@dataclass(frozen=True)
class Wordings:
    """All wordings of the question set, and of small talk last, in the centred space.

    ``matrix`` has a row a wording, ``owner`` its question's position in ``ids``.
    """

    ids: tuple[str, ...]
    owner: tuple[int, ...]
    matrix: Vectors
    means: Mapping[str, Vectors]

    @property
    def middles(self) -> Vectors:
        """The mean direction of each question's wordings, shape (questions, dims)."""
        owner = np.asarray(self.owner)
        return unit(np.stack([self.matrix[owner == i].mean(axis=0) for i in range(len(self.ids))]))


@dataclass(frozen=True)
class Means:
    """What each language's texts say on average, to be subtracted."""

    answers: Mapping[str, Vectors]
    asked: Mapping[str, Vectors]


def worded(questions: QuestionSet) -> list[tuple[str, str]]:
    """Return every (language, wording) that tagging needs, of questions and of small talk."""
    return [pair for q in (*questions.questions, SMALL_TALK) for pair in q.wordings()]


def wordings(questions: QuestionSet, space: Space) -> Wordings:
    """Place the question set and small talk, less what each language's wordings say on average.

    Small talk stands in the languages of the questions alone: else what is said in another
    would be small talk by its language. Its wordings tell other languages' averages.
    """
    every = (*questions.questions, SMALL_TALK)
    rows = [(i, lang, text) for i, q in enumerate(every) for lang, text in q.wordings()]
    raw = space[[text for _, _, text in rows]]
    languages = [lang for _, lang, _ in rows]
    means = language_means(raw, languages)
    asked = {lang for i, lang, _ in rows if i < len(questions.questions)} & set(SMALL_TALK.text)
    last = len(questions.questions)
    kept = [k for k, (i, lang, _) in enumerate(rows) if i < last or lang in (asked or {"en"})]
    matrix = centred(raw[kept], [languages[k] for k in kept], means)
    return Wordings((*questions.by_id, NOBODYS), tuple(rows[k][0] for k in kept), matrix, means)


def means_of(all_answers: Sequence[Answers], among: Wordings, space: Space, *, prior: int) -> Means:
    """Return the study's means by language.

    What interviewers say is little: its mean is drawn towards the question set's, which
    weighs as much as ``prior`` sentences; so is that of answers, by ``_ANSWERS_PRIOR``, or a
    single answer would be all mean.
    """
    said = [(a.text, of.language) for of in all_answers for a in of.answers]
    asked = [(s, of.language) for of in all_answers for a in of.answers for s in asked_sentences(a)]
    own = language_means(space[[t for t, _ in said]], [lang for _, lang in said])
    for lang in own.keys() & among.means.keys():
        n = sum(spoken == lang for _, spoken in said)
        own[lang] = (_ANSWERS_PRIOR * among.means[lang] + n * own[lang]) / (_ANSWERS_PRIOR + n)
    heard = dict(among.means)
    for lang in {lang for _, lang in asked} & set(among.means):
        mine = space[[text for text, spoken in asked if spoken == lang]]
        heard[lang] = (prior * among.means[lang] + mine.sum(axis=0)) / (prior + len(mine))
    return Means(own, heard)


def texts_of(answer: Answer) -> list[str]:
    """Return the texts of an answer that tagging needs as vectors."""
    return [answer.text, *asked_sentences(answer)]


def asked_sentences(answer: Answer) -> list[str]:
    """Return the interviewer's sentences, and all of them as one, that may put a question."""
    if answer.asked is None:
        return []
    parts = [s for s in answer.asked.sentences if len(s.split()) >= _MIN_SENTENCE_WORDS]
    return list(dict.fromkeys([*parts, answer.asked.text]))


def per_question(vectors: Vectors, among: Wordings) -> Vectors:
    """Return each text's likeness to each question, shape (n, questions).

    That of the nearest wording counts most and others beside it: a soft maximum, the logarithm
    of the mean of exponentials. One wording alone counts as it is.
    """
    mine = np.asarray(among.owner)[:, None] == np.arange(len(among.ids))
    shares = (mine / mine.sum(axis=0)).astype(np.float32)
    parts = [vectors[i : i + _AT_ONCE] for i in range(0, len(vectors), _AT_ONCE)]
    means = [np.exp(_NEAREST * (part @ among.matrix.T)) @ shares for part in parts]
    mean = np.concatenate([*means, np.zeros((0, len(among.ids)))])
    return np.asarray(np.clip(np.log(mean) / _NEAREST, 0, 1), dtype=np.float32)


@dataclass(frozen=True)
class Gathered:
    """The collection, its answers' ids, and their asked sentences, shape (sentences, dims)."""

    collection: Collection
    answers: tuple[str, ...]
    sentences: tuple[Vectors, ...]

    @cached_property
    def confirmed(self) -> tuple[Positions, ...]:
        """The answers of which people confirmed each question, their positions; made once."""
        return tuple(np.flatnonzero(column > 0) for column in self.collection.known.T)

    @cached_property
    def confirmed_words(self) -> tuple[Vectors, ...]:
        """The vectors of ``confirmed``, shape (answers, dims) each."""
        return tuple(self.collection.own[rows] for rows in self.confirmed)

    def without(self, held: Set[str]) -> Gathered:
        """Forget what people said of some answers; the answers themselves stay."""
        known = self.collection.known.copy()
        known[[answer in held for answer in self.answers]] = 0
        return replace(self, collection=replace(self.collection, known=known))


def gather(
    found: Sequence[Answers],
    among: Wordings,
    space: Space,
    means: Means,
    *,
    open_to: Mapping[str, Sequence[str]],
    known: Mapping[str, Sequence[str]],
) -> Gathered:
    """Bring together what speaks for each question, over all answers in order.

    Args:
        found: the answers of each interview.
        among: the questions.
        space: vectors of all texts.
        means: the means by language of answers and of what interviewers say.
        open_to: by interview the questions that it may answer, ``NOBODYS`` where small talk is
            to be expected.
        known: by answer the questions that people have confirmed.
    """
    every = [(of, a) for of in found for a in of.answers]
    languages = [of.language for of, _ in every]
    own = centred(space[[a.text for _, a in every]], languages, means.answers)
    asked = [asked_sentences(answer) for _, answer in every]
    spoken = [lang for lang, texts in zip(languages, asked, strict=True) for _ in texts]
    vectors = centred(space[[text for texts in asked for text in texts]], spoken, means.asked)
    ends = np.cumsum([len(texts) for texts in asked])
    sentences = np.split(vectors, ends[:-1])
    alike = np.split(per_question(vectors, among), ends[:-1])
    heard = np.zeros((len(every), len(among.ids)), dtype=np.float32)
    put = np.zeros_like(own)
    for i in np.flatnonzero([bool(texts) for texts in asked]):
        heard[i] = alike[i].max(axis=0)
        put[i] = sentences[i][-1]
    may = {name: np.isin(among.ids, mine) for name, mine in open_to.items()}
    collection = Collection(
        own=own,
        questions=among.middles,
        open=np.array([may[of.interview] for of, _ in every], dtype=bool),
        heard=heard,
        put=put,
        gone=np.concatenate([_gone(len(of.answers)) for of in found]),
        known=_known(every, among.ids, known),
    )
    return Gathered(collection, tuple(a.id for _, a in every), tuple(sentences))


def _gone(n: int) -> Vectors:
    return (np.arange(n) + 0.5) / n if n >= _MIN_PLACED else np.full(n, np.nan)


def combined(views: Sequence[Gathered]) -> Gathered:
    """Put the same answers as several models see them into one space, each counting the same."""
    whole = [view.collection for view in views]
    collection = replace(
        whole[0],
        own=_side_by_side([c.own for c in whole]),
        questions=_side_by_side([c.questions for c in whole]),
        heard=np.mean([c.heard for c in whole], axis=0),
        put=_side_by_side([c.put for c in whole]),
    )
    sentences = zip(*(view.sentences for view in views), strict=True)
    return Gathered(collection, views[0].answers, tuple(_side_by_side(mine) for mine in sentences))


def _side_by_side(parts: Sequence[Vectors]) -> Vectors:
    return unit(np.concatenate(parts, axis=1))


def _known(
    every: Sequence[tuple[Answers, Answer]], ids: Sequence[str], known: Mapping[str, Sequence[str]]
) -> Vectors:
    at = {q: i for i, q in enumerate(ids)}
    result = np.zeros((len(every), len(ids)))
    for row, (_, answer) in zip(result, every, strict=True):
        named = [at[q] for q in known.get(answer.id, ()) if q in at]
        row[named] = 1 / max(1, len(named))
    return result
