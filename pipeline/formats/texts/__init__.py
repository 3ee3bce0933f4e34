"""Interviews that come as text: who says what, with the place or the time of the words.

One module a form. To add one: write a reader (a path in, a ``Labelled`` or a ``Timed`` text
out; ``BadInput`` for what cannot be read), put it in ``READERS`` under its suffix, give it
a test file and a section in docs/formats.md. Libraries are imported when a reader is
called: a study of plain texts loads none of them.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.formats.texts.docx import read_docx
from pipeline.formats.texts.eaf import read_eaf
from pipeline.formats.texts.html import read_html
from pipeline.formats.texts.json import read_json
from pipeline.formats.texts.ohms import read_ohms
from pipeline.formats.texts.pdf import read_pdf
from pipeline.formats.texts.plain import read_labelled, read_plain
from pipeline.formats.texts.srt import read_srt
from pipeline.formats.texts.textgrid import read_textgrid
from pipeline.formats.texts.values import Cue, Labelled, NobodySpeaks, Paragraph, Reader, Timed
from pipeline.formats.texts.vtt import read_vtt

__all__ = [
    "READERS",
    "Cue",
    "Labelled",
    "NobodySpeaks",
    "Paragraph",
    "Reader",
    "Timed",
    "read_labelled",
]

READERS: Mapping[str, Reader] = {
    ".md": read_labelled,
    ".txt": read_plain,
    ".docx": read_docx,
    ".html": read_html,
    ".htm": read_html,
    ".pdf": read_pdf,
    ".vtt": read_vtt,
    ".srt": read_srt,
    ".eaf": read_eaf,
    ".textgrid": read_textgrid,
    ".json": read_json,
    ".xml": read_ohms,
}
