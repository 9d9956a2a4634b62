"""How often an event is in each posted group, with the arm that the group is and what is given in it.

Terms of one liability are never added over people, since a person may have two of them: the share lies between that of
the largest single term and that of all terms together, capped at the people at risk. What is not in a table may have
stayed below its threshold: it is not listed, and not zero.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from cache.filters.filters import Filters
from cache.questions.reader import Reader
from cache.statistics.shares import share
from fetchers.measures.adverse_event_terms import normalise
from seeds.adverse_events.terms import LIABILITIES

GROUP_COLUMNS = (
    "nct_id", "group_id", "title", "arm_index", "arm_label", "certainty", "drugs", "is_with_rapalog", "overlap",
    "people_count", "threshold_percent", "time_frame", "arm_type", "given", "route", "dose", "dose_unit", "frequency",
    "trough_low_ng_ml", "trough_high_ng_ml", "populations", "allocation", "role",
)  # fmt: skip
COUNT_COLUMNS = (
    "arm_index", "people_count", "affected", "affected_most", "at_risk", "position", "terms", "affected_serious",
    "affected_other",
)  # fmt: skip
GIVEN = "t.role NOT IN ('', 'not_a_treatment')"  # a rapalog is part of a treatment


@dataclass(frozen=True, slots=True)
class Count:
    """What a group's posted rows say together: people affected, from the largest single term to the capped sum.

    `term`, `is_serious` and `position` name the posted row of the largest single term; `at_risk` is that row's.
    """

    affected: int
    affected_most: int
    at_risk: int
    term: str
    is_serious: bool
    position: int
    terms: int
    affected_serious: int | None
    affected_other: int | None
    assessment: str


@dataclass(frozen=True, slots=True)
class EventRow:
    """One posted figure: a term of the table of serious or other events, in one group."""

    term: str
    is_serious: bool
    position: int
    affected: int
    at_risk: int
    assessment: str


def incidence(reader: Reader, filters: Filters, event: str) -> pd.DataFrame:
    """A row per posted group of the filtered trials that give a rapalog, for a liability (by id) or a term.

    Shares and bounds are fractions of one; they are empty where `is_listed` is false. Trials that list the event in
    some group come first, then the largest groups.
    """
    posted = _posted(reader, filters, event)
    rows = []
    for group in _groups(reader, filters):
        found = posted.get((group["nct_id"], group["group_id"]))
        rows.append(group | _told(count(found) if found else None))
    frame = pd.DataFrame(rows, columns=[*GROUP_COLUMNS, *_told(None)]).astype(dict.fromkeys(COUNT_COLUMNS, "Int64"))
    listed = frame.groupby("nct_id")["is_listed"].transform("any") if len(frame) else frame["is_listed"]
    frame = frame.assign(any_listed=listed).sort_values(
        ["any_listed", "nct_id", "group_id"], ascending=[False, True, True], ignore_index=True
    )
    return frame.drop(columns="any_listed")


def count(rows: Iterable[EventRow]) -> Count:
    """The figures of one group's rows; there must be one."""
    held = sorted(rows, key=lambda row: (-row.affected / row.at_risk, row.term, row.is_serious))
    largest = held[0]
    everyone = max(row.at_risk for row in held)
    serious = [row.affected for row in held if row.is_serious]
    other = [row.affected for row in held if not row.is_serious]
    return Count(
        largest.affected, min(sum(row.affected for row in held), everyone), largest.at_risk, largest.term,
        largest.is_serious, largest.position, len({row.term.lower() for row in held}),
        max(serious, default=None), max(other, default=None), largest.assessment,
    )  # fmt: skip


def _told(found: Count | None) -> dict[str, Any]:
    if found is None:
        names = [*Count.__dataclass_fields__, "share", "low", "high", "share_most"]
        return {"is_listed": False} | dict.fromkeys(names)
    least = share(found.affected, found.at_risk)
    most = min(1.0, found.affected_most / found.at_risk)
    return {"is_listed": True} | asdict(found) | {
        "share": least.value, "low": least.low, "high": least.high, "share_most": most
    }  # fmt: skip


def _posted(reader: Reader, filters: Filters, event: str) -> dict[tuple[str, str], list[EventRow]]:
    clause = reader.where(filters)
    of_liability = event in LIABILITIES
    wanted = normalise(event)
    about = "list_contains(measures, ?)" if of_liability else "contains(lower(term), ?)"
    found: dict[tuple[str, str], list[EventRow]] = {}
    for trial, group, *figures in reader.rows(
        "SELECT nct_id, group_id, term, is_serious, position, affected_count, at_risk_count, assessment "
        f"FROM adverse_events WHERE {about} AND affected_count >= 0 AND at_risk_count >= affected_count "
        f"AND at_risk_count > 0 AND nct_id IN (SELECT t.nct_id FROM trials t WHERE {GIVEN} AND {clause.sql}) "
        "ORDER BY nct_id, group_id, is_serious, position",
        [event if of_liability else wanted, *clause.values],
    ):
        if of_liability or normalise(figures[0]) in (wanted, f"{wanted}s"):
            found.setdefault((trial, group), []).append(EventRow(*figures))
    return found


def _groups(reader: Reader, filters: Filters) -> list[dict[str, Any]]:
    """Posted groups with what their arm gives; of several rapalogs of an arm the first by name."""
    clause = reader.where(filters)
    rows = reader.rows(
        "WITH given AS (SELECT nct_id, arm_index, any_value(type) AS arm_type, any_value(interventions) AS given, "
        "min_by(route, drug) AS route, min_by(dose, drug) AS dose, min_by(dose_unit, drug) AS dose_unit, "
        "min_by(frequency, drug) AS frequency, min_by(trough_low_ng_ml, drug) AS trough_low_ng_ml, "
        "min_by(trough_high_ng_ml, drug) AS trough_high_ng_ml FROM arms GROUP BY nct_id, arm_index) "
        f"SELECT {', '.join(GROUP_COLUMNS)} FROM group_arms g JOIN trials t USING (nct_id) "
        f"LEFT JOIN given USING (nct_id, arm_index) WHERE {GIVEN} AND {clause.sql} ORDER BY nct_id, group_id",
        clause.values,
    )
    return [dict(zip(GROUP_COLUMNS, row, strict=True)) for row in rows]
