"""Reports as files. To add a form: a function ``(report) -> bytes``, a line in ``WRITERS``."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipeline.formats.reports.docx import write_document
from pipeline.formats.reports.html import write_page
from pipeline.model.report import Report

WRITERS: Mapping[str, Callable[[Report], bytes]] = {"html": write_page, "docx": write_document}
"""Of each suffix, what writes it."""
