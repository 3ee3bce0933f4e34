"""A report as one page that stands by itself: nothing in it is fetched, nothing is run."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from pipeline.formats.charts import drawn
from pipeline.formats.drawing import to_svg
from pipeline.formats.transcripts.utterances import without_controls
from pipeline.model.report import Figure, Report

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

OPEN_UP_TO = 12
"""Rows up to which a table of its own stands open; a longer one opens on demand and in print."""


def write_page(report: Report) -> bytes:
    """Write the page; all that comes from the study is escaped by the template."""
    page: str = _template().render(report=report, open_up_to=OPEN_UP_TO)
    return page.encode()


@cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    rooms = Environment(
        loader=PackageLoader("pipeline.formats.reports", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_clean,
    )
    rooms.filters["svg"] = _svg
    rooms.filters["kind"] = lambda block: type(block).__name__
    return rooms.get_template("report.html.j2")


def _clean(value: Any) -> Any:
    """Take out what no page can hold; markup that was made here stays as it is."""
    return without_controls(value) if type(value) is str else value


def _svg(figure: Figure) -> Markup:
    from markupsafe import Markup

    drawing = drawn(figure.chart, title=figure.title, told=figure.alternative)
    return Markup(to_svg(drawing))  # its words are escaped by the library that writes it
