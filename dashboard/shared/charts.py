"""Figures on a page: described in words, and saved as a picture that says itself what it shows."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from dashboard.shared.downloads import file_stem
from dashboard.shared.figures import INK
from dashboard.state import url
from dashboard.state.session import is_digest, reader

PICTURES = {"svg": "SVG", "png": "PNG"}


def caption(what: str, sentence: str) -> str:
    """The line below a figure: what it shows, of which trials, by whose data of which date."""
    source = "Digest of landmark trials" if is_digest() else "ClinicalTrials.gov"
    return f"{what}: {sentence}. {source}, data of {reader().as_of}."


def draw(figure: go.Figure, name: str, alt: str, **selection: Any) -> Any:
    """Draw a figure with the choice of its picture's format below; gives what the reader selected in it."""
    kind = str(st.session_state.get(f"picture_{name}") or "svg")
    figure.update_layout(ground(theme()))
    stem = file_stem(name, url.taken(), reader())
    event = st.plotly_chart(figure, key=name, config=picture(kind, stem), alt=alt, theme=None, **selection)
    st.segmented_control(
        "The camera above the figure saves it, with its caption, as", list(PICTURES), default="svg", required=True,
        format_func=PICTURES.__getitem__, key=f"picture_{name}",
    )  # fmt: skip
    return event


def theme() -> str:
    """`light` or `dark`, as the reader's page is."""
    return st.context.theme.type or "light"


def ground(theme: str | None) -> dict[str, Any]:
    """The page's own ground for the figure, and letters that read on it."""
    if not theme:
        return {}
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
