"""Out in every form and in again: the same words, voices and times, as far as the form goes."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings

from pipeline.analysis.cues import from_cues
from pipeline.formats.texts import READERS, Labelled, Timed
from pipeline.formats.transcripts import FORMS
from pipeline.model.span import Span
from pipeline.model.transcript import Document
from tests.formats.transcripts_of import documents, small

TIMED = ("json", "vtt", "srt", "eaf", "textgrid", "f4")
FINER_MS = {"f4": 100}  # else whole milliseconds

Said = list[tuple[str, str, bool]]
"""(name, word, whether it may be made up)"""


def back(form: str, document: Document) -> Timed | Labelled:
    """Write a document and read it again."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{FORMS[form].suffix}"
        path.write_bytes(FORMS[form].write(document))
        return READERS[path.suffix.lower()](path, where=path.name)


def said(document: Document) -> Said:
    return [(document.name(t.speaker), w.text, w.doubtful) for t in document.turns for w in t.words]


def turned(timed: Timed) -> Said:
    cues = [(c.label, Span(c.start, c.end), c.text, c.words) for c in timed.cues]
    turns = from_cues("a", "it", cues, max_pause_ms=3_000).turns
    return [(turn.speaker, word.text, word.doubtful) for turn in turns for word in turn.words]


@pytest.mark.parametrize("form", TIMED)
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(document=documents())
@example(document=small())
def test_words_voices_and_doubts_come_back(form: str, document: Document) -> None:
    timed = back(form, document)
    assert isinstance(timed, Timed)
    assert turned(timed) == said(document)


@pytest.mark.parametrize("form", TIMED)
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(document=documents())
@example(document=small())
def test_what_is_said_lies_where_it_was(form: str, document: Document) -> None:
    """Every cue holds whole words, and begins and ends with them."""
    timed = back(form, document)
    assert isinstance(timed, Timed)
    words = [word for turn in document.turns for word in turn.words]
    at = 0
    for cue in timed.cues:
        mine = words[at : at + len(cue.text.split())]
        at += len(mine)
        ends = max(word.end for word in mine)
        assert abs(cue.end - ends) < FINER_MS.get(form, 1)
        if form != "f4":  # where a paragraph begins is not in that form
            assert cue.start == mine[0].start
    assert at == len(words)


@settings(deadline=None, max_examples=40)
@given(document=documents())
@example(document=small())
def test_json_keeps_each_word_with_its_time_and_flags(document: Document) -> None:
    timed = back("json", document)
    assert isinstance(timed, Timed)
    assert [c.words for c in timed.cues] == [turn.words for turn in document.turns]
    assert timed.language == document.language


@pytest.mark.parametrize("form", ["txt", "docx"])
@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(document=documents())
@example(document=small())
def test_forms_without_times_keep_words_and_voices(form: str, document: Document) -> None:
    text = back(form, document)
    assert isinstance(text, Labelled)
    labels: list[str] = []
    for paragraph in text.paragraphs:
        labels.append(paragraph.label or labels[-1])
    read = [
        (label, word)
        for label, p in zip(labels, text.paragraphs, strict=True)
        for word in text.text[p.span.start : p.span.end].split()
    ]
    shown = [(n, f"[?{word}]" if doubted else word) for n, word, doubted in said(document)]
    assert read == shown
