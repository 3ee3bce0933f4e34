"""How something that lasts points at words that may be transcribed anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

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

    @classmethod
    def told(cls, value: Mapping[str, Any]) -> Anchor:
        """Return the anchor that an event's value tells, as ``formats/logs.py`` checked it."""
        return cls(
            str(value["interview"]), str(value["version"]), value["unit"], int(value["start"]),
            int(value["end"]), int(value["words"]), str(value["sketch"]),
        )  # fmt: skip

    @property
    def span(self) -> Span:
        """The stretch at the time the anchor was made."""
        return Span(self.start, self.end)
