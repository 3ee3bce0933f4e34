"""Charts as drawings: a field, intervals beside each other, growth by steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from textwrap import wrap

from pipeline.formats.drawing import Area, Box, Dot, Drawing, Line, Mark, Words, to_svg
from pipeline.model.report import Chart, Field, Growth, Interval, Intervals

INK, QUIET, RULE, MARK, BAND = "#1f2529", "#5d666d", "#dddad2", "#2d5468", "#e6eef2"
_PALE, _DARK, _NOTHING = (238, 242, 243), (45, 84, 104), "#f4f2ec"
_WIDTH = 760
_LETTER = 6.3  # mean width of a letter of 13 pixels
_TICKS = 5
_LIGHT = 0.65
"""Above this share, words in a cell are light. The middle tones, on which neither light nor dark
words have a contrast of 4.5, are left out."""


def drawn(chart: Chart, *, title: str, told: str) -> Drawing:
    """Return a chart's drawing.

    Args:
        chart: what is shown.
        title: its name.
        told: the text alternative.
    """
    match chart:
        case Field():
            return _field(chart, title, told)
        case Intervals():
            return _intervals(chart, title, told)
        case Growth():
            return _growth(chart, title, told)


def standing_alone(chart: Intervals, title: str) -> bytes:
    """Return intervals as an SVG file with its title in the picture."""
    plain = _intervals(chart, title, "")
    head = 36
    moved = tuple(_lower(mark, head) for mark in plain.marks)
    marks = (Words(8, 22, title, INK, 15), *moved)
    whole = Drawing(plain.width, plain.height + head, title, "", marks)
    return b"<?xml version='1.0' encoding='utf-8'?>\n" + to_svg(whole).encode()


def _lower(mark: Mark, by: float) -> Mark:
    if isinstance(mark, Line | Area):
        return replace(mark, points=tuple((x, y + by) for x, y in mark.points))
    return replace(mark, y=mark.y + by)


def _labels(names: tuple[str, ...], most: float) -> float:
    return min(most, 14 + _LETTER * max((len(name) for name in names), default=0))


def _cut(text: str, room: float) -> str:
    letters = max(4, int(room / _LETTER))
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"


def _lines(text: str, room: float) -> list[str]:
    """Return a column's name on several lines; it may hold line breaks of its own."""
    width = max(4, int(room / _LETTER))
    return [_cut(line, room) for part in text.split("\n") for line in wrap(part, width)[:2]]


def _field(chart: Field, title: str, told: str) -> Drawing:
    room = _labels(chart.rows, 280)
    across = (_WIDTH - room) / max(1, len(chart.columns))
    across = min(across, 150)
    heads = [_lines(name, across - 4) for name in chart.columns]
    head, high = 14 + 15 * max(map(len, heads), default=0), 26
    marks: list[Mark] = []
    for i, lines in enumerate(heads):
        for up, line in enumerate(reversed(lines)):
            x, y = room + across * (i + 0.5), head - 10 - 15 * up
            marks.append(Words(x, y, line, QUIET, 12, "middle"))
    for j, (name, cells) in enumerate(zip(chart.rows, chart.cells, strict=True)):
        y = head + high * j
        marks.append(Words(0, y + 17, _cut(name, room - 10), INK))
        for i, cell in enumerate(cells):
            x = room + across * i
            where = f"{name}, {chart.columns[i]}: {cell.told}"
            marks.append(Box(x + 1, y + 1, across - 2, high - 2, _shade(cell.share), where))
            light = cell.share is not None and cell.share > _LIGHT
            colour = "#ffffff" if light else QUIET if cell.share is None else INK
            marks.append(Words(x + across / 2, y + 17, cell.told, colour, 12, "middle"))
    width = round(room + across * len(chart.columns))
    return Drawing(width, head + high * len(chart.rows) + 4, title, told, tuple(marks))


def _shade(share: float | None) -> str:
    if share is None:
        return _NOTHING
    depth = 0.92 * share if share <= _LIGHT else 1 - 0.58 * (1 - share)
    parts = zip(_PALE, _DARK, strict=True)
    return "#" + "".join(f"{round(a + (b - a) * min(1, max(0, depth))):02x}" for a, b in parts)


