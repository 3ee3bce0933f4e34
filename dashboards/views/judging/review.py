"""The page *Review*: what waits for a decision, one answer at a time, by keyboard or mouse."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from html import escape

import streamlit as st

from dashboards import decisions, keys, reviewing, sure
from dashboards.page import Page, markup, remember
from dashboards.reviewing import Card, Session
from dashboards.views import cards, howfar
from dashboards.views.judging import blind, cutting, parts, said, settling
from dashboards.views.shelf import plain
from pipeline.errors import NotReady
from pipeline.services.deciding.queue import WAITING, Candidate, decided_on

_DECIDING = ("Enter", "1", "2", "3", "n", "c", "s", "x", "j")
_LISTENING = said.LISTENING
_MODES = ("", "blind", "settle")


def show(page: Page) -> None:
    """Draw the page in the mode that the address names."""
    st.title(page.t("page-review"), anchor=False)
    mode = _mode(page)
    complaint = decisions.complaint()
    if complaint:
        st.text(complaint)
    try:
        {"": _assisted, "blind": blind.show, "settle": settling.show}[mode](page)
    except NotReady:
        howfar.unfinished(page)


def _mode(page: Page) -> str:
    """Offer the modes; return the one to show."""
    asked = page.address.mode if page.address.mode in _MODES else ""
    chosen = st.segmented_control(
        page.t("review-mode"),
        _MODES,
        default=asked,
        key="review-mode",
        format_func=lambda mode: page.t(f"review-mode-{mode or 'assisted'}"),
        required=True,
        label_visibility="collapsed",
        on_change=_switch,
    )
    return chosen or ""


def _switch() -> None:
    mode = st.session_state.get("review-mode") or ""
    remember(replace(st.session_state["address"], mode=mode))


def _assisted(page: Page) -> None:
    """Draw what waits, with what the machine holds of it."""
    t = page.t
    head = st.container()  # what follows keeps its place, whatever is told in it
    page = _standing(page)
    session: Session = st.session_state.setdefault("review", Session())
    card = reviewing.current(page, session)
    with head:
        _head(page, session)
    if card is None:
        st.header(t("review-nothing"), anchor=False)
        markup(f'<p class="il-lead">{escape(t("review-nothing-lead"))}</p>')
        _way_back(page, session)
        _listen(page, session, None)
        return
    _listen(page, session, card)  # before the words: whoever sees them can press a key
    left, right = st.columns([6, 5], gap="medium")
    with left:
        said.show(page, card.row, reviewing.about(session, card))
    with right, st.container(key="decide", gap="small"):
        _decide(page, session, card)
    reviewing.prepare(page, session, card)
    if session.asking == card.answer:
        _ask(page, session, card)
    elif session.cutting == (card.answer, "x"):
        cutting.split(page, session, card)
    elif session.cutting == (card.answer, "j"):
        cutting.join(page, session, card)


def _standing(page: Page) -> Page:
    """Offer to go through one kind of what waits."""
    chosen = st.segmented_control(
        page.t("review-standing"),
        ("", *WAITING),
        default=page.address.standing if page.address.standing in WAITING else "",
        key="review-standing",
        format_func=lambda standing: page.t(f"review-standing-{standing or 'all'}"),
        required=True,
        label_visibility="collapsed",
    )
    here = replace(page.address, standing=chosen or "")
    remember(here)
    return replace(page, address=here)


def _head(page: Page, session: Session) -> None:
    """Tell what the page is for, how far the coder has come, and why a decision was not kept."""
    t = page.t
    markup(f'<p class="il-lead">{escape(t("review-lead"))}</p>')
    left, told = session.left, []
    if page.coder:
        today = decided_on(page.library.layout, page.coder, date.today())
        told.append(f"<b>{escape(t('review-today', n=today))}</b>")
        told.append(escape(t("review-left", n=left)))
        label = escape(t("review-progress", part=today, whole=today + left))
        share = 100 * today / max(1, today + left)
    else:
        told.append(escape(t("review-left", n=left)))
        label, share = "", 0.0
        markup(f'<p class="il-lead il-reading">{escape(t("review-nobody"))}</p>')
    if session.queue and session.queue.small_talk:
        told.append(escape(t("review-talk", n=session.queue.small_talk)))
    if session.queue and session.queue.withheld:
        told.append(escape(t("review-withheld", n=session.queue.withheld)))
    bar = f'<i role="img" aria-label="{label}" style="--done: {share:.1f}%"></i>' if label else ""
    markup(f'<div class="il-progress">{bar}<p>{" · ".join(told)}</p></div>')


def _decide(page: Page, session: Session, card: Card) -> None:
    """Show the candidates and what else can be said, each with its key."""
    t = page.t
    why = t(f"review-why-{card.row['status']}")
    markup(
        f'<p class="il-why {escape(str(card.row["status"]))}"><b>{escape(why)}</b></p>'
        f'<h2 class="il-which">{escape(t("review-which"))}</h2>'
    )
    if not card.candidates:
        markup(f'<p class="il-lead">{escape(t("review-no-candidates"))}</p>')
    with st.container(key="candidates", gap="xsmall"):
        for number, candidate in enumerate(card.candidates, start=1):
            _candidate(page, session, card, number, candidate)
    more = {
        "n": "review-none", "c": "review-other", "s": "review-later",
        "x": "review-split", "j": "review-join",
    }  # fmt: skip
    if len(reviewing.guessed(card)) > 1:
        more = {"Enter": "review-both"} | more
    parts.row_of_keys(
        page,
        more,
        partial(reviewing.press, page, session, card),
        of=f"review-{card.answer}",
        off=() if page.coder else tuple(key for key in more if key != "s"),
        enter="n" if card.row["status"] == "none" else "",
    )
    _way_back(page, session)


def _candidate(page: Page, session: Session, card: Card, number: int, candidate: Candidate) -> None:
    """Draw one candidate: its key, its wording, and what speaks for it."""
    t = page.t
    also = f" `{t('key-enter')}`" if number == 1 == len(reviewing.guessed(card)) else ""
    st.button(
        f"`{number}` {plain(card.worded(candidate.question, t.language))}{also}",
        key=f"review-{number}-{card.answer}",
        on_click=reviewing.press,
        args=(page, session, card, str(number)),
        disabled=not page.coder,
        width="stretch",
        wrap=True,
    )
    best = candidate.score == max(c.score for c in card.candidates)
    told = [sure.told(page, candidate.score, best=best), t.evidence(candidate.evidence)]
    markup(
        f'<p class="il-status {escape(candidate.status)}">'
        f"<b>{escape(t(f'review-is-{candidate.status}'))}</b>"
        f"{escape(' · '.join(part for part in told if part))}</p>"
    )


def _way_back(page: Page, session: Session) -> None:
    """Tell what was decided last, with the way back."""
    if not session.made:
        return
    t, last = page.t, session.made[-1]
    told = t(f"review-did-{last.did}", name=last.name, question=last.question)
    undo = partial(reviewing.undo, page, session, last)
    parts.way_back(page, told, undo, of=f"review-{last.events[0]}")


def _listen(page: Page, session: Session, card: Card | None) -> None:
    """Let the keys work for what is shown."""

    def then(key: str) -> None:
        if key == "u" and session.made:
            reviewing.undo(page, session, session.made[-1])
        elif card and key in _LISTENING and card.row["may_play"]:
            cards.play(card.answer)
        elif card and key in _DECIDING:
            reviewing.press(page, session, card, key)

    keys.listen(
        [*_DECIDING, "u", *_LISTENING],
        about=reviewing.about(session, card),
        then=then,
        pause=_LISTENING,
        once=".st-key-decide button",
        focus="[role=dialog] input" if card and session.is_open(card.answer) else "",
    )


def _ask(page: Page, session: Session, card: Card) -> None:
    """Open the choice among all questions; what is chosen is decided at once."""
    t = page.t

    def chosen() -> None:
        question = st.session_state.get("review-question")
        if question and card.answer not in session.gone:
            reviewing.keep(page, session, card, [question])

    def dismissed() -> None:
        session.asking = ""

    @st.dialog(t("review-other"), on_dismiss=dismissed)
    def choose() -> None:
        st.selectbox(
            t("review-other-lead"),
            card.questions.ids,
            index=None,
            key="review-question",
            format_func=lambda q: card.worded(q, t.language),
            placeholder=t("question"),
            on_change=chosen,
        )
        if card.answer in session.gone:
            st.rerun()

    choose()
