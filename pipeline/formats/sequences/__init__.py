"""Timelines in the forms that editing programs and people read.

One module a form. To add one: write a writer (an ``Assembly`` in, the files' bytes by suffix
out; the same assembly gives the same bytes), put it in ``FORMS`` with what it cannot carry,
give it a test, a golden file, a line in docs/formats.md and, if programs hand it back, a
reader in ``READERS``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from pipeline.formats.sequences.ale import write_ale
from pipeline.formats.sequences.captions import write_srt, write_vtt
from pipeline.formats.sequences.edl import read_edl, write_edl
from pipeline.formats.sequences.fcp7 import read_fcp7, write_fcp7
from pipeline.formats.sequences.fcpxml import write_fcpxml
from pipeline.formats.sequences.fcpxml_reading import read_fcpxml
from pipeline.formats.sequences.otio import read_otio, write_otio
from pipeline.formats.sequences.paper import write_document, write_page, write_table
from pipeline.model.assembly import Assembly, Returned

__all__ = ["FORMS", "READERS", "Form", "Reader", "lost"]


@dataclass(frozen=True)
class Form:
    """A way to write a timeline; ``lost`` is what it cannot carry, empty: nothing."""

    write: Callable[[Assembly], dict[str, bytes]]
    what: str
    lost: str
    mime: str = "text/plain"


class Reader(Protocol):
    """Read a sequence; ``where`` is what the file is called in messages."""

    def __call__(self, data: bytes, *, where: str) -> Returned:
        """Return what the file holds."""


_OF_FRAMES = "what is finer than a frame"
_PAPER = "a link to the recordings, codes in the page and the document"
_CAPTIONS = "who speaks, words that may not be quoted, a link to the recordings"
_XML = "application/xml"

FORMS: Mapping[str, Form] = {
    "otio": Form(write_otio, "OpenTimelineIO", "captions", "application/json"),
    "edl": Form(
        write_edl,
        "CMX3600 edit decision lists, one a frame rate and drop-frame mode, and a map of reels",
        f"words, codes, captions, {_OF_FRAMES}, more than one rate in a list",
    ),
    "fcpxml": Form(
        write_fcpxml,
        "Final Cut Pro XML 1.10",
        "an out-point between two frames of the sequence, for recordings of another rate",
        _XML,
    ),
    "xml": Form(
        write_fcp7,
        "Final Cut Pro 7 XML, for Premiere",
        f"captions, keywords (codes are in the log note), {_OF_FRAMES}",
        _XML,
    ),
    "ale": Form(
        write_ale,
        "an Avid bin of the clips, one a frame rate and drop-frame mode",
        f"the order (clips are numbered), captions, {_OF_FRAMES}",
    ),
    "vtt": Form(write_vtt, "WebVTT of the assembled timeline", _CAPTIONS, "text/vtt"),
    "srt": Form(write_srt, "SubRip of the assembled timeline", _CAPTIONS),
    "docx": Form(
        write_document,
        "a paper edit as a Word document",
        _PAPER,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "html": Form(write_page, "a paper edit as a page", _PAPER, "text/html"),
    "csv": Form(write_table, "a paper edit as a table", "a link to the recordings", "text/csv"),
}

READERS: Mapping[str, Reader] = {
    ".otio": read_otio,
    ".edl": read_edl,
    ".fcpxml": read_fcpxml,
    ".xml": read_fcp7,
}


def lost(form: str) -> str:
    """Return the one sentence that says what a form could not carry."""
    told = FORMS[form].lost
    return f"{form} leaves out {told}" if told else f"{form} carries all"
