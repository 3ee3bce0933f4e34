"""The quotations that carry a likeness between places, and those that contradict it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.model.report import Block, Heading, Paragraph, Quotation
from pipeline.services.reporting.common import Naming
from pipeline.services.showing.groups import answers_of
from pipeline.services.showing.library import Library
from pipeline.services.showing.store import EVERYTHING, listed, opened
from pipeline.services.standalone.comparison_files import verdict

_KINDS = {
    "carries": "Nearest to each other, from two places:",
    "contradicts": "Farthest from each other, from two places:",
}
CONFIRMED, SUGGESTED = "question confirmed by people", "question"


@dataclass(frozen=True)
class Pair:
    """Two quotations on a question, of two places."""

    question: str
    kind: str
    quotations: tuple[Quotation, Quotation]
    first: bool

    def blocks(self) -> tuple[Block, ...]:
        """Return the pair with what it is."""
        head: tuple[Block, ...] = (Heading(self.question),) if self.first else ()
        return (*head, Paragraph(_KINDS[self.kind], note=True), *self.quotations)


def quoted_pairs(
    library: Library, naming: Naming, pairs: Sequence[Mapping[str, Any]], record: Mapping[str, Any]
) -> tuple[Pair, ...]:
    """Return a pair of each kind for the questions on which anything is claimed.

    Both must be quotable today. Nothing is picked by hand: the nearest and the farthest of all.
    """
    claimed = {
        str(q["id"]) for q in record["questions"]
        if verdict(q["difference"]["site"], q["likeness"])
        in ("close", "differ", "differ, within margin")
    }  # fmt: skip
    mine = [p for p in pairs if p["question"] in claimed]
    wanted = sorted({str(p[side]) for p in mine for side in ("a", "b")})
    if not wanted:
        return ()
    frame = answers_of(library, EVERYTHING, wanted, limit=len(wanted))
    rows = {
        str(row["answer"]): {str(k): v for k, v in row.items()}
        for row in frame.to_dict("records") if row["may_quote"]
    }  # fmt: skip
    confirmed = _confirmed(library, wanted)
    found: list[Pair] = []
    done: set[tuple[str, str]] = set()
    for pair in mine:
        key = str(pair["question"]), str(pair["likeness"])
        a, b = rows.get(str(pair["a"])), rows.get(str(pair["b"]))
        if key in done or a is None or b is None:
            continue
        said = [_quotation(naming, row, (str(row["answer"]), key[0]) in confirmed)
                for row in (a, b)]  # fmt: skip
        first = not any(question == key[0] for question, _ in done)
        done.add(key)
        found.append(Pair(naming.question(key[0]), key[1], (said[0], said[1]), first))
    return tuple(found)


def _quotation(naming: Naming, row: Mapping[str, Any], confirmed: bool) -> Quotation:
    return naming.quotation(
        row, guess=not confirmed, standing=CONFIRMED if confirmed else SUGGESTED
    )


def _confirmed(library: Library, answers: Sequence[str]) -> set[tuple[str, str]]:
    """Return which questions people have confirmed of some answers."""
    with opened(library.layout, EVERYTHING, library.people()) as db:
        rows = db.execute(
            f"""SELECT t.answer, t.question FROM tags t JOIN answers USING (answer)
                WHERE t.status = 'confirmed' AND t.answer IN ({listed(answers)})"""
        ).fetchall()
    return {(str(answer), str(question)) for answer, question in rows}
