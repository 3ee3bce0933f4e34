"""The dashboard's entry: ``streamlit run dashboards/app.py -- --study DIR``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import streamlit as st

from dashboards import frame, theme
from dashboards.page import Page, next_step
from dashboards.text import Text
from dashboards.views import (
    answers,
    clusters,
    codebook,
    export,
    interviews,
    places,
    search,
    study,
    timelines,
)
from dashboards.views.checking import quality
from dashboards.views.judging import review
from pipeline.errors import PipelineError
from pipeline.layout import Layout
from pipeline.services.showing.library import Library

_SIDEBAR = 260  # pixels; on a phone it is folded away

# The pages, by their place in the address; a new page is a line here and its title.
VIEWS: dict[str, Callable[[Page], None]] = {
    "study": study.show,
    "interviews": interviews.show,
    "answers": answers.show,
    "review": review.show,
    "quality": quality.show,
    "codebook": codebook.show,
    "clusters": clusters.show,
    "timelines": timelines.show,
    "places": places.show,
    "search": search.show,
    "export": export.show,
}


def study_folder(arguments: list[str]) -> Path:
    """Return the study's folder; the current one where none is given."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--study", type=Path, default=Path())
    folder: Path = parser.parse_known_args(arguments)[0].study
    return folder.resolve()


def main() -> None:
    """Draw the page that the address names."""
    st.set_page_config(page_title="Interleaf", layout="wide", initial_sidebar_state=_SIDEBAR)
    st.html(f"<style>{theme.CSS}</style>")
    layout = Layout(study_folder(sys.argv[1:]))
    t = Text(frame.address().language)
    made: dict[str, st.Page] = {}
    drawn: list[Page] = []
    for name in VIEWS:
        show = partial(_show, name, drawn)
        made[name] = st.Page(
            show, title=t(f"page-{name}"), url_path=name, default=name == next(iter(VIEWS))
        )
    chosen = st.navigation(list(made.values()))
    library = Library(layout)
    drawn.append(frame.sidebar(library, library.people(), t, lambda: made))
    frame.notice(layout)
    chosen.run()
    frame.write_address()


def _show(name: str, drawn: list[Page]) -> None:
    """Draw one page; a fault in the study's files is told, not traced."""
    page = drawn[0]
    if not page.people.study.interviews:
        _nothing_yet(page)
        return
    try:
        VIEWS[name](page)
    except PipelineError as error:
        st.subheader(page.t("problem"), anchor=False)
        for line in str(error).splitlines():
            st.text(line)


def _nothing_yet(page: Page) -> None:
    """Tell how a study begins."""
    layout, t = page.library.layout, page.t
    if layout.path("manifest").exists():
        next_step(t("no-rows"), t("no-rows-do"), "interleaf run")
    else:
        next_step(t("no-study"), t("no-study-do"), "interleaf init my-study")
    for fault in page.people.faults if layout.path("manifest").exists() else ():
        st.text(str(fault))


if __name__ == "__main__":
    main()
