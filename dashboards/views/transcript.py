"""A transcript as the reader component draws it: plain values, made from what may be shown."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from dashboards import sure
from dashboards.page import Page
from dashboards.state import Address, to_query
from dashboards.text import clock
from pipeline.model.guide import QuestionSet
from pipeline.model.interview import UNTOLD
from pipeline.model.span import Span
from pipeline.services.showing.reading import Look, Reading, Stretch, Utterance
from pipeline.services.showing.search import Term, marked_words, terms

LOOKS: tuple[Look, ...] = (
    "", "unsure", "doubted", "corrected", "redacted", "deleted", "off-record",
)  # fmt: skip
"""How a word came here, as the component counts them."""


def data(page: Page, reading: Reading, *, plays: bool) -> dict[str, Any]:
    """Return what ``reader.draw`` takes: the rows in order, with gaps between them."""
    content = {
        "interview": reading.interview.id,
        "language": reading.language,
        "plays": plays,
        "labels": {"unsure": page.t("interviews-unsure"), "place": page.t("interviews-place")},
        "rows": list(_rows(page, reading)),
    }
    version = sha256(json.dumps(content).encode()).hexdigest()[:16]
    at = page.address.at
    return content | {"version": version, "at": int(at) if _is_place(at) else None}


def _is_place(at: str) -> bool:
    return at.isascii() and at.isdigit() and len(at) < 12


def _rows(page: Page, reading: Reading) -> Iterator[dict[str, Any]]:
    questions = page.library.questions()
    wanted = terms(page.address.words)
    gaps = list(reading.gaps)
    for number, turn in enumerate(reading.utterances, 1):
        while gaps and gaps[0].start < turn.span.start:
            yield _gap(page, gaps.pop(0))
        place = clock(turn.span.start) if reading.unit == "ms" else str(number)
        yield {
            "who": page.t("interviews-untold") if turn.voice == UNTOLD else turn.shown_as,
            "voice": turn.voice,
            "asks": turn.interviewer,
            "lang": turn.language,
            "language": page.t.name(turn.language) if turn.language else "",
            "time": place,
            "href": _link(replace(page.address, at=str(turn.span.start))),
            "start": turn.span.start,
            "end": turn.span.end,
            "withheld": page.t(f"interviews-withheld-{turn.withheld}") if turn.withheld else "",
            "parts": list(_parts(page, turn, questions, wanted)),
        }
    for gap in gaps:
        yield _gap(page, gap)


def _gap(page: Page, gap: Span) -> dict[str, Any]:
    told = page.t("interviews-gap", start=clock(gap.start), end=clock(gap.end))
    return {"gap": told}


def _parts(
    page: Page, turn: Utterance, questions: QuestionSet, wanted: Sequence[Term]
) -> Iterator[dict[str, Any]]:
    found = marked_words([w for s in turn.stretches for w in s.words], wanted)
    before = 0
    for stretch in turn.stretches:
        words = [
            [word.text, word.start, word.end, LOOKS.index(word.look), int(before + i in found)]
            for i, word in enumerate(stretch.words)
        ]
        before += len(words)
        notes = _notes(page, stretch, questions) if stretch.begins else []
        yield {"words": words, "notes": notes}


def _notes(page: Page, stretch: Stretch, questions: QuestionSet) -> list[dict[str, str]]:
    """Return what stands beside the beginning of an answer: its questions, and how sure."""
    t = page.t
    notes = []
    for tag in stretch.tags:
        told = t(f"status-{tag.status}")
        if tag.status == "suggested":
            told += f" · {sure.told(page, tag.score, best=tag.best, short=True)}"
        known = tag.question in questions.by_id
        to = replace(page.address, question=tag.question, show="all", interview="", at="", words="")
        notes.append(
            {
                "text": questions[tag.question].wording(t.language) if known else tag.question,
                "told": told,
                "standing": tag.status,
                "question": tag.question,
                "href": f"answers{_link(to)}",
            }
        )
    if not notes and stretch.status in ("unassigned", "rejected", "none"):
        notes.append({"told": t(f"interviews-{stretch.status}"), "standing": stretch.status})
    return notes


def _link(address: Address) -> str:
    return "?" + urlencode(to_query(address), doseq=True)
