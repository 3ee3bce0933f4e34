"""Which question an answer speaks to: what was asked, the guide's order, its own words.

Every score lies in [0, 1] and is a score, not a probability. Evidence is told in
words that a person can check.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from pipeline.analysis.judgements import Verdict
from pipeline.analysis.meaning import Space, Vectors, centred, language_means
from pipeline.model.guide import Answer, Answers, QuestionSet, Ranked, TagStatus

_MIN_SENTENCE_WORDS = 2
_ORDER_REACH = 3  # a guide's next questions that its order makes likelier


@dataclass(frozen=True)
class Weights:
    """Thresholds and weights; see ``params.Tag``."""

    above: float
    own_above: float
    asked_above: float
    own: float
    order: float
    several_within: float
    runners_up: int
    asked_prior: int


@dataclass(frozen=True)
class Tagged:
    """An answer's standing, the questions it is given, and all candidates, best first."""

    answer: str
    status: TagStatus
    questions: tuple[str, ...]
    ranking: tuple[Ranked, ...]


@dataclass(frozen=True)
class Wordings:
    """All wordings of the question set in the centred space.

    ``matrix`` has a row a wording, ``owner`` its question's position in ``ids``.
    """

    ids: tuple[str, ...]
    owner: tuple[int, ...]
    matrix: Vectors
    means: Mapping[str, Vectors]

    def only(self, ids: Sequence[str]) -> Wordings:
        """Return the wordings of some questions alone, in the order of the set."""
        kept = [i for i, name in enumerate(self.ids) if name in set(ids)]
        rows = [row for row, i in enumerate(self.owner) if i in kept]
        owner = tuple(kept.index(self.owner[row]) for row in rows)
        return Wordings(tuple(self.ids[i] for i in kept), owner, self.matrix[rows], self.means)


@dataclass(frozen=True)
class Means:
    """What each language's texts say on average, to be subtracted."""

    answers: Mapping[str, Vectors]
    asked: Mapping[str, Vectors]


def means_of(all_answers: Sequence[Answers], among: Wordings, space: Space, *, prior: int) -> Means:
    """Return the study's means by language.

    What interviewers say is little: its mean is drawn towards the question set's, which
    weighs as much as ``prior`` sentences.
    """
    said = [(a.text, of.language_of(a)) for of in all_answers for a in of.answers]
    asked = [
        (sentence, of.language_of(a.asked))
        for of in all_answers
        for a in of.answers
        if a.asked
        for sentence in asked_sentences(a)
    ]
    own = language_means(space[[t for t, _ in said]], [lang for _, lang in said])
    heard = dict(among.means)
    for lang in {lang for _, lang in asked} & set(among.means):
        mine = space[[text for text, spoken in asked if spoken == lang]]
        heard[lang] = (prior * among.means[lang] + mine.sum(axis=0)) / (prior + len(mine))
    return Means(own, heard)


def wordings(questions: QuestionSet, space: Space) -> Wordings:
    """Place the question set: each language's mean is taken over its own wordings."""
    rows = [
        (i, lang, text) for i, q in enumerate(questions.questions) for lang, text in q.wordings()
    ]
    raw = space[[text for _, _, text in rows]]
    languages = [lang for _, lang, _ in rows]
    means = language_means(raw, languages)
    return Wordings(
        tuple(questions.by_id), tuple(i for i, _, _ in rows), centred(raw, languages, means), means
    )


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
    """Return each text's likeness to each question, its nearest wording's: (n, questions)."""
    likeness = vectors @ among.matrix.T
    owner = np.asarray(among.owner)
    best = np.stack([likeness[:, owner == i].max(axis=1) for i in range(len(among.ids))], axis=1)
    return np.asarray(np.clip(best, 0, 1), dtype=np.float32)


