"""Figures beside the map: a measure over the years, posted drug levels, and results that are not there."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.shared.figures import GREY, caption_layout, figure
from dashboard.words.labels import several
from dashboard.words.text import for_plotly, shortened

BLUE, ORANGE, RED, PALE = "#0072B2", "#E69F00", "#D55E00", "rgba(0,158,115,0.3)"
BEHIND = {"color": GREY, "opacity": 0.35}
HATCHED = {"shape": "/", "fillmode": "overlay", "fgcolor": "rgba(255,255,255,0.8)", "size": 7}
LEGEND = {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"}
LINE = "rgba(138,138,138,0.25)"  # of the grid, on white and on black
STILL = {"fixedrange": True, "gridcolor": LINE, "zerolinecolor": LINE, "automargin": True}
AXIS_PX = 44  # the lower axis: its figures and its title
FEW_TRIALS = 6  # trials
LEVEL_TRIALS = 40  # more rows than this cannot be read


def years_figure(years: pd.DataFrame, caption: str) -> go.Figure:
    """Bars per year of start: all trials, and before them those that plan and those that report the measure."""
    traces = [_bar(years, "year", "base", "all trials", BEHIND) | {"width": 0.8}]
    for column, name, offset, marker in (
        ("plans", "plan it", -0.4, {"color": ORANGE, "pattern": HATCHED}),
        ("reports", "report it", 0.0, {"color": BLUE}),
    ):
        traces.append(_bar(years, "year", column, name, marker) | {"width": 0.4, "offset": offset})
    return _bars(traces, "Year of start", int(years["base"].max()), caption)


def _bar(rows: pd.DataFrame, across: str, up: str, name: str, marker: dict[str, Any]) -> dict[str, Any]:
    """One row of bars."""
    return {"type": "bar", "x": list(rows[across]), "y": list(rows[up]), "name": name, "marker": marker}


def years_in_words(years: pd.DataFrame, measure: str) -> str:
    """The bars for whoever does not see them."""
    return (
        f"Trials per year of start, {years['year'].min()} to {years['year'].max()}: {years['base'].sum()} in all, of "
        f"which {years['plans'].sum()} plan and {years['reports'].sum()} report {measure}. The table has every year."
    )


def _bars(traces: Sequence[dict[str, Any]], years: str, highest: int, caption: str) -> go.Figure:
    """Bars over the years, which count trials: no halves on the axis."""
    step = {"dtick": 1} if highest <= FEW_TRIALS else {}
    layout = {
        "barmode": "overlay", "height": 330, "legend": LEGEND, "showlegend": True, "dragmode": False,
        "xaxis": STILL | {"title": {"text": years}, "showgrid": False},
        "yaxis": STILL | {"title": {"text": "Trials"}, "rangemode": "tozero", **step},
    }  # fmt: skip
    return figure(traces, layout | caption_layout(caption, AXIS_PX))


def levels_figure(levels: pd.DataFrame, caption: str) -> go.Figure:
    """Posted levels in ng/mL, a row per trial, with its target range behind; the first LEVEL_TRIALS trials."""
    usable = levels[levels["value_ng_ml"].notna()]
    trials = list(dict.fromkeys(usable["nct_id"]))[:LEVEL_TRIALS]
    shown = usable[usable["nct_id"].isin(trials)]
    targets = shown.groupby("nct_id").first()[["low", "high"]].dropna()
    ranges = [
        {
            "type": "scatter", "x": [row.low, row.high], "y": [row.Index, row.Index], "mode": "lines",
            "name": "target range of the trough", "showlegend": position == 0, "legendgroup": "target",
            "line": {"width": 13, "color": PALE}, "hovertext": f"target {row.low:g} to {row.high:g} ng/mL",
            "hoverinfo": "text",
        }
        for position, row in enumerate(targets.itertuples())
    ]  # fmt: skip
    points = {
        "type": "scatter", "x": list(shown["value_ng_ml"]), "y": list(shown["nct_id"]), "mode": "markers",
        "name": "posted level, with its spread",
        "marker": {"color": BLUE, "size": 9, "line": {"color": GREY, "width": 1}},
        "error_x": {"type": "data", "array": list(shown["spread_ng_ml"].fillna(0)), "color": GREY, "thickness": 1},
        "hovertext": [level_hover(row) for row in shown.itertuples(index=False)], "hoverinfo": "text",
    }  # fmt: skip
    layout = {
        "height": 170 + 26 * len(trials), "dragmode": False, "legend": LEGEND, "showlegend": True,
        "xaxis": STILL | {"title": {"text": "ng/mL"}, "rangemode": "tozero"},
        "yaxis": STILL | {"autorange": "reversed", "type": "category"},
    }  # fmt: skip
    return figure([*ranges, points], layout | caption_layout(caption, AXIS_PX))


def levels_in_words(levels: pd.DataFrame) -> str:
    """The levels for whoever does not see them."""
    values = levels["value_ng_ml"].dropna()
    trials = levels.loc[values.index, "nct_id"].nunique()
    return (
        f"{len(values)} posted levels of {several(trials, 'trial')}, {values.min():g} to "
        f"{values.max():g} ng/mL. Every value stands in the table below."
    )


def level_hover(row: object) -> str:
    """What a pointer reads over a posted level."""
    parts = [getattr(row, name) for name in ("nct_id", "group_title", "class_title", "category_title")]
    value = f"{row.value} {row.unit}, {str(row.param_type or '').lower()}"  # type: ignore[attr-defined]
    return "<br>".join(for_plotly(shortened(str(part), 70)) for part in [*parts, value] if part)


def overdue_in_words(rows: pd.DataFrame) -> str:
    """The bars for whoever does not see them."""
    return (
        "Trials by the year in which twelve months after primary completion ended, "
        f"{rows['name'].min()} to {rows['name'].max()}: {rows['due'].sum()} in all, of which {rows['overdue'].sum()} "
        f"have no results and {rows['obliged'].sum()} of these are probably obliged to post them. Every year stands "
        "in the table below."
    )


def overdue_figure(rows: pd.DataFrame, caption: str) -> go.Figure:
    """Bars per year in which twelve months ended: all trials, those without results, those of them probably obliged."""
    traces = [
        _bar(rows, "name", "due", "twelve months over", BEHIND),
        _bar(rows, "name", "overdue", "no results", {"color": ORANGE, "pattern": HATCHED}),
        _bar(rows, "name", "obliged", "no results, probably obliged", {"color": RED}),
    ]
    return _bars(traces, "Year in which twelve months after primary completion ended", int(rows["due"].max()), caption)
