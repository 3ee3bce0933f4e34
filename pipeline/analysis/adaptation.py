"""Questions moved to where a collection's answers lie.

A question's wording and the answers to it lie apart in meaning. Over a whole collection the
answers themselves tell what each question's answers are like: expectation and maximisation
(Dempster, Laird and Rubin 1977) over answers that nobody has labelled, those that people have
confirmed held fast. Where there is enough, a linear discriminant with a shrunken covariance
(Fisher 1936; shrunk as by Ledoit and Wolf 2004) follows: directions in which the answers to
one question differ among themselves count for less. A small collection keeps the plain score.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.analysis.centres import Words, discriminant, summed, without_itself
from pipeline.analysis.meaning import Vectors, unit

Marks = npt.NDArray[np.bool_]

TEMPERATURES = (0.07, 0.05, 0.035, 0.025)  # of likeness, the softest first
SHARPNESS = (0.2, 0.3, 0.5)  # of the discriminant's log-likelihoods, the softest first
DECIDED = 0.8  # mean share of the best question at which a collection counts as divided
_ROUNDS, _MORE_ROUNDS = 12, 25
_SETTLED = 0.01  # no share changes by more
_NEVER = -1e9
_LEAST_SPREAD = 0.08  # variance of the place in the interview, before anything is known of it
_MIDDLE = 5  # answers at the middle of all that each question weighs beside its own
_AS_OFTEN = 0.35  # questions whose answers differ by less in number were asked equally often
_EVENINGS = 15
_STILL_ALIKE = 0.12  # cosine of the mean of a question's answers and its wording
_LOST = 0.25  # share of answers whose questions have gone elsewhere
_MOVED = 0.2  # a discriminant that gives more than this share another question has lost its way


@dataclass(frozen=True)
class Collection:
    """All answers, in order, and the questions; all vectors centred and of length one.

    Attributes:
        own: the answers' own words, shape (answers, dims).
        questions: the mean of each question's wordings, shape (questions, dims).
        open: which question an answer may speak to, shape (answers, questions).
        heard: likeness of what was asked to each question's nearest wording, in [0, 1],
            shape (answers, questions); 0 where nobody was heard.
        put: all that was asked, shape (answers, dims); zeros where nobody was heard.
        gone: the share of the interview that lies before, shape (answers,); nan if unknown.
        known: what people confirmed: rows that sum to 1, or to 0 where nobody said.
    """

    own: Vectors
    questions: Vectors
    open: Marks
    heard: Vectors
    put: Vectors
    gone: Vectors
    known: Vectors

    @cached_property
    def asked(self) -> Marks:
        """Where an interviewer was heard."""
        return np.asarray(np.any(self.put != 0, axis=1))

    @cached_property
    def products(self) -> Vectors:
        """How the directions of the answers go together, shape (dims, dims)."""
        return np.asarray(self.own.T @ self.own)


@dataclass(frozen=True)
class Belief:
    """How likely each answer speaks to each question, and why.

    Attributes:
        shares: in [0, 1], shape (answers, questions); what a row lacks to 1 speaks for
            something that no question asks.
        own: likeness of an answer's words to what answers to the question are like.
        heard: likeness of what was asked to what is put when the question is asked; 0 unheard.
        asks: what is put when each question is asked, unit vectors, shape (questions, dims).
        temperature: chosen on the data; None where the collection was too small to learn from.
        middle: what answers to any question share, less the collection's mean, shape (dims,).
        even: whether all questions seem to be answered equally often, and are held to be.
        refined: whether the discriminant has followed.
    """

    shares: Vectors
    own: Vectors
    heard: Vectors
    asks: Vectors
    temperature: float | None
    middle: Vectors
    even: bool = False
    refined: bool = False


@dataclass(frozen=True)
class Settings:
    """See ``params.Tag``: weights, and how much makes a collection to learn from."""

    own: float = 0.8
    prior: float = 3.0
    learn_from: int = 4
    refine_from: int = 15
    unrelated: float = 0.15


def adapt(found: Collection, settings: Settings) -> Belief:
    """Tell which questions the answers of a collection speak to.

    With fewer than ``learn_from`` answers a question, counted over all, the wordings alone
    decide; from ``refine_from`` on the discriminant follows. At the end each answer is weighed
    by what the *others* tell: one that had a part in a question's centre is near it by that
    part alone, and would look surer than it is.
    """
    return _weighed(found, settings, _believed(found, settings))


def _believed(found: Collection, settings: Settings) -> Belief:
    n, questions = found.own.shape[0], found.questions.shape[0]
    if n < settings.learn_from * questions and not found.known.any():
        return _plain(found, settings)
    belief = _first((_learnt(found, settings, t) for t in TEMPERATURES), _is_divided)
    if _has_lost_its_way(found, belief) and not found.known.any():
        return _plain(found, settings)
    if n < settings.refine_from * questions:
        return belief
    tries = (_refined(found, settings, belief, sharpness) for sharpness in SHARPNESS)
    return _first(tries, lambda b: _is_divided(b) and _agree(b, belief), belief)


def _first(
    tries: Iterable[Belief], good: Callable[[Belief], bool], otherwise: Belief | None = None
) -> Belief:
    last = otherwise
    for belief in tries:
        if good(belief):
            return belief
        last = belief if otherwise is None else last
    assert last is not None
    return last


def _is_divided(belief: Belief) -> bool:
    return not len(belief.shares) or float(belief.shares.max(axis=1).mean()) >= DECIDED


def _has_lost_its_way(found: Collection, belief: Belief) -> bool:
    """Tell whether what is taken for answers to a question is no longer like its wording.

    So where nearly all answers are to one question, or differ more in style than in subject.
    """
    weight = belief.shares.sum(axis=0)
    alike = unit(summed(belief.shares, found.own)) @ found.questions.T
    stays = (alike.argmax(axis=1) == np.arange(len(alike))) & (np.diag(alike) >= _STILL_ALIKE)
    return bool(weight[~stays].sum() > _LOST * weight.sum())


def _agree(one: Belief, other: Belief) -> bool:
    return bool(np.mean(one.shares.argmax(axis=1) != other.shares.argmax(axis=1)) <= _MOVED)


def _plain(found: Collection, settings: Settings) -> Belief:
    own = found.own @ found.questions.T
    scores = _together(found, own, found.heard, settings) / TEMPERATURES[1]
    middle = np.zeros(found.own.shape[1])
    own = np.clip(own, 0, 1)
    return Belief(_shares(found, scores), own, found.heard, found.questions, None, middle)


def _learnt(found: Collection, settings: Settings, temperature: float) -> Belief:
    """Take turns: which question each answer speaks to, and what each one's answers are like.

    Where one question has most of the answers, the mean of all is nearly that of its own:
    the middle is found anew, with each question weighing the same.
    """
    asks: Vectors = found.questions
    shares: Vectors = np.zeros(found.open.shape)
    fixed = shares
    words = Words.less(found.own, np.zeros(found.own.shape[1]), found.questions)
    even = False
    for turn in range(_ROUNDS):
        if turn:
            sums, mine = words.sums(fixed)
            answers = unit(settings.prior * found.questions + mine)
            asks = _asks(found, fixed, settings)
            words = Words.less(found.own, _middle(sums, fixed), answers)
        heard = _heard(found, asks)
        scores = _together(found, words.alike, heard, settings) / temperature
        scores = scores + (_leanings(found, fixed) if turn else 0)
        even = even or (turn == _ROUNDS // 2 and _is_even(found, fixed))
        shares = _shares(found, _evened(found, scores) if even else scores)
        fixed = _held(found, shares)
    own, heard = np.clip(words.alike, 0, 1), np.clip(heard, 0, 1)
    return Belief(shares, own, heard, asks, temperature, words.middle, even)


def _asks(found: Collection, shares: Vectors, settings: Settings) -> Vectors:
    if not found.asked.any():
        return found.questions
    return unit(settings.prior * found.questions + summed(shares, found.put))


def _heard(found: Collection, asks: Vectors) -> Vectors:
    if not found.asked.any():
        return np.zeros(found.open.shape)
    return np.asarray(np.where(found.asked[:, None], (found.heard + found.put @ asks.T) / 2, 0))


def _middle(sums: Vectors, shares: Vectors) -> Vectors:
    """Return the mean of the questions' means, each drawn towards the mean of all, which is 0."""
    return np.asarray((sums / (shares.sum(axis=0) + _MIDDLE)[:, None]).mean(axis=0))


