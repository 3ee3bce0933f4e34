"""Plain text: paragraphs with names and times; and the time stamps of f4 and MAXQDA."""

from __future__ import annotations

from pipeline.formats.transcripts.utterances import before_a_colon, printed
from pipeline.model.transcript import Document, clock, gap_shown


def write_txt(document: Document) -> bytes:
    """Write ``[00:01:02] Name: words``, a paragraph a turn; a gap is a note, ``> [gap ...]``."""
    parts = [
        (turn.start, f"[{clock(turn.start, hours=True)}] {_voice(document, turn.speaker)}{words}")
        for turn in document.turns
        if (words := printed(turn.words))
    ]
    parts += [(gap.start, f"> {gap_shown(gap)}") for gap in document.gaps]
    return _paragraphs(parts)


def write_f4(document: Document) -> bytes:
    """Write ``Name: words #00:01:02-3#``: the stamp is where the paragraph ends.

    That is how f4 sets stamps and how MAXQDA reads them: a paragraph begins where the one
    before it ended. Stamps never go back, also where voices overlap.
    """
    parts: list[tuple[int, str]] = []
    latest = 0
    for turn in document.turns:
        if words := printed(turn.words):
            latest = max(latest, -(-turn.end // 100))
            text = f"{_voice(document, turn.speaker)}{words} {_stamp(latest)}"
            parts.append((turn.start, text))
    return _paragraphs(parts + [(gap.start, gap_shown(gap)) for gap in document.gaps])


def _stamp(tenths: int) -> str:
    return f"#{clock(tenths * 100, hours=True)}-{tenths % 10}#"


def _voice(document: Document, label: str) -> str:
    return f"{before_a_colon(document.name(label))}: "


def _paragraphs(parts: list[tuple[int, str]]) -> bytes:
    texts = [text for _, text in sorted(parts, key=lambda part: part[0])]
    return ("\n\n".join(texts) + "\n").encode()
