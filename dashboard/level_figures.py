"""Figures beside the map: a measure over the years, posted drug levels, and what is overdue."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures import GREY, caption_layout
from dashboard.text import for_plotly, shortened

BLUE, ORANGE, PALE = "#0072B2", "#E69F00", "rgba(0,158,115,0.22)"
LEVEL_TRIALS = 40  # more rows than this cannot be read


def years_figure(years: pd.DataFrame, caption: str) -> go.Figure:
    """Bars per year of start: trials that report the measure, those that plan it, and all."""
    figure = go.Figure()
    for column, name, colour, pattern in (
        ("base", "all trials", GREY, ""), ("plans", "plan it", ORANGE, "/"), ("reports", "report it", BLUE, ""),
    ):  # fmt: skip
        marker = {"color": colour, "pattern": {"shape": pattern}, "opacity": 0.35 if column == "base" else 1}
        figure.add_bar(x=years["year"], y=years[column], name=name, marker=marker)
    figure.update_layout(barmode="overlay", height=300, legend={"orientation": "h", "y": 1.15}, dragmode=False)
    figure.update_xaxes(title="Year of start", fixedrange=True, dtick=5)
    figure.update_yaxes(title="Trials", fixedrange=True, rangemode="tozero")
    figure.update_layout(caption_layout(caption))
    return figure


def levels_figure(levels: pd.DataFrame, caption: str) -> go.Figure:
    """Posted levels in ng/mL, a row per trial, with its target range behind; the first LEVEL_TRIALS trials."""
    usable = levels[levels["value_ng_ml"].notna()]
    trials = list(dict.fromkeys(usable["nct_id"]))[:LEVEL_TRIALS]
    shown = usable[usable["nct_id"].isin(trials)]
    figure = go.Figure()
    for nct_id, row in shown.groupby("nct_id").first().iterrows():
        if pd.notna(row["low"]) and pd.notna(row["high"]):
            figure.add_trace(
                go.Scatter(
                    x=[row["low"], row["high"]],
                    y=[nct_id, nct_id],
                    mode="lines",
                    showlegend=False,
                    line={"width": 13, "color": PALE},
                    hovertext=f"target {row['low']:g} to {row['high']:g} ng/mL",
                    hoverinfo="text",
                )
            )
    spread = [value if pd.notna(value) else 0 for value in shown["spread_ng_ml"]]
    figure.add_trace(
        go.Scatter(
            x=shown["value_ng_ml"],
            y=shown["nct_id"],
            mode="markers",
            showlegend=False,
            marker={"color": BLUE, "size": 9, "line": {"color": GREY, "width": 1}},
            error_x={"type": "data", "array": spread, "color": GREY, "thickness": 1},
            hovertext=[level_hover(row) for row in shown.itertuples(index=False)],
            hoverinfo="text",
        )
    )
    figure.update_layout(height=110 + 26 * len(trials), dragmode=False)
    figure.update_xaxes(title="ng/mL", fixedrange=True, rangemode="tozero")
    figure.update_yaxes(fixedrange=True, automargin=True, autorange="reversed", type="category")
    figure.update_layout(caption_layout(caption))
    return figure


def level_hover(row: object) -> str:
    """What a pointer reads over a posted level."""
    parts = [getattr(row, name) for name in ("nct_id", "group_title", "class_title", "category_title")]
    value = f"{row.value} {row.unit}, {str(row.param_type or '').lower()}"  # type: ignore[attr-defined]
    return "<br>".join(for_plotly(shortened(str(part), 70)) for part in [*parts, value] if part)


def overdue_figure(rows: pd.DataFrame, caption: str) -> go.Figure:
    """Bars per year in which results were due: all due, and those overdue."""
    figure = go.Figure()
    figure.add_bar(x=rows["name"], y=rows["due"], name="results due", marker={"color": GREY, "opacity": 0.35})
    figure.add_bar(x=rows["name"], y=rows["overdue"], name="overdue", marker={"color": "#D55E00"})
    figure.update_layout(barmode="overlay", height=300, legend={"orientation": "h", "y": 1.15}, dragmode=False)
    figure.update_xaxes(title="Year in which results were due", fixedrange=True)
    figure.update_yaxes(title="Trials", fixedrange=True, rangemode="tozero")
    figure.update_layout(caption_layout(caption))
    return figure
