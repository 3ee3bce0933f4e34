"""The transcript that goes with the player: words seek, the word that sounds is marked.

The component draws text nodes only: nothing that was said or written becomes markup.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

_HERE = Path(__file__).parent
PLAYER = "reader-player"
"""The key of the container whose player the transcript follows; ``reader.js`` knows it."""

_component = st.components.v2.component(
    "interleaf-reader",
    html='<div class="reader"></div>',
    css=(_HERE / "reader.css").read_text(encoding="utf-8"),
    js=(_HERE / "reader.js").read_text(encoding="utf-8"),
)


def draw(data: dict[str, Any], *, key: str) -> str:
    """Draw a transcript and return the question whose link was just followed, or nothing.

    Args:
        data: ``version``, which changes with the content; ``interview``; ``language``; ``at``,
            the place to begin at, or None; ``plays``, whether there is a player to follow;
            ``labels``; and ``rows``: turns
            ``{who, asks, time, href, start, end, withheld, parts}`` with parts
            ``{notes: [{text, told, standing, question, href}], words: [[text, start, end,
            unsure, found]]}``, and gaps ``{gap}``. Places are ms of a recording or code
            points of a text.
        key: what tells this transcript from others.
    """
    result = _component(data=data, key=key, on_question_change=_nothing)
    return str(result.question or "")


def _nothing() -> None:
    """Streamlit gives back only those triggers that have a callback."""
