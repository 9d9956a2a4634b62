"""Posted levels along the dose, or the target range, of their own arm: a panel for each rapalog and unit of dose."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.shared.figures import GREY, caption_layout, figure
from dashboard.shared.level_figures import AXIS_PX, BLUE, LEGEND, STILL, level_hover
from dashboard.words.labels import in_words, several
from dashboard.words.text import for_plotly

SURE_ENOUGH = ("sure", "likely")
PANEL_PX, GAP_PX = 240, 74
MOST_PANELS = 6
ALONG = {"dose": "Dose", "target": "Target range"}  # what of its arm a level stands at


def placed(levels: pd.DataFrame, along: str) -> pd.DataFrame:
    """The levels that have a place: `x`, the half width `x_width` of a range, and the `panel` that they are in."""
    frame = levels.copy()
    if along == "dose":
        frame["x"], frame["x_width"] = frame["dose"], 0.0
        frame["panel"] = [f"{in_words(row.drug)}, dose in {row.dose_unit}" for row in frame.itertuples(index=False)]
    else:
        frame["x"] = (frame["low"] + frame["high"]) / 2
        frame["x_width"] = (frame["high"] - frame["low"]) / 2
        frame["panel"] = [f"{in_words(drug)}, target range of the trough in ng/mL" for drug in frame["drug"]]
    return frame[frame["x"].notna() & (frame["drug"] != "")]


def panels_of(shown: pd.DataFrame) -> list[str]:
    """The panels, those with most levels first."""
    counts = shown["panel"].value_counts()
    return sorted(counts.index, key=lambda panel: (-counts[panel], panel))[:MOST_PANELS]


def dose_figure(shown: pd.DataFrame, caption: str) -> go.Figure:
    """A panel below another, each with its own axes; `shown` as `placed` gives it. No bar goes below nought."""
    panels = panels_of(shown)
    height = len(panels) * PANEL_PX + (len(panels) - 1) * GAP_PX
    traces: list[dict[str, Any]] = []
    layout: dict[str, Any] = {"height": height + 150, "dragmode": False, "legend": LEGEND, "showlegend": True}
    for number, panel in enumerate(panels):
        rows, axis = shown[shown["panel"] == panel], str(number + 1) if number else ""
        is_first = number == 0
        for name, symbol, part in (
            ("arm of the level known", "circle", rows[rows["arm_certainty"].isin(SURE_ENOUGH)]),
            ("arm of the level uncertain", "circle-open", rows[~rows["arm_certainty"].isin(SURE_ENOUGH)]),
        ):
            traces.append(_points(part, name, symbol, axis, is_first))
        top = 1 - number * (PANEL_PX + GAP_PX) / height
        layout[f"xaxis{axis}"] = STILL | {
            "title": {"text": for_plotly(panel)}, "rangemode": "tozero", "anchor": f"y{axis}",
        }  # fmt: skip
        layout[f"yaxis{axis}"] = STILL | {
            "title": {"text": "ng/mL"}, "rangemode": "tozero", "anchor": f"x{axis}",
            "domain": [max(0.0, top - PANEL_PX / height), top],
        }  # fmt: skip
    return figure(traces, layout | caption_layout(caption, AXIS_PX))


def _points(rows: pd.DataFrame, name: str, symbol: str, axis: str, is_first: bool) -> dict[str, Any]:
    spread = rows["spread_ng_ml"].fillna(0.0)
    below = [min(width, value) for width, value in zip(spread, rows["value_ng_ml"], strict=True)]
    return {
        "type": "scatter", "mode": "markers", "name": name, "legendgroup": name, "showlegend": is_first,
        "x": list(rows["x"]), "y": list(rows["value_ng_ml"]), "xaxis": f"x{axis}", "yaxis": f"y{axis}",
        "marker": {"color": BLUE, "size": 9, "symbol": symbol, "line": {"color": BLUE, "width": 1.5}},
        "error_y": {"type": "data", "symmetric": False, "array": list(spread), "arrayminus": below, "color": GREY,
                    "thickness": 1},
        "error_x": {"type": "data", "array": list(rows["x_width"]), "color": GREY, "thickness": 1},
        "hovertext": [dose_hover(row) for row in rows.itertuples(index=False)], "hoverinfo": "text",
    }  # fmt: skip


def dose_hover(row: Any) -> str:
    """What a pointer reads over a level: trial, group, arm, dose and what its bar is."""
    dose = "" if pd.isna(row.dose) else f"{row.dose:g} {row.dose_unit} {in_words(row.frequency or '').lower()}".strip()
    sure = "" if row.arm_certainty in SURE_ENOUGH else " (uncertain)"
    parts = [f"arm: {row.arm_label}{sure}" if row.arm_label else "", dose, spread_words(row)]
    return "<br>".join([level_hover(row), *(for_plotly(part) for part in parts if part)])


def spread_words(row: Any) -> str:
    """`standard deviation 1.5 ng/mL`; empty where no spread is posted."""
    if pd.isna(row.spread_ng_ml):
        return ""
    return f"{in_words(row.dispersion_type or 'spread').lower()} {row.spread_ng_ml:g} ng/mL"


def bars_words(shown: pd.DataFrame) -> str:
    """What the bars of a figure are, kind by kind, with how many levels have it."""
    kinds = shown.loc[shown["spread_ng_ml"].notna(), "dispersion_type"].map(lambda kind: in_words(kind).lower())
    counts = kinds.value_counts()
    told: Sequence[str] = [f"{kind} ({count})" for kind, count in counts.items()]
    return f"Bars: {', '.join(told)}" if told else "No spreads are posted"


def dose_in_words(shown: pd.DataFrame, all_levels: int) -> str:
    """The figure for whoever does not see it, and what has no place in it."""
    uncertain = int((~shown["arm_certainty"].isin(SURE_ENOUGH)).sum())
    return (
        f"{several(len(shown), 'posted level')} of {several(shown['nct_id'].nunique(), 'trial')} at what their own arm "
        f"gives; of {uncertain} the arm is uncertain. Left out: {several(all_levels - len(shown), 'level')} in ng/mL "
        "whose arm, or what it gives, cannot be told."
    )
