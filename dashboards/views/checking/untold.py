"""Quotations whose speaker a report does not name, each to be given to somebody, or left."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboards.page import Page, link_to_interview, markup
from dashboards.views.checking import back
from pipeline.services.deciding.untold import Untold, give, untold

_SECTION = "untold"
_MOST = 30  # at once; what is given makes room for the next


def show(page: Page) -> None:
    """List them, where there are any or one was just given."""
    t = page.t
    found = untold(page.library)
    if not found and not back.any_last(_SECTION):
        return
    st.header(t("untold"), anchor=False)
    markup(f'<p class="il-lead">{escape(t("untold-lead"))}</p>')
    back.way_back(page, _SECTION)
    markup(f'<p class="il-who"><b>{escape(t("untold-n", n=len(found)))}</b></p>')
    if not page.coder:
        markup(f'<p class="il-lead il-reading">{escape(t("review-nobody"))}</p>')
    with st.container(key="untold"):
        for one in found[:_MOST]:
            _one(page, one)


def _one(page: Page, one: Untold) -> None:
    t = page.t
    words = f"“{one.text}”" if one.text else t("interviews-withheld-quote")
    where = t("untold-where", interview=one.interview, at=one.span.start)
    markup(
        f'<div class="il-set-aside"><span class="il-quoted">{escape(words)}</span><br>'
        f"{escape(where)}</div>"
    )
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        if page.coder and one.speakers:
            chosen = st.selectbox(
                t("untold-who"),
                one.speakers,
                index=None,
                key=f"untold-who-{one.id}",
                format_func=page.people.shown_as,
                placeholder=t("untold-hint"),
                width=300,
            )
            st.button(
                t("untold-give"),
                key=f"untold-give-{one.id}",
                disabled=not chosen,
                on_click=_give,
                args=(page, one, chosen),
            )
        link_to_interview(page, interview=one.interview, at=one.span.start, key=one.id)


def _give(page: Page, one: Untold, speaker: str) -> None:
    told = page.t("untold-did", name=page.people.shown_as(speaker))
    back.keep(
        page,
        _SECTION,
        lambda: give(page.library, coder=page.coder, one=one, speaker=speaker),
        lambda _: told,
    )
