"""Tables of the page Safety in words: a row per population, a row per posted group."""

from collections.abc import Sequence

import pandas as pd

from dashboard.words.labels import Words, in_words
from dashboard.words.safety_words import CONTROLS, OVERLAP_WORDS, percent, ratio_words, share_words


def population_table(rows: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Rows of `overview` under readable headings."""
    return pd.DataFrame({
        "Population": [words.names.get(each) or in_words(each) for each in rows["population"]],
        "Trials": rows["trials"],
        words.said("People with a rapalog"): rows["people"],
        "With the event: lowest, median, highest group": [
            f"{percent(row.share_lowest)}, {percent(row.share_median)}, {percent(row.share_highest)}"
            if row.trials else "not listed" for row in rows.itertuples()
        ],
        "Groups that do not list it": rows["not_listed"],
        "Risk ratio against control": [ratio_words(row) for row in rows.itertuples()],
        "Control": [CONTROLS.get(each, "") for each in rows["control"]],
        "Target troughs": rows["trough"],
        "Most given in these arms": rows["most_given"],
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
