"""Land and borders for the map, from the file beside this one: no tile server, no network."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path

Point = tuple[float, float]
Line = tuple[Point, ...]
_MAX_LATITUDE = 80.0  # Mercator's poles lie at infinity


@dataclass(frozen=True)
class Box:
    """A rectangle of the map."""

    west: float
    south: float
    east: float
    north: float

    def grown(self, by: float) -> Box:
        """Return the rectangle, wider on each side by a share of its own size."""
        x, y = (self.east - self.west) * by, (self.north - self.south) * by
        return Box(self.west - x, self.south - y, self.east + x, self.north + y)


def mercator(longitude: float, latitude: float) -> Point:
    """Place a point on a conformal map whose unit is a degree at the equator."""
    limited = max(-_MAX_LATITUDE, min(_MAX_LATITUDE, latitude))
    return longitude, math.degrees(math.asinh(math.tan(math.radians(limited))))


@cache
def outlines(kind: str) -> tuple[Line, ...]:
    """Return the projected lines of ``land``, ``water`` or ``borders``."""
    document = json.loads(Path(__file__).with_name("outlines.json").read_text(encoding="utf-8"))
    return tuple(_line(steps) for steps in document[kind])


def _line(steps: Sequence[int]) -> Line:
    longitudes, latitudes = accumulate(steps[0::2]), accumulate(steps[1::2])
    return tuple(mercator(x / 100, y / 100) for x, y in zip(longitudes, latitudes, strict=True))


def rings_within(kind: str, box: Box) -> list[Line]:
    """Return closed outlines cut to a rectangle (Sutherland and Hodgman, 1974)."""
    edges = (
        (0, box.west, 1.0), (0, box.east, -1.0), (1, box.south, 1.0), (1, box.north, -1.0),
    )  # fmt: skip
    cut = []
    for ring in outlines(kind):
        kept = list(ring)
        for axis, limit, side in edges:
            kept = _cut(kept, axis, limit, side)
        if len(kept) > 2:
            cut.append((*kept, kept[0]))
    return cut


def _cut(ring: list[Point], axis: int, limit: float, side: float) -> list[Point]:
    """Return the part of a ring on one side of an edge."""
    kept: list[Point] = []
    for before, point in zip(ring[-1:] + ring[:-1], ring, strict=True):
        was, now = (before[axis] - limit) * side, (point[axis] - limit) * side
        if (was < 0) != (now < 0):
            share = was / (was - now)
            kept.append(
                (
                    before[0] + share * (point[0] - before[0]),
                    before[1] + share * (point[1] - before[1]),
                )
            )
        if now >= 0:
            kept.append(point)
    return kept


def lines_within(kind: str, box: Box) -> list[Line]:
    """Return the open lines that may touch a rectangle, uncut."""
    return [
        line
        for line in outlines(kind)
        if min(x for x, _ in line) < box.east
        and max(x for x, _ in line) > box.west
        and min(y for _, y in line) < box.north
        and max(y for _, y in line) > box.south
    ]


def view(points: Sequence[Point], *, least: float = 14.0) -> Box:
    """Return a rectangle, twice as wide as high, that shows all points with air around them."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    height = max(max(ys) - min(ys), (max(xs) - min(xs)) / 2, least / 2)
    width = 2 * height
    x, y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    return Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2).grown(0.22)
