"""Posted drug levels, a line a trial, with the target range of its trough behind."""

from typing import Any

import pandas as pd

from dashboard.shared.figures.marks import BLUE, GREEN, Axis, Bar, Chart, KeyEntry, Panel, Point, reach, told
from dashboard.words.labels import several

MOST_TRIALS = 40  # more lines than this cannot be read
LEVEL_LINE_PX = 26
TARGET = KeyEntry("target range of the trough", GREEN, strength=0.3)
POSTED_LEVEL = KeyEntry("posted level, with its spread", BLUE, "circle")


def levels_figure(levels: pd.DataFrame, caption: str) -> Chart:
    """Posted levels in ng/mL; the first MOST_TRIALS trials. No spread reaches below nought."""
    usable = levels[levels["value_ng_ml"].notna()]
    trials = list(dict.fromkeys(usable["nct_id"]))[:MOST_TRIALS]
    place = {trial: at for at, trial in enumerate(trials)}
    shown = usable[usable["nct_id"].isin(trials)]
    targets = shown.groupby("nct_id").first()[["low", "high"]].dropna()
    ranges = [
        Bar((row.low, row.high), (place[row.Index] + 0.25, place[row.Index] - 0.25), TARGET.fill, TARGET.strength,
            told=f"{row.Index}: target {row.low:g} to {row.high:g} ng/mL")
        for row in targets.itertuples()
    ]  # fmt: skip
    points = [
        Point(row.value_ng_ml, place[row.nct_id], BLUE, across=spread_of(row), told=level_told(row))
        for row in shown.itertuples(index=False)
    ]
    ends = [each.across[1] if each.across else each.x for each in points]
    across = Axis(0, reach([*ends, *targets["high"]]), "ng/mL")
    down = Axis(len(trials) - 0.4, -0.6, ticks=[(at, trial) for trial, at in place.items()])
    return Chart(
        [Panel(across, down, LEVEL_LINE_PX * len(trials), ranges, points=points)], caption, [TARGET, POSTED_LEVEL]
    )


def spread_of(row: Any) -> tuple[float, float] | None:
    """From where to where a posted level spreads, not below nought; None where no spread is posted."""
    if pd.isna(row.spread_ng_ml):
        return None
    return max(0.0, row.value_ng_ml - row.spread_ng_ml), row.value_ng_ml + row.spread_ng_ml


def level_told(row: Any) -> str:
    """What a pointer reads over a posted level."""
    parts = [getattr(row, name) for name in ("nct_id", "group_title", "class_title", "category_title")]
    value = f"{row.value} {row.unit}, {str(row.param_type or '').lower()}"
    return told(*(str(part) for part in [*parts, value] if part))


def levels_in_words(levels: pd.DataFrame) -> str:
    """The levels for whoever does not see them."""
    values = levels["value_ng_ml"].dropna()
    trials = levels.loc[values.index, "nct_id"].nunique()
    return (
        f"{len(values)} posted levels of {several(trials, 'trial')}, {values.min():g} to "
        f"{values.max():g} ng/mL. Every value stands in the table below."
    )
