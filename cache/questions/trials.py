"""The list of trials: one page of it in an order, the marks of its measures, and trials side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from cache.filters.filters import Filters
from cache.questions.reader import Reader
from fetchers.measures.status import ABSENT_NO_GAP, LETTERS
from seeds.errors import OptionError

PAGE_ROWS = 50
# The order that readers ask for, as SQL over `trials t`; the id makes every order total.
ORDERS = {
    "newest": "t.start_date DESC NULLS LAST",
    "oldest": "t.start_date ASC NULLS LAST",
    "most_reported": "len(t.measures_reported) DESC NULLS LAST",
    "most_planned": "len(t.measures_planned) DESC NULLS LAST",
    "phase": "list_max(t.phases) DESC NULLS LAST, t.start_date DESC NULLS LAST",
    "results": "t.has_results DESC, t.results_first_posted_date DESC NULLS LAST",
    "largest": "t.enrollment_count DESC NULLS LAST",
    "results_due": "t.results_due_date DESC NULLS LAST",
    "last_update": "t.last_update_date DESC NULLS LAST",
    "title": "lower(t.brief_title) ASC",
    "sponsor": "lower(t.lead_sponsor) ASC",
    "id": "t.nct_id ASC",
}
# By the status of a measure, which is bound: the letters stand in the order of the statuses.
BY_RANK = "".join(LETTERS.values()).replace(LETTERS["absent"], LETTERS["absent"] + ABSENT_NO_GAP)
BY_STATUS = f"position(lower(status_of(t.measure_statuses, ?)) IN '{BY_RANK}')"
LISTED = (
    "nct_id", "brief_title", "acronym", "role", "populations", "rapalogs", "regimen", "phases", "overall_status",
    "start_date", "enrollment_count", "has_results", "results_due_date", "lead_sponsor",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TrialPage:
    """Rows (columns LISTED), the number of all trials that the filters leave, the page shown and how many there are."""

    rows: pd.DataFrame
    total: int
    page: int
    pages: int


def trial_page(reader: Reader, filters: Filters, order: str, page: int = 1, size: int = PAGE_ROWS) -> TrialPage:
    """One page of the filtered trials; a page beyond the last gives the last. OptionError for an unknown order.

    `order` is one of ORDERS, or a measure: then by its status, reported first and absent near the end.
    """
    if order not in ORDERS and order not in reader.measures:
        raise OptionError(f"order `{order}` is unknown; known are {', '.join(ORDERS)} and the measures.")
    total = reader.count(filters)
    pages = max(1, -(-total // size))
    page = min(max(1, page), pages)
    clause = reader.where(filters)
    rows = reader.frame(
        f"SELECT {', '.join(f't.{name}' for name in LISTED)} FROM trials t WHERE {clause.sql} "
        f"ORDER BY {ORDERS.get(order, BY_STATUS)}, t.nct_id LIMIT ? OFFSET ?",
        [*clause.values, *([] if order in ORDERS else [order]), size, (page - 1) * size],
    )
    return TrialPage(rows, total, page, pages)


def statuses(reader: Reader, ids: Sequence[str]) -> dict[str, dict[str, str]]:
    """Reporting status by measure for each of a few trials."""
    found: dict[str, dict[str, str]] = {nct_id: {} for nct_id in ids}
    rows = reader.rows(
        "SELECT nct_id, measure, status FROM reporting WHERE list_contains(?, nct_id) ORDER BY ALL", [list(ids)]
    )
    for nct_id, measure, status in rows:
        found[nct_id][measure] = status
    return found


def relaxations(reader: Reader, filters: Filters) -> list[tuple[str, int]]:
    """For an empty answer: each active filter with the number of trials that dropping it alone would give."""
    found = [(dimension.name, reader.count(filters.without(dimension.name))) for dimension, _ in filters.active()]
    return sorted(((name, count) for name, count in found if count), key=lambda each: -each[1])


def side_by_side(reader: Reader, ids: Sequence[str]) -> pd.DataFrame:
    """The facts of a few trials, one row each, in the order given."""
    rows = reader.frame(
        "SELECT nct_id, brief_title, role, populations, rapalogs, routes, frequencies, regimen, phases, allocation, "
        "masking, enrollment_count, start_date, primary_completion_date, results_due_date, overall_status, "
        "has_results, minimum_age, maximum_age, lead_sponsor, is_genetic_stratification, is_interaction_control, "
        "is_older_adults FROM trials WHERE list_contains(?, nct_id) ORDER BY list_position(?, nct_id)",
        [list(ids), list(ids)],
    )
    return rows
