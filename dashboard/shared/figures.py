"""What every figure shares: it comes complete, without a theme, with its caption below. Registry text is escaped."""

import textwrap
from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from dashboard.words.text import for_plotly

GREY = "#767676"  # on white; `charts` gives letters the colour of the page
# A browser draws a figure again when anything of its layout changes after the first time. Streamlit's theme changes
# itself when it is applied twice, as it is, makes titles bolder each time, and sets what a click does where nobody
# says it: our figures do without the theme and come complete, which leaves it nothing to change.
INK = {"light": "#31333F", "dark": "#E8E6E3"}  # letters, by the page's theme
COMPLETE = {
    "clickmode": "event+select", "dragmode": "pan", "hovermode": "closest", "datarevision": 0, "showlegend": False,
    "font": {"family": '"Source Sans", sans-serif', "color": INK["light"]},
}  # fmt: skip


def figure(traces: Sequence[dict[str, Any]], layout: dict[str, Any]) -> go.Figure:
    """A figure of plain values as Plotly's schema has them, without a theme of Plotly's own."""
    found = go.Figure(list(traces), COMPLETE | layout)
    found.layout.template = None
    return found


def caption_layout(caption: str, axis_px: int = 0) -> dict[str, Any]:
    """Layout of lines below a figure and its lower axis, so that a saved picture says what it shows."""
    lines = textwrap.wrap(caption, 64)
    return {
        "title": {
            "text": "<br>".join(for_plotly(line) for line in lines), "x": 0, "xref": "container", "xanchor": "left",
            "y": 0, "yref": "container", "yanchor": "bottom", "pad": {"b": 5 + 15 * (len(lines) - 1), "l": 4},
            "font": {"size": 11, "weight": "normal"},
        },
        "margin": {"l": 8, "r": 8, "t": 30, "b": 16 + axis_px + 14 * len(lines)},
    }  # fmt: skip
