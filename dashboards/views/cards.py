"""One answer: its words, whose they are, how sure its question is, and what to do with it."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import streamlit as st

from dashboards import decisions, sure
from dashboards.decisions import Done
from dashboards.page import Page, link_to_interview, markup
from dashboards.text import clock
from pipeline.errors import PipelineError
from pipeline.model.guide import QuestionSet
from pipeline.model.span import Span
from pipeline.services.showing.clips import clip_audio

Row = Mapping[str, Any]
_WHOLE, _FIRST = 90, 60  # words: up to so many stand whole; of more, so many before the fold


def show(page: Page, row: Row, questions: QuestionSet) -> None:
    """Draw the answer with its player and its buttons."""
    done = decisions.decided().get((row["answer"], page.address.question))
    if done and row["status"] not in ("confirmed", "suggested", "contested"):
        _set_aside(page, row, done, questions)
        return
    markup(card(page, row))
    with st.container(horizontal=True, gap="xsmall"):
        if row["may_play"]:
            st.button(
                page.t("listen"),
                key=f"listen-{row['answer']}",
                icon=":material/play_arrow:",
                on_click=play,
                args=(row["answer"],),
            )
        if page.coder:
            _buttons(page, row, done, questions)
        link_to_interview(
            page, interview=str(row["interview"]), at=int(row["start"]), key=str(row["answer"])
        )
    if row["may_play"] and st.session_state.get("playing") == row["answer"]:
        player(page, row)


def card(page: Page, row: Row) -> str:
    """Return the answer as markup; all that was said or written is escaped."""
    t = page.t
    words = quotation(str(row["text"]), t("more"))
    if not row["may_quote"]:
        words = f'<p class="il-withheld">{escape(t("withheld"))}</p>'
    place = clock(int(row["start"])) if row["unit"] == "ms" else t("from-text")
    told = " · ".join([t.day(str(row["date"])), t("wave", n=row["wave"]), place])
    reference = f"<span>{escape(str(row['answer']))}</span>"
    asked = f'<p class="il-asked">{escape(_asked(page, row))}</p>' if row["may_quote"] else ""
    return (
        f'<div class="il-card">{words}<p class="il-who"><b>{escape(str(row["shown_as"]))}</b><br>'
        f"{escape(told)} · {reference}</p>{asked}{_status(page, row)}</div>"
    )


def quotation(text: str, more: str) -> str:
    """Return the words, folded after the first sixty where there are many."""
    words = text.split()
    if len(words) <= _WHOLE:
        return f"<blockquote>{escape(text)}</blockquote>"
    head, tail = " ".join(words[:_FIRST]), " ".join(words[_FIRST:])
    return (
        f"<blockquote>{escape(head)} …<details><summary>{escape(more)}</summary>"
        f"… {escape(tail)}</details></blockquote>"
    )


def _asked(page: Page, row: Row) -> str:
    return page.t("asked", words=row["asked"]) if row["asked"] else page.t("not-asked-here")


def _status(page: Page, row: Row) -> str:
    """Return how sure it is; a machine's guess says so, with its score and evidence."""
    t, status = page.t, str(row["status"])
    told = [t.evidence(str(row["evidence"]))]
    if status == "suggested":
        told.insert(0, sure.told(page, float(row["score"]), best=bool(row["best"])))
    rest = escape(" · ".join(part for part in told if part))
    return f'<p class="il-status {status}"><b>{escape(t(f"status-{status}"))}</b>{rest}</p>'


def _buttons(page: Page, row: Row, done: Done | None, questions: QuestionSet) -> None:
    t, answer = page.t, row["answer"]
    if done:
        _undo(page, done)
        return
    if row["status"] != "confirmed":
        st.button(
            t("accept"),
            key=f"accept-{answer}",
            icon=":material/check:",
            on_click=decisions.accept,
            args=(page, row),
        )
    st.button(
        t("reject"), key=f"reject-{answer}", on_click=decisions.reject, args=(page, row)
    )  # fmt: skip
    if st.button(t("change"), key=f"change-{answer}"):
        _change(page, row, questions)


def _undo(page: Page, done: Done) -> None:
    st.button(
        page.t("undo"),
        key=f"undo-{done.answer}",
        icon=":material/undo:",
        on_click=decisions.undo,
        args=(page, done),
    )


def _set_aside(page: Page, row: Row, done: Done, questions: QuestionSet) -> None:
    """Keep one line of an answer that was just taken from this question, with the way back."""
    t = page.t
    to = questions[done.to].wording(t.language) if done.to else ""
    told = f"{row['shown_as']}: {t(done.did, question=to)}"
    markup(f'<div class="il-set-aside">{escape(told)}</div>')
    _undo(page, done)


def _change(page: Page, row: Row, questions: QuestionSet) -> None:
    """Open the choice of another question."""
    t = page.t

    @st.dialog(t("change"))
    def choose() -> None:
        markup(f'<p class="il-who"><b>{escape(str(row["shown_as"]))}</b></p>')
        if row["may_quote"]:
            markup(f'<div class="il-card">{quotation(str(row["text"]), t("more"))}</div>')
        others = [q for q in questions.ids if q != page.address.question]
        chosen = st.selectbox(
            t("change-lead"),
            others,
            index=None,
            format_func=lambda q: questions[q].wording(t.language),
            placeholder=t("question"),
        )
        if st.button(t("change-do"), type="primary", disabled=not chosen) and chosen:
            decisions.change(page, row, chosen)
            st.rerun()

    choose()


def play(answer: str) -> None:
    """Have an answer played when the page is drawn."""
    st.session_state["playing"] = answer


def player(page: Page, row: Row) -> None:
    """Play the answer from its first word to its last."""
    play_span(page, row, Span(int(row["start"]), int(row["end"])))


def play_span(page: Page, row: Row, span: Span) -> None:
    """Play a stretch of the row's interview, or say why it cannot be played."""
    try:
        sound = clip_audio(page.library.layout, interview=row["interview"], span=span)
    except PipelineError as error:
        st.text(str(error))
        return
    if not isinstance(sound, bytes):
        st.text(page.t("no-voice", reason=page.t(f"consent-{sound.reason}")))
        return
    alt = page.t(
        "listen-alt",
        name=row["shown_as"],
        time=clock(span.start),
        interview=row["interview"],
    )
    st.audio(sound, format="audio/mpeg", autoplay=True, alt=alt)
