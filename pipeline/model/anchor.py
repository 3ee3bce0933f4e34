"""How something that lasts points at words that may be transcribed anew."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model.span import Span, Unit


@dataclass(frozen=True)
class Anchor:
    """A stretch of an interview, told by place and by a sketch of its words.

    ``version`` is the text version it was made on; ``sketch`` is a keyed MinHash
    (see ``analysis/anchors.py``) from which the words cannot be read back;
    ``words`` is how many words the stretch held.
    """

    interview: str
    version: str
    unit: Unit
    start: int
    end: int
    words: int
    sketch: str

    @property
    def span(self) -> Span:
        """The stretch at the time the anchor was made."""
        return Span(self.start, self.end)
