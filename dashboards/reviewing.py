"""Where a session is in the queue of answers, and what a key or a click does there."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from dashboards import decisions
from dashboards.ahead import Ahead
from dashboards.page import Page
from pipeline.model.guide import QuestionSet
from pipeline.services.deciding.queue import WAITING, Candidate, Queue, look, steps, waiting
from pipeline.services.deciding.relearning import relearn
from pipeline.services.showing.people import Stamp, stamp_of

Row = Mapping[str, Any]
Looked = tuple[dict[str, Any], list[Candidate]]


@dataclass(frozen=True)
class Made:
    """A decision of this session: its events, whose they are, and what to call it."""

    answer: str
    coder: str
    events: tuple[str, ...]
    name: str
    question: str = ""
    did: str = "assign"


@dataclass
class Session:
    """Where this session is in the queue.

    ``of`` is what the queue is narrowed to, ``tags`` the stamp of the tags that it was made from;
    ``renewed`` is the queue of newer ones, in the making, with what was ``gone`` and put off when
    that began; ``ahead`` the answer after the one that is shown.
    """

    of: tuple[object, ...] = ()
    tags: Stamp = (0, 0)
    queue: Queue | None = None
    renewed: Ahead[Queue] = field(default_factory=Ahead)
    before: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
    ahead: Ahead[Looked | None] = field(default_factory=Ahead)
    gone: set[str] = field(default_factory=set)
    since: set[str] = field(default_factory=set)
    later: list[str] = field(default_factory=list)
    first: str = ""
    asking: str = ""
    cutting: tuple[str, str] = ("", "")
    made: list[Made] = field(default_factory=list)

    def next(self, *, after: str = "") -> str:
        """Return the id of the answer to look at, or nothing where the queue is through.

        Where ``after`` is given, the one that comes when that one is decided.
        """
        told = self.queue.answers if self.queue else ()
        open_ = (a for a in (self.first, *told) if a and a not in self.gone)
        return next((a for a in open_ if a not in self.later and a != after), "")

    def is_open(self, answer: str) -> bool:
        """Tell whether a dialog is open on an answer."""
        return answer in (self.asking, self.cutting[0])

    @property
    def left(self) -> int:
        """How many answers wait."""
        return max(0, self.queue.count - len(self.since)) if self.queue else 0


@dataclass(frozen=True)
class Card:
    """What is looked at: the answer, and what it may speak to."""

    row: Row
    candidates: Sequence[Candidate]
    questions: QuestionSet

    @property
    def answer(self) -> str:
        """The answer's id."""
        return str(self.row["answer"])

    def worded(self, question: str, language: str) -> str:
        """Return a question as it is worded; one that has left the set by its id."""
        known = self.questions.by_id
        return known[question].wording(language) if question in known else question


def current(page: Page, session: Session) -> Card | None:
    """Return the next answer that still waits; the queue is read anew when it is through.

    Where the tags were made anew meanwhile, the queue is sorted anew beside the page, and the old
    one serves until that is done; the answer itself is always shown by the newest tags.
    """
    library, address = page.library, page.address
    tags = stamp_of(library.layout.path("tags"))
    of = (address.filters, address.standing, page.coder)
    if session.of != of:
        session.of, session.queue = of, None
    elif session.queue and session.tags != tags:
        _renew(page, session, tags)
    fresh = False
    while True:
        answer = session.next()
        found = _looked(page, session, answer) if answer else None
        if found and found[0]["may_quote"] and found[0]["status"] in WAITING:
            return Card(*found, library.questions())
        if answer:  # decided elsewhere, or no longer to be shown
            session.since.add(answer)
            session.gone.add(answer)
            session.first = ""
        elif fresh:
            return None
        else:
            session.queue, session.tags = _waiting(page, session)(), tags
            session.later, session.since, fresh = [], set(), True


def prepare(page: Page, session: Session, card: Card) -> None:
    """Begin to look at the answer that comes after the one that is shown."""
    answer = session.next(after=card.answer)
    if answer:
        make = partial(look, page.library, page.address.filters, answer)
        session.ahead.begin(_rests_on(page, answer), make)


def _looked(page: Page, session: Session, answer: str) -> Looked | None:
    """Return an answer and its candidates, from what was prepared where nothing has changed."""
    prepared = session.ahead.take(_rests_on(page, answer))
    return prepared or look(page.library, page.address.filters, answer)


