"""A table of trials as pages show it: links to the trial's page and to the registry, and statuses of measures."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode

import pandas as pd
import streamlit as st

from cache.filters.dimensions import ELSEWHERE_VIEWS, REPORTED_ANYWHERE
from cache.filters.filters import Filters
from dashboard.shared.screen import is_narrow, theme
from dashboard.shared.status_matrix import coloured, matrix
from dashboard.shared.trial_cards import trial_cards
from dashboard.state import url
from dashboard.words.labels import Words, in_words
from dashboard.words.text import plain, registry_url

TRIAL_ROW_PX = 76  # four lines, so that most titles stand whole; texts wrap from 65 on
IN_ABSTRACTS = "Measures that the abstract of an article of the trial's own reports."
FIT_PX = 936  # what a window of 1400 px leaves beside the filters: so much is read across without scrolling
BOXES_PX = 34  # of the column in which rows are selected
FACT_PX = {"Trial": 100, "Phase": 52, "Start": 70, "Results": 62, "Sponsor": 98}
HEAD_MARGIN_PX, HEAD_CHARACTER_PX = 16, 6.6  # of a column's head: around its words, and for one of their letters
LAST_MAIN = "Sponsor"  # the columns behind it are seen where the reader asks for all
TITLE_PX, WIDE, NARROW = 152, 180, 88  # at least for the title; at most and at least for a measure


def trial_links(ids: Iterable[str], filters: Filters) -> list[str]:
    """Addresses of the trials' pages, which carry the filters."""
    carried = urlencode(url.link(filters))
    return [f"trial?nct={quote(str(each), safe='')}&{carried}" for each in ids]


def table_rows(
    rows: pd.DataFrame, found: Mapping[str, Mapping[str, str]], measures: Sequence[str], words: Words, filters: Filters
) -> pd.DataFrame:
    """Rows of `trials` in words, with links and a column of statuses per measure."""
    statuses = matrix([found[each] for each in rows["nct_id"]], measures, filters, words)
    abstracts = {"In abstracts": [", ".join(words.name(one) for one in each) for each in rows["in_abstracts"]]}
    is_asked = asks_elsewhere(filters)
    shown: dict[str, Sequence[Any]] = {
        "Trial": trial_links(rows["nct_id"], filters),
        "Title": list(rows["brief_title"]),
        **(abstracts if is_asked else {}),
        **statuses,
        **({} if is_asked or not any(rows["in_abstracts"]) else abstracts),
        "Phase": [", ".join(in_words(one).removeprefix("Phase ") for one in each) for each in rows["phases"]],
        "Start": [str(each or "")[:7] for each in rows["start_date"]],  # to the month, which fits
        "Results": ["posted" if each else "none posted" for each in rows["has_results"]],
        "Sponsor": list(rows["lead_sponsor"]),
        "Population": [[words.names.get(one) or in_words(one) for one in each] for each in rows["populations"]],
        "Drug": list(rows["rapalogs"]),
        "Role": [in_words(each or "") for each in rows["role"]],
        "Regimen": [in_words(each or "") for each in rows["regimen"]],
        "Recruitment": [in_words(each or "") for each in rows["overall_status"]],
        "Participants": list(rows["enrollment_count"]),
        "Twelve months end": list(rows["results_due_date"]),
        "Registry": [registry_url(each) for each in rows["nct_id"]],
    }
    return pd.DataFrame(shown)


def asks_elsewhere(filters: Filters) -> bool:
    """Whether the reader filters by what was found outside the registry."""
    views = {status for value in filters.measure for status in value.split(":")[1:]}
    return filters.own_article is not None or not views.isdisjoint((REPORTED_ANYWHERE, *ELSEWHERE_VIEWS))


