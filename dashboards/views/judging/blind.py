"""*Review*, blind: a random sample, without suggestions and without anybody's marks."""

from __future__ import annotations

from functools import partial
from html import escape

import streamlit as st

from dashboards import blinding, keys
from dashboards.blinding import Card, Session
from dashboards.page import Page, html_table, markup
from dashboards.views import cards
from dashboards.views.judging import parts, said
from dashboards.views.shelf import plain
from pipeline.services.deciding.blind import Drawn

_ALSO = ("Enter", "n", "c", "m", "s")


def show(page: Page) -> None:
    """Draw the mode; who judges must have a name, since everybody has a part of their own."""
    t = page.t
    markup(f'<p class="il-lead">{escape(t("blind-lead"))}</p>')
    if not page.coder:
        markup(f'<p class="il-lead il-reading">{escape(t("blind-nobody"))}</p>')
        return
    of = parts.judged(page, key="blind-of")
    session: Session = st.session_state.setdefault(f"blind-{of}", Session())
    card = blinding.current(page, session, of)
    if session.drawn:
        _head(page, session, session.drawn)
    _listen(page, session, card)  # before the words: whoever sees them can press a key
    if card is None:
        st.header(t("blind-through"), anchor=False)
        _way_back(page, session)
        return
    left, right = st.columns([6, 5], gap="medium")
    with left:
        said.show(page, card.row, blinding.about(session, card), link=False)
    with right, st.container(key="decide", gap="small"):
        _choose(page, session, card)
    if session.asking == card.answer:
        _ask(page, session, card)


def _head(page: Page, session: Session, found: Drawn) -> None:
    """Tell how far the coder has come, and of what the sample consists."""
    t = page.t
    done = found.done + len(session.made)
    whole = found.done + len(found.answers)
    told = [f"<b>{escape(t('blind-done', part=done, whole=whole))}</b>"]
    if found.passed:
        told.append(escape(t("blind-passed", n=found.passed)))
    share = 100 * done / max(1, whole)
    label = escape(t("review-progress", part=done, whole=whole))
    bar = f'<i role="img" aria-label="{label}" style="--done: {share:.1f}%"></i>'
    markup(f'<div class="il-progress">{bar}<p>{" · ".join(told)}</p></div>')
    with st.expander(t("blind-sizes")):
        sites = {site.id: site.name for site in page.people.study.sites}
        head = [t("col-place"), t("quality-col-language"), t("blind-drawn"), t("blind-of-all")]
        rows = [
            [escape(sites.get(site, site)), escape(t.name(language)), str(n), str(of)]
            for (site, language), (n, of) in found.sizes.items()
        ]
        markup(html_table(head, rows, numbers=(2, 3)))


def _choose(page: Page, session: Session, card: Card) -> None:
    """Show the whole set, each with its key: the same for every answer."""
    t = page.t
    markup(f'<h2 class="il-which">{escape(t(f"blind-which-{card.of}"))}</h2>')
    if session.several:
        markup(f'<p class="il-who">{escape(t("blind-several-lead"))}</p>')
    more = {"n": "blind-none", "m": "blind-several", "c": "review-other", "s": "review-later"}
    if session.several:
        more = {"Enter": "blind-keep"} | more
    parts.row_of_keys(
        page,
        more,
        partial(blinding.press, page, session, card),
        of=f"blind-{card.answer}",
        off=() if session.marked else ("Enter",),
    )
    _way_back(page, session)
    with st.container(key="candidates", gap=None):
        for key, name in card.keys().items():
            st.button(
                f"`{key.upper()}` {plain(card.names[name])}",
                key=f"blind-{name}-{card.answer}",
                type="primary" if name in session.marked else "tertiary",
                on_click=blinding.press,
                args=(page, session, card, key),
                width="stretch",
                wrap=True,
            )


def _way_back(page: Page, session: Session) -> None:
    """Tell what was chosen last, with the way back."""
    if not session.made:
        return
    t, last = page.t, session.made[-1]
    told = t("blind-did", name=last.name, n=len(last.chosen))
    undo = partial(blinding.undo, page, session)
    parts.way_back(page, told, undo, of=f"blind-{last.events[0]}")


def _listen(page: Page, session: Session, card: Card | None) -> None:
    """Let the keys work for what is shown."""
    named = list(card.keys()) if card else []

    def then(key: str) -> None:
        if key == "u":
            blinding.undo(page, session)
        elif card and key in said.LISTENING and card.row["may_play"]:
            cards.play(card.answer)
        elif card and key in (*_ALSO, *named):
            blinding.press(page, session, card, key)

    keys.listen(
        [*named, *_ALSO, "u", *said.LISTENING],
        about=blinding.about(session, card),
        then=then,
        pause=said.LISTENING,
        once=".st-key-decide button",
        focus="[role=dialog] input" if card and session.asking == card.answer else "",
    )


def _ask(page: Page, session: Session, card: Card) -> None:
    """Open the choice by words, for a set that has more questions than keys."""
    t = page.t

    def chosen() -> None:
        name = st.session_state.get("blind-question")
        session.asking = ""
        if name and card.answer not in session.gone:
            blinding.choose_one(page, session, card, name)

    def dismissed() -> None:
        session.asking = ""

    @st.dialog(t("review-other"), on_dismiss=dismissed)
    def choose() -> None:
        st.selectbox(
            t("review-other-lead"),
            list(card.names),
            index=None,
            key="blind-question",
            format_func=lambda name: card.names[name],
            placeholder=t("blind-any"),
            on_change=chosen,
        )
        if session.asking != card.answer:
            st.rerun()

    choose()
