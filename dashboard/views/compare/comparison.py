"""Trials side by side: facts and the status of each measure, one column per trial, differences marked."""

from collections.abc import Iterable, Sequence
from typing import Any, Literal

import pandas as pd
import streamlit as st

from cache.questions.trials import side_by_side, statuses
from dashboard.shared.screen import is_narrow, theme
from dashboard.shared.status_matrix import coloured, in_full
from dashboard.state.session import ask
from dashboard.views.trial.parts import AGE_LIMITS
from dashboard.words.labels import Words, in_words
from dashboard.words.text import NCT_IN_TEXT

MOST_COMPARED = 6  # more columns cannot be read
COMPARED_FACTS = {
    "Identity": {"brief_title": "Title", "lead_sponsor": "Lead sponsor", "overall_status": "Recruitment status"},
    "Treatment": {
        "rapalogs": "Drug", "role": "Role of the rapalog", "routes": "Route", "frequencies": "Frequency",
        "regimen": "Regimen", "is_interaction_control": "Interaction control",
    },
    "Design": {"phases": "Phase", "allocation": "Allocation", "masking": "Masking"},
    "Participants": {
        "populations": "Population", "enrollment_count": "Participants", "minimum_age": "Minimum age",
        "maximum_age": "Maximum age", "is_older_adults": "Older adults",
        "is_genetic_stratification": "Genetic stratification",
    },
    "Dates and results": {
        "start_date": "Start", "primary_completion_date": "Primary completion", "results_due_date": "Twelve months end",
        "has_results": "Posted results",
    },
}  # fmt: skip
HEAD, GROUP, DIFFERS = "Fact or measure", "Group", "Differs"
VERBATIM = {"brief_title", "rapalogs", "lead_sponsor", "minimum_age", "maximum_age"}


def comparison_frame(facts: pd.DataFrame, found: dict[str, dict[str, str]], words: Words) -> pd.DataFrame:
    """Rows: facts, then measures, both by group; columns: group, name, whether the trials differ, then the trials."""
    ids = list(facts["nct_id"])
    rows: list[tuple[str, str, list[str]]] = [
        (group, words.said(name), [fact(column, facts[column].iloc[at]) for at in range(len(ids))])
        for group, columns in COMPARED_FACTS.items()
        for column, name in columns.items()
    ]
    for group, measures in words.by_group(measure for each in found.values() for measure in each):
        rows += [(group, words.name(one), [in_full(found[each].get(one, "")) for each in ids]) for one in measures]
    return pd.DataFrame([
        {GROUP: group, HEAD: name, DIFFERS: "≠" if len(set(values)) > 1 else "", **dict(zip(ids, values, strict=True))}
        for group, name, values in rows
    ])  # fmt: skip


def only_differences(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows in which the trials differ."""
    return frame[frame[DIFFERS] != ""]


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


def chosen_ids(asked: Iterable[str]) -> tuple[list[str], list[str]]:
    """The ids of an address, each once, at most MOST_COMPARED, and a sentence for everything that is left out."""
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
    """Draw up to MOST_COMPARED trials side by side."""
    if len(ids) > MOST_COMPARED:
        st.caption(f"The first {MOST_COMPARED} of {len(ids)} selected trials.")
    chosen = tuple(ids[:MOST_COMPARED])
    show_comparison(comparison_frame(ask(side_by_side, chosen), ask(statuses, chosen), words), chosen)


def show_comparison(frame: pd.DataFrame, ids: Sequence[str], height: int | Literal["content"] = 560) -> None:
    """Draw trials side by side; the names of the rows stay in sight, and a narrow screen does without groups."""
    narrow = is_narrow()
    shown = frame.drop(columns=GROUP) if narrow else frame
    config: dict[str, Any] = {
        GROUP: st.column_config.TextColumn(GROUP, width=120),
        HEAD: st.column_config.TextColumn(HEAD, pinned=True, width=128 if narrow else 170),
        DIFFERS: st.column_config.TextColumn(DIFFERS, width=64, help="≠ where the trials do not all say the same"),
    }
    st.dataframe(
        coloured(shown, ids, theme()), key="comparison", hide_index=True, height=height, column_config=config,
        alt=f"{len(ids)} trials side by side",
    )  # fmt: skip