def _is_even(found: Collection, shares: Vectors) -> bool:
    """Tell whether answers alone, to questions open to all, are as many for each question."""
    alone = not found.asked.any() and bool(np.isnan(found.gone).all())
    if not alone or not (found.open == found.open[:1]).all():
        return False
    often = shares.sum(axis=0)[found.open[0]]
    return bool(np.abs(often / max(1e-9, often.mean()) - 1).max() <= _AS_OFTEN)


def _evened(found: Collection, scores: Vectors) -> Vectors:
    """Return scores by which each question has as many answers (Sinkhorn and Knopp 1967)."""
    often = len(scores) / max(1, found.open[0].sum())
    known = found.known.sum(axis=1) > 0
    confirmed = found.known[known].sum(axis=0)
    weights = _weights(found, scores)[~known]
    lift = np.zeros(scores.shape[1])
    for _ in range(_EVENINGS):
        lifted = np.exp(lift)
        mine = lifted * ((1 / (weights @ lifted)) @ weights)
        lift -= np.where(found.open[0], np.log((confirmed + mine + 1e-9) / often), 0)
    return np.asarray(scores + lift)


def _refined(found: Collection, settings: Settings, belief: Belief, sharpness: float) -> Belief:
    """Go on with the discriminant in place of likeness to the answers' own words."""
    temperature = belief.temperature or TEMPERATURES[0]
    asked = np.where(found.asked[:, None], belief.heard, 0) / temperature
    shares = belief.shares
    for _ in range(_MORE_ROUNDS):
        fixed = _held(found, shares)
        own = discriminant(
            found.own, fixed, found.questions, prior=settings.prior, products=found.products
        )
        scores: Vectors = sharpness * own + asked + _leanings(found, fixed)
        scores = _evened(found, scores) if belief.even else scores
        before, shares = shares, _shares(found, scores)
        if float(np.abs(shares - before).max()) < _SETTLED:
            break
    return replace(belief, shares=shares, refined=True)


