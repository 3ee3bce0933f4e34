"""One answer as somebody is to judge it: where and when, what was asked before, words and sound."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import streamlit as st

from dashboards.page import Page, link_to_interview, markup
from dashboards.text import clock
from dashboards.views import cards

LISTENING = ("l", " ")
"""The keys that play and pause."""


def show(page: Page, row: Mapping[str, Any], about: str, *, link: bool = True) -> None:
    """Draw an answer.

    Args:
        page: where.
        row: the answer, with everyone's rights of today.
        about: what a key is pressed for, for ``keys.listen``.
        link: whether the way to the interview's page is offered, where others' marks stand.
    """
    t = page.t
    answer = str(row["answer"])
    site = next(s for s in page.people.study.sites if s.id == row["site"])
    where = ", ".join(part for part in (site.city, t.name(site.country)) if part)
    place = clock(int(row["start"])) if row["unit"] == "ms" else t("from-text")
    told = [t.day(str(row["date"])), t("wave", n=row["wave"]), t.name(str(row["language"])), place]
    asked = t("asked", words=row["asked"]) if row["asked"] else t("not-asked-here")
    markup(
        f'<div class="il-place" style="--place: {page.colours[site.id]}">'
        f"<b>{escape(str(row['shown_as']))}</b>"
        f"<span>{escape(f'{site.name}, {where}')}</span>"
        f"<span>{escape(' · '.join([*told, answer]))}</span></div>"
        f'<div class="il-card il-review" aria-live="polite" data-about="{escape(about)}">'
        f'<p class="il-asked">{escape(asked)}</p>'
        f"<blockquote>{escape(str(row['text']))}</blockquote></div>"
    )
    with st.container(horizontal=True, gap="small", key="review-listen"):
        if row["may_play"]:
            st.button(
                f"{t('listen')} `L`",
                key=f"review-listen-{answer}",
                icon=":material/play_arrow:",
                on_click=cards.play,
                args=(answer,),
            )
        if link:
            link_to_interview(
                page, interview=str(row["interview"]), at=int(row["start"]), key=answer
            )
    if row["may_play"] and st.session_state.get("playing") == answer:
        cards.player(page, row)
