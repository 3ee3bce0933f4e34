"""A list beside what is chosen from it: codes with their families, clusters with their sizes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from dashboards.page import markup

_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}")


@dataclass(frozen=True)
class Item:
    """A line of the list; ``told`` stands small beside the name, ``depth`` indents it.

    ``above`` is a heading over this line and those that follow.
    """

    id: str
    name: str
    told: str = ""
    depth: int = 0
    colour: str = ""
    above: str = ""


def show(items: Sequence[Item], chosen: str, *, key: str, then: Callable[[str], None]) -> None:
    """Draw the list as buttons; the chosen one is marked.

    Args:
        items: what can be chosen, in order.
        chosen: the id of what is shown.
        key: what tells this list from others; letters and hyphens.
        then: called with an item's id before the page is drawn again.
    """
    rules = []
    with st.container(key=f"shelf-{key}", gap=None):
        for item in items:
            place = f"shelf-{key}-{item.id}"
            if item.above:
                markup(f'<p class="il-over">{escape(item.above)}</p>')
            rules.append(_rule(place, item, marked=item.id == chosen))
            told = f" :gray[{plain(item.told)}]" if item.told else ""
            st.button(
                f"{plain(item.name)}{told}",
                key=place,
                type="tertiary",
                width="stretch",
                wrap=True,
                on_click=then,
                args=(item.id,),
            )
        markup(f"<style>{''.join(rules)}</style>")


def _rule(place: str, item: Item, *, marked: bool) -> str:
    """Return the look of one line: its colour, how deep it stands, whether it is chosen."""
    colour = item.colour if _COLOUR.fullmatch(item.colour) else "transparent"
    look = f"--key: {colour}; --deep: {item.depth}rem;"
    if marked:
        look += " background: #e7e7df; font-weight: 600;"
    return f".st-key-{place} button {{ {look} }}"


def plain(text: str) -> str:
    """Return a text as a button's label shows it: without mark-up."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>$:~#|" else c for c in text)