def tag_interview(
    answers: Answers,
    among: Wordings,
    space: Space,
    means: Means,
    *,
    guide: Sequence[str],
    weights: Weights,
    place: Callable[[int], str],
) -> tuple[Tagged, ...]:
    """Tag the answers of one interview in their order.

    Args:
        answers: the interview's answers.
        among: the question set.
        space: vectors of all texts.
        means: the means by language of answers and of what interviewers say.
        guide: the ids that were to be asked, in order; empty where unknown.
        weights: thresholds and weights.
        place: writes a position as a person reads it ("02:13").
    """
    if not among.ids:
        return tuple(Tagged(answer.id, "unassigned", (), ()) for answer in answers.answers)
    result: list[Tagged] = []
    before = -1
    order = {name: i for i, name in enumerate(guide)}
    for answer in answers.answers:
        language = answers.language_of(answer)
        own = per_question(centred(space[[answer.text]], [language], means.answers), among)[0]
        asked = asked_sentences(answer)
        heard = None
        if answer.asked and asked:
            language = answers.language_of(answer.asked)
            vectors = centred(space[asked], [language] * len(asked), means.asked)
            heard = per_question(vectors, among)
        step = _order_bonus(among.ids, order, before)
        tagged = _tag(answer, among.ids, heard, own, step, weights, place)
        result.append(tagged)
        before = max((order.get(q, before) for q in tagged.questions), default=before)
    return tuple(result)


def _order_bonus(ids: Sequence[str], order: Mapping[str, int], before: int) -> Vectors:
    """Return 1 for the question that comes next in the guide, less for those after it."""
    steps = np.array([order.get(q, -1) - before if q in order else 0 for q in ids])
    near = (steps >= 1) & (steps <= _ORDER_REACH)
    return np.asarray(np.where(near, 1 - (steps - 1) / _ORDER_REACH, 0), dtype=np.float32)


def _tag(
    answer: Answer,
    ids: Sequence[str],
    heard: Vectors | None,
    own: Vectors,
    step: Vectors,
    weights: Weights,
    place: Callable[[int], str],
) -> Tagged:
    if heard is None:
        by_sentence = (own + weights.order * step)[None, :] / (1 + weights.order)
        least = weights.own_above
    else:
        by_sentence = (heard + weights.own * own + weights.order * step) / (
            1 + weights.own + weights.order
        )
        least = weights.above
    score = by_sentence.max(axis=0)
    chosen = _given(by_sentence, score, least, weights.several_within)
    ranked = sorted(range(len(ids)), key=lambda i: (i not in chosen, -float(score[i]), i))
    best_heard = None if heard is None else heard.max(axis=0)
    asked_at = place(answer.asked.start) if answer.asked else ""
    ranking = tuple(
        Ranked(
            ids[i],
            round(float(score[i]), 4),
            _evidence(asked_at, best_heard, own, step, i, weights.asked_above),
            guess=i in chosen,
        )
        for i in ranked[: max(len(chosen), 1) + weights.runners_up]
    )
    status: TagStatus = "suggested" if chosen else "unassigned"
    return Tagged(answer.id, status, tuple(ids[i] for i in chosen), ranking)


def _given(by_sentence: Vectors, score: Vectors, least: float, within: float) -> list[int]:
    """Return the sure questions: the best, and others put in a sentence of their own."""
    first = int(score.argmax())
    if float(score[first]) < least:
        return []
    chosen = [first]
    for sentence in by_sentence:
        best = int(sentence.argmax())
        if best not in chosen and float(sentence[best]) >= max(least, float(score[first]) - within):
            chosen.append(best)
    return chosen


def _evidence(
    asked_at: str, heard: Vectors | None, own: Vectors, step: Vectors, i: int, asked_above: float
) -> str:
    """Say what speaks for a question, in words."""
    parts = []
    if heard is not None:
        was_put = float(heard[i]) >= asked_above
        parts.append(
            f"asked at {asked_at} ({heard[i]:.2f})" if was_put else f"hardly asked ({heard[i]:.2f})"
        )
    parts.append(f"own words ({own[i]:.2f})")
    if step[i] > 0:
        parts.append("next in the guide" if step[i] == 1 else "soon in the guide")
    return "; ".join(parts)


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
    else:
        status = "suggested" if guessed else "unassigned"
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
