"""What changed in the registry between snapshots."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from cache.filters.clauses import Clause
from cache.filters.filters import Filters
from cache.questions.excerpts import ROWS, Excerpt
from cache.questions.reader import Reader
from cache.store.snapshot import Store, open_snapshot
from cache.tables.changes import SIDE_BY_SIDE, difference
from seeds.tables.columns import tables

CHANGE_KINDS = (
    "new", "removed", "status", "dates", "enrolment", "results_posted", "outcome_added", "outcome_dropped",
    "outcome_reworded", "measure_status", "relabelled",
)  # fmt: skip
TRIALS_AT_ONCE = 20  # with all their changes on a page


@dataclass(frozen=True, slots=True)
class Change:
    """A difference of one trial between two snapshots; `moment` is the data timestamp of the later one."""

    nct_id: str
    title: str
    data_date: date
    moment: str
    kind: str
    field: str
    before: str
    after: str
    is_flagged: bool


def recorded_changes(
    reader: Reader, filters: Filters, kinds: tuple[str, ...] = (), since: str = "", limit: int = ROWS
) -> Excerpt:
    """Changes that refreshes recorded, newest first; trials that were removed stay in whatever the filter.

    `since`: a day, from which on the data are, or a data timestamp: then the changes of that refresh alone.
    """
    chosen = _chosen(reader, filters, kinds, since)
    order = "data_date DESC, is_flagged DESC, kind, nct_id, field"
    rows = reader.frame(
        f"WITH first AS MATERIALIZED (SELECT c.*, count(*) OVER () AS total {chosen.sql} ORDER BY {order} LIMIT ?), "
        "titles AS (SELECT nct_id, brief_title FROM trials WHERE nct_id IN (SELECT nct_id FROM first)) "
        "SELECT data_date, kind, nct_id, brief_title, field, before, after, is_flagged, total "
        f"FROM first LEFT JOIN titles USING (nct_id) ORDER BY {order}",
        [*chosen.values, limit],
    )
    return Excerpt(rows.drop(columns="total"), int(rows["total"].iloc[0]) if len(rows) else 0)


def changes_by_trial(
    reader: Reader, filters: Filters, kinds: tuple[str, ...] = (), since: str = "", trials: int = TRIALS_AT_ONCE
) -> list[Change]:
    """As `recorded_changes`, but whole trials one after another, those first that changed last."""
    chosen = _chosen(reader, filters, kinds, since)
    rows = reader.rows(
        f"WITH found AS (SELECT c.*, max(c.to_snapshot) OVER (PARTITION BY c.nct_id) AS latest {chosen.sql}), "
        "first AS MATERIALIZED (SELECT * FROM found QUALIFY dense_rank() OVER (ORDER BY latest DESC, nct_id) <= ?), "
        "titles AS (SELECT nct_id, brief_title FROM trials WHERE nct_id IN (SELECT nct_id FROM first)) "
        "SELECT nct_id, coalesce(brief_title, ''), data_date, to_snapshot, kind, field, before, after, is_flagged "
        "FROM first LEFT JOIN titles USING (nct_id) "
        "ORDER BY latest DESC, nct_id, to_snapshot DESC, is_flagged DESC, kind, field",
        [*chosen.values, trials],
    )
    return [Change(*row) for row in rows]


def _chosen(reader: Reader, filters: Filters, kinds: tuple[str, ...], since: str) -> Clause:
    """SQL from FROM on over `changes c`."""
    clause = reader.where(filters)
    when = "TRUE" if not since else "c.to_snapshot = ?" if "T" in since else "c.data_date >= CAST(? AS DATE)"
    return Clause(
        f"FROM changes c WHERE (? OR list_contains(?, c.kind)) AND {when} "
        f"AND (c.kind = 'removed' OR c.nct_id IN (SELECT t.nct_id FROM trials t WHERE {clause.sql}))",
        (not kinds, list(kinds), *([since] if since else []), *clause.values),
    )


def kept_snapshots(root: Path) -> list[str]:
    """Names of the snapshots that the cache still keeps, oldest data first."""
    return Store(root).names()


def compared(
    reader: Reader, root: str, before: str, after: str, kinds: tuple[str, ...] = (), limit: int = ROWS
) -> Excerpt:
    """Differences between any two kept snapshots, as `recorded_changes` gives them but over all trials."""
    folder = Store(Path(root)).snapshots
    earlier, later = open_snapshot(folder / before), open_snapshot(folder / after)
    for snapshot in (earlier, later):
        snapshot.check(*(f"{name}.parquet" for name in SIDE_BY_SIDE))
    same_rules = earlier.manifest.seeds_version == later.manifest.seeds_version
    names = [column.name for column in tables()["changes"]]
    found = pd.DataFrame(
        list(difference(earlier, later.folder, later.manifest.data_timestamp, same_rules)), columns=names
    )
    if kinds:
        found = found[found["kind"].isin(kinds)]
    found = found.sort_values(["is_flagged", "kind", "nct_id", "field"], ascending=[False, True, True, True])
    shown = ["data_date", "kind", "nct_id", "field", "before", "after", "is_flagged"]
    return Excerpt(found[shown].head(limit), len(found))
