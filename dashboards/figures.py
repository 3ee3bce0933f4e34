"""From records to figures, and nothing else: no files, no Streamlit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboards import theme
from dashboards.atlas import Box, Line, Point, lines_within, mercator, rings_within, view
from dashboards.text import clock

if TYPE_CHECKING:
    import plotly.graph_objects as go

_MAP_HEIGHT = 400  # pixels
_ROW_HEIGHT = 44  # pixels a bar
_GANTT_ROW, _AXIS_HEIGHT = 34, 28  # pixels
_LABEL_WIDTH, _LABEL_HEIGHT = 0.22, 0.06  # of the map, roughly, for keeping names apart


@dataclass(frozen=True)
class Spot:
    """A place on the map; ``told`` is what stands under its name on pointing at it."""

    name: str
    longitude: float
    latitude: float
    colour: str
    told: str = ""


@dataclass(frozen=True)
class Bar:
    """A place's bar: how many people for each status."""

    name: str
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Block:
    """A clip in a timeline: its row, its colour, where it begins and how long it is, in ms."""

    number: int
    place: str
    colour: str
    at: int
    length: int
    told: str = ""


def places_map(spots: Sequence[Spot]) -> go.Figure:
    """Draw the places on the outlines of the land around them."""
    import plotly.graph_objects as go

    points = [mercator(s.longitude, s.latitude) for s in spots]
    box = view(points)
    around = box.grown(0.9)  # a wide screen shows more than the box, and so does a tall one
    figure = go.Figure()
    figure.add_trace(_area(rings_within("land", around), theme.LAND))
    figure.add_trace(_area(rings_within("water", around), theme.SEA))
    figure.add_trace(_border(lines_within("borders", around)))
    figure.add_trace(
        go.Scatter(
            x=[x for x, _ in points],
            y=[y for _, y in points],
            mode="markers+text",
            marker={
                "size": 13,
                "color": [s.colour for s in spots],
                "line": {"color": theme.PAPER, "width": 2},
            },
            text=[plain(s.name) for s in spots],
            textposition=_label_sides(points, box),
            textfont={"size": 14, "color": theme.INK, "family": theme.FONT},
            customdata=[plain(s.told) for s in spots],
            hovertemplate="%{text}<br>%{customdata}<extra></extra>",
        )
    )
    figure.update_layout(**_bare(height=_MAP_HEIGHT) | {"plot_bgcolor": theme.SEA}, dragmode=False)
    figure.update_xaxes(range=[box.west, box.east], visible=False, fixedrange=True)
    figure.update_yaxes(
        range=[box.south, box.north], visible=False, fixedrange=True, scaleanchor="x"
    )  # fmt: skip
    return figure


def coverage_bars(bars: Sequence[Bar], labels: Mapping[str, str]) -> go.Figure:
    """Draw a bar a place, in people, parted by what happened to a question."""
    import plotly.graph_objects as go

    figure = go.Figure()
    names = [plain(bar.name) for bar in bars]
    for status, label in labels.items():
        counts = [bar.counts.get(status, 0) for bar in bars]
        if not any(counts):
            continue
        dark = status in ("answered", "asked-unanswered")
        figure.add_trace(
            go.Bar(
                x=counts,
                y=names,
                orientation="h",
                name=label,
                marker={
                    "color": theme.HAPPENED[status],
                    "line": {"color": theme.PAPER, "width": 1.5},
                },
                text=[str(n) if n else "" for n in counts],
                textposition="inside",
                insidetextanchor="middle",
                textangle=0,
                textfont={"color": theme.PAPER if dark else theme.INK, "size": 14},
                hovertemplate="%{y}: %{x} " + label + "<extra></extra>",
            )
        )
    figure.update_layout(**_bare(height=8 + _ROW_HEIGHT * len(bars)), barmode="stack", bargap=0.4)
    figure.update_xaxes(visible=False, fixedrange=True)
    figure.update_yaxes(
        autorange="reversed", fixedrange=True, automargin=True, ticks="", ticksuffix="  "
    )
    return figure


