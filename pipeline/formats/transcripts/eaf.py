"""ELAN's annotations (.eaf): a tier a speaker by sentences, below it one of words."""

from __future__ import annotations

import mimetypes
from typing import Any

from pipeline.formats.transcripts.utterances import (
    printed,
    sentences,
    shown_word,
    without_controls,
)
from pipeline.model.transcript import Document, gap_shown

WORDS, GAPS = "words", "gaps"
"""The type of the word tiers and the end of their names; the name of the tier of gaps."""
_UNDATED = "1970-01-01T00:00:00+00:00"


def write_eaf(document: Document) -> bytes:
    """Write tiers named for the voices, linked with a recording in the same folder.

    ELAN has no roles: a voice's stands in the document's property ``role of NAME``. Gaps are
    a tier of their own, of no participant.
    """
    from pympi.Elan import Eaf, to_string

    eaf = Eaf(author="")
    eaf.remove_tier("default")
    eaf.adocument["DATE"] = _UNDATED
    eaf.add_linguistic_type(WORDS, constraints="Included_In")
    media = without_controls(document.media)
    if media:
        kind = mimetypes.guess_type(media)[0] or "audio/x-wav"
        eaf.add_linked_file(f"./{media}", f"./{media}", kind)
    names = _tier_names(document)
    for label, name in names.items():
        eaf.add_tier(name, part=without_controls(document.name(label)) or name)
        eaf.add_tier(f"{name} - {WORDS}", ling=WORDS, parent=name)
        eaf.add_property(f"role of {name}", document.role(label))
    for sentence in sentences(document.turns):
        name = names[sentence.speaker]
        if text := printed(sentence.words):
            _annotate(eaf, name, sentence.start, sentence.end, text)
            for word in sentence.words:
                _annotate(eaf, f"{name} - {WORDS}", word.start, word.end, shown_word(word))
    if document.gaps:
        eaf.add_tier(GAPS)
    for gap in document.gaps:
        _annotate(eaf, GAPS, gap.start, gap.end, gap_shown(gap))
    xml: bytes = to_string(eaf, encoding="UTF-8")
    return xml


def _annotate(eaf: Any, tier: str, start: int, end: int, text: str) -> None:
    if text:
        eaf.add_annotation(tier, start, max(end, start + 1), text)


def _tier_names(document: Document) -> dict[str, str]:
    """Return a name of its own for each voice's tier."""
    names: dict[str, str] = {}
    for label in document.voices():
        name = without_controls(document.name(label)) or "voice"
        taken = {GAPS, *names.values()}
        while name in taken or f"{name} - {WORDS}" in taken:
            name += "'"
        names[label] = name
    return names
