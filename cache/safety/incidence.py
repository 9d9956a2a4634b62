"""How often an event is in each posted group, with the arm that the group is and what is given in it.

Terms of one liability are never added over people, since a person may have two of them: the share lies between that of
the largest single term and that of all terms together, capped at the people at risk. What is not in a table may have
stayed below its threshold: it is not listed, and not zero.
"""

from collections.abc import Sequence
from math import nan
from typing import Any

import numpy as np
import pandas as pd

from cache.filters.filters import Filters
from cache.questions.reader import Reader
from cache.safety.comparisons import COMPARED_COLUMNS
from cache.safety.dose import DOSED_COLUMNS
from cache.safety.overview import COUNTED_COLUMNS
from cache.safety.posted import GIVEN, with_events
from cache.statistics.many_shares import wilson_bounds

GROUP_COLUMNS = (
    "nct_id", "group_id", "title", "arm_index", "arm_label", "certainty", "drugs", "is_with_rapalog", "overlap",
    "people_count", "threshold_percent", "time_frame", "arm_type", "given", "route", "dose", "dose_unit", "frequency",
    "trough_low_ng_ml", "trough_high_ng_ml", "populations", "allocation", "role",
)  # fmt: skip
COUNT_COLUMNS = (
    "arm_index", "people_count", "affected", "affected_most", "at_risk", "position", "terms", "affected_serious",
    "affected_other",
)  # fmt: skip
# The figures of a group, and where they come from: `affected`, `at_risk`, `term`, `is_serious` and `position` are those
# of the posted row of the largest single term.
FIGURES = {
    "is_listed": "counted.term IS NOT NULL", "affected": "affected_count", "affected_most": "most_affected_count",
    "at_risk": "at_risk_count", "term": "term", "is_serious": "is_serious", "position": "position",
    "terms": "term_count", "affected_serious": "serious_affected_count", "affected_other": "other_affected_count",
    "assessment": "assessment",
}  # fmt: skip
SUMMED_COLUMNS = frozenset({*COMPARED_COLUMNS, *COUNTED_COLUMNS, *DOSED_COLUMNS, "affected_other"})


def incidence(
    reader: Reader, filters: Filters, event: str, of_listing: bool = False, among: Sequence[str] | None = None
) -> pd.DataFrame:
    """A row per posted group of the filtered trials that give a rapalog, for a liability (by id) or a term.

    Shares and bounds are fractions of one; they are empty where `is_listed` is false. Trials that list the event in
    some group come first; with `of_listing` the others are not there (`groups_apart` counts theirs), with `among` none
    but these of the filtered trials.
    """
    columns = [*GROUP_COLUMNS, *FIGURES.values()]
    rows = reader.rows(*_of_groups(reader, filters, event, columns, of_listing, among))
    return incidence_frame(rows, GROUP_COLUMNS)


def summed_groups(reader: Reader, filters: Filters, event: str) -> pd.DataFrame:
    """The groups of `incidence` with `of_listing`, in its order, with what figures over all of them are made of.

    Columns have types of their own, so that tens of thousands of groups are as quickly there as a few.
    """
    figures = [f"{sql} AS {name}" for name, sql in FIGURES.items() if name in SUMMED_COLUMNS]
    columns = [*(name for name in GROUP_COLUMNS if name in SUMMED_COLUMNS), *figures]
    return with_shares(reader.frame(*_of_groups(reader, filters, event, columns, of_listing=True)))


def _of_groups(
    reader: Reader, filters: Filters, event: str, columns: Sequence[str], of_listing: bool,
    among: Sequence[str] | None = None,
) -> tuple[str, list[Any]]:  # fmt: skip
    """The question for columns of posted groups and of their figures, and its values."""
    head, values = with_events(reader, filters, [event])
    lists_it = "bool_or(counted.term IS NOT NULL) OVER (PARTITION BY nct_id)"
    sql = (
        f"{head} SELECT {', '.join(columns)} FROM group_arms g JOIN chosen USING (nct_id) "
        f"LEFT JOIN counted USING (nct_id, group_id) {'' if among is None else 'WHERE list_contains(?, nct_id) '}"
        f"{f'QUALIFY {lists_it} ' if of_listing else ''}"
        f"ORDER BY {lists_it} DESC, nct_id, group_id"
    )
    return sql, values if among is None else [*values, list(among)]


def groups_apart(reader: Reader, filters: Filters) -> dict[str, int]:
    """By population, the posted groups with a rapalog that overlap with none, whatever they list."""
    clause = reader.where(filters)
    return dict(
        reader.rows(
            f"WITH chosen AS (SELECT nct_id, populations FROM trials t WHERE {GIVEN} AND {clause.sql}) "
            "SELECT population, count(*) FROM (SELECT unnest(populations) AS population FROM group_arms "
            "JOIN chosen USING (nct_id) WHERE overlap = '' AND is_with_rapalog) GROUP BY ALL ORDER BY ALL",
            clause.values,
        )
    )


def incidence_frame(rows: Sequence[tuple[Any, ...]], columns: Sequence[str]) -> pd.DataFrame:
    """Rows of these columns and of the FIGURES, with shares and their bounds."""
    # what is not there stays None: pandas would make it a number that is none, which is true
    frame = pd.DataFrame(rows, columns=[*columns, *FIGURES], dtype=object)
    return with_shares(frame.astype({name: "Int64" for name in COUNT_COLUMNS if name in frame}))


def with_shares(groups: pd.DataFrame) -> pd.DataFrame:
    """Groups with their `share`, its bounds `low` and `high`, and `share_most` where all terms are known."""
    affected, at_risk = (groups[name].to_numpy(dtype=float, na_value=nan) for name in ("affected", "at_risk"))
    low, high = wilson_bounds(affected, at_risk)
    found = groups.assign(share=affected / at_risk, low=low, high=high)
    if "affected_most" in groups:
        most = groups["affected_most"].to_numpy(dtype=float, na_value=nan)
        found = found.assign(share_most=np.minimum(most / at_risk, 1.0))
    return found
