"""Trials side by side: facts and the status of each measure, one column per trial."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from cache.questions.trials import side_by_side, statuses
from dashboard.labels import MARKS, STATUSES, Words, in_words
from dashboard.session import ask

LIMIT = 6
FACTS = {
    "brief_title": "Title", "role": "Role of the rapalog", "populations": "Population", "rapalogs": "Drug",
    "routes": "Route", "regimen": "Regimen", "phases": "Phase", "allocation": "Allocation", "masking": "Masking",
    "enrollment_count": "Participants", "minimum_age": "Youngest age", "start_date": "Start",
    "primary_completion_date": "Primary completion", "results_due_date": "Results due",
    "overall_status": "Recruitment status", "has_results": "Posted results", "lead_sponsor": "Lead sponsor",
    "is_genetic_stratification": "Genetic stratification", "is_interaction_control": "Interaction control",
}  # fmt: skip
VERBATIM = {"brief_title", "rapalogs", "lead_sponsor", "minimum_age"}


def comparison_frame(facts: pd.DataFrame, found: dict[str, dict[str, str]], words: Words) -> pd.DataFrame:
    """Rows: facts, then measures by group; columns: trials in the order of `facts`."""
    ids = list(facts["nct_id"])
    rows: list[dict[str, str]] = [
        {"": name, **{each: fact(column, facts[column].iloc[at]) for at, each in enumerate(ids)}}
        for column, name in FACTS.items()
    ]
    for _, measures in words.by_group(measure for each in found.values() for measure in each):
        for measure in measures:
            rows.append({"": words.name(measure), **{each: status(found[each].get(measure, "")) for each in ids}})
    return pd.DataFrame(rows)


def fact(column: str, value: Any) -> str:
    """One fact in words."""
    if isinstance(value, list) or getattr(value, "ndim", None) == 1:
        return ", ".join(str(each) if column in VERBATIM else in_words(str(each)) for each in value)
    if pd.isna(value):
        return "–"
    if isinstance(value, pd.Timestamp):
        return str(value.date())
    if isinstance(value, str):
        return value if column in VERBATIM else in_words(value)
    return {"True": "yes", "False": "no"}.get(str(value), f"{value:g}" if isinstance(value, float) else str(value))


def status(code: str) -> str:
    """A status with its mark."""
    return f"{MARKS[code]} {STATUSES[code]}" if code in MARKS else code


def comparison(ids: Sequence[str], words: Words) -> None:
    """Draw up to LIMIT trials side by side."""
    if len(ids) > LIMIT:
        st.caption(f"The first {LIMIT} of {len(ids)} selected trials.")
    chosen = tuple(ids[:LIMIT])
    frame = comparison_frame(ask(side_by_side, chosen), ask(statuses, chosen), words)
    st.dataframe(frame, key="comparison", hide_index=True, height=560, alt=f"{len(chosen)} trials side by side")
