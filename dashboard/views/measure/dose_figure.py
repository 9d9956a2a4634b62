"""Posted levels along the dose, or the target range, of their own arm: a panel for each rapalog and unit of dose."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard.shared.figures.marks import BLUE, Axis, Chart, KeyEntry, Panel, Point, reach, told
from dashboard.views.measure.level_figure import level_told, spread_of
from dashboard.words.labels import in_words, several

SURE_ENOUGH = ("sure", "likely")
PANEL_PX = 240
MOST_PANELS = 6
ARM_KNOWN = KeyEntry("arm of the level known", BLUE, "circle")
ARM_UNCERTAIN = KeyEntry("arm of the level uncertain", BLUE, "circle", is_open=True)
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


def dose_figure(shown: pd.DataFrame, caption: str) -> Chart:
    """A panel below another, each with its own axes; `shown` as `placed` gives it. No bar goes below nought."""
    panels = [_panel(shown[shown["panel"] == name], name) for name in panels_of(shown)]
    return Chart(panels, caption, [ARM_KNOWN, ARM_UNCERTAIN])


def _panel(rows: pd.DataFrame, name: str) -> Panel:
    points = [_point(row) for row in rows.itertuples(index=False)]
    across = Axis(0, reach(each.across[1] if each.across else each.x for each in points), name)
    up = Axis(0, reach(each.up[1] if each.up else each.y for each in points), "ng/mL")
    return Panel(across, up, PANEL_PX, points=points)


def _point(row: Any) -> Point:
    return Point(
        row.x, row.value_ng_ml, BLUE, is_open=row.arm_certainty not in SURE_ENOUGH, up=spread_of(row),
        across=(row.x - row.x_width, row.x + row.x_width) if row.x_width else None, told=dose_told(row),
    )  # fmt: skip


def dose_told(row: Any) -> str:
    """What a pointer reads over a level: trial, group, arm, dose and what its bar is."""
    dose = "" if pd.isna(row.dose) else f"{row.dose:g} {row.dose_unit} {in_words(row.frequency or '').lower()}".strip()
    sure = "" if row.arm_certainty in SURE_ENOUGH else " (uncertain)"
    arm = told(f"arm: {row.arm_label}") + sure if row.arm_label else ""
    return "\n".join(part for part in (level_told(row), arm, dose, spread_words(row)) if part)


def spread_words(row: Any) -> str:
    """`standard deviation 1.5 ng/mL`; empty where no spread is posted."""
    if pd.isna(row.spread_ng_ml):
        return ""
    return f"{in_words(row.dispersion_type or 'spread').lower()} {row.spread_ng_ml:g} ng/mL"


def bars_words(shown: pd.DataFrame) -> str:
    """What the bars of a figure are, kind by kind, with how many levels have it."""
    kinds = shown.loc[shown["spread_ng_ml"].notna(), "dispersion_type"].map(lambda kind: in_words(kind).lower())
    counts = kinds.value_counts()
    counted: Sequence[str] = [f"{kind} ({count})" for kind, count in counts.items()]
    return f"Bars: {', '.join(counted)}" if counted else "No spreads are posted"


def dose_in_words(shown: pd.DataFrame, all_levels: int) -> str:
    """The figure for whoever does not see it, and what has no place in it."""
    uncertain = int((~shown["arm_certainty"].isin(SURE_ENOUGH)).sum())
    return (
        f"{several(len(shown), 'posted level')} of {several(shown['nct_id'].nunique(), 'trial')} at what their own arm "
        f"gives; of {uncertain} the arm is uncertain. Left out: {several(all_levels - len(shown), 'level')} in ng/mL "
        "whose arm, or what it gives, cannot be told."
    )
