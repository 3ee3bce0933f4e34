"""Which question an answer speaks to: decided from all evidence, told in words.

Every score lies in [0, 1] and is a score, not a probability. Evidence is told in
words that a person can check.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from pipeline.analysis.adaptation import Belief
from pipeline.analysis.evidence import Gathered
from pipeline.analysis.judgements import Verdict
from pipeline.analysis.meaning import Vectors
from pipeline.analysis.path import Moves, path_shares
from pipeline.analysis.smalltalk import NOBODYS
from pipeline.model.guide import Answer, Answers, Ranked, TagStatus

_ORDER_REACH = 3  # a guide's next questions that its order makes likelier
_ELSEWHERE = "-"  # something that no question asks; no question can bear this id
_LEAST = 1e-12  # of a share, before its logarithm is taken


@dataclass(frozen=True)
class Weights:
    """Thresholds and weights; see ``params.Tag``."""

    above: float
    own_above: float
    asked_above: float
    order: float
    several_own: float
    runners_up: int
    alike_above: float


@dataclass(frozen=True)
class Tagged:
    """An answer's standing, the questions it is given, and all candidates, best first."""

    answer: str
    status: TagStatus
    questions: tuple[str, ...]
    ranking: tuple[Ranked, ...]


@dataclass(frozen=True)
class Like:
    """The confirmed answer that another one resembles most: whose decision, and how alike."""

    coders: tuple[str, ...]
    likeness: float


def tag_interview(
    answers: Answers,
    rows: range,
    gathered: Gathered,
    belief: Belief,
    ids: Sequence[str],
    *,
    guide: Sequence[str],
    weights: Weights,
    place: Callable[[int], str],
    coders: Mapping[str, tuple[str, ...]],
) -> tuple[Tagged, ...]:
    """Tag the answers of one interview in their order.

    Args:
        answers: the interview's answers.
        rows: where they stand among all answers.
        gathered: the evidence of the whole collection.
        belief: what the collection tells of it.
        ids: the questions, small talk last.
        guide: the ids that were to be asked, in order; empty where unknown.
        weights: thresholds and weights.
        place: writes a position as a person reads it ("02:13").
        coders: by answer who confirmed its question.
    """
    if len(ids) == 1:
        return tuple(Tagged(answer.id, "unassigned", (), ()) for answer in answers.answers)
    shares = in_order(belief.shares[rows.start : rows.stop], ids, guide, weights.order)
    order = {name: i for i, name in enumerate(guide)}
    places = _places(ids, order)
    result: list[Tagged] = []
    before = -1
    for row, answer, mine in zip(rows, answers.answers, shares, strict=True):
        said = _Said(answer, row, mine, _steps(places, before))
        tagged = _tag(said, gathered, belief, ids, weights, place, coders)
        result.append(tagged)
        before = max((order.get(q, before) for q in tagged.questions), default=before)
    return tuple(result)


def in_order(shares: Vectors, ids: Sequence[str], guide: Sequence[str], weight: float) -> Vectors:
    """Let the guide's order weigh in, over the whole interview at once.

    The next ``_ORDER_REACH`` questions of the guide are likelier to follow, the nearest most;
    all others stay as likely as they were: people skip, and come back.
    """
    order = {name: i for i, name in enumerate(guide)}
    if not weight or not order:
        return shares
    places = _places([*ids, _ELSEWHERE], order)
    then = np.where(np.isnan(places)[:, None], 0, weight * _steps(places, places[:, None]))
    moves = Moves(weight * _steps(places, -1), then)
    whole = np.concatenate([shares, 1 - shares.sum(axis=1, keepdims=True)], axis=1)
    return path_shares(np.log(np.maximum(whole, _LEAST)), moves)[:, :-1]


def _places(ids: Sequence[str], order: Mapping[str, int]) -> Vectors:
    """Return where each question stands in the guide; nan: nowhere."""
    return np.array([order.get(q, np.nan) for q in ids])


def _steps(places: Vectors, before: Vectors | int) -> Vectors:
    """Return 1 for the question that comes next in the guide, less for those after it."""
    steps = places - before
    near = (steps >= 1) & (steps <= _ORDER_REACH)
    return np.asarray(np.where(near, 1 - (steps - 1) / _ORDER_REACH, 0), dtype=np.float32)


@dataclass(frozen=True)
class _Said:
    """An answer, where it stands among all, its shares and its place in the guide."""

    answer: Answer
    row: int
    shares: Vectors
    step: Vectors


def _tag(
    said: _Said,
    gathered: Gathered,
    belief: Belief,
    ids: Sequence[str],
    weights: Weights,
    place: Callable[[int], str],
    coders: Mapping[str, tuple[str, ...]],
) -> Tagged:
    answer, shares = said.answer, said.shares
    questions = [i for i, q in enumerate(ids) if q != NOBODYS]
    best = max(range(len(ids)), key=lambda i: (float(shares[i]), -i))
    heard = bool(len(gathered.sentences[said.row]))
    enough = float(shares[best]) >= (weights.above if heard else weights.own_above)
    chosen = [best] if enough and ids[best] != NOBODYS else []
    if chosen and heard:
        chosen += _also_put(gathered, belief, said.row, best, ids, weights)
    ranked = sorted(questions, key=lambda i: (i not in chosen, -float(shares[i]), i))
    asked_at = place(answer.asked.start) if answer.asked else ""
    ranking = tuple(
        Ranked(
            ids[i],
            round(float(shares[i]), 4),
            _evidence(said, gathered, belief, i, asked_at, weights, coders),
            guess=i in chosen,
        )
        for i in ranked[: max(len(chosen), 1) + weights.runners_up]
    )
    status: TagStatus = "suggested" if chosen else "none" if enough else "unassigned"
    return Tagged(answer.id, status, tuple(ids[i] for i in chosen), ranking)


