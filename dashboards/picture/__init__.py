"""A figure that stands alone: shown as it is taken along, as SVG or as PNG.

The figure is drawn by the program and holds text nodes only; a browser makes the PNG of it.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_HERE = Path(__file__).parent
WIDE, NARROW = 820, 350
"""The widths in pixels of the two drawings: for a page, and for a phone."""

_component = st.components.v2.component(
    "interleaf-picture",
    html='<div class="picture"></div>',
    css=(_HERE / "picture.css").read_text(encoding="utf-8"),
    js=(_HERE / "picture.js").read_text(encoding="utf-8"),
)


def draw(wide: str, narrow: str, *, name: str, svg: str, png: str) -> None:
    """Show a figure and offer it.

    Args:
        wide: SVG of the width ``WIDE``, which is also what is taken along.
        narrow: SVG of the width ``NARROW``.
        name: the files' name without its suffix; also what tells the figure from others.
        svg: what the button for the SVG says.
        png: what the button for the PNG says.
    """
    data = {"wide": wide, "narrow": narrow, "name": name, "labels": {"svg": svg, "png": png}}
    _component(data=data, key=f"picture-{name}")
