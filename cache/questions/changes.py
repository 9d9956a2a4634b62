"""What changed in the registry between snapshots."""

from pathlib import Path

import pandas as pd

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


def recorded_changes(reader: Reader, filters: Filters, kinds: tuple[str, ...] = (), limit: int = ROWS) -> Excerpt:
    """Changes that refreshes recorded, newest first; trials that were removed stay in whatever the filter."""
    clause = reader.where(filters)
    chosen = (
        "FROM changes c WHERE (? OR list_contains(?, c.kind)) "
        f"AND (c.kind = 'removed' OR c.nct_id IN (SELECT t.nct_id FROM trials t WHERE {clause.sql}))"
    )
    values = [not kinds, list(kinds), *clause.values]
    order = "data_date DESC, is_flagged DESC, kind, nct_id, field"
    rows = reader.frame(
        f"WITH first AS MATERIALIZED (SELECT c.*, count(*) OVER () AS total {chosen} ORDER BY {order} LIMIT ?), "
        "titles AS (SELECT nct_id, brief_title FROM trials WHERE nct_id IN (SELECT nct_id FROM first)) "
        "SELECT data_date, kind, nct_id, brief_title, field, before, after, is_flagged, total "
        f"FROM first LEFT JOIN titles USING (nct_id) ORDER BY {order}",
        [*values, limit],
    )
    return Excerpt(rows.drop(columns="total"), int(rows["total"].iloc[0]) if len(rows) else 0)


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
