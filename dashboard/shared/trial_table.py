"""A table of trials as pages show it: links to the trial's page and to the registry, and a strip of measure marks."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode

import pandas as pd
import streamlit as st

from cache.filters.filters import Filters
from dashboard.state import url
from dashboard.words.labels import MARKS, STATUS_NAMES, Words, in_words
from dashboard.words.text import registry_url


def strip(statuses: Mapping[str, str], measures: Sequence[str]) -> str:
    """One mark per measure in the order given; a measure that is not judged leaves a blank."""
    return "\u2009".join(MARKS.get(statuses.get(measure, ""), " ") for measure in measures)


def legend() -> str:
    """What the marks mean."""
    return "; ".join(f"{MARKS[status]} {words}" for status, words in STATUS_NAMES.items())


def trial_links(ids: Iterable[str], filters: Filters) -> list[str]:
    """Addresses of the trials' pages, which carry the filters."""
    carried = urlencode(url.link(filters))
    return [f"trial?nct={quote(str(each), safe='')}&{carried}" for each in ids]


def table_rows(
    rows: pd.DataFrame, found: Mapping[str, Mapping[str, str]], words: Words, filters: Filters
) -> pd.DataFrame:
    """Rows of `trials` in words, with links and one column of marks per group of measures."""
    shown: dict[str, Sequence[Any]] = {
        "Trial": trial_links(rows["nct_id"], filters),
        "Title": list(rows["brief_title"]),
    }
    present = {measure for statuses in found.values() for measure in statuses}
    for group, measures in words.by_group(present):
        shown[group] = [strip(found[each], measures) for each in rows["nct_id"]]
    shown |= {
        "Role": [in_words(each or "") for each in rows["role"]],
        "Population": [[words.names.get(one) or in_words(one) for one in each] for each in rows["populations"]],
        "Drug": list(rows["rapalogs"]),
        "Regimen": [in_words(each or "") for each in rows["regimen"]],
        "Phase": [", ".join(in_words(one) for one in each) for each in rows["phases"]],
        "Recruitment": [in_words(each or "") for each in rows["overall_status"]],
        "Start": list(rows["start_date"]),
        "Participants": list(rows["enrollment_count"]),
        "Results": ["posted" if each else "none posted" for each in rows["has_results"]],
        "Twelve months end": list(rows["results_due_date"]),
        "Sponsor": list(rows["lead_sponsor"]),
        "Registry": [registry_url(each) for each in rows["nct_id"]],
    }
    return pd.DataFrame(shown)


HEADINGS = {
    "nct_id": "Trial", "brief_title": "Title", "lead_sponsor": "Sponsor", "start_year": "Start", "kind": "Kind",
    "title": "Outcome", "time_frame": "Time frame", "reporting_status": "As declared", "measures": "Measures",
    "anticipated_posting_date": "Promised for", "primary_completion_date": "Primary completion",
    "results_due_date": "Twelve months end", "overall_status": "Recruitment", "source": "List", "unit": "Unit",
    "has_values": "Holds values", "group_title": "Group", "class_title": "Class", "category_title": "Category",
    "param_type": "Figure", "value": "Value", "value_ng_ml": "ng/mL", "spread_ng_ml": "Spread, ng/mL",
    "dispersion_type": "Kind of spread", "participants_count": "Participants", "low": "Target from, ng/mL",
    "high": "Target to, ng/mL", "doses": "Doses in the arms", "data_date": "Data of", "field": "What",
    "before": "Before", "after": "After", "is_flagged": "Flagged", "measure": "Measure", "trials": "Trials",
    "base": "Of trials", "group": "Group", "column": "Column", "reported": "Report",
    "reports": "Report, adverse events too", "plans": "Plan",
    "described": "Only describe", "leaves_out": "Leave out", "share": "Share, %", "share_low": "95% interval from, %",
    "share_high": "95% interval to, %", "year": "Year of start", "name": "Name", "due": "Twelve months over",
    "overdue": "No results", "obliged": "Probably obliged", "is_probably_obliged": "Probably obliged to post",
    "obligation_reason": "Why or why not",
    "status": "Status",
}  # fmt: skip


PERCENTAGES = ("Share, %", "95% interval from, %", "95% interval to, %")


CODED_COLUMNS = ("source", "param_type", "dispersion_type", "overall_status", "reporting_status")


def linked(rows: pd.DataFrame, filters: Filters, words: Words | None = None) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Rows under readable headings, ids as links to the trial's page, and how the columns are shown.

    Columns in which no row holds anything are left out. With `words`, lists of measures are given by name.
    """
    shown = with_something(rows)
    for name in (name for name in CODED_COLUMNS if name in shown):
        shown[name] = [in_words(each or "") for each in rows[name]]
    if words and "measures" in shown:
        shown["measures"] = [[words.name(each) for each in found] for found in rows["measures"]]
    if "nct_id" in shown:
        shown["nct_id"] = trial_links(rows["nct_id"], filters)
    config = {
        "Trial": st.column_config.LinkColumn("Trial", display_text=r"nct=(NCT\d{8})", pinned=True),
        "Twelve months end": st.column_config.DateColumn("Twelve months end", format="YYYY-MM-DD"),
        **{name: st.column_config.NumberColumn(name, format="%.1f") for name in PERCENTAGES},
        "Data of": st.column_config.DateColumn("Data of", format="YYYY-MM-DD"),
    }
    return shown.rename(columns=HEADINGS), config


def with_something(rows: pd.DataFrame) -> pd.DataFrame:
    """A copy of the rows without the columns that are empty in every row."""
    return rows[[name for name in rows if rows.empty or any(map(_holds, rows[name]))]].copy()


def _holds(value: Any) -> bool:
    """Whether a cell shows anything: a nought does, an empty list does not."""
    if isinstance(value, str) or hasattr(value, "__len__"):
        return len(value) > 0
    return not pd.isna(value)


def columns(words: Words, present: Sequence[str]) -> dict[str, Any]:
    """How each column of the table is shown."""
    config: dict[str, Any] = {
        "Trial": st.column_config.LinkColumn("Trial", display_text=r"nct=(NCT\d{8})", pinned=True, width=110),
        "Title": st.column_config.TextColumn("Title", width=330),
        "Participants": st.column_config.NumberColumn("Participants", format="localized"),
        "Twelve months end": st.column_config.DateColumn("Twelve months end", format="YYYY-MM-DD"),
        "Registry": st.column_config.LinkColumn("Registry", display_text="open record"),
    }
    for group, measures in words.by_group(present):
        names = ", ".join(words.name(measure) for measure in measures)
        config[group] = st.column_config.TextColumn(group, help=f"In order: {names}. {legend()}")
    return config


def trial_table(
    rows: pd.DataFrame, found: Mapping[str, Mapping[str, str]], words: Words, filters: Filters, key: str, alt: str
) -> list[str]:
    """Draw the table; gives the ids of the rows that the reader selected."""
    present = list(dict.fromkeys(measure for statuses in found.values() for measure in statuses))
    event = st.dataframe(
        table_rows(rows, found, words, filters),
        key=key,
        hide_index=True,
        on_select="rerun",
        selection_mode="multi-row",
        column_config=columns(words, present),
        height="content" if len(rows) < 12 else 460,
        placeholder="–",
        alt=alt,
    )
    chosen = event["selection"]["rows"]
    return [str(rows["nct_id"].iloc[position]) for position in chosen if position < len(rows)]
