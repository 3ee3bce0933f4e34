"""Whose each paragraph is, from names before it, from questions set apart, or as a report.

The forms differ in how they set words apart (bold, headings); what that means is the same
in all of them and stands here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from dataclasses import replace

from pipeline.formats.texts.blocks import Block, trimmed
from pipeline.formats.texts.values import Labelled, NobodySpeaks, Paragraph
from pipeline.model.interview import INTERVIEWEE, INTERVIEWER
from pipeline.model.span import Span
from pipeline.model.transcript import GAP

STAMP = (
    r"(?:[\[(#]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])#]?\s+)?"  # [00:01:02] before a name
)
PLAIN = re.compile(STAMP + r"(?P<label>[^\W\d_][^\n:.!?*«»\"]{0,40}):(?:\s+|$)")
_LEAD = re.compile(r"(?P<label>[^\W\d_][^\n:.!?*«»\"]{0,58}?)\s*:?\s*")
_QUOTED = re.compile(r"[«“„\"]\s*\w")
_OPENED = re.compile(r"\s*[«»“„\"‘‚]\s*\w")
_ASKS = ("?", "؟", "?»", "?”", '?"')
_ENDS = (*_ASKS, ".", "!", "…", ":")
_PARTICLES = {"de", "da", "do", "di", "del", "della", "la", "le", "van", "von", "der", "und", "e"}


def by_speaker(
    text: str, blocks: Sequence[Block], *, where: str, names: Collection[str] = ()
) -> Labelled:
    """Give each paragraph its speaker: by names, by questions set apart, or as a report.

    A plain name before a colon counts if it is one of ``names``, has a time before it, or
    occurs twice or more (in a text where none does: once), so that a sentence with a
    colon becomes no speaker, nor does `Ada adds: “...”` in a report. Where nobody is named,
    but questions stand as headings or in bold, they are the interviewer's and what follows
    is the interviewee's. Where there are none either, but words in quotation marks, it is a
    report.

    Raises:
        NobodySpeaks: none of the three; it holds the paragraphs.
    """
    blocks = [b for b in blocks if not GAP.fullmatch(text, b.span.start, b.span.end)]
    named = [_with_label(text, block, {*names, *_repeated(text, blocks)}) for block in blocks]
    known = _speakers(text, named, {name.casefold() for name in names})
    questions = [block for block in blocks if _is_question(text, block)]
    if questions and questions[0] is blocks[0] and _is_title(*questions):
        questions.pop(0)
    plain = (_plain(text, block, known) for block in named if not block.label)
    told = [block.label for block in named if block.label] + [m["label"] for m in plain if m]
    if _is_report(text, named, known, {name.casefold() for name in names}):
        told = []
    if told and not (questions and (len(set(told)) == 1 or len(told) < len(questions))):
        paragraphs = list(_named(text, named, known))
    elif questions:
        paragraphs = list(_told_once(_sides(text, blocks, questions)))
    else:
        paragraphs = []
    if paragraphs:
        return Labelled(text, tuple(p for p in paragraphs if p.span))
    prose = [block.span for block in blocks if not block.heading]
    if any(_QUOTED.search(text, span.start, span.end) for span in prose):
        return Labelled(text, tuple(Paragraph("", span) for span in prose), prose=True)
    error = NobodySpeaks(
        "no speaker is named",
        where=where,
        remedy="begin each turn with `Name: `, or put `-` as interviewers if one person says all",
    )
    error.text = Labelled(text, tuple(Paragraph("", span) for span in prose), prose=True)
    raise error


def _is_report(text: str, blocks: Sequence[Block], known: Collection[str], names: Set[str]) -> bool:
    """Tell whether what looks like names before words leads to quotations (Ada adds: “...”).

    So it is where each of them does so, or where none is known and none comes again, and
    others of the paragraphs quote.
    """
    led, others = [], []
    for block in blocks:
        match = None if block.label else _plain(text, block, known)
        label = block.label or (match["label"] if match else "")
        start = match.end() if match else block.span.start
        if label:
            led.append((label.strip().casefold(), _OPENED.match(text, start, block.span.end)))
        elif not block.heading:
            others.append(_QUOTED.search(text, block.span.start, block.span.end))
    quoting = [found for found in others if found]
    if not led or not quoting:
        return False
    strange = len(led) == len({label for label, _ in led}) and not names & {n for n, _ in led}
    return all(opens for _, opens in led) or (strange and len(quoting) >= 2 * len(led))


def _repeated(text: str, blocks: Sequence[Block]) -> set[str]:
    """Return what stands alone in bold again and again, as names do in a table's first cells."""
    alone = (
        _LEAD.fullmatch(text, *_edges(b)) for b in blocks if b.lead == b.span and not b.heading
    )
    counts = Counter(match["label"] for match in alone if match)
    return {label for label, count in counts.items() if count > 1}


