"""The evidence map as a figure: every measure in every column, its number printed, its colour by the number."""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from cache.questions.map import EvidenceMap
from cache.statistics.shares import share
from dashboard.shared.figures import figure
from dashboard.words.labels import GROUP_NAMES, several
from dashboard.words.numbers import percent
from dashboard.words.text import for_plotly

# By the page's theme: the fill of nothing, ColorBrewer's Blues from few to many, and the letters on each of the three.
# On a dark page many is bright, so that a 1 does not outshine an 83.
BLUES = ("#DEEBF7", "#C6DBEF", "#9ECAE1", "#6BAED6", "#2171B5", "#08519C", "#08306B")
NIGHT = ("#14283D", "#173756", "#1B4A75", "#215F96", "#6BAED6", "#9ECAE1", "#DEEBF7")
FILLS = {"light": ("#F4F4F2", BLUES), "dark": ("#1F1E1C", NIGHT)}
LETTER_COLORS = {"light": ("#5F6062", "#062A52", "#FFFFFF"), "dark": ("#A3A29E", "#D5E5F5", "#06182B")}
STRONG = 4 / 7  # from here on the letters change
ROW_PX, NUMBER_PX, LABEL_PX = 23, 12, 12
CHARACTER_PX = 6.2  # of a label, on average and rather too wide than too narrow
SLANT = -40  # degrees


@dataclass(frozen=True, slots=True)
class Cell:
    """A square of the map: where it stands, what is printed in it, how strong it is (0 to 1), what a pointer reads."""

    measure: str
    column: str
    text: str
    shade: float
    hover: str


def counted_as(view: str) -> str:
    """The column of counts that a view of the map shows."""
    return "reported" if view == "share" else view


def map_cells(
    found: EvidenceMap, measures: Sequence[str], view: str, names: Mapping[str, str], column_names: Mapping[str, str]
) -> list[Cell]:
    """Every measure in every column, those without a single trial included."""
    counts = {(row.measure, row.column): row for row in found.cells.itertuples(index=False)}
    largest = largest_count(found, view)
    cells = []
    for measure in measures:
        for column, _ in found.columns:
            row = counts.get((measure, column))
            base = found.base_of(row, view) if row is not None else 0
            count = int(getattr(row, counted_as(view))) if row is not None else 0
            part = share(count, base)
            shade = part.value if view == "share" else (sqrt(count / largest) if largest else 0.0)
            text = percent(part.value) if view == "share" and base else ("–" if not base else f"{count}")
            hover = _hover(names[measure], column_names[column], row)
            cells.append(Cell(measure, column, text, shade if count else 0.0, hover))
    return cells


def largest_count(found: EvidenceMap, view: str) -> int:
    """The largest number of the map, which the strongest colour stands for."""
    return int(found.cells[counted_as(view)].max()) if len(found.cells) else 0


def map_in_words(found: EvidenceMap, view: str, by: str) -> str:
    """The map for whoever does not see it: what it counts, and where most and least is to be found."""
    cells = found.cells[found.cells["base"] > 0]
    empty = int((cells["reported"] == 0).sum())
    return (
        f"{view}: {cells['measure'].nunique()} measures by {by.lower()} over {found.trials} trials. In {empty} of "
        f"{len(cells)} squares no trial reports the measure as an outcome. The same figures stand in the table."
    )


def _hover(measure: str, column: str, row: Any) -> str:
    head = f"<b>{for_plotly(measure)}</b> · {for_plotly(column)}<br>"
    if row is None or not row.base:
        return head + "no trial that owes a report"
    part = share(int(row.reported), int(row.base))
    return (
        f"{head}{part.count} of {part.base} trials report it as an outcome ({percent(part.value)}, 95% interval "
        f"{percent(part.low)} to {percent(part.high)})<br>{row.reports - row.reported} only as adverse events<br>"
        f"{row.plans} plan it · {row.described} only describe it · {row.leaves_out} leave it out"
    )


def map_figure(
    cells: Sequence[Cell],
    rows: Sequence[tuple[str, Sequence[str]]],
    columns: Sequence[tuple[str, str]],
    names: Mapping[str, str],
    caption: str,
    key: Mapping[float, str],
    theme: str = "light",
) -> go.Figure:
    """The evidence map. `rows`: groups with their measures; `columns`: (code, words) in order; `key`: words at
    strengths of the colour; `theme`: `light` or `dark`.

    A heatmap is seen, in three layers by the colour of their letters; a scatter of marks that show only when chosen
    takes the clicks, since only a scatter tells which mark was clicked. What is not chosen keeps its strength.
    """
    ticks, place = _rows(rows, names)
    across = {code: position for position, (code, _) in enumerate(columns)}
    layers = [_layer(cells, place, across, letters, part) for part, letters in enumerate(LETTER_COLORS[theme])]
    marks = {
        "type": "scatter", "mode": "markers", "hoverinfo": "text",
        "x": [across[cell.column] for cell in cells], "y": [place[cell.measure] for cell in cells],
        "customdata": [[cell.measure, cell.column] for cell in cells], "hovertext": [cell.hover for cell in cells],
        "marker": {"symbol": "square-open", "size": ROW_PX, "color": "#D55E00", "opacity": 0, "line": {"width": 3}},
        "unselected": {"marker": {"opacity": 0}}, "selected": {"marker": {"opacity": 1}},
    }  # fmt: skip
    layout = _axes(ticks, columns) | _room(ticks, columns, caption) | {"coloraxis": _colours(key, theme)}
    return figure([*layers, marks], layout | {"hoverdistance": 40})