def timeline_bars(blocks: Sequence[Block], places: Sequence[str]) -> go.Figure:
    """Draw a timeline's clips, a row a place, along the running time."""
    import plotly.graph_objects as go

    end = max((block.at + block.length for block in blocks), default=0)
    # A number is written where its clip is wide enough for it on a page of a usual width.
    wide = end / 40
    figure = go.Figure(
        go.Bar(
            base=[block.at / 1000 for block in blocks],
            x=[block.length / 1000 for block in blocks],
            y=[plain(block.place) for block in blocks],
            orientation="h",
            width=0.62,
            marker={
                "color": [block.colour for block in blocks],
                "line": {"color": theme.PAPER, "width": 1},
            },
            text=[str(block.number) if block.length > wide else "" for block in blocks],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            constraintext="none",
            textfont={"size": 14, "color": [theme.on(block.colour) for block in blocks]},
            customdata=[plain(block.told) for block in blocks],
            hovertemplate="%{customdata}<extra></extra>",
        )
    )
    height = _AXIS_HEIGHT + _GANTT_ROW * max(1, len(places))
    figure.update_layout(**_bare(height=height) | {"margin": {"l": 0, "r": 8, "t": 0, "b": 28}})
    ticks = _time_ticks(end)
    figure.update_xaxes(
        range=[0, max(end, 1) / 1000],
        tickvals=[t / 1000 for t in ticks],
        ticktext=[clock(t) for t in ticks],
        gridcolor=theme.LINE,
        zeroline=False,
        fixedrange=True,
        tickfont={"color": theme.QUIET},
    )
    figure.update_yaxes(
        categoryorder="array",
        categoryarray=[plain(place) for place in reversed(places)],
        range=[-0.5, max(1, len(places)) - 0.5],
        fixedrange=True,
        automargin=True,
        ticks="",
        ticksuffix="  ",
    )
    return figure


def _time_ticks(end: int) -> list[int]:
    """Return round times in ms, at most eight of them, from the start to the end."""
    steps = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200)
    step = next((s * 1000 for s in steps if end / (s * 1000) <= 8), 7_200_000)
    return list(range(0, end + 1, step))


def _bare(*, height: int) -> dict[str, object]:
    return {
        "height": height,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "paper_bgcolor": theme.PAPER,
        "plot_bgcolor": theme.PAPER,
        "font": {"family": theme.FONT, "size": 14, "color": theme.INK},
        "showlegend": False,
        "hoverlabel": {"bgcolor": theme.PAPER, "font": {"color": theme.INK, "size": 14}},
    }


def _path(lines: Sequence[Line]) -> dict[str, list[float | None]]:
    """Return lines as one path with gaps."""
    xs: list[float | None] = []
    ys: list[float | None] = []
    for line in lines:
        xs += [round(x, 3) for x, _ in line] + [None]
        ys += [round(y, 3) for _, y in line] + [None]
    return {"x": xs, "y": ys}


def _area(rings: Sequence[Line], colour: str) -> go.Scatter:
    import plotly.graph_objects as go

    line = {"color": theme.LINE, "width": 0.8}
    shape = {"mode": "lines", "fill": "toself", "fillcolor": colour, "hoverinfo": "skip"}
    return go.Scatter(**_path(rings), **shape, line=line)


def _border(lines: Sequence[Line]) -> go.Scatter:
    import plotly.graph_objects as go

    line = {"color": theme.PAPER, "width": 1.2}
    return go.Scatter(**_path(lines), mode="lines", hoverinfo="skip", line=line)


def _label_sides(points: Sequence[Point], box: Box) -> list[str]:
    """Choose a side for each name, so that names of neighbours do not lie on each other."""
    width, height = box.east - box.west, box.north - box.south
    taken: list[Point] = []
    sides = []
    for x, y in points:
        reach = _LABEL_WIDTH * width / 2
        spots = {
            "middle right": (x + reach, y),
            "middle left": (x - reach, y),
            "top center": (x, y + _LABEL_HEIGHT * height),
            "bottom center": (x, y - _LABEL_HEIGHT * height),
        }
        free = [
            side
            for side, at in spots.items()
            if at[0] + reach < box.east
            and at[0] - reach > box.west
            and all(
                abs(at[0] - other[0]) > 1.9 * reach
                or abs(at[1] - other[1]) > 0.9 * _LABEL_HEIGHT * height
                for other in taken
            )
        ]
        sides.append(free[0] if free else "top center")
        taken.append(spots[sides[-1]])
    return sides


def plain(text: str) -> str:
    """Return a text in which plotly finds no mark-up."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
