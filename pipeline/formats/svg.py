"""Figures that stand alone: intervals beside each other, as SVG with a title for every mark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as Xml

_WIDTH, _LABELS, _RIGHT, _ROW, _HEAD, _FOOT = 860, 300, 150, 26, 48, 40  # pixels
_INK, _QUIET, _MARK, _BAND = "#222222", "#777777", "#0072B2", "#E6EEF4"
_TICKS = 5


@dataclass(frozen=True)
class Row:
    """A line of the figure: a point with its interval, or only words why there is none."""

    label: str
    value: float | None
    low: float | None
    high: float | None
    told: str


def intervals(title: str, axis: str, rows: Sequence[Row], *, margin: float | None = None) -> bytes:
    """Draw points with intervals, one row each, on a common axis with zero.

    Args:
        title: what is shown, also the figure's text alternative.
        axis: the name of the quantity and its unit.
        rows: from top to bottom.
        margin: a band around zero that was declared not to matter.
    """
    known = [v for row in rows for v in (row.value, row.low, row.high) if v is not None]
    left, right = min([0.0, *known, -(margin or 0)]), max([0.0, *known, margin or 0])
    room = (right - left or 1) * 0.04
    left, right = left - room, right + room
    height = _HEAD + _ROW * len(rows) + _FOOT
    across = _WIDTH - _LABELS - _RIGHT

    def x(value: float) -> float:
        return round(_LABELS + (value - left) / (right - left) * across, 1)

    root = Xml.Element(
        "svg", xmlns="http://www.w3.org/2000/svg", role="img", width=str(_WIDTH),
        height=str(height), viewBox=f"0 0 {_WIDTH} {height}",
    )  # fmt: skip
    root.set("font-family", "sans-serif")
    root.set("font-size", "13")
    Xml.SubElement(root, "title").text = title
    _text(root, 8, 22, title, size=15)
    bottom = _HEAD + _ROW * len(rows)
    if margin:
        _rect(root, x(-margin), _HEAD, x(margin) - x(-margin), bottom - _HEAD)
    _line(root, x(0), _HEAD, x(0), bottom, _QUIET)
    for i in range(_TICKS):
        at = left + room + (right - left - 2 * room) * i / (_TICKS - 1)
        _text(root, x(at), bottom + 16, f"{at:.2f}", colour=_QUIET, anchor="middle", size=11)
    _text(root, x((left + right) / 2), bottom + 34, axis, colour=_QUIET, anchor="middle", size=12)
    for i, row in enumerate(rows):
        y = _HEAD + _ROW * i + _ROW / 2
        _text(root, 8, y + 4, row.label)
        _text(root, _WIDTH - _RIGHT + 8, y + 4, row.told, colour=_QUIET, size=11)
        if row.low is not None and row.high is not None:
            _line(root, x(row.low), y, x(row.high), y, _MARK, width=2)
        if row.value is not None:
            dot = Xml.SubElement(root, "circle", cx=str(x(row.value)), cy=str(y), r="4", fill=_MARK)
            Xml.SubElement(dot, "title").text = f"{row.label}: {row.value:.3f}; {row.told}"
    return bytes(Xml.tostring(root, encoding="utf-8", xml_declaration=True))


def _text(
    root: Xml.Element, x: float, y: float, text: str, *,
    colour: str = _INK, anchor: str = "start", size: int = 13,
) -> None:  # fmt: skip
    mark = Xml.SubElement(root, "text", x=str(x), y=str(y), fill=colour)
    mark.set("text-anchor", anchor)
    mark.set("font-size", str(size))
    mark.text = text


def _line(
    root: Xml.Element, x1: float, y1: float, x2: float, y2: float, colour: str, *, width: int = 1
) -> None:
    mark = Xml.SubElement(root, "line", x1=str(x1), y1=str(y1), x2=str(x2), y2=str(y2))
    mark.set("stroke", colour)
    mark.set("stroke-width", str(width))


def _rect(root: Xml.Element, x: float, y: float, width: float, height: float) -> None:
    Xml.SubElement(
        root, "rect", x=str(x), y=str(y), width=str(width), height=str(height), fill=_BAND
    )
