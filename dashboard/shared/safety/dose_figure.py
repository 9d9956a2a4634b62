"""Shares of people with an event over the dose or the trough: a point a posted group, a colour a drug."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from cache.safety.dose import straight_line
from dashboard.shared.figures.marks import (
    BLUE,
    GREEN,
    ORANGE,
    VERMILION,
    Axis,
    Chart,
    KeyEntry,
    Line,
    Panel,
    Point,
    reach,
    told,
)
from dashboard.words.labels import several
from dashboard.words.safety_words import percent

DRUG_COLOURS = (BLUE, VERMILION, GREEN, "#CC79A7", ORANGE)
DRUG_SYMBOLS = ("circle", "square", "diamond", "triangle", "cross")
MOST_POINTS = 100  # that can be told apart; a browser takes long over more
NAMED_POINTS = 12  # groups whose trials can be named beside their points; more are named where a pointer rests
DOSES_PX = 300
UP, TOP = "People with the event", 4  # the axis, in percent; what it reaches beyond 100 so that a name has room


def largest(points: pd.DataFrame) -> pd.DataFrame:
    """The points that are drawn: those of the MOST_POINTS groups with the most people, in their order."""
    return points.loc[points["at_risk"].astype(float).nlargest(MOST_POINTS).index.sort_values()]


def dose_figure(points: pd.DataFrame, across: str, caption: str) -> Chart:
    """The largest groups with their intervals; a dashed line per drug, over all groups, where these are enough."""
    shown, are_named = largest(points), len(points) <= NAMED_POINTS
    marks, lines, key = [], [], []
    for number, (drug, rows) in enumerate(points.groupby("drug", sort=True)):
        look = KeyEntry(str(drug), DRUG_COLOURS[number % len(DRUG_COLOURS)], DRUG_SYMBOLS[number % len(DRUG_SYMBOLS)])
        key.append(look)
        marks += [_point(row, look, are_named) for row in shown[shown["drug"] == drug].itertuples(index=False)]
        if line := straight_line(rows):
            lines.append(_line(rows, line, look.fill))
            key.append(KeyEntry(f"{drug}: straight line, weighted by people", look.fill, "line"))
    along = Axis(0, reach(points["at"]), across)
    up = Axis(0, min(100 + TOP, reach(each.up[1] if each.up else each.y for each in marks)), UP, unit="%")
    return Chart([Panel(along, up, DOSES_PX, lines=lines, points=marks)], caption, key)


def _point(row: Any, look: KeyEntry, is_named: bool) -> Point:
    return Point(
        row.at, 100 * float(row.share), look.fill, look.symbol, up=(100 * float(row.low), 100 * float(row.high)),
        name=row.nct_id if is_named else "", told=read(row),
    )  # fmt: skip


def _line(rows: pd.DataFrame, line: tuple[float, float], colour: str) -> Line:
    first, last = (
        (at, 100 * min(1.0, max(0.0, line[0] + line[1] * at))) for at in (rows["at"].min(), rows["at"].max())
    )
    return Line(first, last, colour, is_dashed=True)


def read(row: Any) -> str:
    """What a pointer reads over a point: trial, group, share with its base."""
    return told(row.nct_id, row.title, f"{percent(row.share)} ({row.affected} of {row.at_risk}), {row.term}")


def dose_in_words(points: pd.DataFrame, across: str) -> str:
    """The figure for whoever does not see it."""
    drugs: Sequence[str] = sorted(set(points["drug"]))
    low, high = points["at"].min(), points["at"].max()
    drawn = f" The {MOST_POINTS} with the most people are drawn." if len(points) > MOST_POINTS else ""
    return (
        f"Share of people with the event in {several(len(points), 'group')} of "
        f"{several(points['nct_id'].nunique(), 'trial')} ({', '.join(drugs)}) over {across}, {low:g} to {high:g}."
        f"{drawn} The download has every point."
    )
