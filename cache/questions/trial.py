"""One trial: its facts, and what it plans, posts and leaves out, with the words that show it."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from cache.query import Reader


@dataclass(frozen=True, slots=True)
class Trial:
    """A trial's row of `trials` as a mapping, and its rows of the other tables in the record's order."""

    facts: dict[str, Any]
    arms: pd.DataFrame
    outcomes: pd.DataFrame
    annotations: pd.DataFrame
    reporting: pd.DataFrame
    drug_levels: pd.DataFrame
    adverse_events: pd.DataFrame
    event_groups: pd.DataFrame
    publications: pd.DataFrame
    drug_names: pd.DataFrame


ROWS = {
    "arms": "SELECT * FROM arms WHERE nct_id = ? ORDER BY arm_index, drug",
    "outcomes": "SELECT * FROM outcomes WHERE nct_id = ? ORDER BY source DESC, "
    "list_position(['primary', 'secondary', 'other', 'post_hoc'], kind), position",
    "annotations": 'SELECT * FROM annotations WHERE nct_id = ? ORDER BY measure, level, unit_path, path, "start"',
    "reporting": "SELECT * FROM reporting WHERE nct_id = ? ORDER BY measure",
    "drug_levels": "SELECT * FROM drug_levels WHERE nct_id = ?",
    "adverse_events": "SELECT * FROM adverse_events WHERE nct_id = ? AND len(measures) > 0 "
    "ORDER BY measures, lower(term), is_serious DESC, group_id",
    "event_groups": "SELECT * FROM event_groups WHERE nct_id = ? ORDER BY group_id",
    "publications": "SELECT * FROM publications WHERE nct_id = ? "
    "ORDER BY list_position(['RESULT', 'DERIVED', 'BACKGROUND'], kind), pmid",
    "drug_names": 'SELECT * FROM drug_names WHERE nct_id = ? ORDER BY drug, place, path, "start"',
}


def find_trial(reader: Reader, nct_id: str) -> Trial | None:
    """A trial by its id or by an older id that leads to it; None where the snapshot does not hold it."""
    facts = reader.frame(
        "SELECT * FROM trials WHERE nct_id = ? OR list_contains(aliases, ?) ORDER BY nct_id = ? DESC LIMIT 1",
        [nct_id, nct_id, nct_id],
    )
    if facts.empty:
        return None
    found = {name: _plain(value) for name, value in facts.iloc[0].items()}
    return Trial(found, **{table: reader.frame(sql, [found["nct_id"]]) for table, sql in ROWS.items()})


def _plain(value: Any) -> Any:
    """A cell of a frame as a plain value: lists as lists, nothing as None, dates without a time of day."""
    if hasattr(value, "tolist") and getattr(value, "ndim", 0) == 1:
        return value.tolist()
    if isinstance(value, list):
        return value
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return value.item() if hasattr(value, "item") else value


@dataclass(frozen=True, slots=True)
class Event:
    """A dated event in a trial's life; `date` is ISO with the precision the record gives."""

    date: str
    what: str


TIMELINE = (
    ("first_posted_date", "Registered"),
    ("start_date", "Start"),
    ("primary_completion_date", "Primary completion"),
    ("completion_date", "Completion"),
    ("results_due_date", "Results due"),
    ("results_first_posted_date", "Results posted"),
    ("last_update_date", "Latest update"),
)


def timeline(facts: dict[str, Any]) -> list[Event]:
    """The dated events of a trial, earliest first."""
    found = [Event(str(facts[column]), what) for column, what in TIMELINE if facts.get(column)]
    return sorted(found, key=lambda event: event.date)