HEADINGS = {
    "nct_id": "Trial", "brief_title": "Title", "lead_sponsor": "Sponsor", "start_year": "Start", "kind": "Kind",
    "title": "Outcome", "time_frame": "Time frame", "reporting_status": "As declared", "measures": "Measures",
    "anticipated_posting_date": "Promised for", "primary_completion_date": "Primary completion",
    "results_due_date": "Twelve months end", "overall_status": "Recruitment", "source": "List", "unit": "Unit",
    "has_values": "Holds values", "group_title": "Group", "class_title": "Class", "category_title": "Category",
    "param_type": "Figure", "value": "Value", "value_ng_ml": "ng/mL", "spread_ng_ml": "Spread, ng/mL",
    "dispersion_type": "Kind of spread", "participants_count": "Participants", "low": "Target from, ng/mL",
    "high": "Target to, ng/mL", "drug": "Rapalog", "dose": "Dose", "dose_unit": "Unit of dose",
    "frequency": "Frequency", "arm_label": "Arm", "arm_certainty": "Arm is",
    "doses": "Doses in the arms", "data_date": "Data of", "field": "What",
    "before": "Before", "after": "After", "is_flagged": "Flagged", "measure": "Measure", "trials": "Trials",
    "base": "Of trials", "group": "Group", "column": "Column", "reported": "Report",
    "reports": "Report, adverse events too", "plans": "Plan",
    "described": "Only describe", "leaves_out": "Leave out",
    "reported_anywhere": "Report anywhere", "gaps": "Registered, not posted", "yes": "In an abstract",
    "abstract_silent": "Abstracts silent", "no_abstract": "No abstract", "retracted": "Only retracted",
    "no_article": "No article found", "not_looked": "Not looked for", "dropped": "Dropped", "demoted": "Demoted",
    "group_before": "Was", "wording_before": "Outcome", "version_date": "Gone by", "step": "When",
    "share": "Share, %", "share_low": "95% interval from, %",
    "share_high": "95% interval to, %", "year": "Year of start", "name": "Name", "due": "Twelve months over",
    "overdue": "No results", "obliged": "Probably obliged", "is_probably_obliged": "Probably obliged to post",
    "obligation_reason": "Why or why not",
    "status": "Status",
}  # fmt: skip


LONG_PX = {"Title": 300, "Sponsor": 170}  # so that what is told of a trial is seen beside them
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
        **{name: st.column_config.TextColumn(name, width=pixels) for name, pixels in LONG_PX.items()},
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


def widths(count: int) -> tuple[int, int]:
    """Pixels of the title and of each of so many columns of measures."""
    room = FIT_PX - BOXES_PX - sum(FACT_PX.values())
    each = min(WIDE, max(NARROW, (room - TITLE_PX) // count)) if count else 0
    return max(TITLE_PX, room - count * each), each


def columns(measures: Sequence[str], words: Words) -> dict[str, Any]:
    """How each column of the table is shown."""
    title, width = widths(len(measures))
    config: dict[str, Any] = {
        "Title": st.column_config.TextColumn("Title", width=title),
        **{name: st.column_config.TextColumn(name, width=pixels) for name, pixels in FACT_PX.items()},
        "Trial": st.column_config.LinkColumn(
            "Trial", display_text=r"nct=(NCT\d{8})", pinned=True, width=FACT_PX["Trial"]
        ),
        "In abstracts": st.column_config.TextColumn("In abstracts", width=170, help=IN_ABSTRACTS),
        "Participants": st.column_config.NumberColumn("Participants", format="localized"),
        "Twelve months end": st.column_config.DateColumn("Twelve months end", format="YYYY-MM-DD"),
        "Registry": st.column_config.LinkColumn("Registry", display_text="open record"),
    }
    for measure in measures:
        name, label = words.name(measure), words.labels.get(measure)
        said = plain(f"{name}: {label.definition}") if label else None
        head = words.head(measure, int((width - HEAD_MARGIN_PX) / HEAD_CHARACTER_PX))
        config[name] = st.column_config.TextColumn(head, width=width, help=said)
    return config


def trial_table(
    rows: pd.DataFrame, found: Mapping[str, Mapping[str, str]], measures: Sequence[str], filters: Filters, words: Words,
    key: str, alt: str, selected: Sequence[str] = (), with_all_columns: bool = False,
) -> list[str]:  # fmt: skip
    """Draw trials with the statuses of these measures; gives the ids of the rows that the reader selected.

    `selected` are those to begin with: another list needs another `key`, or places would stand for other trials.
    A narrow screen has no room for columns: there every trial is a card.
    """
    if is_narrow():
        trial_cards(rows, found, measures, filters, words)
        return [each for each in selected if each in set(rows["nct_id"])]
    places = [place for place, each in enumerate(rows["nct_id"]) if each in selected]
    table = table_rows(rows, found, measures, words, filters)
    main = list(table)[: list(table).index(LAST_MAIN) + 1]
    event = st.dataframe(
        coloured(table, [words.name(each) for each in measures], theme()),
        key=key,
        hide_index=True,
        on_select="rerun",
        selection_mode="multi-row",
        selection_default={"selection": {"rows": places}},
        column_config=columns(measures, words),
        column_order=None if with_all_columns else main,
        height="content" if len(rows) < 9 else 640,
        row_height=TRIAL_ROW_PX,
        placeholder="–",
        alt=alt,
    )
    chosen = event["selection"]["rows"]
    return [str(rows["nct_id"].iloc[position]) for position in chosen if position < len(rows)]
