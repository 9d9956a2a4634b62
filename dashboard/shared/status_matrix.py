"""Statuses as a matrix: a row per trial, a column per measure; a cell has a mark, the status in words and a colour."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from cache.filters.filters import Filters
from dashboard.words.labels import GROUP_NAMES, MARKS, STATUS_NAMES, STATUS_SHORT, Words

# Ground and letters per status, by the page's theme. What is not there has no ground: gaps are seen as gaps.
COLOURS = {
    "light": {
        "reported": ("#CFE3F5", "#08306B"), "reported_as_ae": ("#CDEBE1", "#00452F"),
        "not_posted": ("#F9D3BF", "#6B2200"), "results_pending": ("#E9E1F5", "#3F2A6B"),
        "overdue": ("#F9D3BF", "#6B2200"), "awaited": ("#E9E1F5", "#3F2A6B"), "not_required": ("#E8E8E4", "#454545"),
        "described_only": ("#FDEEBD", "#573F00"), "absent": ("", "#66676B"), "not_applicable": ("", "#66676B"),
    },
    "dark": {
        "reported": ("#17456F", "#E3F0FC"), "reported_as_ae": ("#0F4D3C", "#D9F5EB"),
        "not_posted": ("#6B2C10", "#FFE6DA"), "results_pending": ("#41346B", "#EAE3FA"),
        "overdue": ("#6B2C10", "#FFE6DA"), "awaited": ("#41346B", "#EAE3FA"), "not_required": ("#3A3A38", "#E2E2DF"),
        "described_only": ("#574510", "#FFF1C4"), "absent": ("", "#A3A29E"), "not_applicable": ("", "#A3A29E"),
    },
}  # fmt: skip


def measures_of(filters: Filters, groups: Sequence[str], present: Sequence[str], words: Words) -> list[str]:
    """The measures that have a column: those that are filtered by, then those of the chosen groups."""
    names = {GROUP_NAMES[group] for group in groups}
    grouped = [each for name, those in words.by_group(present) if name in names for each in those]
    return [each for each in dict.fromkeys([*filtered_measures(filters), *grouped]) if each in present]


def filtered_measures(filters: Filters) -> list[str]:
    """The measures that the filters name, each once."""
    return list(dict.fromkeys(value.partition(":")[0] for value in filters.measure))


def in_brief(status: str) -> str:
    """A status with its mark in a few words: `▲ no results`; empty where the measure is not judged."""
    return f"{MARKS[status]} {STATUS_SHORT[status]}" if status in MARKS else ""


def in_full(status: str) -> str:
    """A status with its mark in the words that the filters use; an unknown one as it is."""
    return f"{MARKS[status]} {STATUS_NAMES[status]}" if status in MARKS else status


def matrix(
    found: Sequence[Mapping[str, str]], measures: Sequence[str], filters: Filters, words: Words
) -> dict[str, list[str]]:
    """Columns by the measures' names, a status for each row of `found`; in full where it is filtered by."""
    filtered = filtered_measures(filters)
    said = {measure: in_full if measure in filtered else in_brief for measure in measures}
    return {words.name(measure): [say(row.get(measure, "")) for row in found] for measure, say in said.items()}


def coloured(rows: pd.DataFrame, columns: Sequence[str], theme: str) -> Any:
    """The rows with the cells of these columns in the colours of their statuses, as pandas' Styler."""
    pairs = COLOURS[theme].items()
    styles = {say(status): _style(*pair) for status, pair in pairs for say in (in_brief, in_full)}
    return rows.style.map(lambda value: styles.get(value, ""), subset=list(columns))


def _style(ground: str, letters: str) -> str:
    return f"color: {letters}; background-color: {ground}" if ground else f"color: {letters}"
