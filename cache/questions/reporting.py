"""What is owed and not there: overdue results, outcomes left out of posted results, measures that only a text names."""

from dataclasses import dataclass

import pandas as pd

from cache.filters.filters import Filters
from cache.questions.excerpts import ROWS, Excerpt, newest_trials
from cache.questions.map import tallies
from cache.questions.reader import Reader

DUE = (
    "t.results_due_date < CAST(? AS DATE) AND t.overall_status <> 'WITHDRAWN' AND t.study_type = 'INTERVENTIONAL'"
)  # fmt: skip
OVERDUE = "NOT t.has_results AND NOT t.is_results_in_review"


@dataclass(frozen=True, slots=True)
class Standing:
    """Trials whose results were due by the data's date, and those of them that are overdue or in review."""

    due: int
    overdue: int
    in_review: int


def standing(reader: Reader, filters: Filters) -> Standing:
    """How many of the filtered trials owe results, and how many of these have none."""
    clause = reader.where(filters)
    row = reader.rows(
        f"SELECT count(*), count(*) FILTER ({OVERDUE}), count(*) FILTER (NOT t.has_results AND t.is_results_in_review) "
        f"FROM trials t WHERE {DUE} AND {clause.sql}",
        [reader.as_of, *clause.values],
    )[0]
    return Standing(*(int(each) for each in row))


def overdue_by(reader: Reader, filters: Filters, by: str, limit: int = ROWS) -> pd.DataFrame:
    """`name`, `due`, `overdue`: trials whose results are due, by `year` (due) or lead `sponsor`; most overdue first."""
    column = {"year": "CAST(year(t.results_due_date) AS VARCHAR)", "sponsor": "t.lead_sponsor"}[by]
    clause = reader.where(filters)
    order = "name" if by == "year" else "overdue DESC, due DESC, name"
    return reader.frame(
        f"SELECT {column} AS name, count(*) AS due, count(*) FILTER ({OVERDUE}) AS overdue "
        f"FROM trials t WHERE {DUE} AND {clause.sql} GROUP BY name ORDER BY {order} LIMIT ?",
        [reader.as_of, *clause.values, limit],
    )


def overdue_trials(reader: Reader, filters: Filters, limit: int = ROWS) -> Excerpt:
    """Trials with overdue results, longest overdue first."""
    clause = reader.where(filters)
    chosen = f"FROM trials t WHERE {DUE} AND {OVERDUE} AND {clause.sql}"
    values = [reader.as_of, *clause.values]
    rows = reader.frame(
        "SELECT t.nct_id, t.brief_title, t.lead_sponsor, t.primary_completion_date, t.results_due_date, "
        f"t.overall_status {chosen} ORDER BY t.results_due_date, t.nct_id LIMIT ?",
        [*values, limit],
    )
    return Excerpt(rows, int(reader.rows(f"SELECT count(*) {chosen}", values)[0][0]))


def _outcome_excerpt(reader: Reader, filters: Filters, condition: str, count: str, limit: int) -> Excerpt:
    newest = newest_trials(reader, filters, count, limit=limit)
    rows = reader.frame(
        "SELECT o.nct_id, t.lead_sponsor, t.start_year, o.kind, o.title, o.time_frame, o.reporting_status, "
        "o.anticipated_posting_date, o.measures "
        f"FROM outcomes o JOIN trials t USING (nct_id) WHERE {condition} AND {newest.clause.sql} "
        "ORDER BY t.start_date DESC NULLS LAST, o.nct_id, o.kind, o.position LIMIT ?",
        [*newest.clause.values, limit],
    )
    return Excerpt(rows, newest.total)


def posted_without_values(reader: Reader, filters: Filters, limit: int = ROWS) -> Excerpt:
    """Posted outcomes that hold no usable value, whether declared as not posted or not."""
    condition = "o.source = 'posted' AND NOT o.has_values"
    return _outcome_excerpt(reader, filters, condition, "t.outcomes_without_values_count", limit)


def left_out_of_results(reader: Reader, filters: Filters, limit: int = ROWS) -> Excerpt:
    """Registered outcomes whose wording no posted outcome of the trial has, in trials with posted results."""
    return _outcome_excerpt(reader, filters, "o.is_left_out", "t.outcomes_left_out_count", limit)


def described_only(reader: Reader, filters: Filters) -> pd.DataFrame:
    """`measure`, `trials`, `base`: how many filtered trials describe a measure that is no outcome of theirs."""
    found = tallies(reader, filters).rename(columns={"described": "trials"})[["measure", "trials", "base"]]
    return found.sort_values(["trials", "measure"], ascending=[False, True], ignore_index=True)
