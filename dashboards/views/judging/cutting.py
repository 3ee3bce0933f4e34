"""*Review*: an answer cut in two, or joined with its neighbour; the next run makes them so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

import streamlit as st

from dashboards import decisions, reviewing
from dashboards.page import Page, markup
from dashboards.reviewing import Card, Made, Session
from pipeline.errors import PipelineError
from pipeline.model.judgement import Event
from pipeline.services.deciding import stretches

Do = Callable[[], Event]


def split(page: Page, session: Session, card: Card) -> None:
    """Ask where an answer is to be cut; what is chosen is done at once."""
    layout, seen = page.library.layout, _seen(card)

    def at(place: int) -> Do:
        return lambda: stretches.split(
            layout, coder=page.coder, answer=card.answer, at=place, seen=seen
        )

    found = {
        f"… {cut.before} | {cut.after} …": at(cut.at) for cut in stretches.cuts(layout, card.answer)
    }
    _ask(page, session, card, "split", found)


def join(page: Page, session: Session, card: Card) -> None:
    """Ask with which neighbour an answer is to be joined; what is chosen is done at once."""
    layout, seen, t = page.library.layout, _seen(card), page.t

    def with_(other: str) -> Do:
        return lambda: stretches.join(
            layout, coder=page.coder, answer=card.answer, other=other, seen=seen
        )

    found = {}
    for other in stretches.neighbours(layout, card.answer):
        before = other.start < int(card.row["start"])
        words = stretches.words_of(other, last=before)
        found[t(f"review-join-{'before' if before else 'after'}", words=words)] = with_(other.id)
    _ask(page, session, card, "join", found)


def _ask(page: Page, session: Session, card: Card, did: str, found: Mapping[str, Do]) -> None:
    t = page.t

    def chosen() -> None:
        do = found.get(str(st.session_state.get(f"review-{did}-at")))
        if do and card.answer not in session.gone:
            try:
                event = do()
            except PipelineError as error:
                decisions.complain(error)
                return
            name = str(card.row["shown_as"])
            reviewing.done(session, Made(card.answer, page.coder, (event.id,), name, "", did))

    def dismissed() -> None:
        session.cutting = ("", "")

    @st.dialog(t(f"review-{did}"), on_dismiss=dismissed)
    def choose() -> None:
        if not found:
            markup(f'<p class="il-lead">{escape(t(f"review-{did}-nowhere"))}</p>')
            return
        st.selectbox(
            t(f"review-{did}-lead"),
            list(found),
            index=None,
            key=f"review-{did}-at",
            placeholder=t(f"review-{did}-hint"),
            on_change=chosen,
        )
        if card.answer in session.gone:
            st.rerun()

    choose()


def _seen(card: Card) -> dict[str, object]:
    return {"mode": card.row["status"], "page": "review", "answer": card.answer}
