"""The answers that have a code: people's first, then the machine's, each to be decided."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import streamlit as st

from dashboards import decisions
from dashboards.page import Page, markup, records
from dashboards.views import quotes
from pipeline.model.codebook import Code
from pipeline.services.showing.codes import quotations

Row = Mapping[str, Any]
_FIRST, _STEP = 8, 24


@dataclass(frozen=True)
class Coded:
    """A decision of this session on a code at an answer."""

    coder: str
    events: tuple[str, ...]


def show(page: Page, code: Code) -> None:
    """Draw a code's quotations with what can be decided on each."""
    t = page.t
    st.header(t("code-quotations"), anchor=False)
    if not page.coder:
        markup(f'<p class="il-lead">{escape(t("code-name-first"))}</p>')
    limit = st.session_state.get(f"code-limit-{code.id}", _FIRST)
    rows = _in_their_places(page, code, limit)
    if not rows:
        markup(f'<p class="il-lead">{escape(t("code-no-quotations"))}</p>')
    with st.container(key="cards"):
        for row in rows[:limit]:
            _quotation(page, code, row)
    if len(rows) > limit:
        st.button(t("code-more"), on_click=_more, args=(code.id, limit))


def _in_their_places(page: Page, code: Code, limit: int) -> list[dict[str, Any]]:
    """Return the rows; what was just decided stays where it stood, for the undo."""
    coded = _coded()
    mine = {answer for answer, name in coded if name == code.id}
    frame = quotations(
        page.library,
        page.address.filters,
        code.id,
        limit=limit + 1 + len(mine),
        rejected=bool(mine),
    )
    rows = [r for r in records(frame) if r["status"] != "rejected" or r["answer"] in mine]
    shown_for = (code.id, page.address.filters)
    held, order = st.session_state.get("code-order", (None, {}))
    if held != shown_for:
        order = {}
    for row in rows:
        order.setdefault(row["answer"], len(order))
    st.session_state["code-order"] = (shown_for, order)
    return sorted(rows, key=lambda row: order[row["answer"]])


def _quotation(page: Page, code: Code, row: Row) -> None:
    t, status = page.t, str(row["status"])
    told = [t.evidence(re.sub(r" \(\d\.\d+\)$", "", str(row["evidence"])))]
    if status == "suggested":
        told.insert(0, t("score", score=f"{row['score']:.2f}"))
    rest = escape(" · ".join(part for part in told if part))
    marked = f"<b>{escape(t(f'code-is-{status}'))}</b>{rest}"
    quotes.show(
        page,
        row,
        status=f'<p class="il-status {escape(status)}">{marked}</p>',
        buttons=(lambda: _buttons(page, code, row)) if page.coder and row["may_quote"] else None,
    )


def _buttons(page: Page, code: Code, row: Row) -> None:
    t, answer = page.t, str(row["answer"])
    if (answer, code.id) in _coded():
        st.button(
            t("undo"),
            key=f"code-undo-{answer}",
            icon=":material/undo:",
            on_click=_undo,
            args=(page, code, answer),
        )
        return
    if row["status"] != "confirmed":
        st.button(
            t("code-accept"),
            key=f"code-accept-{answer}",
            icon=":material/check:",
            on_click=_decide,
            args=(page, code, row, "assign-code"),
        )
    st.button(
        t("code-reject"),
        key=f"code-reject-{answer}",
        on_click=_decide,
        args=(page, code, row, "reject-code"),
    )


def _coded() -> dict[tuple[str, str], Coded]:
    """Return this session's decisions by answer and code."""
    held: dict[tuple[str, str], Coded] = st.session_state.setdefault("coded", {})
    return held


def _decide(page: Page, code: Code, row: Row, kind: str) -> None:
    """Append one event, once; ``seen`` says what stood on the page."""
    answer = str(row["answer"])
    if (answer, code.id) in _coded():
        return
    seen = {
        "mode": row["status"],
        "page": "codebook",
        "score": round(float(row["score"]), 4),
        "evidence": row["evidence"],
    }
    events = decisions.keep(page, answer, [(kind, {"code": code.id})], seen)
    if events:
        _coded()[answer, code.id] = Coded(page.coder, events)
        st.toast(page.t("did-toast"))


def _undo(page: Page, code: Code, answer: str) -> None:
    done = _coded().get((answer, code.id))
    if done and decisions.take_back(page, done.coder, done.events):
        _coded().pop((answer, code.id), None)


def _more(code: str, limit: int) -> None:
    st.session_state[f"code-limit-{code}"] = limit + _STEP
