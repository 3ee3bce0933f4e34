"""What a form makes of a script: the file, and the place of every part in it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import PipelineError
from pipeline.formats.texts import READERS, Labelled
from sample.script import Part, Script, ScriptError

Span = tuple[int, int]
"""Half-open, in the unit of the interview: Unicode code points or milliseconds."""

Places = list[list[Span]]
"""A span for every part of every turn."""

INVENTED = (
    "This conversation is invented and so are the people in it. "
    "It belongs to the sample study of Interleaf."
)


@dataclass(frozen=True)
class Page:
    """A finished file.

    Attributes:
        data: its bytes.
        places: where each part stands, in `unit`.
        unit: `ms` where the form carries times, else `cp`.
        text: the canonical text that code points count in; empty for `ms`.
    """

    data: bytes
    places: Places
    unit: str = "cp"
    text: str = ""


def parts_of(script: Script) -> Iterator[Part]:
    """Yield all parts of a script, in order."""
    for turn in script.turns:
        yield from turn.parts


def canonical(data: bytes, suffix: str) -> str:
    """Return the text that the program makes of a file, which offsets count in."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{suffix}"
        path.write_bytes(data)
        read = READERS[suffix](path, where=path.name)
    assert isinstance(read, Labelled)
    return read.text


def found(script: Script, data: bytes, suffix: str) -> Page:
    """Find every part in the canonical text of a file, one after the other.

    Raises:
        ScriptError: the words of a part are not there, in this order.
    """
    try:
        text = canonical(data, suffix)
    except PipelineError as error:
        raise ScriptError(f"{script.interview}: {error}") from error
    places: Places = []
    at = _beginning(script, text)
    for number, turn in enumerate(script.turns, start=1):
        spans: list[Span] = []
        for part in turn.parts:
            start = text.find(part.says, at)
            if start < 0:
                raise ScriptError(
                    f"{script.interview}: turn {number}: its words do not come back from the file"
                )
            at = start + len(part.says)
            spans.append((start, at))
        places.append(spans)
    return Page(data, places, text=text)


def _beginning(script: Script, text: str) -> int:
    """Return where the conversation can begin: after the notice and the title, where they are."""
    heads = (text.find(head) + len(head) for head in (INVENTED, script.title) if head in text)
    return max(heads, default=0)
