"""Who interviews, and which stretches answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.analysis.anchors import inside
from pipeline.analysis.corrections import places_of
from pipeline.analysis.followups import follows_up
from pipeline.model.guide import Answer, Answers, Asked, answer_id
from pipeline.model.interview import INTERVIEWEE, INTERVIEWER, NOBODY, Role, Turn, Turns
from pipeline.model.span import Span

_QUESTION_MARKS = ("?", "؟", ";?")
Phrases = Callable[[str, str], tuple[str, ...]]
"""Key phrases of a text in a language."""
Sentences = Callable[[str], tuple[str, ...]]


@dataclass(frozen=True)
class Voice:
    """Whom a label stands for and in which role."""

    person: str
    role: Role


def voices(turns: Turns, speakers: Sequence[str], interviewers: Sequence[str]) -> dict[str, Voice]:
    """Tell the role of each label, and the person where only one fits.

    A person of the manifest keeps their role, and so does a side of the table that a text
    tells without a name; whom people named is who they say. Of unknown
    voices, the one that asks the most and speaks the least is the interviewer, if an
    interviewer is still missing and there is more than one voice.
    """
    known: dict[str, Role] = {INTERVIEWEE: INTERVIEWEE, INTERVIEWER: INTERVIEWER}
    known |= dict.fromkeys(turns.named, INTERVIEWEE)
    known |= dict.fromkeys(speakers, INTERVIEWEE)
    known |= dict.fromkeys(interviewers, INTERVIEWER)
    labels = list(dict.fromkeys(turn.speaker for turn in turns.turns))
    result = {label: Voice(label, known[label]) for label in labels if label in known}
    strangers = [label for label in labels if label not in known]
    asks = _asking(turns)
    heard = any(voice.role == "interviewer" for voice in result.values())
    if strangers and not heard and len(labels) > 1 and NOBODY not in interviewers:
        label = max(strangers, key=lambda s: (asks[s], s))
        result[label] = Voice(_only(interviewers, result) or label, "interviewer")
    left = [label for label in strangers if label not in result]
    only = _only(speakers, result) if len(left) == 1 else ""
    result |= {label: Voice(only or label, "interviewee") for label in left}
    return result


def _only(people: Sequence[str], taken: Mapping[str, Voice]) -> str:
    free = [p for p in people if all(v.person != p for v in taken.values())]
    return free[0] if len(free) == 1 else ""


def _asking(turns: Turns) -> dict[str, float]:
    """Score how much like an interviewer each voice is: turns that ask, few of the words."""
    words: dict[str, int] = {}
    asked: dict[str, list[bool]] = {}
    for turn in turns.turns:
        words[turn.speaker] = words.get(turn.speaker, 0) + len(turn.words)
        asked.setdefault(turn.speaker, []).append(asks(turn.text))
    total = max(1, sum(words.values()))
    return {s: sum(marks) / len(marks) - words[s] / total for s, marks in asked.items()}


def asks(text: str) -> bool:
    """Tell whether a text puts a question, by its marks."""
    return any(mark in text for mark in _QUESTION_MARKS)


@dataclass
class _Draft:
    """An answer in the making."""

    asked: list[Turn]
    said: list[Turn]


def find_answers(
    turns: Turns,
    who: Mapping[str, Voice],
    *,
    min_question_words: int,
    min_answer_words: int,
    sentences: Sentences,
) -> tuple[Answer, ...]:
    """Cut an interview into answers: an interviewee's turns from one question to the next.

    Interviewer's turns too short to ask anything ("mhm", "right") stay inside, and so do those
    that only ask to go on ("why?", "and then?"). Where no
    interviewer is heard, each turn is an answer. Words that the recogniser may have made up
    are in none: an answer ends before them, and may go on after.
    """
    drafts: list[_Draft] = []
    pending: list[Turn] = []
    broken = False
    for turn in turns.turns:
        if turn.doubtful:
            broken = True
            continue
        voice = who[turn.speaker]
        if voice.role == "interviewer":
            told = asks(turn.text) or len(turn.words) >= min_question_words
            if told and not (drafts and not pending and follows_up(turn.text)):
                pending.append(turn)
            continue
        goes_on = (
            drafts
            and not pending
            and not broken
            and drafts[-1].asked
            and drafts[-1].said[-1].speaker == turn.speaker
        )
        if goes_on:
            drafts[-1].said.append(turn)
        else:
            asked = pending or (drafts[-1].asked if drafts else [])
            drafts.append(_Draft(asked, [turn]))
            pending, broken = [], False
    made = (_answer(turns, draft, who, sentences) for draft in drafts)
    counted = zip(made, drafts, strict=True)
    return tuple(a for a, d in counted if sum(len(t.words) for t in d.said) >= min_answer_words)


def _answer(turns: Turns, draft: _Draft, who: Mapping[str, Voice], sentences: Sentences) -> Answer:
    start, end = draft.said[0].start, draft.said[-1].end
    asked = None
    if draft.asked:
        text = " ".join(turn.text for turn in draft.asked)
        first, last = draft.asked[0], draft.asked[-1]
        asked = Asked(
            who[first.speaker].person,
            text,
            first.start,
            last.end,
            sentences(text),
            _language(draft.asked),
        )
    return Answer(
        id=answer_id(turns.interview, turns.unit, start),
        interview=turns.interview,
        speaker=who[draft.said[0].speaker].person,
        start=start,
        end=end,
        text=" ".join(turn.text for turn in draft.said),
        asked=asked,
        language=_language(draft.said),
    )


def _language(turns: Sequence[Turn]) -> str:
    """Return the language of most of the words."""
    words: dict[str, int] = {}
    for turn in turns:
        words[turn.language] = words.get(turn.language, 0) + len(turn.words)
    return max(words, key=lambda language: words[language], default="")


def keep_judged(
    turns: Turns,
    who: Mapping[str, Voice],
    found: Sequence[Answer],
    judged: Sequence[Span],
    *,
    min_rest_words: int,
) -> tuple[Answer, ...]:
    """Give judged stretches their own boundaries; the machine's answers keep the rest.

    Args:
        turns: the interview.
        who: the voices.
        found: the machine's answers.
        judged: stretches that people judged, in the interview as it is now.
        min_rest_words: what is left of a machine's answer falls away below this.
    """
    result = list(found)
    for span in dict.fromkeys(judged):
        whole = max(result, key=lambda a: (a.span & span).length, default=None)
        if whole is None or not whole.span & span:
            continue
        rest: list[Answer] = []
        for answer in result:
            if not answer.span & span:
                rest.append(answer)
                continue
            for part in answer.span.minus(span):
                piece = _recut(turns, who, answer, part)
                if len(inside_words(turns, who, part)) >= min_rest_words:
                    rest.append(piece)
        if inside_words(turns, who, span):  # else people took all its words away
            rest.append(_recut(turns, who, whole, span))
        result = sorted(rest, key=lambda a: (a.start, a.end))
    return tuple(result)


def inside_words(turns: Turns, who: Mapping[str, Voice], span: Span) -> tuple[str, ...]:
    """Return the interviewees' words inside a stretch."""
    spoken = (t for t in turns.turns if who[t.speaker].role == "interviewee" and t.span & span)
    return tuple(w.text for t in spoken for w in inside(t.words, span))


