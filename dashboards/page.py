"""What every page is given, and the small pieces that pages share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboards.state import Address
from dashboards.text import Text
from pipeline.services.showing.library import Library
from pipeline.services.showing.people import People

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Page:
    """The study, who is in it, the interface's language, and the state of the address."""

    library: Library
    people: People
    t: Text
    address: Address
    colours: Mapping[str, str]
    coder: str
    pages: Callable[[], Mapping[str, st.Page]]

    def go(self, name: str, address: Address) -> None:
        """Show another page, or the same, in another state."""
        remember(address)
        st.switch_page(self.pages()[name])


def remember(address: Address) -> None:
    """Keep the address for the next run of the page."""
    st.session_state["address"] = address


def link_to_interview(page: Page, *, interview: str, at: int, key: str) -> None:
    """Offer the way to where something was said: the interview's page at that place.

    Args:
        page: where the button stands.
        interview: whose page.
        at: the place, in milliseconds of a recording or code points of a text.
        key: what tells this button from others on the page.
    """
    if "interviews" not in page.pages():
        return
    if st.button(
        page.t("to-interview"), key=f"to-interview-{key}", type="tertiary", icon=":material/notes:"
    ):
        page.go("interviews", replace(page.address, interview=interview, at=str(at)))


def markup(html: str) -> None:
    """Show markup whose variable parts have been escaped."""
    st.html(html)


def html_table(
    head: Sequence[str], rows: Sequence[Sequence[str]], *, numbers: Sequence[int] = ()
) -> str:
    """Return a table; the cells of ``rows`` are markup, the ``head`` is plain text."""
    mark = [' class="n"' if i in numbers else "" for i in range(len(head))]
    top = "".join(
        f'<th scope="col"{m}>{escape(h)}</th>' for m, h in zip(mark, head, strict=True)
    )  # fmt: skip
    body = "".join(
        "<tr>" + "".join(f"<td{m}>{c}</td>" for m, c in zip(mark, row, strict=True)) + "</tr>"
        for row in rows
    )
    table = f'<table class="il-table"><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>'
    return f'<div class="il-scroll" tabindex="0">{table}</div>'


def next_step(title: str, what: str, command: str) -> None:
    """Tell what to do where there is nothing to show."""
    st.header(title, anchor=False)
    markup(f'<p class="il-lead">{escape(what)}</p>')
    st.code(command, language="bash")


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a frame's rows as plain values by column."""
    return [{str(k): v for k, v in row.items()} for row in frame.to_dict("records")]
