"""Where a coder is in the blind sample, and what a key or a click does there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dashboards import decisions
from dashboards.page import Page
from pipeline.analysis.blind import Of
from pipeline.errors import PipelineError
from pipeline.services.deciding.blind import Drawn, among, choose, drawn, look
from pipeline.services.showing.books import codebook
from pipeline.services.showing.people import stamp_of

Row = Mapping[str, Any]
KEYS = "123456789abdefghijkopqrtvwxyz"
"""The keys of the first questions of the set; the letters left out do something else."""


@dataclass(frozen=True)
class Made:
    """A blind choice of this session: its events, whose they are, and what to call it."""

    answer: str
    coder: str
    events: tuple[str, ...]
    name: str
    chosen: tuple[str, ...]


@dataclass
class Session:
    """Where this session is in the sample; ``of`` is what the sample was drawn for."""

    of: tuple[object, ...] = ()
    drawn: Drawn | None = None
    gone: set[str] = field(default_factory=set)
    later: list[str] = field(default_factory=list)
    first: str = ""
    several: bool = False
    marked: list[str] = field(default_factory=list)
    asking: str = ""
    made: list[Made] = field(default_factory=list)

    def next(self) -> str:
        """Return the id of the answer to judge, or nothing where all are."""
        told = self.drawn.answers if self.drawn else ()
        open_ = [a for a in (self.first, *told) if a and a not in self.gone]
        later = [a for a in self.later if a in open_]
        return next((a for a in open_ if a not in later), next(iter(later), ""))


@dataclass(frozen=True)
class Card:
    """What is judged, and what can be chosen: id -> words, in the order of the set."""

    row: Row
    of: Of
    names: Mapping[str, str]

    @property
    def answer(self) -> str:
        """The answer's id."""
        return str(self.row["answer"])

    def keys(self) -> dict[str, str]:
        """Return the question or code of each key."""
        return dict(zip(KEYS, self.names, strict=False))


def current(page: Page, session: Session, of: Of) -> Card | None:
    """Return the next answer of the sample for this coder."""
    library = page.library
    made_of = (page.coder, of, stamp_of(library.layout.path("tags")))
    if session.of != made_of:
        session.of, session.drawn = made_of, drawn(library, page.coder, of=of)
        session.gone, session.later, session.marked, session.first = set(), [], [], ""
        session.made, session.several = [], False
    while answer := session.next():
        row = look(library, answer)
        if row:
            return Card(row, of, _names(page, row, of))
        session.gone.add(answer)
    return None


def _names(page: Page, row: dict[str, Any], of: Of) -> dict[str, str]:
    ids = among(page.library, row, of=of)
    if of == "code":
        codes = codebook(page.library.layout).by_id
        return {name: codes[name].name for name in ids}
    questions = page.library.questions().by_id
    return {name: questions[name].wording(page.t.language) for name in ids}


def about(session: Session, card: Card | None) -> str:
    """Return what a key is pressed for: each mark makes it another thing."""
    marks = ",".join(["several" if session.several else "one", *session.marked])
    return f"{card.answer if card else ''} {len(session.made)} {marks}"


def press(page: Page, session: Session, card: Card, key: str) -> None:
    """Do what a key or its button says, once for each answer."""
    if card.answer in session.gone:
        return
    named = card.keys().get(key)
    if key == "s":
        session.later = [*[a for a in session.later if a != card.answer], card.answer]
        session.first, session.marked = "", []
    elif key == "m":
        session.several, session.marked = not session.several, []
    elif key == "c":
        session.asking = card.answer
    elif key == "n":
        keep(page, session, card, [])
    elif key == "Enter" and session.marked:
        keep(page, session, card, session.marked)
    elif named:
        choose_one(page, session, card, named)


def choose_one(page: Page, session: Session, card: Card, name: str) -> None:
    """Choose a question or code; of several, mark or unmark it."""
    if not session.several:
        keep(page, session, card, [name])
    elif name in session.marked:
        session.marked.remove(name)
    else:
        session.marked.append(name)


def keep(page: Page, session: Session, card: Card, chosen: Sequence[str]) -> None:
    """Append the choice, and go on to the next answer."""
    try:
        events = choose(
            page.library,
            coder=page.coder,
            answer=card.answer,
            chosen=tuple(chosen),
            among=tuple(card.names),
            of=card.of,
        )
    except PipelineError as error:
        decisions.complain(error)
        return
    name = str(card.row["shown_as"])
    session.made.append(Made(card.answer, page.coder, events, name, tuple(chosen)))
    session.gone.add(card.answer)
    session.first = session.asking = ""
    session.marked, session.several = [], False


def undo(page: Page, session: Session) -> None:
    """Take the last choice back and judge its answer again."""
    made = session.made[-1] if session.made else None
    if made is None or not decisions.take_back(page, made.coder, made.events):
        return
    session.made.pop()
    session.gone.discard(made.answer)
    session.first = made.answer
