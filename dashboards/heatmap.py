"""The coverage as a field of questions and places: records -> figure, and nothing else.

The cells are bars: unlike Plotly's heatmap they can be hatched, and each can be clicked. The
vertical axis counts pixels, so that labels and cells keep their size whatever their number.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dashboards import theme
from dashboards.figures import plain

if TYPE_CHECKING:
    import plotly.graph_objects as go

_CELL, _GAP, _LINE, _HEAD, _TOPIC, _APART = 28, 6, 18, 52, 28, 14  # pixels
_LABELS = 0.42  # of the width, where the questions stand beside their fields
_BESIDE, _ABOVE, _PLACE = 52, 46, 11  # characters that fit into a line: wide, narrow, of a place
_REPEAT = 9  # questions after which the places are named again
_PALE = (0xE7, 0xEC, 0xEF)  # asked, and nobody answered
_DARK = (0x2D, 0x54, 0x68)  # everybody who was asked answered


@dataclass(frozen=True)
class Cell:
    """A field: the share that answered (0 to 1, None where nobody was asked), and its words.

    ``hatched`` marks what could not be answered, because it is not in the guide.
    """

    share: float | None
    text: str
    told: str
    hatched: bool = False


@dataclass(frozen=True)
class Row:
    """A question's fields, one a place; ``key`` comes back when one of them is clicked."""

    key: str
    name: str
    topic: str
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Column:
    """A place: ``key`` comes back when one of its fields is clicked."""

    key: str
    name: str
    colour: str


def coverage_field(rows: Sequence[Row], columns: Sequence[Column], *, wide: bool) -> go.Figure:
    """Draw the fields by topic, with the places above them, named again every few questions.

    Args:
        rows: the questions, those of a topic together.
        columns: the places.
        wide: the questions stand beside their fields, for a wide screen; else above them.
    """
    import plotly.graph_objects as go

    figure = go.Figure()
    written: list[dict[str, Any]] = []
    lines: list[dict[str, Any]] = []
    places: list[float] = []  # the cells' centres, in pixels from the top
    left = -_LABELS / (1 - _LABELS) * max(1, len(columns)) if wide else 0.0
    at, since, topic = 0.0, _REPEAT, None
    for row in rows:
        if row.topic != topic:
            at += _APART if topic is not None else 0
            named = since >= _REPEAT
            top = at
            if named and wide:  # the topic stands on the line of the places' names
                at += _HEAD - _TOPIC
            written.append(_text(left, at, [row.topic], size=16) | {"text": _bold(row.topic)})
            at += _TOPIC
            if named:
                _name_places(written, lines, columns, top if wide else at, wide=wide)
                at += 0 if wide else _HEAD
            topic, since = row.topic, 0 if named else since
        name = textwrap.wrap(row.name, _BESIDE if wide else _ABOVE)
        tall = _LINE * len(name)
        if wide:
            height = max(_CELL, tall)
            written.append(_text(left, at + (height - tall) / 2 - 2, name, size=14))
            places.append(at + height / 2)
            at += height + _GAP
        else:
            written.append(_text(0, at, name, size=14))
            places.append(at + tall + 4 + _CELL / 2)
            at += tall + 4 + _CELL + 2 * _GAP
        since += 1
    _cells(figure, rows, columns, places)
    figure.update_layout(
        height=at,
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        paper_bgcolor=theme.PAPER,
        plot_bgcolor=theme.PAPER,
        font={"family": theme.FONT, "size": 14, "color": theme.INK},
        showlegend=False,
        hoverlabel={"bgcolor": theme.PAPER, "font": {"color": theme.INK, "size": 14}},
        clickmode="event+select",
        annotations=written,  # all at once: one by one each is checked against all before it
        shapes=lines,
        dragmode=False,
    )
    figure.update_xaxes(range=[left, max(1, len(columns))], visible=False, fixedrange=True)
    figure.update_yaxes(range=[at, 0], visible=False, fixedrange=True)
    return figure


def _name_places(
    written: list[dict[str, Any]],
    lines: list[dict[str, Any]],
    columns: Sequence[Column],
    at: float,
    *,
    wide: bool,
) -> None:
    """Write the places above their fields, each standing on a line of its colour."""
    for i, column in enumerate(columns):
        name = textwrap.wrap(column.name, _PLACE + 3 * wide, max_lines=2, placeholder="…")
        size = 14 if wide else 12  # five places share the width of a phone
        written.append(_text(i, at + _HEAD - 12, name, size=size) | {"yanchor": "bottom"})
        y = at + _HEAD - 8
        colour = {"color": column.colour, "width": 4}
        lines.append({"type": "line", "x0": i, "x1": i + 0.97, "y0": y, "y1": y, "line": colour})


def _bold(text: str) -> str:
    return f"<b>{plain(text)}</b>"


def _text(x: float, y: float, lines: Sequence[str], *, size: int) -> dict[str, Any]:
    """Return a text that begins at a point and runs to the right and down."""
    return {
        "x": x, "y": y, "text": "<br>".join(map(plain, lines)), "showarrow": False,
        "xanchor": "left", "yanchor": "top", "align": "left", "borderpad": 0,
        "font": {"size": size, "color": theme.INK},
    }  # fmt: skip


def _cells(
    figure: go.Figure, rows: Sequence[Row], columns: Sequence[Column], places: Sequence[float]
) -> None:
    import plotly.graph_objects as go

    fields = [
        (i, y, row, column, cell)
        for y, row in zip(places, rows, strict=True)
        for i, (column, cell) in enumerate(zip(columns, row.cells, strict=True))
    ]
    colours = [_colour(cell) for *_, cell in fields]
    figure.add_trace(
        go.Bar(
            base=[i for i, *_ in fields],
            x=[0.97] * len(fields),
            y=[y for _, y, *_ in fields],
            width=_CELL,
            orientation="h",
            marker={
                "color": colours,
                "line": {
                    "color": [theme.LINE if c.share is None else c_ for (*_, c), c_ in
                              zip(fields, colours, strict=True)],
                    "width": 1,
                },
                "pattern": {
                    "shape": ["/" if cell.hatched else "" for *_, cell in fields],
                    "fillmode": "overlay", "fgcolor": [theme.LINE] * len(fields),
                    "size": 7, "solidity": 0.25,
                },
            },
            text=[cell.text for *_, cell in fields],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            constraintext="none",
            textfont={"size": 14, "color": [theme.on(colour) for colour in colours]},
            customdata=[[row.key, column.key, plain(cell.told)]
                        for _, _, row, column, cell in fields],
            hovertemplate="%{customdata[2]}<extra></extra>",
            selected={"marker": {"opacity": 1}},
            unselected={"marker": {"opacity": 1}},
        )
    )  # fmt: skip


def _colour(cell: Cell) -> str:
    """Return a cell's colour: paper where nobody was asked, else from pale to dark by the share."""
    if cell.share is None:
        return theme.PAPER
    parts = (round(p + (d - p) * cell.share) for p, d in zip(_PALE, _DARK, strict=True))
    return "#" + "".join(f"{part:02x}" for part in parts)
