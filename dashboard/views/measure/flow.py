"""What became of the trials that registered a measure, as a small figure: two bars, parted by fate."""

from typing import Any

from dashboard.shared.figures.marks import Axis, Bar, Chart, KeyEntry, Panel
from dashboard.words.labels import several
from dashboard.words.statements import FATE_NAMES, fates

# Okabe and Ito's colours; letters that read on them.
FATE_COLOURS = {
    "reported": ("#0072B2", "#FFFFFF"), "reported_as_ae": ("#009E73", "#000000"), "not_posted": ("#D55E00", "#000000"),
    "results_pending": ("#CC79A7", "#000000"), "overdue": ("#E69F00", "#000000"), "awaited": ("#56B4E9", "#000000"),
    "not_required": ("#BBBBBB", "#000000"),
}  # fmt: skip
REGISTERED, NEVER = "Registered", "Never registered"
BAR_PX = 38


def flow_figure(row: Any, caption: str) -> Chart:
    """Trials that registered the measure by what became of that, and those that posted it without registering it.

    `row`: a measure's row of `cache.questions.map.tallies`.
    """
    codes = {words: code for code, words in FATE_NAMES.items()}
    bars, key, end = [], [], 0
    for words, count in fates(row):
        fill, ink = FATE_COLOURS[codes[words]]
        bars.append(_bar(end, count, 0, words, fill, ink))
        key.append(KeyEntry(f"{words} {count:,}", fill))
        end += count
    unregistered = int(row.unregistered)
    bars.append(_bar(0, unregistered, 1, "posted without registering it", *FATE_COLOURS["reported"]))
    heads = [(0, f"{REGISTERED} ({int(row.plans):,})"), (1, f"{NEVER} ({unregistered:,})")]
    across = Axis(0, max(end, unregistered, 1), ticks=())
    return Chart([Panel(across, Axis(1.5, -0.5, ticks=heads, has_grid=False), 2 * BAR_PX, bars)], caption, key)


def _bar(start: int, count: int, line: int, words: str, fill: str, ink: str) -> Bar:
    text = f"{count:,}" if count else ""
    edges = (start, start + count)
    return Bar(edges, (line + 0.35, line - 0.35), fill, text=text, ink=ink, told=f"{words}: {count:,}")


def flow_in_words(row: Any, measure: str) -> str:
    """The flow for whoever does not see it."""
    told = ", ".join(f"{words} {count:,}" for words, count in fates(row))
    registered = several(int(row.plans), "trial")
    return f"{registered} registered {measure}: {told}. {int(row.unregistered):,} posted it without registering it."
