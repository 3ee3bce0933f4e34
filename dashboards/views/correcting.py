"""Putting a transcript right on the page: what the reader component asks for, kept and told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from dashboards.page import Page
from pipeline.errors import PipelineError
from pipeline.model.interview import Interview
from pipeline.model.judgement import Event
from pipeline.model.span import Span
from pipeline.services.deciding import correcting
from pipeline.services.showing.reading import Reading

_TOLD = "correcting-told"
MARKS = ("redact", "off-record", "unflag")
LABELS = (
    "correct", "redact", "off-record", "unflag", "restore", "name", "undo", "listen", "nobody",
    "here", "other", "keep", "leave", "editor", "voice", "more", "deleted", "off",
    "redacted", "corrected", "doubted",
)  # fmt: skip


def offered(page: Page, reading: Reading) -> dict[str, Any]:
    """Return what the component needs besides the words: who decides, names, what can be undone."""
    t, row = page.t, reading.interview
    if _TOLD in st.session_state:
        st.toast(st.session_state.pop(_TOLD))
    last = None
    if page.coder:
        last = correcting.last_step(page.library.layout, coder=page.coder, interview=row.id)
    return {
        "coder": page.coder,
        "names": [{"id": one, "name": name} for one, name in _names(page, row).items()],
        "undo": t("correcting-undo-last", what=t(f"correcting-did-{last.kind}")) if last else "",
        "labels": {name: t(f"correcting-{name}") for name in LABELS}
        | {"one": t("correcting-words", n=1), "words": t("correcting-words", n="{n}")},
        "struck": [[span.start, span.end] for span in reading.struck],
        "acted": st.session_state.get("acted", 0),
    }


def _names(page: Page, row: Interview) -> dict[str, str]:
    """Return the people of the manifest's row by id, as they may be shown."""
    return {one: page.people.shown_as(one) for one in (*row.speakers, *row.interviewers)}


def acting(page: Page, interview: str, key: str) -> Callable[[], None]:
    """Return what is called when somebody puts something right in the component ``key``."""

    def act() -> None:
        asked = st.session_state[key].act
        # A page that is drawn again from within itself is told once more what was asked.
        if not asked or not page.coder or asked["n"] == st.session_state.get("acted"):
            return
        st.session_state["acted"] = asked["n"]
        try:
            done = _act(page, interview, asked)
        except (PipelineError, ValueError) as error:
            st.session_state[_TOLD] = str(error)
            return
        if done is None and asked["kind"] in ("undo", "restore"):
            st.session_state[_TOLD] = page.t("correcting-nothing-to-undo")

    return act


def _act(page: Page, interview: str, asked: Mapping[str, Any]) -> Event | None:
    layout, kind = page.library.layout, str(asked["kind"])
    whose: dict[str, Any] = {"coder": page.coder, "interview": interview}
    if kind in ("undo", "restore"):
        within = _span(asked) if kind == "restore" else None
        last = correcting.last_step(layout, **whose, within=within)
        return correcting.undo(layout, last) if last else None
    span = _span(asked)
    # What was seen is told without the words: they must stay erasable.
    seen = {"mode": "transcript", "words": int(asked["words"]), "doubted": int(asked["doubted"])}
    if kind == "correct":
        return correcting.correct(layout, **whose, span=span, text=str(asked["text"]), seen=seen)
    if kind == "name":
        here, speaker = bool(asked["here"]), str(asked["speaker"])
        return correcting.name_voice(
            layout, **whose, span=span, speaker=speaker, here=here, seen=seen
        )
    if kind not in MARKS:
        return None
    return correcting.mark(layout, **whose, kind=kind, span=span, seen=seen)


def _span(asked: Mapping[str, Any]) -> Span:
    start = int(asked["start"])
    return Span(start, max(int(asked["end"]), start + 1))
