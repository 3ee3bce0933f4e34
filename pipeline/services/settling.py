"""What coders disagree on, with each one's judgement, and the step that settles it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from pipeline.analysis.blind import Of
from pipeline.analysis.judgements import latest
from pipeline.errors import NotReady
from pipeline.model.judgement import Event
from pipeline.services.blind import places
from pipeline.services.codes import contested_codes
from pipeline.services.judging import events_of, judge, placed
from pipeline.services.library import Library
from pipeline.services.store import Filters, opened


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
    votes: tuple[Vote, ...]

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
    at = _judged(library, {answer for _, answer, _ in found})
    return [Dispute(a, of, thing, _votes(at.get(a, ()), of, thing)) for of, a, thing in found]


def _judged(library: Library, answers: set[str]) -> dict[str, list[Event]]:
    if not answers:
        return {}
    interviews = sorted({re.split(r"[@#]", answer)[0] for answer in answers})
    events = [e for e in events_of(library.layout, interviews) if e.anchor]
    where = places(library)
    return placed(library.layout, events, where[where["answer"].isin(list(answers))])


def _votes(events: Iterable[Event], of: Of, thing: str) -> tuple[Vote, ...]:
    mine = sorted(
        (
            e
            for e in events
            if e.kind in (f"assign-{of}", f"reject-{of}") and e.value.get(of) == thing
        ),
        key=lambda e: (e.at, e.id),
    )
    return tuple(
        Vote(coder, e.kind == f"assign-{of}", e.at, str(e.seen.get("mode", "")), e.reason)
        for coder, e in sorted(latest(mine).items())
    )


def settle(library: Library, dispute: Dispute, *, coder: str, yes: bool, reason: str = "") -> Event:
    """Settle a dispute: an event of its own, which no count of agreement looks at.

    Raises:
        BadInput: a bad coder name, or the answer is gone.
    """
    votes = [{"coder": v.coder, "yes": v.yes, "at": v.at, "mode": v.mode} for v in dispute.votes]
    return judge(
        library.layout,
        coder=coder,
        kind="adjudicate",
        answer=dispute.answer,
        value={"verdict": "assign" if yes else "reject", dispute.of: dispute.thing},
        seen={"mode": "adjudication", "page": "review", "votes": votes},
        reason=reason,
    )
