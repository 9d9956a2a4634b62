"""Tables of the page Safety in words: a row per population, a row per posted group."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.words.labels import Words, in_words
from dashboard.words.safety_words import CONTROLS, OVERLAP_WORDS, percent, ratio_words, share_words

# Tables of pages fit the width that a window of 1400 pixels leaves them; long words stand in several lines of a row.
THREE_LINES, FOUR_LINES = 68, 86  # pixels of a row; Streamlit wraps from 64
POPULATION_PX = {
    "Population": 165, "Trials": 56, "People": 64, "Groups: low, median, high": 170, "Not listed": 82,
    "Risk ratio": 138, "Control": 84, "Troughs": 66, "Most given": 113,
}  # fmt: skip


def widths(pixels: Mapping[str, int]) -> dict[str, Any]:
    """Columns of these widths."""
    return {name: st.column_config.Column(name, width=width) for name, width in pixels.items()}


def population_table(rows: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Rows of `overview` under readable headings."""
    return pd.DataFrame({
        "Population": [words.names.get(each) or in_words(each) for each in rows["population"]],
        "Trials": rows["trials"],
        "People": rows["people"],
        "Groups: low, median, high": [
            f"{percent(row.share_lowest)}, {percent(row.share_median)}, {percent(row.share_highest)}"
            if row.trials else "not listed" for row in rows.itertuples()
        ],
        "Not listed": rows["not_listed"],
        "Risk ratio": [ratio_words(row) for row in rows.itertuples()],
        "Control": [CONTROLS.get(each, "") for each in rows["control"]],
        "Troughs": rows["trough"],
        "Most given": [", ".join(each) for each in rows["most_given"]],
    })  # fmt: skip


def arms_table(rows: pd.DataFrame, links: Sequence[str]) -> pd.DataFrame:
    """Rows of `incidence` under readable headings; `links` lead to the trials' pages."""
    return pd.DataFrame({
        "Trial": list(links),
        "Group": rows["title"],
        "People with the event": [share_words(row) for row in rows.itertuples()],
        "Largest term": rows["term"],
        "Serious": rows["affected_serious"],
        "Other": rows["affected_other"],
        "Drug": rows["drugs"],
        "Dose": [f"{row.dose:g} {row.dose_unit} {in_words(row.frequency or '').lower()}" if row.dose == row.dose
                 and row.dose is not None else "" for row in rows.itertuples()],
        "Target from, ng/mL": rows["trough_low_ng_ml"],
        "Target to, ng/mL": rows["trough_high_ng_ml"],
        "Given": rows["given"],
        "Its arm": rows["arm_label"],
        "How sure": rows["certainty"],
        "May overlap": [OVERLAP_WORDS.get(each, each) for each in rows["overlap"]],
        "Asked for": [in_words(each or "") for each in rows["assessment"]],
        "Threshold, %": rows["threshold_percent"],
        "Over": rows["time_frame"],
    })  # fmt: skip
