"""The map's picture on the page, drawn by Plotly where the reader asks for it, with the choice of its file's format."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from dashboard.shared.downloads import file_stem
from dashboard.state import url
from dashboard.state.session import reader
from dashboard.views.map.figure import INK

PICTURES = {"svg": "SVG", "png": "PNG"}


def draw(figure: go.Figure, name: str, alt: str, theme: str) -> None:
    """Draw the figure on the ground of the reader's theme (`light` or `dark`)."""
    kind = str(st.session_state.get(f"picture_{name}") or "svg")
    figure.update_layout(ground(theme))
    stem = file_stem(name, url.taken(), reader())
    st.plotly_chart(figure, key=name, config=picture(kind, stem), alt=alt, theme=None, width="stretch")
    st.segmented_control(
        "The camera above the figure saves it, with its caption, as", list(PICTURES), default="svg", required=True,
        format_func=PICTURES.__getitem__, key=f"picture_{name}",
    )  # fmt: skip


def ground(theme: str) -> dict[str, Any]:
    """The page's own ground for the figure, and letters that read on it."""
    colour = st.get_option(f"theme.{theme}.backgroundColor")
    return {"paper_bgcolor": colour, "plot_bgcolor": colour, "font": {"color": INK[theme]}}


def picture(kind: str, stem: str) -> dict[str, Any]:
    """Plotly's settings: one button, always in sight, that saves the figure as a file of the kind."""
    buttons: Sequence[Sequence[str]] = [["toImage"]]
    return {
        "displaylogo": False,
        "displayModeBar": True,
        "modeBarButtons": buttons,
        "toImageButtonOptions": {"format": kind, "filename": stem, "scale": 2 if kind == "png" else 1},
    }