def _edges(block: Block) -> tuple[int, int]:
    return block.span.start, block.span.end


def _with_label(text: str, block: Block, names: Collection[str]) -> Block:
    """Take a bold name at a paragraph's beginning as its label, where it is surely one."""
    if block.label or block.heading or not block.lead:
        return block
    match = _LEAD.fullmatch(text, block.lead.start, block.lead.end)
    if match is None:
        return block
    rest = text[block.lead.end : block.span.end].lstrip()
    colon = rest.startswith(":") or ":" in match[0]
    if not colon and match["label"].casefold() not in {name.casefold() for name in names}:
        return block
    start = block.lead.end
    if rest.startswith(":"):
        start = text.index(":", start) + 1
    return replace(block, label=match["label"], span=trimmed(text, Span(start, block.span.end)))


def _speakers(text: str, blocks: Sequence[Block], names: Collection[str]) -> set[str]:
    """Return the plain labels that name a speaker."""
    bare = [b for b in blocks if not b.label and not b.heading]
    matches = (PLAIN.match(text, block.span.start, block.span.end) for block in bare)
    found = [match for match in matches if match]
    labels = Counter(match["label"] for match in found)
    often = 2 if any(count > 1 for count in labels.values()) else 1
    if any(block.label for block in blocks):  # the form marks names: a colon alone is none
        often = max(2, often)
    timed = {match["label"] for match in found if match.start("label") > match.start()}
    known = {
        n for n, count in labels.items()
        if n.strip().casefold() in names or (count >= often and (count > 1 or like_a_name(n)))
    }  # fmt: skip
    return known | timed


def like_a_name(label: str) -> bool:
    """Tell whether each word is written as a name's is, its particles aside: Speaker 1, Ana da Luz.

    Captions cut sentences, and people say "She told me: ...": a colon alone makes no name.
    """
    words = label.split()
    return all(w in _PARTICLES or w.isdigit() or w[0].isupper() for w in words)


def _is_title(first: Block, *others: Block) -> bool:
    """Tell whether the first heading is a title that asks: no other question is of its level."""
    return bool(first.heading) and all(other.heading != first.heading for other in others)


def _plain(text: str, block: Block, known: Collection[str]) -> re.Match[str] | None:
    """Match the plain name before a paragraph's words, if it is one of those known."""
    match = PLAIN.match(text, block.span.start, block.span.end)
    return match if match and not block.heading and match["label"] in known else None


def _named(text: str, blocks: Sequence[Block], known: Collection[str]) -> Iterator[Paragraph]:
    pending = ""  # a name that stood in a paragraph of its own
    begun = False
    for block in blocks:
        if block.heading:
            continue
        label, span = block.label, block.span
        if not label and (match := _plain(text, block, known)):
            label, span = match["label"].strip(), Span(match.end(), span.end)
        if label and not span:
            pending = label
            continue
        if label or begun or pending:
            yield Paragraph(label or pending, span)
            begun, pending = True, ""


def _emphasis(block: Block) -> int:
    """Return how a paragraph is set apart as a whole: a heading's level, 7 for bold, 0 not."""
    return block.heading or (7 if block.lead and block.lead == block.span else 0)


def _is_question(text: str, block: Block) -> bool:
    """Tell whether a heading, or what a paragraph begins with in bold, asks."""
    lead = block.span if block.heading else block.lead
    return bool(lead) and text[lead.start : lead.end].rstrip().endswith(_ASKS)


def _sides(text: str, blocks: Sequence[Block], questions: Sequence[Block]) -> Iterator[Paragraph]:
    """Yield questions and answers, from the first question on.

    What is set apart in the way of the questions and is a whole sentence ("Tell me.")
    is the interviewer's, too; other headings are nobody's.
    """
    ways = {_emphasis(block) for block in questions} - {0}
    begun = False
    for block in blocks:
        asked = block in questions
        begun = begun or asked
        words = text[block.span.start : block.span.end].rstrip()
        told = begun and _emphasis(block) in ways and words.endswith(_ENDS)
        if block.heading:
            if asked or told:
                yield Paragraph(INTERVIEWER, block.span)
        elif asked or told:
            yield Paragraph(INTERVIEWER, block.lead)
            yield Paragraph(INTERVIEWEE, trimmed(text, Span(block.lead.end, block.span.end)))
        elif begun:
            yield Paragraph(INTERVIEWEE, block.span)


def _told_once(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """Take the label off what goes on with the paragraph before, so that it is one turn."""
    last = ""
    for paragraph in paragraphs:
        if paragraph.span:
            yield replace(paragraph, label="" if paragraph.label == last else paragraph.label)
            last = paragraph.label
