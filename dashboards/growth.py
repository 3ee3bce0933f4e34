"""How the codes grow with the interviews: records to a figure that stands alone, and no more.

The figure is SVG, so that it looks in a paper as it does on the page; every mark has a title.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as Xml

from dashboards import theme

_LEFT, _RIGHT, _TOP, _BELOW = 40, 14, 58, 46  # pixels around the field
_KEY_ROW, _KEY = 22, 26  # pixels: a line of the key, the length of its sample
_DOT, _GRID_X, _GRID_Y = 3.2, 70, 48  # pixels: radius; least distance of two ticks
_LINE_OF, _BAND, _BASE = theme.HAPPENED["answered"], "#dfe8ec", "#f1f0ec"
_RUN, _BEYOND = "#f8e9c9", "#a76a10"

Points = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Growth:
    """Codes found after each interview, from the first on, and what stands around them.

    ``low``, ``middle``, ``high``: over random orders; ``beyond``: points (interviews, codes) past
    the last interview; ``base``: how many interviews it has; ``run``: the first and the last
    interview with which saturation was reached; ``told``: the title of each interview's dot.
    """

    found: Sequence[int]
    low: Sequence[float]
    middle: Sequence[float]
    high: Sequence[float]
    beyond: Points
    base: int
    run: tuple[int, int] | None
    told: Sequence[str]


KEYS = ("found", "band", "middle", "beyond")
WORDS = ("title", "across", "up", "base", "run", *KEYS)
"""What has to be worded: title and axes, the two fields, and the key."""


def growth(of: Growth, words: Mapping[str, str], *, width: int, height: int = 300) -> str:
    """Draw the growth of the codes.

    Args:
        of: at least one interview.
        words: a phrase for each of ``WORDS``.
        width: of the whole figure, in pixels.
        height: of the field, in pixels.
    """
    last = max([len(of.found), *(x for x, _ in of.beyond)])
    most = max([1, of.found[-1], *of.high, *(y for _, y in of.beyond)])
    shown = [key for key in KEYS if key != "beyond" or of.beyond]
    whole = _TOP + height + _BELOW + _KEY_ROW * len(shown)
    root = _root(width, whole, words["title"])
    draw = _Field(root, width, height, last, most * 1.04)
    draw.fields(of, words)
    draw.axes(words)
    draw.band(of)
    draw.path(list(enumerate(of.middle, 1)), colour=theme.QUIET, dash="6 4", width=1.2)
    draw.path(of.beyond, colour=_BEYOND, dash="2 4", width=2)
    draw.path(list(enumerate(of.found, 1)), colour=_LINE_OF, width=2)
    for at, (n, told) in enumerate(zip(of.found, of.told, strict=True), 1):
        dot = Xml.SubElement(
            root, "circle", cx=draw.x(at), cy=draw.y(n), r=str(_DOT), fill=_LINE_OF
        )
        Xml.SubElement(dot, "title").text = told
    for row, key in enumerate(shown):
        _key(root, key, words[key], _TOP + height + _BELOW + _KEY_ROW * (row + 0.5))
    return Xml.tostring(root, encoding="unicode")


def _root(width: int, height: float, title: str) -> Xml.Element:
    root = Xml.Element(
        "svg", xmlns="http://www.w3.org/2000/svg", role="img", width=str(width),
        height=str(height), viewBox=f"0 0 {width} {height}",
    )  # fmt: skip
    root.set("font-family", f"{theme.FONT}, Arial")
    root.set("aria-label", title)
    Xml.SubElement(root, "title").text = title
    Xml.SubElement(root, "rect", width="100%", height="100%", fill=theme.PAPER)
    return root


@dataclass(frozen=True)
class _Field:
    """Where interviews (from 1) and codes (from 0) lie, and what is drawn there."""

    root: Xml.Element
    width: int
    height: int
    last: float
    most: float

    def x(self, interview: float) -> str:
        across = self.width - _LEFT - _RIGHT
        return f"{_LEFT + (interview - 0.5) / self.last * across:.1f}"

    def y(self, codes: float) -> str:
        return f"{_TOP + (1 - codes / self.most) * self.height:.1f}"

    def fields(self, of: Growth, words: Mapping[str, str]) -> None:
        """Mark the base, and the run with which saturation was reached."""
        runs = [(1, min(of.base, len(of.found)), "base", _BASE, -8)]
        if of.run:
            runs.append((*of.run, "run", _RUN, -24))
        for first, last, key, colour, up in runs:
            left, right = float(self.x(first - 0.5)), float(self.x(last + 0.5))
            Xml.SubElement(
                self.root, "rect", x=str(left), y=str(_TOP + up + 4), width=f"{right - left:.1f}",
                height=str(self.height - up - 4), fill=colour,
            )  # fmt: skip
            beside = left > self.width * 0.6  # no room to the right: the words end at the field
            at, anchor = (right, "end") if beside else (left, "start")
            _text(self.root, at, _TOP + up, words[key], size=13, anchor=anchor)

    def axes(self, words: Mapping[str, str]) -> None:
        bottom = _TOP + self.height
        for codes in _ticks(self.most, self.height / _GRID_Y):
            Xml.SubElement(
                self.root, "line", x1=str(_LEFT), x2=str(self.width - _RIGHT), y1=self.y(codes),
                y2=self.y(codes), stroke=theme.LINE,
            )  # fmt: skip
            _text(self.root, _LEFT - 8, float(self.y(codes)) + 4, str(codes), anchor="end")
        for interview in _ticks(self.last, (self.width - _LEFT - _RIGHT) / _GRID_X):
            if interview:
                at = float(self.x(interview))
                _text(self.root, at, bottom + 18, str(interview), anchor="middle")
        middle = (self.width + _LEFT - _RIGHT) / 2
        _text(self.root, middle, bottom + 38, words["across"], anchor="middle", size=13)
        _text(self.root, 0, 12, words["up"], size=13)

    def band(self, of: Growth) -> None:
        up = [f"{self.x(at)},{self.y(codes)}" for at, codes in enumerate(of.high, 1)]
        down = [f"{self.x(at)},{self.y(codes)}" for at, codes in enumerate(of.low, 1)]
        points = " ".join([*up, *reversed(down)])
        Xml.SubElement(self.root, "polygon", points=points, fill=_BAND, opacity="0.8")

    def path(self, points: Points, *, colour: str, width: float, dash: str = "") -> None:
        if points:
            drawn = " ".join(f"{self.x(at)},{self.y(codes)}" for at, codes in points)
            _line(self.root, drawn, colour=colour, width=width, dash=dash)


def _key(root: Xml.Element, key: str, words: str, y: float) -> None:
    """Draw a line of the key: how it looks, and what it is."""
    left, right, middle = _LEFT, _LEFT + _KEY, _LEFT + _KEY / 2
    if key == "band":
        box = {"x": str(left), "y": str(y - 7), "width": str(_KEY), "height": "14"}
        Xml.SubElement(root, "rect", box, fill=_BAND)
    else:
        colour, width, dash = {
            "found": (_LINE_OF, 2, ""),
            "middle": (theme.QUIET, 1.2, "6 4"),
            "beyond": (_BEYOND, 2, "2 4"),
        }[key]
        _line(root, f"{left},{y} {right},{y}", colour=colour, width=width, dash=dash)
    if key == "found":
        Xml.SubElement(root, "circle", cx=str(middle), cy=str(y), r=str(_DOT), fill=_LINE_OF)
    _text(root, right + 10, y + 4.5, words, size=13)


def _line(root: Xml.Element, points: str, *, colour: str, width: float, dash: str = "") -> None:
    line = Xml.SubElement(root, "polyline", points=points, fill="none", stroke=colour)
    line.set("stroke-width", str(width))
    line.set("stroke-linejoin", "round")
    if dash:
        line.set("stroke-dasharray", dash)


def _text(
    root: Xml.Element, x: float, y: float, words: str, *, anchor: str = "start", size: int = 12
) -> None:
    text = Xml.SubElement(root, "text", x=f"{x:.1f}", y=f"{y:.1f}", fill=theme.QUIET)
    text.set("text-anchor", anchor)
    text.set("font-size", str(size))
    text.text = words


def _ticks(most: float, many: float) -> list[int]:
    """Return round numbers from 0 to the greatest, at most so many of them (one at least)."""
    steps = (part * 10**power for power in range(7) for part in (1, 2, 5))
    step = next(step for step in steps if most / step <= max(1, many))
    return list(range(0, int(most) + 1, step))
