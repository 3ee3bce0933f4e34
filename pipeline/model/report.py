"""A report as plain values: sections of blocks, which every form of it is written from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Cell:
    """A cell of a field: ``share`` (0 to 1) is its darkness, None is hatched: nothing to tell."""

    told: str
    share: float | None


@dataclass(frozen=True)
class Field:
    """Rows by columns, each cell the darker the more; ``cells`` has a row for each of ``rows``."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Interval:
    """A line of a figure: a point with its interval, or only words why there is none."""

    label: str
    value: float | None
    low: float | None
    high: float | None
    told: str


@dataclass(frozen=True)
class Intervals:
    """Points with intervals on a common axis; ``margin``: a band around zero.

    ``ends``: of the axis; None: as the points need, zero among them.
    """

    axis: str
    rows: tuple[Interval, ...]
    margin: float | None = None
    ends: tuple[float, float] | None = None


@dataclass(frozen=True)
class Growth:
    """What has come up by each step, counted from 1; ``low`` and ``high`` are a band, or empty."""

    across: str
    up: str
    found: tuple[int, ...]
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()


Chart = Field | Intervals | Growth


@dataclass(frozen=True)
class Paragraph:
    """Words; a ``note`` stands quieter."""

    text: str
    note: bool = False


@dataclass(frozen=True)
class Heading:
    """A heading inside a section; ``tag`` says whose grouping follows."""

    text: str
    tag: str = ""


@dataclass(frozen=True)
class Unknown:
    """What cannot be told, and why."""

    reason: str


@dataclass(frozen=True)
class Table:
    """A table of texts; ``numbers`` are the columns that hold numbers."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True)
class Figure:
    """A figure with what it says in a sentence, and its table.

    ``alternative`` is what a person hears who does not see the figure.
    """

    title: str
    alternative: str
    sentence: str
    chart: Chart
    table: Table


@dataclass(frozen=True)
class Quotation:
    """What a person said, as it may be shown; ``standing`` is who put it here.

    ``guess`` marks what only the machine put here; ``asked`` is the question as put; ``item`` its
    number in a form.
    """

    words: str
    language: str
    who: str
    where: str
    guess: bool
    standing: str
    asked: str = ""
    item: str = ""


@dataclass(frozen=True)
class Speech:
    """A turn of a transcript; an interviewer's has no ``item``: it is in no form."""

    who: str
    at: str
    words: str
    language: str
    item: str = ""


@dataclass(frozen=True)
class Sound:
    """A clip to listen to: a file beside the page, by its relative name."""

    file: str
    told: str
    item: str


@dataclass(frozen=True)
class Facts:
    """Numbers that stand out, each with what it counts."""

    facts: tuple[tuple[str, str], ...]


Block = Paragraph | Heading | Unknown | Table | Figure | Quotation | Speech | Sound | Facts


@dataclass(frozen=True)
class Section:
    """A part of the report; ``short`` is what it says in a sentence or two."""

    id: str
    title: str
    short: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Report:
    """A whole report; ``about`` tells when and by what it was made."""

    title: str
    about: str
    sections: tuple[Section, ...]
    language: Literal["en"] = "en"

    @property
    def sounds(self) -> bool:
        """Whether there is anything to listen to."""
        return any(isinstance(block, Sound) for s in self.sections for block in s.blocks)
