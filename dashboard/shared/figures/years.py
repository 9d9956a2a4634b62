"""Trials by year: those that plan and report a measure, and those whose results are not there."""

from collections.abc import Sequence

import pandas as pd

from dashboard.shared.figures.marks import BLUE, GREY, ORANGE, VERMILION, Axis, Bar, Chart, KeyEntry, Panel, reach, told

YEARS_PX = 230
FAINT = 0.35  # opacity of the bars behind
Row = tuple[str, str, KeyEntry, float, float]  # column, words for a count of it, its look, its edges around the year


def years_figure(years: pd.DataFrame, caption: str) -> Chart:
    """Bars per year of start: all trials, and before them those that plan and those that report the measure."""
    return _bars(years, "Year of start", caption, [
        ("base", "in all", KeyEntry("all trials", GREY, strength=FAINT), -0.4, 0.4),
        ("plans", "plan it", KeyEntry("plan it", ORANGE, is_hatched=True), -0.4, 0.0),
        ("reports", "report it", KeyEntry("report it", BLUE), 0.0, 0.4),
    ])  # fmt: skip


def overdue_figure(rows: pd.DataFrame, caption: str) -> Chart:
    """Bars per year in which twelve months ended: all trials, those without results, those of them probably obliged."""
    over = "Year in which twelve months after primary completion ended"
    return _bars(rows.assign(year=rows["name"].astype(int)), over, caption, [
        ("due", "with twelve months over", KeyEntry("twelve months over", GREY, strength=FAINT), -0.4, 0.4),
        ("overdue", "without results", KeyEntry("no results", ORANGE, is_hatched=True), -0.4, 0.4),
        ("obliged", "of these probably obliged", KeyEntry("no results, probably obliged", VERMILION), -0.4, 0.4),
    ])  # fmt: skip


def _bars(rows: pd.DataFrame, title: str, caption: str, parts: Sequence[Row]) -> Chart:
    """Bars that stand before each other, year by year; a pointer reads all counts of a year."""
    bars = []
    for row in rows.itertuples(index=False):
        counts = [f"{getattr(row, column):,} {words}" for column, words, *_ in parts]
        read = told(str(row.year), *counts)
        for column, _, look, left, right in parts:
            edges = (row.year + left, row.year + right)
            bars.append(Bar(edges, (0, getattr(row, column)), look.fill, look.strength, look.is_hatched, told=read))
    years = Axis(rows["year"].min() - 0.6, rows["year"].max() + 0.6, title, is_whole=True, has_grid=False)
    counted = Axis(0, reach(rows[parts[0][0]]), "Trials", is_whole=True)
    return Chart([Panel(years, counted, YEARS_PX, bars)], caption, [look for _, _, look, *_ in parts])


def years_in_words(years: pd.DataFrame, measure: str) -> str:
    """The bars for whoever does not see them."""
    return (
        f"Trials per year of start, {years['year'].min()} to {years['year'].max()}: {years['base'].sum()} in all, of "
        f"which {years['plans'].sum()} plan and {years['reports'].sum()} report {measure}. The table has every year."
    )


def overdue_in_words(rows: pd.DataFrame) -> str:
    """The bars for whoever does not see them."""
    return (
        "Trials by the year in which twelve months after primary completion ended, "
        f"{rows['name'].min()} to {rows['name'].max()}: {rows['due'].sum()} in all, of which {rows['overdue'].sum()} "
        f"have no results and {rows['obliged'].sum()} of these are probably obliged to post them. Every year stands "
        "in the table below."
    )
