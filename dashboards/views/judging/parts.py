"""What the modes of *Review* share: what is judged, the row of keys, the way back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from html import escape

import streamlit as st

from dashboards.page import Page, markup
from pipeline.analysis.blind import OFS, Of
from pipeline.services.showing.books import codebook


def judged(page: Page, *, key: str) -> Of:
    """Return what is judged or looked at: questions, or codes where there is a codebook."""
    if not codebook(page.library.layout).codes:
        return "question"
    chosen = st.segmented_control(
        page.t("blind-of"),
        OFS,
        default=OFS[0],
        key=key,
        format_func=lambda of: page.t(f"blind-of-{of}"),
        required=True,
        label_visibility="collapsed",
    )
    return chosen or OFS[0]


def row_of_keys(
    page: Page,
    phrases: Mapping[str, str],
    press: Callable[[str], None],
    *,
    of: str,
    off: Collection[str] = (),
    enter: str = "",
) -> None:
    """Draw what can be said besides choosing, each with its key.

    Args:
        page: where.
        phrases: each key's phrase, in order.
        press: called with the key.
        of: what tells these buttons from those for another answer.
        off: keys that cannot be pressed now.
        enter: the key that Enter stands for, too.
    """
    t = page.t

    def shown(key: str) -> str:
        return f"`{t('key-enter') if key == 'Enter' else key.upper()}`"

    with st.container(horizontal=True, gap="xsmall", key="review-others"):
        for key, phrase in phrases.items():
            also = f" {shown('Enter')}" if key == enter else ""
            st.button(
                f"{t(phrase)} {shown(key)}{also}",
                key=f"{of}-{key}",
                on_click=press,
                args=(key,),
                disabled=key in off,
            )


def way_back(page: Page, told: str, undo: Callable[[], None], *, of: str) -> None:
    """Tell what was decided last, with the way back."""
    with st.container(horizontal=True, vertical_alignment="center", key="review-back"):
        st.button(
            f"{page.t('undo')} `U`", key=f"undo-{of}", icon=":material/undo:", on_click=undo
        )  # fmt: skip
        markup(f'<p class="il-who">{escape(told)}</p>')
