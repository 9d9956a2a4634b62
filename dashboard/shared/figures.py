"""Figures: frames in, Plotly figures out. Every text of the registry is escaped; counts stand in the cells."""

import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from cache.questions.map import EvidenceMap
from cache.statistics.shares import share
from dashboard.words.labels import GROUPS
from dashboard.words.numbers import percent
from dashboard.words.text import for_plotly

# ColorBrewer's Blues from pale to dark, and the text colour that reads on each
SHADES = (("#DEEBF7", "#062A52"), ("#C6DBEF", "#062A52"), ("#9ECAE1", "#062A52"), ("#6BAED6", "#062A52"),
          ("#2171B5", "#FFFFFF"), ("#08519C", "#FFFFFF"), ("#08306B", "#FFFFFF"))  # fmt: skip
GREY = "#8A8A8A"  # reads on white and on black
ROW_PX, CELL_PX = 28, 21  # on a narrow screen the columns are as near to each other as this
CHARACTER_PX = 5.8  # of an axis's labels, on average and rather too wide than too narrow
LABEL_CHARACTERS = 19  # of a row's label, which is broken in two where it is longer
COLUMN_PX, NARROWEST = 54, 420
# A browser draws a figure again when anything of its layout changes after the first time. Streamlit's theme changes
# itself when it is applied twice, as it is, makes titles bolder each time, and sets what a click does where nobody
# says it: our figures do without the theme and come complete, which leaves it nothing to change.
COMPLETE = {
    "clickmode": "event+select", "dragmode": "pan", "hovermode": "closest", "datarevision": 0, "showlegend": False,
    "font": {"family": '"Source Sans", sans-serif', "color": GREY},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """A square of the map: where it stands, what is printed in it, how dark it is (0 to 1), what a pointer reads."""

    measure: str
    column: str
    text: str
    shade: float
    hover: str


def map_cells(
    found: EvidenceMap, measures: Sequence[str], view: str, names: Mapping[str, str], column_names: Mapping[str, str]
) -> list[Cell]:
    """Every measure in every column, those without a single trial included."""
    counts = {(row.measure, row.column): row for row in found.cells.itertuples(index=False)}
    key = "reports" if view == "share" else view
    largest = max((int(getattr(row, key)) for row in counts.values()), default=0)
    cells = []
    for measure in measures:
        for column, _ in found.columns:
            row = counts.get((measure, column))
            base = int(row.base) if row is not None else 0
            count = int(getattr(row, key)) if row is not None else 0
            part = share(count, base)
            shade = part.value if view == "share" else (sqrt(count / largest) if largest else 0.0)
            text = percent(part.value) if view == "share" and base else ("–" if not base else f"{count}")
            hover = _hover(names[measure], column_names[column], row)
            cells.append(Cell(measure, column, text, shade if count else 0.0, hover))
    return cells


def map_in_words(found: EvidenceMap, view: str, by: str) -> str:
    """The map for whoever does not see it: what it counts, and where most and least is to be found."""
    cells = found.cells[found.cells["base"] > 0]
    empty = int((cells["reports"] == 0).sum())
    return (
        f"{view}: {cells['measure'].nunique()} measures by {by.lower()} over {found.trials} "
        f"trials. In {empty} of {len(cells)} squares no trial reports the measure. The same figures stand in the table."
    )


def _hover(measure: str, column: str, row: object) -> str:
    head = f"<b>{for_plotly(measure)}</b> · {for_plotly(column)}<br>"
    if row is None or not row.base:  # type: ignore[attr-defined]
        return head + "no trial that owes a report"
    part = share(int(row.reports), int(row.base))  # type: ignore[attr-defined]
    return (
        f"{head}{part.count} of {part.base} trials report it ({percent(part.value)}, 95% interval "
        f"{percent(part.low)} to {percent(part.high)})<br>{row.plans} plan it · {row.described} only describe it · "  # type: ignore[attr-defined]
        f"{row.leaves_out} leave it out"  # type: ignore[attr-defined]
    )


def map_figure(
    cells: Sequence[Cell],
    rows: Sequence[tuple[str, Sequence[str]]],
    columns: Sequence[tuple[str, str]],
    names: Mapping[str, str],
    caption: str,
) -> go.Figure:
    """The evidence map as squares. `rows`: groups with their measures; `columns`: (code, words) in order.

    Squares of a scatter and not a heatmap, since only a scatter tells which mark was clicked.
    """
    ticks, place = _rows(rows, names)
    across = {code: position for position, (code, _) in enumerate(columns)}
    colours = [_colours(cell.shade) for cell in cells]
    squares = {
        "type": "scatter",
        "x": [across[cell.column] for cell in cells],
        "y": [place[cell.measure] for cell in cells],
        "mode": "markers+text",
        "text": [cell.text for cell in cells],
        "customdata": [[cell.measure, cell.column] for cell in cells],
        "hovertext": [cell.hover for cell in cells],
        "hoverinfo": "text",
        "textfont": {"size": 10, "color": [text for _, text in colours]},
        "marker": {
            "symbol": "square", "size": CELL_PX, "color": [fill for fill, _ in colours],
            "line": {"color": GREY, "width": 1},
        },
        "unselected": {"marker": {"opacity": 1}},
        "selected": {"marker": {"size": CELL_PX + 6}},
    }  # fmt: skip
    return figure([squares], _axes(ticks, columns) | _room(ticks, columns, caption))


def _room(ticks: Sequence[str], columns: Sequence[tuple[str, str]], caption: str) -> dict[str, Any]:
    """Layout of the map's size, of margins as wide as its labels, and of the caption in the lower one."""
    left, top = _label_px(ticks), _label_px([name for _, name in columns])
    lines = textwrap.wrap(caption, 64)
    below = 16 + 14 * len(lines)
    text = "<br>".join(for_plotly(line) for line in lines)
    said = {
        "text": text, "x": 0, "xref": "paper", "xanchor": "left", "xshift": 4 - left, "y": 0, "yref": "paper",
        "yanchor": "top", "yshift": -6, "align": "left", "showarrow": False, "font": {"size": 10, "color": GREY},
    }  # fmt: skip
    return {
        "width": max(NARROWEST, left + 8 + COLUMN_PX * len(columns)), "height": ROW_PX * len(ticks) + top + below,
        "margin": {"l": left, "r": 8, "t": top, "b": below}, "annotations": [said],
    }  # fmt: skip


def _label_px(labels: Sequence[str]) -> int:
    """Room for the longest label of an axis; Plotly makes more where that is not enough, which costs time."""
    lines = (len(line) for label in labels for line in re.sub("</?b>", "", label).split("<br>"))
    return round(24 + CHARACTER_PX * max(lines, default=0))


def figure(traces: Sequence[dict[str, Any]], layout: dict[str, Any]) -> go.Figure:
    """A figure of plain values as Plotly's schema has them, without a theme of Plotly's own."""
    found = go.Figure(list(traces), COMPLETE | layout)
    found.layout.template = None
    return found


def _rows(rows: Sequence[tuple[str, Sequence[str]]], names: Mapping[str, str]) -> tuple[list[str], dict[str, int]]:
    ticks: list[str] = []
    place: dict[str, int] = {}
    for group, measures in rows:
        ticks.append(f"<b>{_in_two(group)}</b>")
        for measure in measures:
            place[measure] = len(ticks)
            ticks.append(_in_two(names[measure]))
    return ticks, place


def _in_two(label: str) -> str:
    """A row's label on one line, or on two, so that the squares have room on a narrow screen."""
    lines = textwrap.wrap(label, LABEL_CHARACTERS)
    if len(lines) > 2:
        lines = textwrap.wrap(label, len(label) // 2 + max(map(len, label.split())) // 2 + 1)
    return "<br>".join(map(for_plotly, lines))


def _axes(ticks: Sequence[str], columns: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Layout of both axes: measures downwards, columns across the top."""
    still = {
        "type": "linear", "fixedrange": True, "showgrid": False, "zeroline": False, "automargin": True,
        "tickfont": {"size": 11},
    }  # fmt: skip
    down = {"tickvals": list(range(len(ticks))), "ticktext": list(ticks), "range": [len(ticks) - 0.4, -0.6]}
    across = {
        "tickvals": list(range(len(columns))), "ticktext": [for_plotly(name) for _, name in columns],
        "range": [-0.6, len(columns) - 0.4], "side": "top", "tickangle": -90,
    }  # fmt: skip
    return {"yaxis": still | down, "xaxis": still | across}


def caption_layout(caption: str, axis_px: int = 0) -> dict[str, Any]:
    """Layout of lines below a figure and its lower axis, so that a saved picture says what it shows."""
    lines = textwrap.wrap(caption, 64)
    return {
        "title": {
            "text": "<br>".join(for_plotly(line) for line in lines), "x": 0, "xref": "container", "xanchor": "left",
            "y": 0, "yref": "container", "yanchor": "bottom", "pad": {"b": 4 + 13 * (len(lines) - 1), "l": 4},
            "font": {"size": 10, "color": GREY, "weight": "normal"},
        },
        "margin": {"l": 8, "r": 8, "t": 30, "b": 16 + axis_px + 14 * len(lines)},
    }  # fmt: skip


def _colours(shade: float) -> tuple[str, str]:
    """Fill and text of a square; nothing at all is left unfilled."""
    if shade <= 0:
        return "rgba(0,0,0,0)", GREY
    return SHADES[min(len(SHADES) - 1, int(shade * len(SHADES)))]


def table_of_map(
    found: EvidenceMap, names: Mapping[str, str], groups: Mapping[str, str], column_names: Mapping[str, str]
) -> pd.DataFrame:
    """The map's figures as rows, for readers who prefer or need a table."""
    frame = found.cells.copy()
    parts = [share(int(row.reports), int(row.base)) for row in frame.itertuples(index=False)]
    frame.insert(0, "group", [GROUPS.get(groups.get(each, "other"), "Other") for each in frame["measure"]])
    frame["measure"] = [names.get(each, each) for each in frame["measure"]]
    frame["column"] = [column_names.get(each, each) for each in frame["column"]]
    frame["share"] = [100 * part.value if part.base else None for part in parts]
    frame["share_low"] = [100 * part.low if part.base else None for part in parts]
    frame["share_high"] = [100 * part.high if part.base else None for part in parts]
    return frame
