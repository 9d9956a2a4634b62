"""The map on a narrow screen: one column of it at a time, its measures as bars."""

import pandas as pd
import streamlit as st

from cache.filters.filters import Filters
from cache.questions.map import EvidenceMap
from cache.statistics.shares import share
from dashboard.shared.controls import menu
from dashboard.state.session import words
from dashboard.views.map import answer
from dashboard.views.map.cells import counted_as
from dashboard.words.labels import MAP_TITLES, column_words
from dashboard.words.numbers import percent
from dashboard.words.text import plain


def measures(found: EvidenceMap, view: str, by: str, groups: list[str], filters: Filters) -> None:
    """The measures of one column with their numbers; a chosen row answers below."""
    columns = {code: f"{column_words(by, code, words())} ({count:,})" for code, count in found.columns}
    column = menu("Shown", columns, "column", next(iter(columns)), 360)
    rows = bars(found, view, column, groups)
    st.caption(plain(f"{MAP_TITLES[view]}. Choose a row to see its trials."))
    largest = float(max([*rows["Trials"], 1]))
    event = st.dataframe(
        rows[["Measure", "Trials", "Share"]], hide_index=True, key=f"bars_{by}_{column}_{view}", on_select="rerun",
        selection_mode="single-row", height="content", alt=f"{MAP_TITLES[view]}: {columns[column]}",
        column_config={
            "Measure": st.column_config.TextColumn(width=165),
            "Trials": st.column_config.ProgressColumn(width=110, min_value=0, max_value=largest, format="%d"),
            "Share": st.column_config.TextColumn(width=60),
        },
    )  # fmt: skip
    for position in event["selection"]["rows"]:
        answer.show((str(rows["measure"].iloc[position]), column), view, by, filters)


def bars(found: EvidenceMap, view: str, column: str, groups: list[str]) -> pd.DataFrame:
    """`measure`, `Measure`, `Trials` (the view's count) and `Share` (of those that owe a report) of one column."""
    counts = {row.measure: row for row in found.cells.itertuples(index=False) if row.column == column}
    chosen = [each for name, those in words().by_group(found.cells["measure"]) if name in groups for each in those]
    numbers = [int(getattr(counts[each], counted_as(view))) for each in chosen]
    parts = [share(number, found.base_of(counts[each], view)) for number, each in zip(numbers, chosen, strict=True)]
    return pd.DataFrame({
        "measure": chosen, "Measure": [words().name(each) for each in chosen], "Trials": numbers,
        "Share": [percent(part.value) if part.base else "–" for part in parts],
    })  # fmt: skip
