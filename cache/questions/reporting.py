"""What is not there: results after twelve months, outcomes left out of the posted, measures that only a text names."""

from dataclasses import dataclass

import pandas as pd

from cache.filters.filters import Filters
from cache.questions.excerpts import ROWS, Excerpt, newest_trials
from cache.questions.map import tallies
from cache.questions.reader import Reader


@dataclass(frozen=True, slots=True)
class DueResults:
    """Trials whose twelve months were over by the data's date, those of them without results or in review, and of
    those without results the ones that are probably obliged to post.
    """

    due: int
    overdue: int
    obliged: int
    in_review: int


def due_results(reader: Reader, filters: Filters) -> DueResults:
    """How many of the filtered trials should have results by now, and how many of these have none."""
    clause = reader.where(filters)
    row = reader.rows(
        "SELECT count(*), count(*) FILTER (t.is_overdue), count(*) FILTER (t.is_overdue AND t.is_probably_obliged), "
        "count(*) FILTER (t.is_results_in_review AND NOT t.has_results) "
        f"FROM trials t WHERE t.is_results_due AND {clause.sql}",
        clause.values,
    )[0]
    return DueResults(*(int(each) for each in row))


def overdue_by(reader: Reader, filters: Filters, by: str, limit: int = ROWS) -> pd.DataFrame:
    """`name`, `due`, `overdue`, `obliged`: trials whose twelve months are over, by `year` (in which they ended) or
    lead `sponsor`; the most without results first. `obliged` counts those without results and probably obliged.
    """
    column = {"year": "CAST(year(t.results_due_date) AS VARCHAR)", "sponsor": "t.lead_sponsor"}[by]
    clause = reader.where(filters)
    order = "name" if by == "year" else "overdue DESC, due DESC, name"
    return reader.frame(
        f"SELECT {column} AS name, count(*) AS due, count(*) FILTER (t.is_overdue) AS overdue, "
        "count(*) FILTER (t.is_overdue AND t.is_probably_obliged) AS obliged "
        f"FROM trials t WHERE t.is_results_due AND {clause.sql} GROUP BY name ORDER BY {order} LIMIT ?",
        [*clause.values, limit],
    )


def overdue_trials(reader: Reader, filters: Filters, limit: int = ROWS) -> Excerpt:
    """Trials without results after twelve months: those probably obliged to post first, then the longest late."""
    clause = reader.where(filters)
    chosen = f"FROM trials t WHERE t.is_overdue AND {clause.sql}"
    rows = reader.frame(
        "SELECT t.nct_id, t.brief_title, t.lead_sponsor, t.primary_completion_date, t.results_due_date, "
        "t.is_probably_obliged, t.obligation_reason, t.overall_status "
        f"{chosen} ORDER BY NOT t.is_probably_obliged, t.results_due_date, t.nct_id LIMIT ?",
        [*clause.values, limit],
    )
    return Excerpt(rows, int(reader.rows(f"SELECT count(*) {chosen}", clause.values)[0][0]))


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
