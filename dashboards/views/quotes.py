"""A quotation with its voice, its place and the ways on from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

import streamlit as st

from dashboards.page import Page, link_to_interview, markup
from dashboards.text import clock
from dashboards.views import cards

Row = Mapping[str, Any]


def show(
    page: Page, row: Row, *, status: str = "", buttons: Callable[[], None] | None = None
) -> None:
    """Draw an answer: the words if they may be quoted, who says them, where and when.

    Args:
        page: where it stands.
        row: columns of ``ANSWERS`` with the rights of today.
        status: markup below it, escaped.
        buttons: draws further buttons beside those for listening and reading on.
    """
    t, answer = page.t, str(row["answer"])
    words = cards.quotation(str(row["text"]), t("more"))
    if not row["may_quote"]:
        words = f'<p class="il-withheld">{escape(t("withheld"))}</p>'
    markup(f'<div class="il-card">{words}{_who(page, row)}{status}</div>')
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        if buttons:
            buttons()
        if row["may_play"]:
            st.button(
                t("listen"),
                key=f"listen-{answer}",
                icon=":material/play_arrow:",
                on_click=cards.play,
                args=(answer,),
            )
        link_to_interview(page, interview=str(row["interview"]), at=int(row["start"]), key=answer)
    if row["may_play"] and st.session_state.get("playing") == answer:
        cards.player(page, row)


def _who(page: Page, row: Row) -> str:
    t = page.t
    names = {site.id: site.name for site in page.people.study.sites}
    at = clock(int(row["start"])) if row["unit"] == "ms" else t("from-text")
    dot = f'<span class="il-dot" style="--place: {page.colours[row["site"]]}"></span>'
    told = [names[row["site"]], t.day(str(row["date"])), t("wave", n=row["wave"]), at]
    asked = t("asked", words=row["asked"]) if row["asked"] else t("not-asked-here")
    put = f'<p class="il-asked">{escape(asked)}</p>' if row["may_quote"] else ""
    return (
        f'<p class="il-who">{dot}<b>{escape(str(row["shown_as"]))}</b><br>'
        f"{escape(' · '.join(told))} · <span>{escape(str(row['answer']))}</span></p>{put}"
    )
