"""Clips one after another: the list of a timeline's clips, and what plays them through.

The component draws text nodes only: nothing that was said or written becomes markup. Sounds
come when they are wanted, two at a time, each asked for anew with the consent of that moment.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

_HERE = Path(__file__).parent

_component = st.components.v2.component(
    "interleaf-sequence",
    html='<div class="sequence"></div>',
    css=(_HERE / "sequence.css").read_text(encoding="utf-8"),
    js=(_HERE / "sequence.js").read_text(encoding="utf-8"),
)


def draw(data: dict[str, Any], *, key: str, wanted: Callable[[str], None]) -> str:
    """Draw the clips and return the answer whose link was just followed, or nothing.

    Args:
        data: ``version``, which changes with the content; ``labels``; ``sounds``, data URLs by
            answer, or ``{refused}`` with the reason; and ``rows``: ``{id, number, sounds, who,
            place, colour, words, withheld, status, standing, length, times: [[label, value]],
            href, seconds}``, where a row that does not sound is a card that is shown for
            ``seconds``.
        key: what tells this list from others.
        wanted: is called with the answer whose sound is wanted next, before the page is drawn.
    """

    def ask() -> None:
        wanted(str(st.session_state[key].get("want") or ""))

    result = _component(data=data, key=key, on_want_change=ask, on_go_change=_nothing)
    return str(result.go or "")


def _nothing() -> None:
    """Streamlit gives back only those triggers that have a callback."""
