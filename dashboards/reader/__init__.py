"""The transcript that goes with the player: words seek, sound, and are put right.

The component draws text nodes only: nothing that was said or written becomes markup.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

_HERE = Path(__file__).parent
PLAYER = "reader-player"
"""The key of the container whose player the transcript follows; ``reader.js`` knows it."""

_component = st.components.v2.component(
    "interleaf-reader",
    html='<div class="reader"></div>',
    css="\n".join(
        (_HERE / name).read_text(encoding="utf-8") for name in ("reader.css", "correcting.css")
    ),
    # One script: a component's script imports nothing.
    js="\n".join(
        (_HERE / name).read_text(encoding="utf-8") for name in ("correcting.js", "reader.js")
    ),
)


def draw(data: dict[str, Any], *, key: str, acted: Callable[[], None]) -> str:
    """Draw a transcript and return the question whose link was just followed, or nothing.

    Args:
        data: ``version``, which changes with the content; ``interview``; ``language``; ``at``,
            the place to begin at, or None; ``plays``, whether there is a player to follow;
            ``labels``; what ``views.correcting.offered`` adds; and ``rows``: turns
            ``{who, voice, asks, lang, language, time, href, start, end, withheld, parts}``, the
            language only where it is another, with parts ``{notes: [{text, told, standing,
            question, href}], words: [[text, start, end, look, found]]}``, and gaps ``{gap}``.
            Places are ms of a recording or code points of a text; a look is an index of
            ``views.transcript.LOOKS``.
        key: what tells this transcript from others.
        acted: called when something is put right, before the page is drawn again; what it
            is stands in the session's state under the key, as ``act``.
    """
    result = _component(data=data, key=key, on_question_change=_nothing, on_act_change=acted)
    return str(result.question or "")


def _nothing() -> None:
    """Streamlit gives back only those triggers that have a callback."""
