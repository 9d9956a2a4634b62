"""The evidence map on the page: a table with a button in each square, drawn without a library of charts."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.shared.figures.component import component
from dashboard.views.map.cells import Drawing, colours, step_of

SQUARES = "squares"
_table = component(SQUARES, Path(__file__).with_name(SQUARES))


def show(data: dict[str, Any], on_chosen: Callable[[], None]) -> None:
    """Draw the squares; a chosen one is told by `clicked`."""
    _table(key=SQUARES, data=data, on_chosen_change=on_chosen)


def clicked() -> tuple[str, str]:
    """Measure and column of the square that was just clicked; empty texts where the chosen one was."""
    measure, _, column = str(st.session_state[SQUARES]["chosen"]).partition(".")
    return measure, column


def squares(drawn: Drawing, theme: str, label: str, chosen: str) -> dict[str, Any]:
    """The map as the browser draws it, all words as they are: it makes text of them, never HTML."""
    by_measure: dict[str, list[list[Any]]] = {}
    for cell in drawn.cells:
        by_measure.setdefault(cell.measure, []).append([cell.text, cell.step, cell.told])
    return {
        "columns": list(drawn.columns.items()),
        "groups": [
            [group, [[measure, drawn.names[measure], by_measure[measure]] for measure in measures]]
            for group, measures in drawn.rows
        ],
        "colours": colours(theme),
        "key": [[step_of(shade), words] for shade, words in drawn.key.items()],
        "label": label,
        "chosen": chosen,
    }