def _rests_on(page: Page, answer: str) -> tuple[object, ...]:
    """Return what changes whenever an answer has to be looked at again.

    What this coder says of other answers of the interview changes nothing.
    """
    layout = page.library.layout
    interview = re.split(r"[@#]", answer)[0]
    others = [
        stamp_of(log)
        for log in sorted(layout.path("logs").glob(f"*/{interview}.jsonl"))
        if log.parent.name != page.coder
    ]
    tables = [stamp_of(layout.path(name)) for name in ("tags", "speakers", "manifest")]
    return (answer, page.address.filters, *tables, *others)


def _waiting(page: Page, session: Session) -> Callable[[], Queue]:
    return partial(
        waiting, page.library, page.address.filters, last=tuple(session.later),
        without=frozenset(session.gone), standing=page.address.standing,
    )  # fmt: skip


def _renew(page: Page, session: Session, tags: Stamp) -> None:
    """Take the queue of newer tags once it is made; begin to make it."""
    if session.renewed.ready(tags):
        queue = session.renewed.take(tags)
        gone, later = session.before
        session.queue, session.tags = queue, tags
        session.since = session.gone - gone
        session.later = [answer for answer in session.later if answer not in later]
        return
    if not session.renewed.begun(tags):
        session.before = (frozenset(session.gone), frozenset(session.later))
        session.renewed.begin(tags, _waiting(page, session))


def guessed(card: Card) -> list[str]:
    """Return what Enter accepts: all that the machine guesses, else the first candidate.

    Nothing where the machine holds it for small talk.
    """
    if card.row["status"] == "none":
        return []
    guessed = [c.question for c in card.candidates if c.status == "suggested"]
    return guessed or [c.question for c in card.candidates[:1]]


def about(session: Session, card: Card | None) -> str:
    """Return what a key is pressed for: an answer undone and shown again is another thing."""
    return f"{card.answer if card else ''} {len(session.made)}"


def press(page: Page, session: Session, card: Card, key: str) -> None:
    """Do what a key or its button says, once for each answer."""
    if card.answer in session.gone:
        return
    if key == "s":
        session.later.append(card.answer)
        session.first = ""
    elif not page.coder:
        return
    elif key == "c":
        session.asking = card.answer
    elif key in ("x", "j"):
        session.cutting = (card.answer, key)
    elif key == "n":
        keep(page, session, card, [])
    elif key == "Enter" and card.candidates:  # small talk accepted is nothing chosen
        keep(page, session, card, guessed(card))
    elif key.isdigit() and int(key) <= len(card.candidates):
        keep(page, session, card, [card.candidates[int(key) - 1].question])


def keep(page: Page, session: Session, card: Card, chosen: Sequence[str]) -> None:
    """Append the decision with what was shown, and go on to the next answer."""
    said = [(kind, {"question": question}) for kind, question in steps(card.candidates, chosen)]
    shown = [
        {"question": c.question, "score": round(c.score, 4), "status": c.status}
        for c in card.candidates
    ]
    seen = {"mode": card.row["status"], "page": "review", "shown": shown, "chosen": list(chosen)}
    events = decisions.keep(page, card.answer, said, seen)
    if not events:
        return
    question = "; ".join(card.worded(q, page.t.language) for q in chosen)
    relearn(page.library.layout)
    did = "assign" if chosen else "none"
    done(session, Made(card.answer, page.coder, events, str(card.row["shown_as"]), question, did))


def done(session: Session, made: Made) -> None:
    """Go on to the next answer."""
    session.made.append(made)
    session.gone.add(made.answer)
    session.since.add(made.answer)
    session.first = session.asking = ""
    session.cutting = ("", "")


def undo(page: Page, session: Session, made: Made) -> None:
    """Take a decision back and look at its answer again."""
    if made not in session.made or not decisions.take_back(page, made.coder, made.events):
        return
    session.made.remove(made)
    session.gone.discard(made.answer)
    if made.answer in session.since or session.queue is None:
        session.since.discard(made.answer)
    else:  # decided before the queue was read anew
        session.queue = replace(session.queue, count=session.queue.count + 1)
    session.first = made.answer
