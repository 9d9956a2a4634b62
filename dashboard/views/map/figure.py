"""The evidence map as a picture to save: the same squares as on the page, with key and caption."""

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from dashboard.views.map.cells import FILLS, LETTER_COLORS, STRONG, Cell, Drawing
from dashboard.words.text import for_plotly

ROW_PX, NUMBER_PX, LABEL_PX = 23, 12, 12
CHARACTER_PX = 6.2  # of a label, on average and rather too wide than too narrow
SLANT = -40  # degrees
# A browser draws a figure again when anything of its layout changes after the first time. Streamlit's theme changes
# itself when it is applied twice, as it is, makes titles bolder each time, and sets what a click does where nobody
# says it: our figures do without the theme and come complete, which leaves it nothing to change.
INK = {"light": "#31333F", "dark": "#E8E6E3"}  # letters, by the page's theme
COMPLETE = {
    "clickmode": "event+select", "dragmode": "pan", "hovermode": "closest", "datarevision": 0, "showlegend": False,
    "font": {"family": '"Source Sans", sans-serif', "color": INK["light"]},
}  # fmt: skip


def map_figure(drawn: Drawing, caption: str, theme: str = "light") -> go.Figure:
    """The evidence map on the page's ground (`light` or `dark`), as three heatmaps by the colour of their letters."""
    ticks, place = _rows(drawn.rows, drawn.names)
    across = {code: position for position, code in enumerate(drawn.columns)}
    heads = list(drawn.columns.values())
    layers = [_layer(drawn.cells, place, across, letters, part) for part, letters in enumerate(LETTER_COLORS[theme])]
    layout = _axes(ticks, heads) | _room(ticks, heads, caption) | {"coloraxis": _colours(drawn.key, theme)}
    return figure(layers, layout)


def figure(traces: Sequence[dict[str, Any]], layout: dict[str, Any]) -> go.Figure:
    """A figure of plain values as Plotly's schema has them, without a theme of Plotly's own."""
    found = go.Figure(list(traces), COMPLETE | layout)
    found.layout.template = None
    return found


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


def _room(ticks: Sequence[str], heads: Sequence[str], caption: str) -> dict[str, Any]:
    """Layout of the map's height, of margins as wide as its labels, and of the caption in the lower one."""
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


def _axes(ticks: Sequence[str], heads: Sequence[str]) -> dict[str, Any]:
    """Layout of both axes: measures downwards, columns across the top."""
    still = {"type": "linear", "fixedrange": True, "showgrid": False, "zeroline": False, "ticks": "",
             "tickfont": {"size": LABEL_PX}}  # fmt: skip
    down = {"tickvals": list(range(len(ticks))), "ticktext": list(ticks), "range": [len(ticks) - 0.5, -0.5]}
    across = {
        "tickvals": list(range(len(heads))), "ticktext": [for_plotly(name) for name in heads],
        "range": [-0.5, len(heads) - 0.5], "side": "top", "tickangle": SLANT,
    }  # fmt: skip
    return {"yaxis": still | down, "xaxis": still | across}
