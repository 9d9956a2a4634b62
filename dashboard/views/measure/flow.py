"""What became of the trials that registered a measure, as a small figure: two bars, parted by fate."""

from typing import Any

import plotly.graph_objects as go

from dashboard.shared.figures import caption_layout, figure
from dashboard.words.labels import several
from dashboard.words.statements import FATE_NAMES, fates

# Okabe and Ito's colours; letters that read on them.
FATE_COLOURS = {
    "reported": ("#0072B2", "#FFFFFF"), "reported_as_ae": ("#009E73", "#000000"), "not_posted": ("#D55E00", "#000000"),
    "results_pending": ("#CC79A7", "#000000"), "overdue": ("#E69F00", "#000000"), "awaited": ("#56B4E9", "#000000"),
    "not_required": ("#BBBBBB", "#000000"),
}  # fmt: skip
REGISTERED, NEVER = "Registered", "Never registered"
BAR_PX = 44


def flow_figure(row: Any, caption: str) -> go.Figure:
    """Trials that registered the measure by what became of that, and those that posted it without registering.

    `row`: a measure's row of `cache.questions.map.tallies`.
    """
    codes = {words: code for code, words in FATE_NAMES.items()}
    traces = [_part(words, count, 0, codes[words]) for words, count in fates(row)]
    traces[0]["x"] = [traces[0]["x"][0], int(row.unregistered)]
    traces[0]["text"] = [_number(count) for count in traces[0]["x"]]
    heads = [f"{REGISTERED} ({int(row.plans):,})", f"{NEVER} ({int(row.unregistered):,})"]
    layout = {
        "barmode": "stack", "height": 2 * BAR_PX + 104, "dragmode": False, "showlegend": True, "bargap": 0.35,
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "traceorder": "normal"},
        "xaxis": {"fixedrange": True, "visible": False, "rangemode": "tozero"},
        "yaxis": {"fixedrange": True, "autorange": "reversed", "automargin": True, "tickvals": [0, 1],
                  "ticktext": heads, "showgrid": False, "zeroline": False, "range": [1.5, -0.5]},
    }  # fmt: skip
    return figure(traces, layout | caption_layout(caption))


def _part(words: str, count: int, row: int, code: str) -> dict[str, Any]:
    """One fate's part of the upper bar; the first one has a place in the lower bar too."""
    fill, letters = FATE_COLOURS[code]
    return {
        "type": "bar", "orientation": "h", "name": words, "y": [row, 1], "x": [count, 0], "hoverinfo": "name+x",
        "text": [_number(count), ""], "textposition": "inside", "insidetextanchor": "middle", "textangle": 0,
        "textfont": {"color": letters, "size": 13}, "marker": {"color": fill}, "width": 0.6,
    }  # fmt: skip


def _number(count: int) -> str:
    return f"{count:,}" if count else ""


def flow_in_words(row: Any, measure: str) -> str:
    """The flow for whoever does not see it."""
    told = ", ".join(f"{words} {count:,}" for words, count in fates(row))
    registered = several(int(row.plans), "trial")
    return f"{registered} registered {measure}: {told}. {int(row.unregistered):,} posted it without registering it."
