"""How often something was right by how likely it was called: records to a figure, and no more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dashboards import theme

if TYPE_CHECKING:
    import plotly.graph_objects as go

_SIDE = 320  # pixels
_LEFT, _BELOW = 64, 52  # pixels, for the axes' words


def reliability(bins: Sequence[tuple[float, float, int]], *, across: str, up: str) -> go.Figure:
    """Draw how often something was right by how likely it was called.

    Args:
        bins: (mean probability, share that was right, how many), the lowest first.
        across: what the horizontal axis is called.
        up: what the vertical axis is called.
    """
    import plotly.graph_objects as go

    figure = go.Figure()
    equal = {"color": theme.LINE, "width": 1}
    figure.add_trace(go.Scatter(x=[0, 1], y=[0, 1], mode="lines", hoverinfo="skip", line=equal))
    figure.add_trace(
        go.Scatter(
            x=[told for told, _, _ in bins],
            y=[right for _, right, _ in bins],
            mode="lines+markers",
            line={"color": theme.HAPPENED["answered"], "width": 1.5},
            marker={"size": 9, "color": theme.HAPPENED["answered"]},
            customdata=[n for _, _, n in bins],
            hovertemplate="%{x:.0%} · %{y:.0%} (%{customdata})<extra></extra>",
        )
    )
    axis = {
        "range": [-0.02, 1.02], "tickformat": ".0%", "dtick": 0.25, "zeroline": False,
        "gridcolor": theme.LINE, "fixedrange": True,
    }  # fmt: skip
    figure.update_layout(
        showlegend=False, height=_SIDE + _BELOW, width=_SIDE + _LEFT, paper_bgcolor=theme.PAPER,
        plot_bgcolor=theme.PAPER, margin={"l": _LEFT, "r": 10, "t": 10, "b": _BELOW},
        font={"family": theme.FONT, "size": 13, "color": theme.INK},
        xaxis=axis | {"title": across}, yaxis=axis | {"title": up},
    )  # fmt: skip
    return figure