def _weighed(found: Collection, settings: Settings, belief: Belief) -> Belief:
    """Weigh each answer without its own part in the centres, and against no question at all."""
    temperature = belief.temperature or TEMPERATURES[1]
    own: Vectors = found.own @ found.questions.T
    heard: Vectors = found.heard
    leanings: Vectors = np.zeros(found.open.shape)
    if belief.temperature is not None:
        fixed = _held(found, belief.shares)
        words = unit(found.own - belief.middle) if belief.middle.any() else found.own
        own = without_itself(words, fixed, found.questions, settings.prior)
        if found.asked.any():
            put = without_itself(found.put, fixed, found.questions, settings.prior)
            heard = np.asarray(np.where(found.asked[:, None], (found.heard + put) / 2, 0))
        leanings = _leanings(found, fixed)
    scores: Vectors = _together(found, own, heard, settings) / temperature + leanings
    scores = _evened(found, scores) if belief.even else scores
    weight = np.where(found.asked, 1 + settings.own, 1)
    nothing = settings.unrelated * weight / temperature - np.log(max(1, found.open.shape[1]))
    shares = _shares(replace(found, open=_beside(found.open, True)), _beside(scores, nothing))
    if belief.refined:
        return replace(belief, shares=belief.shares * (1 - shares[:, -1:]))
    return replace(belief, shares=shares[:, :-1])


def _beside(matrix: Vectors | Marks, column: Vectors | bool) -> Any:
    return np.concatenate([matrix, np.broadcast_to(column, len(matrix))[:, None]], axis=1)


def _together(found: Collection, own: Vectors, heard: Vectors, settings: Settings) -> Vectors:
    """Weigh what was asked and what was answered; where nothing was heard, words alone count."""
    weight = np.where(found.asked, settings.own, 1.0)[:, None]
    return np.asarray(heard + weight * own)


def _shares(found: Collection, scores: Vectors) -> Vectors:
    weights = _weights(found, scores)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def _weights(found: Collection, scores: Vectors) -> Vectors:
    """Return what shares are in proportion to, 1 for the best of each row."""
    scores = np.where(found.open, scores, _NEVER)
    return np.asarray(np.exp(scores - scores.max(axis=1, keepdims=True)))


def _held(found: Collection, shares: Vectors) -> Vectors:
    """Put what people confirmed in place of what the machine believes."""
    known = found.known.sum(axis=1, keepdims=True) > 0
    return np.asarray(np.where(known, found.known, shares))


def _leanings(found: Collection, shares: Vectors) -> Vectors:
    """Return log weights of how often a question is answered, and where in an interview.

    Zeros where no answer's place is known: single answers tell nothing of how people ask.
    """
    n, questions = shares.shape
    placed = ~np.isnan(found.gone)
    if not placed.any():
        return np.zeros(shares.shape)
    often = np.log((shares.sum(axis=0) + 1) / (n + questions))
    gone, mine = found.gone[placed], shares[placed]
    weight = mine.sum(axis=0)
    mean = (mine.T @ gone + 1) / (weight + 2)
    off = (gone[:, None] - mean) ** 2
    spread = ((mine * off).sum(axis=0) + 2 * _LEAST_SPREAD) / (weight + 2)
    result = np.tile(often, (n, 1))
    result[placed] -= (off / spread + np.log(spread)) / 2
    return np.asarray(result)
