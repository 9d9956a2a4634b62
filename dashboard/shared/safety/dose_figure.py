"""Shares of people with an event over the dose or the trough: a point a posted group, a colour a drug."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from cache.safety.dose import straight_line
from dashboard.shared.figures import GREY, caption_layout, figure
from dashboard.words.labels import several
from dashboard.words.safety_words import percent
from dashboard.words.text import for_plotly, shortened

DRUG_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00")
DRUG_SYMBOLS = ("circle", "square", "diamond", "triangle-up", "x")
MOST_POINTS = 100  # that can be told apart; a browser takes long over more
NAMED_POINTS = 12  # groups whose trials can be named beside their points; more are named where a pointer rests
GRID = "rgba(138,138,138,0.25)"  # on white and on black


def largest(points: pd.DataFrame) -> pd.DataFrame:
    """The points that are drawn: those of the MOST_POINTS groups with the most people, in their order."""
    return points.loc[points["at_risk"].astype(float).nlargest(MOST_POINTS).index.sort_values()]


def dose_figure(points: pd.DataFrame, across: str, caption: str) -> go.Figure:
    """The largest groups with their intervals; a dashed line per drug, over all groups, where these are enough."""
    traces: list[dict[str, Any]] = []
    shown = largest(points)
    for number, (drug, rows) in enumerate(points.groupby("drug", sort=True)):
        look = {"color": DRUG_COLOURS[number % len(DRUG_COLOURS)], "symbol": DRUG_SYMBOLS[number % len(DRUG_SYMBOLS)]}
        drawn = shown[shown["drug"] == drug]
        traces.append(_points(str(drug), drawn, look, len(points) <= NAMED_POINTS))
        if line := straight_line(rows):
            traces.append(_line(str(drug), rows, line, look["color"]))
    axis = {"fixedrange": True, "gridcolor": GRID, "zerolinecolor": GRID, "automargin": True, "rangemode": "tozero"}
    layout = {
        "height": 420, "dragmode": False, "showlegend": True,
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
        "xaxis": axis | {"title": {"text": for_plotly(across)}},
        "yaxis": axis | {"title": {"text": "People with the event"}, "tickformat": ".0%"},
    }  # fmt: skip
    return figure(traces, layout | caption_layout(caption, 44))


def _points(drug: str, rows: pd.DataFrame, look: dict[str, str], is_named: bool) -> dict[str, Any]:
    share = rows["share"].astype(float)
    bars = {"array": list(rows["high"].astype(float) - share), "arrayminus": list(share - rows["low"].astype(float))}
    return {
        "type": "scatter", "mode": "markers+text" if is_named else "markers", "name": for_plotly(drug),
        "x": list(rows["at"]), "y": list(share), "text": list(rows["nct_id"]) if is_named else None,
        "textposition": "top center", "textfont": {"size": 10}, "hoverinfo": "text",
        "hovertext": [hover(row) for row in rows.itertuples(index=False)], "marker": look | {"size": 9},
        "error_y": {"type": "data", "symmetric": False, "color": GREY, "thickness": 1, "width": 2} | bars,
    }  # fmt: skip


def _line(drug: str, rows: pd.DataFrame, line: tuple[float, float], colour: str) -> dict[str, Any]:
    ends = [float(rows["at"].min()), float(rows["at"].max())]
    return {
        "type": "scatter", "mode": "lines", "name": for_plotly(f"{drug}: straight line, weighted by people"),
        "x": ends, "y": [min(1.0, max(0.0, line[0] + line[1] * at)) for at in ends], "hoverinfo": "skip",
        "line": {"color": colour, "dash": "dash", "width": 1},
    }  # fmt: skip


def hover(row: Any) -> str:
    """What a pointer reads over a point: trial, group, share with its base."""
    told = f"{percent(row.share)} ({row.affected} of {row.at_risk}), {row.term}"
    return "<br>".join(for_plotly(part) for part in (row.nct_id, shortened(row.title, 60), told))


def dose_in_words(points: pd.DataFrame, across: str) -> str:
    """The figure for whoever does not see it."""
    drugs: Sequence[str] = sorted(set(points["drug"]))
    low, high = points["at"].min(), points["at"].max()
    drawn = f" The {MOST_POINTS} with the most people are drawn." if len(points) > MOST_POINTS else ""
    return (
        f"Share of people with the event in {several(len(points), 'group')} of "
        f"{several(points['nct_id'].nunique(), 'trial')} ({', '.join(drugs)}) over {across}, {low:g} to {high:g}."
        f"{drawn} The download has every point."
    )