def _recut(turns: Turns, who: Mapping[str, Voice], answer: Answer, span: Span) -> Answer:
    if span == answer.span:
        return answer
    name = answer_id(turns.interview, turns.unit, span.start)
    text = said_within(turns, who, span)
    said = [
        replace(turn, words=inside(turn.words, span))
        for turn in turns.turns
        if turn.span & span and who[turn.speaker].role == INTERVIEWEE
    ]
    return replace(
        answer, id=name, start=span.start, end=span.end, text=text, language=_language(said)
    )


def said_within(
    turns: Turns, who: Mapping[str, Voice], span: Span, *, role: Role = INTERVIEWEE
) -> str:
    """Return what those of one role say within a stretch."""
    texts = []
    for turn in turns.turns:
        if turn.span & span and who[turn.speaker].role == role:
            texts.append(_within(turn, span))
    return " ".join(text for text in texts if text)


def _within(turn: Turn, span: Span) -> str:
    held = [i for i, w in enumerate(turn.words) if (w.start + w.end) // 2 in span]
    if len(held) == len(turn.words):
        return turn.text
    places = places_of(turn)
    if not held or places is None:
        return " ".join(turn.words[i].text for i in held)
    # A mark goes with the word before it, and what stands before the first with the first.
    first = places[held[0]].start if held[0] else 0
    last = places[held[-1] + 1].start if held[-1] + 1 < len(places) else len(turn.text)
    return turn.text[first:last].strip()


def with_phrases(answers: Answers, phrases: Phrases) -> Answers:
    """Add the key phrases of each answer."""
    return replace(
        answers,
        answers=tuple(
            replace(a, phrases=phrases(a.text, answers.language_of(a))) for a in answers.answers
        ),
    )