def _intervals(chart: Intervals, title: str, told: str) -> Drawing:
    room, right, head, high, foot = _labels(tuple(r.label for r in chart.rows), 280), 170, 8, 26, 44
    start, end = chart.ends or _ends(chart)
    across = _WIDTH - room - right
    bottom = head + high * len(chart.rows)

    def x(value: float) -> float:
        return room + (value - start) / ((end - start) or 1) * across

    marks: list[Mark] = []
    if chart.margin:
        left = x(-chart.margin)
        marks.append(Box(left, head, x(chart.margin) - left, bottom - head, BAND))
    if start <= 0 <= end:
        marks.append(Line(((x(0), head), (x(0), bottom)), QUIET))
    for at in _ticks(chart, start, end):
        marks.append(Words(x(at), bottom + 16, f"{at:.2f}", QUIET, 11, "middle"))
    marks.append(Words(room + across / 2, bottom + 36, chart.axis, QUIET, 12, "middle"))
    for i, row in enumerate(chart.rows):
        marks += _row(row, head + high * i + high / 2, room, x)
    return Drawing(_WIDTH, bottom + foot, title, told, tuple(marks))


def _ticks(chart: Intervals, start: float, end: float) -> list[float]:
    """Return where the axis has numbers: quarters on a declared axis, else evenly."""
    if chart.ends:
        return [n / 4 for n in range(-4, 5) if start <= n / 4 <= end]
    return [start + (end - start) * (0.04 + 0.92 * i / (_TICKS - 1)) for i in range(_TICKS)]


def _ends(chart: Intervals) -> tuple[float, float]:
    known = [v for row in chart.rows for v in (row.value, row.low, row.high) if v is not None]
    left = min([0.0, *known, -(chart.margin or 0)])
    right = max([0.0, *known, chart.margin or 0])
    spare = (right - left or 1) * 0.04
    return left - spare, right + spare


def _row(row: Interval, y: float, room: float, x: Callable[[float], float]) -> list[Mark]:
    marks: list[Mark] = [
        Words(0, y + 4, _cut(row.label, room - 10), INK),
        Words(_WIDTH - 160, y + 4, row.told, QUIET, 11),
    ]
    if row.low is not None and row.high is not None:
        marks.append(Line(((x(row.low), y), (x(row.high), y)), MARK, 2))
    if row.value is not None:
        title = f"{row.label}: {row.value:.3f}; {row.told}"
        marks.append(Dot(x(row.value), y, 4, MARK, title))
    return marks


def _growth(chart: Growth, title: str, told: str) -> Drawing:
    left, right, head, tall, foot = 48, 16, 34, 220, 48
    n = len(chart.found)
    top = max([1.0, *map(float, chart.found), *chart.high])

    def at(step: int, value: float) -> tuple[float, float]:
        x = left + (_WIDTH - left - right) * (step / max(1, n - 1) if n > 1 else 0.5)
        return x, head + tall * (1 - value / top)

    marks: list[Mark] = []
    for value in sorted({0, round(top / 2), round(top)}):
        y = at(0, value)[1]
        marks.append(Line(((left, y), (_WIDTH - right, y)), RULE))
        marks.append(Words(left - 8, y + 4, str(value), QUIET, 11, "end"))
    if chart.low and chart.high:
        over = [at(i, v) for i, v in enumerate(chart.high)]
        under = [at(i, v) for i, v in enumerate(chart.low)]
        marks.append(Area((*over, *reversed(under)), BAND))
    line = [at(i, v) for i, v in enumerate(chart.found)]
    if n > 1:
        marks += [Line(pair, MARK, 2) for pair in pairwise(line)]
    for i, (x, y) in enumerate(line):
        marks.append(Dot(x, y, 3.5, MARK, f"{chart.across} {i + 1}: {chart.found[i]}"))
    step = max(1, n // 12)
    for i in range(0, n, step):
        marks.append(Words(at(i, 0)[0], head + tall + 18, str(i + 1), QUIET, 11, "middle"))
    middle = (left + _WIDTH - right) / 2
    marks.append(Words(middle, head + tall + 40, chart.across, QUIET, 12, "middle"))
    marks.append(Words(0, 11, chart.up, QUIET, 12))
    return Drawing(_WIDTH, head + tall + foot, title, told, tuple(marks))