def _layer(
    cells: Sequence[Cell], place: Mapping[str, int], across: Mapping[str, int], letters: str, part: int
) -> dict[str, Any]:
    """The squares whose numbers are written in the same colour: of nothing (0), of few (1) or of many (2)."""
    mine = [cell for cell in cells if (0 if cell.shade <= 0 else 1 if cell.shade < STRONG else 2) == part]
    height = max(place.values(), default=0) + 1
    fills: list[list[float | None]] = [[None] * len(across) for _ in range(height)]
    texts = [[""] * len(across) for _ in range(height)]
    for cell in mine:
        fills[place[cell.measure]][across[cell.column]] = cell.shade
        texts[place[cell.measure]][across[cell.column]] = cell.text
    return {
        "type": "heatmap", "x": list(range(len(across))), "y": list(range(height)), "z": fills, "text": texts,
        "texttemplate": "%{text}", "textfont": {"size": NUMBER_PX, "color": letters}, "xgap": 2, "ygap": 2,
        "hoverinfo": "skip", "coloraxis": "coloraxis",
    }  # fmt: skip


def _colours(key: Mapping[float, str], theme: str) -> dict[str, Any]:
    """The scale of colours in steps, of which the first is nothing, and its key below the map."""
    nothing, fills = FILLS[theme]
    scale: list[tuple[float, str]] = [(0.0, nothing), (0.0001, nothing)]
    for step, fill in enumerate(fills):
        scale += [(max(0.0001, step / len(fills)), fill), ((step + 1) / len(fills), fill)]
    bar = {
        "orientation": "h", "thickness": 8, "len": 0.6, "x": 0, "xanchor": "left", "xpad": 0, "y": 0, "yanchor": "top",
        "ypad": 6, "tickvals": list(key), "ticktext": [for_plotly(words) for words in key.values()],
        "tickfont": {"size": LABEL_PX}, "outlinewidth": 0, "ticks": "", "title": {"text": ""},
    }  # fmt: skip
    return {"cmin": 0, "cmax": 1, "colorscale": scale, "colorbar": bar, "showscale": bool(key)}


def colour_key(largest: int, view: str) -> dict[float, str]:
    """Words at strengths of the colour: shares as they are, numbers by their root."""
    if view == "share":
        return {0.0: "0%", 0.25: "25%", 0.5: "50%", 1.0: "100%"}
    chosen = {0, largest // 16, largest // 4, largest} if largest else set()
    return {
        sqrt(count / largest): several(count, "trial") if count == largest else f"{count:,}" for count in sorted(chosen)
    }


def _room(ticks: Sequence[str], columns: Sequence[tuple[str, str]], caption: str) -> dict[str, Any]:
    """Layout of the map's height, of margins as wide as its labels, and of the caption in the lower one."""
    heads = [name for _, name in columns]
    slanted = 0.66 * CHARACTER_PX * max(map(len, heads), default=0)
    left = round(
        14 + CHARACTER_PX * max((len(tick.removeprefix("<b>").removesuffix("</b>")) for tick in ticks), default=0)
    )
    lines, top = textwrap.wrap(caption, 84), round(slanted + 16)
    below = 42 + 14 * len(lines)
    said = {
        "text": "<br>".join(for_plotly(line) for line in lines), "x": 0, "xref": "paper", "xanchor": "left",
        "xshift": 4 - left, "y": 0, "yref": "paper", "yanchor": "top", "yshift": -38, "align": "left",
        "showarrow": False, "font": {"size": 11},
    }  # fmt: skip
    return {
        "height": ROW_PX * len(ticks) + top + below, "annotations": [said],
        "margin": {"l": left, "r": round(slanted * 0.8), "t": top, "b": below},
    }  # fmt: skip


def _rows(rows: Sequence[tuple[str, Sequence[str]]], names: Mapping[str, str]) -> tuple[list[str], dict[str, int]]:
    ticks: list[str] = []
    place: dict[str, int] = {}
    for group, measures in rows:
        ticks.append(f"<b>{for_plotly(group)}</b>")
        for measure in measures:
            place[measure] = len(ticks)
            ticks.append(for_plotly(names[measure]))
    return ticks, place


def _axes(ticks: Sequence[str], columns: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Layout of both axes: measures downwards, columns across the top."""
    still = {"type": "linear", "fixedrange": True, "showgrid": False, "zeroline": False, "ticks": "",
             "tickfont": {"size": LABEL_PX}}  # fmt: skip
    down = {"tickvals": list(range(len(ticks))), "ticktext": list(ticks), "range": [len(ticks) - 0.5, -0.5]}
    across = {
        "tickvals": list(range(len(columns))), "ticktext": [for_plotly(name) for _, name in columns],
        "range": [-0.5, len(columns) - 0.5], "side": "top", "tickangle": SLANT,
    }  # fmt: skip
    return {"yaxis": still | down, "xaxis": still | across}


def table_of_map(
    found: EvidenceMap, names: Mapping[str, str], groups: Mapping[str, str], column_names: Mapping[str, str]
) -> pd.DataFrame:
    """The map's figures as rows, for readers who prefer or need a table."""
    frame = found.cells.copy()
    parts = [share(int(row.reported), int(row.base)) for row in frame.itertuples(index=False)]
    frame.insert(0, "group", [GROUP_NAMES.get(groups.get(each, "other"), "Other") for each in frame["measure"]])
    frame["measure"] = [names.get(each, each) for each in frame["measure"]]
    frame["column"] = [column_names.get(each, each) for each in frame["column"]]
    frame["share"] = [100 * part.value if part.base else None for part in parts]
    frame["share_low"] = [100 * part.low if part.base else None for part in parts]
    frame["share_high"] = [100 * part.high if part.base else None for part in parts]
    return frame
