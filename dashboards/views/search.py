"""The page *Search*: words in all interviews, with the voice and the place of each hit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboards import downloads
from dashboards.page import Page, markup, records, remember
from dashboards.text import clock
from dashboards.views import howfar
from dashboards.views.cards import play_span
from pipeline.errors import NotReady
from pipeline.model.guide import QuestionSet
from pipeline.model.span import Span
from pipeline.services.showing import search
from pipeline.services.showing.search import MOST, Found, Term, marked

if TYPE_CHECKING:
    import pandas as pd

Row = Mapping[str, Any]
_FIRST, _MORE = 15, 45  # passages drawn at once
_WIDE = 640  # pixels, as wide as the passages
_AROUND = 180  # characters shown before and after the first word found
_BEFORE, _AFTER = 3_000, 12_000  # milliseconds heard around the first word found


def show(page: Page) -> None:
    """Draw the page."""
    t = page.t
    st.title(t("page-search"), anchor=False)
    words = st.text_input(
        t("search-words"),
        value=page.address.words,
        key="search-words",
        placeholder=t("search-hint"),
        icon=":material/search:",
        width=_WIDE,
    ).strip()
    page = replace(page, address=replace(page.address, words=words))
    remember(page.address)
    wanted = search.terms(words)
    if not wanted:
        told = t("search-no-word") if words else t("search-how")
        markup(f'<p class="il-lead">{escape(told)}</p>')
        return
    try:
        found = search.search(page.library.layout, words, page.address.filters, on=page.library.on)
    except NotReady:
        howfar.unfinished(page)
        return
    _counts(page, found)
    if found.n:
        questions = page.library.questions()
        downloads.offer(page, _table(page, found.passages, questions), "search")
        _passages(page, records(found.passages), wanted, questions)


def _counts(page: Page, found: Found) -> None:
    t = page.t
    if not found.n:
        markup(f'<p class="il-lead">{escape(t("search-none"))}</p>')
        return
    told = t(
        "search-counts",
        passages=t("search-passages", n=found.n),
        interviews=t("n-interviews", n=found.interviews),
        places=t("n-places", n=found.sites),
    )
    rest = f"<br>{escape(t('search-first', n=MOST))}" if found.n > MOST else ""
    markup(f'<p class="il-lead"><b>{escape(told)}</b>{rest}</p>')


def _passages(
    page: Page, rows: Sequence[Row], wanted: Sequence[Term], questions: QuestionSet
) -> None:
    shown = st.session_state.get("search-shown", (page.address.words, _FIRST))
    limit = shown[1] if shown[0] == page.address.words else _FIRST
    places = {site.id: site.name for site in page.people.study.sites}
    with st.container(key="cards"):
        for row in rows[:limit]:
            markup(_passage(page, row, places[row["site"]], wanted, questions))
            _ways(page, row)
    if len(rows) > limit:
        st.button(
            page.t("search-more", n=len(rows) - limit),
            on_click=_show_more,
            args=(page.address.words, limit + _MORE),
        )


def _show_more(words: str, limit: int) -> None:
    st.session_state["search-shown"] = (words, limit)


def _passage(
    page: Page, row: Row, place: str, wanted: Sequence[Term], questions: QuestionSet
) -> str:
    """Return a hit as markup, its words marked; all that was said or written is escaped."""
    t = page.t
    told = [place, t.day(str(row["date"])), t("wave", n=row["wave"]), row["interview"]]
    told.append(_at(page, row))
    dot = f'<span class="il-dot" style="--place: {page.colours[row["site"]]}"></span>'
    asked = str(row["asked"])
    if asked and marked(asked, wanted):
        put = t("search-asked", words="\0").split("\0")
        asked = f"{escape(put[0])}{_excerpt(asked, wanted)}{escape(put[1])}"
        asked = f'<p class="il-asked il-before">{asked}</p>'
    else:
        asked = ""
    tags = "".join(_tag(page, tag, questions) for tag in row["questions"])
    return (
        f'<div class="il-card il-hit">{asked}'
        f"<blockquote>{_excerpt(str(row['text']), wanted)}</blockquote>"
        f'<p class="il-who">{dot}<b>{escape(str(row["shown_as"]))}</b><br>'
        f"{escape(' · '.join(told))}</p>{tags}</div>"
    )


def _at(page: Page, row: Row) -> str:
    return clock(int(row["start"])) if row["unit"] == "ms" else page.t("from-text")


def _tag(page: Page, tag: str, questions: QuestionSet) -> str:
    question, status = tag.split()
    told = _worded(question, questions, page.t.language)
    status_told = escape(page.t(f"status-{status}"))
    return f'<p class="il-status {escape(status)}"><b>{status_told}</b>{escape(told)}</p>'


def _worded(question: str, questions: QuestionSet, language: str) -> str:
    known = question in questions.by_id
    return questions[question].wording(language) if known else question


def _excerpt(text: str, wanted: Sequence[Term]) -> str:
    """Return the surroundings of the first word found, as markup with all of them marked."""
    spans = marked(text, wanted)
    first = spans[0].start if spans else 0
    begin = 0 if first <= _AROUND else text.rfind(" ", 0, first - _AROUND) + 1
    end = text.find(" ", max(first + _AROUND, begin + 2 * _AROUND))
    end = len(text) if end < 0 else end
    at, told = begin, "… " if begin else ""
    for span in spans:
        if span.end > end:
            break
        told += f"{escape(text[at : span.start])}<mark>{escape(text[span.start : span.end])}</mark>"
        at = span.end
    return told + escape(text[at:end]) + (" …" if end < len(text) else "")


def _ways(page: Page, row: Row) -> None:
    """Offer to listen around the words found, and to read on in the interview."""
    answer = str(row["answer"])
    with st.container(horizontal=True, gap="xsmall"):
        if row["may_play"]:
            st.button(
                page.t("listen"),
                key=f"search-listen-{answer}",
                icon=":material/play_arrow:",
                on_click=_play,
                args=(answer,),
            )
        if st.button(page.t("to-interview"), key=f"search-to-{answer}", icon=":material/notes:"):
            at = str(_place(page, row))
            page.go("interviews", replace(page.address, interview=row["interview"], at=at))
    if row["may_play"] and st.session_state.get("search-playing") == answer:
        _player(page, row)


def _play(answer: str) -> None:
    st.session_state["search-playing"] = answer


def _within(row: Row) -> Span:
    """Return the place of a passage with the question put before it."""
    asked = int(row["asked_start"])
    start = int(row["start"])
    return Span(min(asked, start) if asked >= 0 else start, int(row["end"]))


def _place(page: Page, row: Row) -> int:
    layout, words = page.library.layout, page.address.words
    return search.place_of(layout, row["interview"], words, _within(row), on=page.library.on)


def _player(page: Page, row: Row) -> None:
    """Play the words found with a little before and after, inside their passage."""
    whole, at = _within(row), _place(page, row)
    span = Span(max(whole.start, at - _BEFORE), min(whole.end, at + _AFTER))
    play_span(page, row, span)


def _table(page: Page, passages: pd.DataFrame, questions: QuestionSet) -> pd.DataFrame:
    """Return the passages as a table to take along."""
    import pandas as pd

    t = page.t
    places = {site.id: site.name for site in page.people.study.sites}
    columns = {
        "place": passages["site"].map(places),
        "interview": passages["interview"],
        "date": passages["date"],
        "visit": passages["wave"],
        "person": passages["shown_as"],
        "at": [_at(page, row) for row in records(passages)],
        "asked": passages["asked"],
        "said": passages["text"],
        "questions": [
            "; ".join(
                f"{_worded(tag.split()[0], questions, t.language)} "
                f"({t(f'status-{tag.split()[1]}')})"
                for tag in tags
            )
            for tags in passages["questions"]
        ],
    }
    return pd.DataFrame({t(f"search-col-{name}"): values for name, values in columns.items()})
