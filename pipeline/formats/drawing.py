"""A drawing of a few kinds of marks, as SVG and, where that cannot be shown, as PNG.

Sizes are pixels at full size; y goes down.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from xml.etree import ElementTree as Xml

from pipeline.errors import MissingExtra
from pipeline.formats.transcripts.utterances import without_controls

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

Anchor = Literal["start", "middle", "end"]
FONT = "'Source Sans 3', 'Source Sans Pro', 'Segoe UI', Helvetica, Arial, sans-serif"
_FINE = 2  # pixels of a PNG to one of the drawing
_TYPEFACE, _WEIGHT = "SourceSansVF-Upright*.woff2", 400
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
    """Return the drawing at twice its size."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (drawing.width * _FINE, drawing.height * _FINE), "white")
    pen = ImageDraw.Draw(image)
    for mark in drawing.marks:
        _painted(pen, mark)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _painted(pen: ImageDraw, mark: Mark) -> None:
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
            pen.text(
                (x * _FINE, y * _FINE), _clean(text), fill=colour, font=_face(size * _FINE),
                anchor=_ANCHORS[anchor],
            )  # fmt: skip


@lru_cache(maxsize=16)
def _face(size: int) -> FreeTypeFont:
    """Return Source Sans as it lies in Streamlit's wheel: the same letters on every machine.

    Raises:
        MissingExtra: it is not there.
    """
    from PIL import ImageFont

    spec = find_spec("streamlit")  # its files are looked at, it is not loaded
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        for found in sorted((Path(folder) / "static").rglob(_TYPEFACE)):
            face = ImageFont.truetype(str(found), size)
            face.set_variation_by_axes([_WEIGHT])
            return face
    raise MissingExtra(
        "the typeface Source Sans, which comes with Streamlit, is not there",
        remedy="pip install 'streamlit>=1.50,<2'",
    )


def _scaled(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    return [(x * _FINE, y * _FINE) for x, y in points]
