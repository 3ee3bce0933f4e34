"""Web pages: the main text, without what stands around it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from configparser import ConfigParser
from pathlib import Path
from typing import Any

from pipeline.errors import BadInput
from pipeline.formats.files import read_text
from pipeline.formats.texts import noscribe
from pipeline.formats.texts.blocks import Line, laid_out, tidied
from pipeline.formats.texts.notices import PRUNED, is_notice
from pipeline.formats.texts.speakers import by_speaker
from pipeline.formats.texts.values import Labelled, Timed

_PARAGRAPHS = ("head", "p", "item", "quote", "cell")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_LOOKED_AT = 4_096  # bytes in which a page declares its charset


def read_html(path: Path, *, where: str, names: Collection[str] = ()) -> Labelled | Timed:
    """Read an interview or a report from a saved web page, or a transcript of noScribe.

    trafilatura finds the main text: navigation, notices, forms, comments and captions
    are left out; so are whole paragraphs that link elsewhere or credit a picture. The
    canonical text has its paragraphs with an empty line between them, a line break as a
    line break, and no markup.

    Raises:
        BadInput: its charset is not told, it has no main text, or nobody is named in it.
    """
    import trafilatura
    from trafilatura.settings import DEFAULT_CONFIG

    page = _decoded(path, where)
    if noscribe.MARK.search(page):
        return noscribe.read_noscribe(page, where=where, names=names)
    found: Any
    try:
        found = trafilatura.bare_extraction(
            page,
            include_comments=False,
            include_formatting=True,
            include_tables=True,
            favor_recall=True,
            with_metadata=False,
            prune_xpath=list(PRUNED),
            fast=True,  # its other extractors lose headings and bold
            config=_taking_short_pages(DEFAULT_CONFIG),
        )
    except (ValueError, TypeError, AttributeError):  # pages that lxml can make nothing of
        found = None
    if found is None:
        raise BadInput("has no main text", where=where, remedy="save the words as .md or .docx")
    text, blocks = laid_out(_paragraphs(found.body), between="\n")
    return by_speaker(text, blocks, where=where, names=names)


def _taking_short_pages(defaults: ConfigParser) -> ConfigParser:
    """Return trafilatura's settings with which a short page is not poured into one paragraph."""
    config = ConfigParser()
    config.read_dict(defaults)
    for name in ("MIN_FILE_SIZE", "MIN_EXTRACTED_SIZE", "MIN_OUTPUT_SIZE"):
        config["DEFAULT"][name] = "1"
    return config


def _decoded(path: Path, where: str) -> str:
    """Return a page's text in UTF-8, or in the charset that it declares.

    Raises:
        BadInput: in neither.
    """
    try:
        return read_text(path, where=where)
    except BadInput:
        declared = _CHARSET.search(path.read_bytes()[:_LOOKED_AT]) if path.exists() else None
        if declared is None:
            raise
        try:
            return path.read_bytes().decode(declared[1].decode())
        except (LookupError, UnicodeDecodeError):
            raise BadInput(
                "is not in the charset that it declares",
                where=where,
                remedy="save the page again as UTF-8",
            ) from None


def _paragraphs(body: Any) -> Iterator[list[Line]]:
    """Yield the lines of each paragraph and heading."""
    for element in body.iter(*_PARAGRAPHS):
        if any(child.tag in _PARAGRAPHS for child in element.iterdescendants()):
            continue  # its paragraphs come by themselves
        level = int(element.get("rend", "h2").lstrip("h") or 2) if element.tag == "head" else 0
        lines = [tidied(pieces, heading=level) for pieces in _split(element)]
        lines = [line for line in lines if line.words]
        if lines and not is_notice(" ".join(line.words for line in lines)):
            yield lines


def _split(element: Any) -> Iterator[list[tuple[str, bool]]]:
    """Yield an element's lines as (text, bold) pieces."""
    line: list[tuple[str, bool]] = []
    for text, bold in _pieces(element, bold=False):
        if text is None:
            yield line
            line = []
        else:
            line.append((text, bold))
    yield line


def _pieces(element: Any, *, bold: bool) -> Iterator[tuple[str | None, bool]]:
    bold = bold or (element.tag == "hi" and "b" in element.get("rend", ""))
    if element.tag == "lb":
        yield None, bold
    yield element.text or "", bold
    for child in element:
        yield from _pieces(child, bold=bold)
        yield child.tail or "", bold
