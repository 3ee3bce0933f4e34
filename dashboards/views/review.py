"""The page *Review*: what waits for a decision, one answer at a time, by keyboard or mouse."""

from __future__ import annotations

from datetime import date
from html import escape

import streamlit as st

from dashboards import decisions, keys, reviewing
from dashboards.page import Page, link_to_interview, markup
from dashboards.reviewing import Card, Session
from dashboards.text import clock
from dashboards.views import cards, howfar
from pipeline.errors import NotReady
from pipeline.services.queue import Candidate, decided_on

_DECIDING = ("Enter", "1", "2", "3", "n", "c", "s")
_LISTENING = ("l", " ")


def show(page: Page) -> None:
    """Draw the page."""
    t = page.t
    session: Session = st.session_state.setdefault("review", Session())
    try:
        card = reviewing.current(page, session)
    except NotReady:
        howfar.unfinished(page)
        return
    st.title(t("page-review"), anchor=False)
    with st.container():  # what follows keeps its place, whatever is told above it
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
        _words(page, card, reviewing.about(session, card))
    with right, st.container(key="decide", gap="small"):
        _decide(page, session, card)
    if session.asking == card.answer:
        _ask(page, session, card)


def _head(page: Page, session: Session) -> None:
    """Tell what the page is for, how far the coder has come, and why a decision was not kept."""
    t = page.t
    markup(f'<p class="il-lead">{escape(t("review-lead"))}</p>')
    complaint = decisions.complaint()
    if complaint:
        st.text(complaint)
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
    if session.queue and session.queue.withheld:
        told.append(escape(t("review-withheld", n=session.queue.withheld)))
    bar = f'<i role="img" aria-label="{label}" style="--done: {share:.1f}%"></i>' if label else ""
    markup(f'<div class="il-progress">{bar}<p>{" · ".join(told)}</p></div>')


def _words(page: Page, card: Card, about: str) -> None:
    """Show where and when it was said, what was asked before, the words, and the sound."""
    t, row = page.t, card.row
    site = next(s for s in page.people.study.sites if s.id == row["site"])
    where = ", ".join(part for part in (site.city, t.name(site.country)) if part)
    place = clock(int(row["start"])) if row["unit"] == "ms" else t("from-text")
    told = [t.day(str(row["date"])), t("wave", n=row["wave"]), t.name(str(row["language"])), place]
    asked = t("asked", words=row["asked"]) if row["asked"] else t("not-asked-here")
    markup(
        f'<div class="il-place" style="--place: {page.colours[site.id]}">'
        f"<b>{escape(str(row['shown_as']))}</b>"
        f"<span>{escape(f'{site.name}, {where}')}</span>"
        f"<span>{escape(' · '.join([*told, card.answer]))}</span></div>"
        f'<div class="il-card il-review" aria-live="polite" data-about="{escape(about)}">'
        f'<p class="il-asked">{escape(asked)}</p>'
        f"<blockquote>{escape(str(row['text']))}</blockquote></div>"
    )
    with st.container(horizontal=True, gap="small", key="review-listen"):
        if row["may_play"]:
            st.button(
                f"{t('listen')} `L`",
                key=f"review-listen-{card.answer}",
                icon=":material/play_arrow:",
                on_click=cards.play,
                args=(card.answer,),
            )
        link_to_interview(
            page, interview=str(row["interview"]), at=int(row["start"]), key=card.answer
        )
    if row["may_play"] and st.session_state.get("playing") == card.answer:
        cards.player(page, row)


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
    both = reviewing.guessed(card)
    with st.container(horizontal=True, gap="xsmall", key="review-others"):
        more = {"n": "review-none", "c": "review-other", "s": "review-later"}
        if len(both) > 1:
            more = {"Enter": "review-both"} | more
        for key, phrase in more.items():
            st.button(
                f"{t(phrase)} `{t('key-enter') if key == 'Enter' else key.upper()}`",
                key=f"review-{key}-{card.answer}",
                on_click=reviewing.press,
                args=(page, session, card, key),
                disabled=not page.coder and key != "s",
            )
    _way_back(page, session)


def _candidate(page: Page, session: Session, card: Card, number: int, candidate: Candidate) -> None:
    """Draw one candidate: its key, its wording, and what speaks for it."""
    t = page.t
    also = f" `{t('key-enter')}`" if number == 1 and len(reviewing.guessed(card)) < 2 else ""
    st.button(
        f"`{number}` {_plain(card.worded(candidate.question, t.language))}{also}",
        key=f"review-{number}-{card.answer}",
        on_click=reviewing.press,
        args=(page, session, card, str(number)),
        disabled=not page.coder,
        width="stretch",
        wrap=True,
    )
    told = [t("score", score=f"{candidate.score:.2f}"), t.evidence(candidate.evidence)]
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
    told = (
        t("review-did-assign", name=last.name, question=last.question)
        if last.question
        else t("review-did-none", name=last.name)
    )
    with st.container(horizontal=True, vertical_alignment="center", key="review-back"):
        st.button(
            f"{t('undo')} `U`",
            key=f"review-undo-{last.events[0]}",
            icon=":material/undo:",
            on_click=reviewing.undo,
            args=(page, session, last),
        )
        markup(f'<p class="il-who">{escape(told)}</p>')


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
        focus="[role=dialog] input" if card and session.asking == card.answer else "",
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


def _plain(text: str) -> str:
    """Return a wording as a button's label shows it: without mark-up."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>$:~#|" else c for c in text)
