"""Every table can be taken along: as CSV and as XLSX, made when somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from dashboards.page import Page
from pipeline.formats.spreadsheets import WRITERS, Writer

if TYPE_CHECKING:
    import pandas as pd


def offer(page: Page, frame: pd.DataFrame | Callable[[], pd.DataFrame], name: str) -> None:
    """Offer a table for download.

    Args:
        page: where the buttons stand.
        frame: the table, with the columns' names as a reader should see them; no words in it
            that may not be quoted. A function makes it when it is asked for, with the consent of
            that moment.
        name: the file's name without its suffix; also what tells the buttons apart.
    """
    with st.container(horizontal=True):
        for suffix, writer in WRITERS.items():
            st.download_button(
                page.t("download", form=suffix[1:].upper()),
                data=partial(_written, frame, writer),
                file_name=f"{name}{suffix}",
                mime=writer.mime,
                key=f"download-{name}{suffix}",
                icon=":material/download:",
                type="tertiary",
                on_click="ignore",
            )


def offer_rows(
    page: Page, head: Sequence[str], rows: Sequence[Sequence[object]], name: str
) -> None:
    """Offer a table that the page draws by itself; ``rows`` hold plain values, no markup."""

    def made() -> pd.DataFrame:
        import pandas as pd

        return pd.DataFrame([list(row) for row in rows], columns=list(head))

    offer(page, made, name)


def _written(frame: pd.DataFrame | Callable[[], pd.DataFrame], writer: Writer) -> bytes:
    return writer.write(frame() if callable(frame) else frame)
