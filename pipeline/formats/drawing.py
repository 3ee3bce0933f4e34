"""A drawing of a few kinds of marks, as SVG and, where that cannot be shown, as PNG.

Sizes are pixels at full size; y goes down.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from xml.etree import ElementTree as Xml

from pipeline.formats.transcripts.utterances import without_controls

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

Anchor = Literal["start", "middle", "end"]
FONT = "'Source Sans 3', 'Source Sans Pro', 'Segoe UI', Helvetica, Arial, sans-serif"
_FINE = 2  # pixels of a PNG to one of the drawing
_NARROWER = 0.92  # the font of a PNG is wider than those that a page has
_ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}


@dataclass(frozen=True)
class Box:
    """A filled rectangle; ``title`` is told where the mouse rests on it."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    title: str = ""


@dataclass(frozen=True)
class Line:
    """A line through points."""

    points: tuple[tuple[float, float], ...]
    colour: str
    width: float = 1.0


@dataclass(frozen=True)
class Area:
    """A filled polygon."""

    points: tuple[tuple[float, float], ...]
    fill: str


@dataclass(frozen=True)
class Dot:
    """A filled circle; ``title`` is told where the mouse rests on it."""

    x: float
    y: float
    radius: float
    fill: str
    title: str = ""


@dataclass(frozen=True)
class Words:
    """A line of text on its base line."""

    x: float
    y: float
    text: str
    colour: str
    size: int = 13
    anchor: Anchor = "start"


Mark = Box | Line | Area | Dot | Words


@dataclass(frozen=True)
class Drawing:
    """Marks, the first at the back; ``title`` and ``told`` are the text alternative."""

    width: int
    height: int
    title: str
    told: str
    marks: tuple[Mark, ...]


def to_svg(drawing: Drawing) -> str:
    """Return an ``svg`` element that stands alone, or in a page."""
    root = Xml.Element(
        "svg", xmlns="http://www.w3.org/2000/svg", role="img",
        width=str(drawing.width), height=str(drawing.height),
        viewBox=f"0 0 {drawing.width} {drawing.height}",
    )  # fmt: skip
    root.set("font-family", FONT)
    root.set("aria-label", _clean(drawing.told or drawing.title))
    Xml.SubElement(root, "title").text = _clean(drawing.title)
    if drawing.told:
        Xml.SubElement(root, "desc").text = _clean(drawing.told)
    for mark in drawing.marks:
        _element(root, mark)
    return Xml.tostring(root, encoding="unicode")


def _element(root: Xml.Element, mark: Mark) -> None:
    match mark:
        case Box(x, y, width, height, fill, title):
            made = Xml.SubElement(
                root, "rect", x=_n(x), y=_n(y), width=_n(width), height=_n(height), fill=fill
            )
            _titled(made, title)
        case Line(points, colour, width):
            Xml.SubElement(
                root, "polyline", {"stroke-width": _n(width)}, points=_joined(points),
                stroke=colour, fill="none",
            )  # fmt: skip
        case Area(points, fill):
            Xml.SubElement(root, "polygon", points=_joined(points), fill=fill)
        case Dot(x, y, radius, fill, title):
            _titled(
                Xml.SubElement(root, "circle", cx=_n(x), cy=_n(y), r=_n(radius), fill=fill), title
            )
        case Words(x, y, text, colour, size, anchor):
            made = Xml.SubElement(root, "text", x=_n(x), y=_n(y), fill=colour)
            made.set("font-size", str(size))
            if anchor != "start":
                made.set("text-anchor", anchor)
            made.text = _clean(text)


def _titled(made: Xml.Element, title: str) -> None:
    if title:
        Xml.SubElement(made, "title").text = _clean(title)


def _joined(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in points)


def _n(value: float) -> str:
    return f"{round(value, 1):g}"


def _clean(text: str) -> str:
    return without_controls(text)


def to_png(drawing: Drawing) -> bytes:
    """Return the drawing at twice its size; the font at hand has no accents, so none are drawn."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (drawing.width * _FINE, drawing.height * _FINE), "white")
    pen = ImageDraw.Draw(image)
    for mark in drawing.marks:
        _painted(pen, mark)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _painted(pen: ImageDraw, mark: Mark) -> None:
    from PIL import ImageFont

    match mark:
        case Box(x, y, width, height, fill):
            pen.rectangle(_scaled(((x, y), (x + width, y + height))), fill=fill)
        case Line(points, colour, width):
            pen.line(_scaled(points), fill=colour, width=max(1, round(width * _FINE)))
        case Area(points, fill):
            pen.polygon(_scaled(points), fill=fill)
        case Dot(x, y, radius, fill):
            pen.ellipse(_scaled(((x - radius, y - radius), (x + radius, y + radius))), fill=fill)
        case Words(x, y, text, colour, size, anchor):
            font = ImageFont.load_default(size * _FINE * _NARROWER)
            pen.text(
                (x * _FINE, y * _FINE), _plain(text), fill=colour, font=font,
                anchor=_ANCHORS[anchor],
            )  # fmt: skip


def _scaled(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    return [(x * _FINE, y * _FINE) for x, y in points]


def _plain(text: str) -> str:
    told = _clean(text).replace("–", "-").replace("ß", "ss")
    parted = unicodedata.normalize("NFKD", told)
    return "".join(c for c in parted if unicodedata.category(c) != "Mn")
