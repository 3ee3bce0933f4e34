"""What coders disagree on, with each one's judgement, and the step that settles it."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass

from pipeline.analysis.blind import Of, refused
from pipeline.analysis.judgements import latest
from pipeline.errors import NotReady
from pipeline.model.judgement import Event
from pipeline.services.deciding.blind import places
from pipeline.services.deciding.judging import events_of, judge, placed, today
from pipeline.services.showing.codes import contested_codes
from pipeline.services.showing.library import Library
from pipeline.services.showing.store import Filters, opened


@dataclass(frozen=True)
class Vote:
    """A coder's last word: yes or no, when, what was before them, and why."""

    coder: str
    yes: bool
    at: str
    mode: str
    reason: str = ""


@dataclass(frozen=True)
class Dispute:
    """A question (or code) at an answer on which coders' last words differ."""

    answer: str
    of: Of
    thing: str

    @property
    def id(self) -> str:
        """What tells it from all others."""
        return f"{self.answer} {self.of} {self.thing}"


def disputes(library: Library, filters: Filters) -> list[Dispute]:
    """Return what waits to be settled, questions before codes, by interview and place.

    Raises:
        NotReady: the answers have not been tagged.
    """
    with opened(library.layout, filters, library.people()) as db:
        rows = db.execute(
            """SELECT a.answer, t.question FROM answers a JOIN tags t USING (answer)
               WHERE t.status = 'contested' ORDER BY a.interview, a.position, t.question"""
        ).fetchall()
    found: list[tuple[Of, str, str]] = [("question", str(a), str(q)) for a, q in rows]
    with suppress(NotReady):  # a study without codes has no disputes on them
        found += [("code", answer, code) for answer, code in contested_codes(library, filters)]
    return [Dispute(answer, of, thing) for of, answer, thing in found]


def votes(library: Library, dispute: Dispute) -> tuple[Vote, ...]:
    """Return each coder's last word on what is disputed, by coder."""
    of = dispute.of
    now = today(library.layout)

    def meant(event: Event, of: Of) -> str:
        named = str(event.value.get(of, ""))
        return now(event.anchor.interview, named) if of == "question" and event.anchor else named

    interview = re.split(r"[@#]", dispute.answer)[0]
    events = [
        event
        for event in events_of(library.layout, [interview])
        if event.anchor and event.kind in (f"assign-{of}", f"reject-{of}")
    ]
    where = places(library)
    here = where[where["interview"] == interview]
    found = placed(library.layout, events, here).get(dispute.answer, []) if events else []
    found.sort(key=lambda event: (event.at, event.id))
    said = latest([event for event in found if meant(event, of) == dispute.thing])
    passed = refused(found, dispute.thing, of=of)
    return tuple(
        Vote(c, c in said and e.kind == f"assign-{of}", e.at, str(e.seen.get("mode", "")), e.reason)
        for c, e in sorted({**passed, **said}.items())
    )


def settle(library: Library, dispute: Dispute, *, coder: str, yes: bool, reason: str = "") -> Event:
    """Settle a dispute: an event of its own, which no count of agreement looks at.

    Raises:
        BadInput: a bad coder name, or the answer is gone.
    """
    said = [
        {"coder": v.coder, "yes": v.yes, "at": v.at, "mode": v.mode}
        for v in votes(library, dispute)
    ]
    return judge(
        library.layout,
        coder=coder,
        kind="adjudicate",
        answer=dispute.answer,
        value={"verdict": "assign" if yes else "reject", dispute.of: dispute.thing},
        seen={"mode": "adjudication", "page": "review", "votes": said},
        reason=reason,
    )