def _also_put(
    gathered: Gathered, belief: Belief, row: int, best: int, ids: Sequence[str], weights: Weights
) -> list[int]:
    """Return further questions, put in a sentence of their own, that the answer's words meet."""
    alike = gathered.sentences[row] @ belief.asks.T
    alike = np.where(gathered.collection.open[row], alike, -1)
    result: list[int] = []
    for sentence in alike[:-1]:
        other = int(sentence.argmax())
        near = float(belief.own[row, other]) >= weights.several_own
        sure = float(sentence[other]) >= weights.asked_above
        if other != best and other not in result and near and sure and ids[other] != NOBODYS:
            result.append(other)
    return result


def _evidence(
    said: _Said,
    gathered: Gathered,
    belief: Belief,
    i: int,
    asked_at: str,
    weights: Weights,
    coders: Mapping[str, tuple[str, ...]],
) -> str:
    """Say what speaks for a question, in words."""
    parts = []
    if asked_at:
        heard = max(float(gathered.collection.heard[said.row, i]), float(belief.heard[said.row, i]))
        told = f"asked at {asked_at}" if heard >= weights.asked_above else "hardly asked"
        parts.append(f"{told} ({heard:.2f})")
    like = nearest_confirmed(gathered, said.row, i, coders)
    if like and like.likeness >= weights.alike_above:
        parts.append(
            f"close to an answer confirmed by {', '.join(like.coders)} ({like.likeness:.2f})"
        )
    parts.append(f"own words ({float(belief.own[said.row, i]):.2f})")
    if said.step[i] > 0:
        parts.append("next in the guide" if said.step[i] == 1 else "soon in the guide")
    return "; ".join(parts)


def nearest_confirmed(
    gathered: Gathered, row: int, question: int, coders: Mapping[str, tuple[str, ...]]
) -> Like | None:
    """Return the most alike other answer of which people confirmed this question."""
    others = gathered.confirmed[question]
    if not np.any(others != row):
        return None
    alike = gathered.confirmed_words[question] @ gathered.collection.own[row]
    best = int(np.where(others == row, -np.inf, alike).argmax())
    return Like(coders.get(gathered.answers[others[best]], ()), float(alike[best]))


def by_score(tagged: Tagged) -> list[Ranked]:
    """Return the candidates by score alone, whatever is given."""
    return sorted(tagged.ranking, key=lambda r: -r.score)


def with_verdicts(
    tagged: Tagged, verdicts: Mapping[tuple[str, str], Verdict]
) -> tuple[Tagged, dict[str, str]]:
    """Let people's verdicts stand over the machine's guess.

    A confirmed question is given, a rejected or contested one is not; once people have
    confirmed anything here, what the machine guessed beside it is only a candidate.

    Returns:
        The tag as it holds now, and each question's own status.
    """
    mine = {q: v for (answer, q), v in verdicts.items() if answer == tagged.answer}
    confirmed = tuple(q for q, v in mine.items() if v.state == "confirmed")
    guessed = tuple(q for q in tagged.questions if q not in mine)
    statuses: dict[str, str] = {q: v.state for q, v in mine.items()}
    if not confirmed:
        statuses |= dict.fromkeys(guessed, "suggested")
    contested = any(v.state == "contested" for v in mine.values())
    status: TagStatus
    if confirmed:
        status = "confirmed"
    elif contested:
        status = "contested"
    elif guessed:
        status = "suggested"
    elif mine:
        status = "rejected"
    else:
        status = "none" if tagged.status == "none" else "unassigned"
    return Tagged(tagged.answer, status, confirmed or guessed, _with_people(tagged, mine)), statuses


def _with_people(tagged: Tagged, mine: Mapping[str, Verdict]) -> tuple[Ranked, ...]:
    machine = {r.question: r for r in tagged.ranking}
    people = []
    for question, verdict in sorted(mine.items()):
        guess = machine.get(question, Ranked(question, 0.0, ""))
        told = verdict.told()
        evidence = "; ".join(filter(None, (told, guess.evidence)))
        people.append(replace(guess, evidence=evidence))
    return (*people, *(r for r in tagged.ranking if r.question not in mine))


def tag_rows(tagged: Tagged, statuses: Mapping[str, str]) -> list[tuple[object, ...]]:
    """Return an answer's rows of ``TAGS``: what it is given first, then the runners-up."""
    return [
        (
            tagged.answer,
            r.question,
            i,
            r.score,
            statuses.get(r.question, "candidate"),
            r.evidence,
            r.guess,
        )
        for i, r in enumerate(tagged.ranking, start=1)
    ]
