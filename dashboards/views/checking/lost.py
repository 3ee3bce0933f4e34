"""Judgements that lost their place, each to be put back or let go."""

from __future__ import annotations

from functools import partial
from html import escape

import streamlit as st

from dashboards import decisions
from dashboards.page import Page, link_to_interview, markup
from dashboards.text import clock
from dashboards.views.checking import back
from pipeline.model.judgement import Event
from pipeline.services.deciding.orphans import Lost, candidates, let_go, lost, put_back
from pipeline.services.showing.books import codebook

_SECTION = "lost"
_MOST = 50  # at once; what is done makes room for the next


def show(page: Page) -> None:
    """List them; who has a name can put them back."""
    t = page.t
    st.header(t("quality-lost"), anchor=False)
    markup(f'<p class="il-lead">{escape(t("quality-lost-lead"))}</p>')
    complaint = decisions.complaint()
    if complaint:
        st.text(complaint)
    back.way_back(page, _SECTION)
    found = lost(page.library.layout)
    if not found:
        markup(f'<p class="il-who">{escape(t("quality-lost-none"))}</p>')
        return
    markup(f'<p class="il-who"><b>{escape(t("quality-lost-n", n=len(found)))}</b></p>')
    if not page.coder:
        markup(f'<p class="il-lead il-reading">{escape(t("review-nobody"))}</p>')
    with st.container(key="lost"):
        for one in found[:_MOST]:
            _one(page, one)


def _one(page: Page, one: Lost) -> None:
    t, event = page.t, one.event
    markup(
        f'<div class="il-set-aside"><b>{escape(_what(page, event))}</b><br>'
        f"{escape(_where(page, one))}</div>"
    )
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        if page.coder and one.can_be_placed:
            rows = candidates(page.library, event)
            words = {
                str(r["answer"]): f"{_place(page, r)} {r['shown_as']}: {_short(str(r['text']))}"
                for r in rows
            }
            chosen = st.selectbox(
                t("quality-put-at"),
                list(words),
                index=None,
                key=f"lost-at-{event.id}",
                format_func=words.__getitem__,
                placeholder=t("quality-put-hint"),
                width=380,
            )
            st.button(
                t("quality-put"),
                key=f"lost-put-{event.id}",
                disabled=not chosen,
                on_click=_put,
                args=(page, one, chosen),
            )
        if page.coder:
            st.button(
                t("quality-let-go"), key=f"lost-go-{event.id}", on_click=_let_go, args=(page, one)
            )
        if event.anchor:
            link_to_interview(
                page, interview=event.anchor.interview, at=event.anchor.start, key=event.id
            )


def _what(page: Page, event: Event) -> str:
    """Tell what was decided: the kind, and the question or code."""
    t = page.t
    thing = ""
    if "question" in event.value:
        name = str(event.value["question"])
        known = page.library.questions().by_id
        thing = known[name].wording(t.language) if name in known else name
    elif "code" in event.value:
        name = str(event.value["code"])
        codes = codebook(page.library.layout).by_id
        thing = codes[name].name if name in codes else name
    kind = t(f"quality-kind-{event.kind}") if event.kind in _TOLD else event.kind
    return f"{kind}: {thing}" if thing else kind


_TOLD = (
    "assign-question", "reject-question", "assign-code", "reject-code", "correct-words", "redact",
    "off-record", "unflag", "name-speaker", "split", "join", "adjudicate", "memo", "flag",
    "approve",
)  # fmt: skip


def _where(page: Page, one: Lost) -> str:
    t, event = page.t, one.event
    told = [event.coder, t.day(event.at[:10])]
    if event.anchor:
        at = clock(event.anchor.start) if event.anchor.unit == "ms" else str(event.anchor.start)
        told += [event.anchor.interview, t("quality-was-at", at=at, n=event.anchor.words)]
    told.append(t("quality-nowhere" if one.nowhere else "quality-no-answer"))
    return " · ".join(told)


def _place(page: Page, row: dict[str, object]) -> str:
    return clock(int(str(row["start"]))) if row["unit"] == "ms" else f"{row['start']}"


def _short(text: str) -> str:
    words = text.split()
    return " ".join(words[:8]) + (" …" if len(words) > 8 else "")


def _put(page: Page, one: Lost, answer: str) -> None:
    layout = page.library.layout
    back.keep(
        page,
        _SECTION,
        lambda: put_back(layout, coder=page.coder, lost=one, answer=answer),
        partial(_did, page),
    )


def _let_go(page: Page, one: Lost) -> None:
    layout = page.library.layout
    back.keep(
        page, _SECTION, lambda: let_go(layout, coder=page.coder, lost=one), partial(_did, page)
    )


def _did(page: Page, event: Event) -> str:
    return page.t(f"quality-did-{event.kind}")
