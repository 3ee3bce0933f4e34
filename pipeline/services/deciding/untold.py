"""Quotations of reports whose speaker nobody has told: listed, and given to a speaker."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pipeline.errors import BadInput
from pipeline.formats import schemas
from pipeline.formats.artefacts import read_json
from pipeline.model.interview import Turns
from pipeline.model.judgement import Event
from pipeline.model.span import Span
from pipeline.services.deciding.correcting import name_voice
from pipeline.services.showing.library import Library
from pipeline.services.showing.people import Stamp, stamp_of
from pipeline.services.showing.wording import wording


@dataclass(frozen=True)
class Untold:
    """A quotation: where it stands, its words, and who of the manifest may have said it.

    ``text`` is empty where the words may not be quoted today.
    """

    interview: str
    span: Span
    text: str
    speakers: tuple[str, ...]

    @property
    def id(self) -> str:
        """What tells it from all others."""
        return f"{self.interview}#{self.span.start}"


def untold(library: Library) -> list[Untold]:
    """Return what nobody has told yet, in the order of the manifest and of the text."""
    people, layout = library.people(), library.layout
    found = []
    for interview in people.study.interviews:
        path = layout.path("turns", id=interview.id)
        if not path.exists() or not _has_some(path, stamp_of(path)):
            continue
        for turn in wording(layout, interview.id).untold:
            may = people.rights(interview.id, turn.speaker).quote
            text = turn.text if may else ""
            found.append(Untold(interview.id, turn.span, text, interview.speakers))
    return found


@lru_cache(maxsize=20_000)
def _has_some(path: Path, made: Stamp) -> bool:
    """Tell whether the last run left any quotation out; it is looked at once a run."""
    return read_json(path, schemas.TURNS, Turns).left_out > 0


def give(library: Library, *, coder: str, one: Untold, speaker: str) -> Event:
    """Say who speaks in a quotation; the next run makes an answer of it.

    Raises:
        BadInput: a bad coder name, or the person is not in the manifest's row.
    """
    if speaker not in one.speakers:
        raise BadInput(
            f"{speaker!r} does not speak in it", where=one.interview, remedy="see manifest.csv"
        )
    return name_voice(
        library.layout, coder=coder, interview=one.interview, span=one.span, speaker=speaker,
        seen={"page": "quality", "mode": "untold"}, here=True,
    )  # fmt: skip
