"""The way back from what was done last in a section of *Quality*."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import streamlit as st

from dashboards import decisions
from dashboards.page import Page, markup
from pipeline.errors import PipelineError
from pipeline.model.judgement import Event


def keep(page: Page, section: str, do: Callable[[], Event], told: Callable[[Event], str]) -> None:
    """Do something and remember it; what cannot be done is told.

    Args:
        page: where.
        section: what tells this section from others.
        do: appends the judgement.
        told: what to call it, in the page's language.
    """
    try:
        event = do()
    except PipelineError as error:
        decisions.complain(error)
        return
    st.session_state[_last(section)] = (page.coder, event.id, told(event))


def any_last(section: str) -> bool:
    """Tell whether anything was done here that can be taken back."""
    return _last(section) in st.session_state


def way_back(page: Page, section: str) -> None:
    """Tell what was done last, with the way back; nothing where nothing was."""
    if not any_last(section):
        return
    coder, event, told = st.session_state[_last(section)]

    def undo() -> None:
        if decisions.take_back(page, coder, (event,)):
            st.session_state.pop(_last(section), None)

    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            page.t("undo"), key=f"{section}-undo-{event}", icon=":material/undo:", on_click=undo
        )
        markup(f'<p class="il-who">{escape(told)}</p>')


def _last(section: str) -> str:
    return f"{section}-last"
