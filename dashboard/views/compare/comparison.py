"""Trials side by side: facts and the status of each measure, one column per trial."""

from collections.abc import Iterable, Sequence
from typing import Any, Literal

import pandas as pd
import streamlit as st

from cache.questions.trials import side_by_side, statuses
from dashboard.shared.trial_parts import AGE_LIMITS
from dashboard.state.session import ask
from dashboard.words.labels import MARKS, STATUS_NAMES, Words, in_words
from dashboard.words.text import NCT_IN_TEXT

MOST_COMPARED = 6  # more columns cannot be read
COMPARED_FACTS = {
    "brief_title": "Title", "role": "Role of the rapalog", "populations": "Population", "rapalogs": "Drug",
    "routes": "Route", "frequencies": "Frequency", "regimen": "Regimen", "phases": "Phase",
    "allocation": "Allocation", "masking": "Masking",
    "enrollment_count": "Participants", "minimum_age": "Minimum age", "maximum_age": "Maximum age",
    "start_date": "Start", "primary_completion_date": "Primary completion", "results_due_date": "Twelve months end",
    "overall_status": "Recruitment status", "has_results": "Posted results", "lead_sponsor": "Lead sponsor",
    "is_older_adults": "Older adults", "is_genetic_stratification": "Genetic stratification",
    "is_interaction_control": "Interaction control",
}  # fmt: skip
HEAD = "Fact or measure"
VERBATIM = {"brief_title", "rapalogs", "lead_sponsor", "minimum_age", "maximum_age"}


def comparison_frame(facts: pd.DataFrame, found: dict[str, dict[str, str]], words: Words) -> pd.DataFrame:
    """Rows: facts, then measures by group; columns: trials in the order of `facts`."""
    ids = list(facts["nct_id"])
    rows: list[dict[str, str]] = [
        {HEAD: words.said(name), **{each: fact(column, facts[column].iloc[at]) for at, each in enumerate(ids)}}
        for column, name in COMPARED_FACTS.items()
    ]
    for _, measures in words.by_group(measure for each in found.values() for measure in each):
        for measure in measures:
            rows.append({HEAD: words.name(measure), **{each: status(found[each].get(measure, "")) for each in ids}})
    return pd.DataFrame(rows)


def fact(column: str, value: Any) -> str:
    """One fact in words."""
    if isinstance(value, list) or getattr(value, "ndim", None) == 1:
        return ", ".join(str(each) if column in VERBATIM else in_words(str(each)) for each in value)
    if pd.isna(value) or value == "":
        return "no limit stated" if column in AGE_LIMITS else "–"
    if isinstance(value, pd.Timestamp):
        return str(value.date())
    if isinstance(value, str):
        return value if column in VERBATIM else in_words(value)
    return {"True": "yes", "False": "no"}.get(str(value), f"{value:g}" if isinstance(value, float) else str(value))


def status(code: str) -> str:
    """A status with its mark."""
    return f"{MARKS[code]} {STATUS_NAMES[code]}" if code in MARKS else code


def chosen_ids(asked: Iterable[str]) -> tuple[list[str], list[str]]:
    """The ids of an address, each once, at most LIMIT, and a sentence for everything that is left out."""
    ids: list[str] = []
    faults: list[str] = []
    for value in dict.fromkeys(each.strip().upper() for each in asked):
        if not NCT_IN_TEXT.fullmatch(value):
            faults.append(f"“{value[:40]}” is no registry id; write it like NCT01234567.")
        elif len(ids) == MOST_COMPARED:
            faults.append(f"{value}: no more than {MOST_COMPARED} trials stand side by side.")
        else:
            ids.append(value)
    return ids, faults[: 2 * MOST_COMPARED]


def comparison(ids: Sequence[str], words: Words) -> None:
    """Draw up to LIMIT trials side by side."""
    if len(ids) > MOST_COMPARED:
        st.caption(f"The first {MOST_COMPARED} of {len(ids)} selected trials.")
    chosen = tuple(ids[:MOST_COMPARED])
    show_comparison(comparison_frame(ask(side_by_side, chosen), ask(statuses, chosen), words), len(chosen))


def show_comparison(frame: pd.DataFrame, count: int, height: int | Literal["content"] = 560) -> None:
    """Draw a frame of trials side by side; the names of the rows stay in sight."""
    st.dataframe(frame, key="comparison", hide_index=True, height=height, alt=f"{count} trials side by side",
                 column_config={HEAD: st.column_config.TextColumn(HEAD, pinned=True)})  # fmt: skip
