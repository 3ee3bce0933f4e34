"""Transcripts in the forms that other programs and people read.

One module a form. To add one: write a writer (a ``Document`` in, the file's bytes out; the
same document gives the same bytes), put it in ``FORMS`` with its suffix, what it cannot
carry and whether people read it (then it may be cleaned), give it a test, a line in
docs/formats.md and, if it can be read back, a reader in ``formats/texts``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.errors import BadInput
from pipeline.formats.files import nearest
from pipeline.formats.transcripts.captions import write_srt, write_vtt
from pipeline.formats.transcripts.docx import write_docx
from pipeline.formats.transcripts.eaf import write_eaf
from pipeline.formats.transcripts.json import write_json
from pipeline.formats.transcripts.plain import write_f4, write_txt
from pipeline.formats.transcripts.textgrid import write_textgrid
from pipeline.model.transcript import Document

__all__ = ["FORMS", "Form", "forms", "lost"]


@dataclass(frozen=True)
class Form:
    """A way to write a transcript.

    ``lost`` is what it cannot carry, as the end of a sentence; empty: nothing.
    """

    suffix: str
    write: Callable[[Document], bytes]
    lost: str
    for_reading: bool = False


_OF_WORDS = "how sure the recogniser was of each word, why a word is doubted, the language"

FORMS: Mapping[str, Form] = {
    "json": Form(".json", write_json, ""),
    "vtt": Form(".vtt", write_vtt, f"times of single words, roles, {_OF_WORDS}", True),
    "srt": Form(".srt", write_srt, f"times of single words, roles, {_OF_WORDS}", True),
    "txt": Form(".txt", write_txt, f"times but each turn's first second, roles, {_OF_WORDS}", True),
    "docx": Form(
        ".docx", write_docx, f"times but each turn's first second, roles, {_OF_WORDS}", True
    ),
    "f4": Form(
        ".f4.txt",
        write_f4,
        f"pauses between turns, times of words, what is finer than a tenth of a second, roles, "
        f"{_OF_WORDS}",
        True,
    ),
    "eaf": Form(".eaf", write_eaf, _OF_WORDS),
    "textgrid": Form(".TextGrid", write_textgrid, f"roles, the recording's name, {_OF_WORDS}"),
}


def lost(form: str) -> str:
    """Return the one sentence that says what a form could not carry."""
    return (
        f"{form} carries all" if not FORMS[form].lost else f"{form} leaves out {FORMS[form].lost}"
    )


def forms(names: Sequence[str]) -> tuple[str, ...]:
    """Return the forms of a list, each once.

    Raises:
        BadInput: one of them is not known, or there is none.
    """
    wanted = tuple(dict.fromkeys(name.strip().lower() for name in names if name.strip()))
    for name in wanted:
        if name not in FORMS:
            raise BadInput(f"there is no form '{name}'", remedy=nearest(name, FORMS))
    if not wanted:
        raise BadInput("no form is named", remedy=f"known are: {', '.join(FORMS)}")
    return wanted
