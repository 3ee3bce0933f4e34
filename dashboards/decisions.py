"""Deciding in the browser: each click one or two events, and the way back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboards.page import Page
from pipeline.errors import PipelineError
from pipeline.services.deciding.judging import anchor_of, judge

Row = Mapping[str, Any]
Step = tuple[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Done:
    """A decision of this session: its events, whose they are, and what was done."""

    answer: str
    question: str
    coder: str
    events: tuple[str, ...]
    did: str
    to: str = ""


def accept(page: Page, row: Row) -> None:
    """Confirm the question at the answer."""
    _decide(page, row, [("assign-question", page.address.question)], did="did-accept")


def reject(page: Page, row: Row) -> None:
    """Say that the answer does not speak to the question."""
    _decide(page, row, [("reject-question", page.address.question)], did="did-reject")


def change(page: Page, row: Row, question: str) -> None:
    """Give the answer another question in the place of this one."""
    steps = [("assign-question", question), ("reject-question", page.address.question)]
    _decide(page, row, steps, did="did-change", to=question)


def undo(page: Page, done: Done) -> None:
    """Take a decision back."""
    if take_back(page, done.coder, done.events):
        decided().pop((done.answer, done.question), None)


def decided() -> dict[tuple[str, str], Done]:
    """Return this session's decisions by answer and question, the last one last."""
    held: dict[tuple[str, str], Done] = st.session_state.setdefault("decided", {})
    return held


def complaint() -> str:
    """Return, once, why the last decision could not be kept."""
    return str(st.session_state.pop("complaint", ""))


def _decide(page: Page, row: Row, steps: list[tuple[str, str]], *, did: str, to: str = "") -> None:
    """Append the events of one decision; ``seen`` says what stood on the page."""
    seen = {
        "mode": row["status"],
        "question": page.address.question,
        "score": round(float(row["score"]), 4),
        "evidence": row["evidence"],
    }
    told = [(kind, {"question": question}) for kind, question in steps]
    events = keep(page, str(row["answer"]), told, seen)
    if not events:
        return
    key = (str(row["answer"]), page.address.question)
    decided().pop(key, None)
    decided()[key] = Done(*key, page.coder, events, did, to)
    if len(events) == len(steps):
        st.toast(page.t("did-toast"))


def keep(
    page: Page, answer: str, steps: Sequence[Step], seen: Mapping[str, Any]
) -> tuple[str, ...]:
    """Append the events of one decision on an answer, as far as they can be kept.

    Args:
        page: whose coder decides.
        answer: the answer's id.
        steps: each event's kind with its value.
        seen: what the coder had before them.

    Returns:
        The events' ids; why one could not be kept is what ``complaint`` returns next.
    """
    events: list[str] = []
    layout = page.library.layout
    try:
        anchor = anchor_of(layout, answer) if steps else None
        for kind, value in steps:
            event = judge(
                layout, coder=page.coder, kind=kind, anchor=anchor, value=value, seen=seen
            )
            events.append(event.id)
    except PipelineError as error:
        complain(error)
    return tuple(events)


def take_back(page: Page, coder: str, events: Sequence[str]) -> bool:
    """Undo the events of one decision, the last first; tell whether that could be kept."""
    try:
        for event in reversed(events):
            judge(
                page.library.layout, coder=coder, kind="undo", value={"event": event}, seen={}
            )  # fmt: skip
    except PipelineError as error:
        complain(error)
        return False
    st.toast(page.t("did-undo"))
    return True


def complain(error: PipelineError) -> None:
    """Remember why something could not be kept, for ``complaint``."""
    st.session_state["complaint"] = str(error)
