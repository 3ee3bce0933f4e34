"""The answers that wait for a decision, one after another, and how far a coder has come."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pipeline.analysis.judgements import live
from pipeline.analysis.queue import in_order
from pipeline.formats.logs import read_log
from pipeline.layout import Layout
from pipeline.services.deciding.stretches import recut
from pipeline.services.showing.library import SHOWN, Library, with_rights
from pipeline.services.showing.store import Filters, allowed, listed, opened

CANDIDATES = 3
"""How many of an answer's candidates are put before a person."""

WAITING = ("suggested", "unassigned", "none")
"""The standings of an answer on which nobody has decided."""

BATCH = 200
"""How much of the queue is told at once."""


@dataclass(frozen=True)
class Candidate:
    """A question that an answer may speak to, with what the machine or people say of it.

    ``status`` is that of a tag: confirmed, suggested, contested, rejected or candidate.
    """

    question: str
    score: float
    status: str
    evidence: str

    @property
    def stands(self) -> bool:
        """Whether the answer has this question now, or would have it but for a disagreement."""
        return self.status in SHOWN


@dataclass(frozen=True)
class Queue:
    """The answers that wait, the most telling first.

    ``answers`` holds the ids of the first of them, ``count`` how many there are in all,
    ``small_talk`` how many of these the machine holds for such, and ``withheld`` how many are left
    out since their words may not be shown to anybody.
    """

    answers: tuple[str, ...]
    count: int
    withheld: int
    small_talk: int = 0


def waiting(
    library: Library,
    filters: Filters,
    *,
    last: Sequence[str] = (),
    without: Collection[str] = (),
    standing: str = "",
) -> Queue:
    """Return what waits for a decision, at most ``BATCH`` of it.

    An answer waits while nobody has decided on it: it is only guessed, has no question, or, last
    of all, is held for small talk by the machine; not while its boundaries, changed by a person,
    wait for a run. What is contested waits elsewhere (``services.settling``).

    Args:
        library: the study.
        filters: what the queue is narrowed to.
        last: answers that are to come after all others, in this order.
        without: answers that are to be left out.
        standing: the one of ``WAITING`` that is asked for; all where it is empty.

    Raises:
        NotReady: the answers have not been tagged.
    """
    people = library.people()
    among = (standing,) if standing in WAITING else WAITING
    with opened(library.layout, filters, people) as db:
        frame = db.execute(
            f"""WITH seen AS (
                  SELECT answer, any_value(question) FILTER (rank = 1) AS question,
                    abs(max(score) FILTER (rank = 1)
                        - coalesce(max(score) FILTER (rank = 2), 0)) AS margin
                  FROM tags GROUP BY answer),
                known AS (
                  SELECT question, count(*) FILTER (status = 'confirmed') AS answers
                  FROM tags GROUP BY question),
                heard AS (
                  SELECT site, count(*) FILTER (status = 'confirmed') AS confirmed
                  FROM answers GROUP BY site)
                SELECT a.answer, a.status, heard.confirmed, coalesce(margin, 0) AS margin,
                  coalesce(known.answers, 0) AS known, {allowed(people, "quote")} AS may_quote
                FROM answers a JOIN heard USING (site) LEFT JOIN seen USING (answer)
                  LEFT JOIN known USING (question)
                WHERE a.status IN ({listed(among)})"""
        ).fetchdf()
    frame = frame[~frame["answer"].isin([*without, *recut(library)])]
    shown = frame["may_quote"].astype(bool)
    ordered = in_order(frame[shown])["answer"]
    later = [answer for answer in last if answer in set(ordered)]
    first = ordered[~ordered.isin(later)].head(BATCH)
    talk = int((frame.loc[shown, "status"] == "none").sum())
    return Queue((*first, *later)[:BATCH], len(ordered), int((~shown).sum()), talk)


def look(
    library: Library, filters: Filters, answer: str
) -> tuple[dict[str, Any], list[Candidate]] | None:
    """Return an answer with everyone's rights of today, and what it may speak to, best first.

    The row has the columns of ``ANSWERS`` and ``shown_as``, ``may_quote``, ``may_play``. What
    stands comes first. None where there is no such answer, or the filters leave it out.
    """
    people = library.people()
    interview = re.split(r"[@#]", answer)[0]
    with opened(library.layout, filters, people) as db:
        frame = db.execute(
            "SELECT * FROM answers WHERE interview = ? AND answer = ?", [interview, answer]
        ).fetchdf()
        rows = db.execute(
            f"""SELECT question, score, status, evidence, status IN ({listed(SHOWN)}) AS stands
                FROM tags WHERE answer = ?
                ORDER BY stands DESC, status = 'rejected', score DESC, rank
                LIMIT greatest({CANDIDATES}, (SELECT count(*) FROM tags
                  WHERE answer = ? AND status IN ({listed(SHOWN)})))""",
            [answer, answer],
        ).fetchall()
    if frame.empty:
        return None
    row = {str(k): v for k, v in with_rights(frame, people).to_dict("records")[0].items()}
    return row, [Candidate(str(q), float(s), str(status), str(e)) for q, s, status, e, _ in rows]


def steps(candidates: Sequence[Candidate], chosen: Collection[str]) -> list[tuple[str, str]]:
    """Return the events of a choice: (kind, question).

    What was chosen is assigned; what stood and was passed over is rejected. Choosing nothing
    says that the answer speaks to none of them: all that were shown are rejected.
    """
    passed = [c.question for c in candidates if c.question not in chosen]
    if chosen:
        stood = {c.question for c in candidates if c.stands}
        passed = [question for question in passed if question in stood]
    return [
        *(("assign-question", question) for question in chosen),
        *(("reject-question", question) for question in passed),
    ]


def decided_on(layout: Layout, coder: str, day: date) -> int:
    """Count the answers on whose questions a coder has decided on a day, undone ones aside."""
    stretches: set[tuple[str, int]] = set()
    for path in sorted(layout.path("logs").glob(f"{coder}/*.jsonl")):
        if datetime.fromtimestamp(path.stat().st_mtime).date() < day:
            continue
        for event in live(read_log(path, where=path.name)[0]):
            when = datetime.fromisoformat(event.at.replace("Z", "+00:00")).astimezone().date()
            if event.group == "questions" and event.anchor and when == day:
                stretches.add((event.anchor.interview, event.anchor.start))
    return len(stretches)
