"""Refuses a new snapshot that would lose more than its share of trials, labels, statuses or values, or whose records
changed shape (cache/refresh/format_guard.py)."""

from collections.abc import Iterable, Mapping

import duckdb
import pyarrow.parquet as pq

from cache.refresh.format_guard import format_changes
from cache.store.snapshot import Snapshot
from seeds.errors import GuardError

TRIALS_LOST_SHARE = 0.05
LABELS_LOST_SHARE = 0.20
VALUES_LOST_SHARE = 0.20  # of the cells of a column that hold something
FEW = 10  # below this a share says nothing
ADVICE = "Look into it, then run `rapatrials refresh --accept` if it is right."
LABEL_COUNTS = """
SELECT measure, count(*) FROM read_parquet(?) WHERE status NOT IN ('absent', 'not_applicable') GROUP BY measure
"""
STATUS_COUNTS = """
SELECT status, count(*) FROM read_parquet(?) WHERE status NOT IN ('absent', 'not_applicable') GROUP BY status
"""
GUARDED_TABLES = ("trials", "outcomes", "outcome_values", "adverse_events", "arms")  # what the rest is made of


def loses_too_many(lost: int, before: int, share: float = TRIALS_LOST_SHARE) -> bool:
    """Whether so many of those before are gone that a snapshot is refused without `--accept`."""
    return before >= FEW and lost > share * before


def check_aside(aside: Mapping[str, str], listed: int) -> None:
    """GuardError where so many records could not be read (id -> why) that a snapshot without them would mislead."""
    if loses_too_many(len(aside), listed) or (listed and len(aside) == listed):
        nct, why = min(aside.items())
        raise GuardError(
            f"{len(aside)} of {listed} records could not be read, {nct} for one: {why} Nothing was changed."
        )


def losses(before: Snapshot, after: Snapshot) -> list[str]:
    """What would be lost beyond its share, one sentence part each."""
    old, new = before.manifest.trial_count, after.manifest.trial_count
    found = list(_lost({"trials": old}, {"trials": new}, TRIALS_LOST_SHARE, "{}"))
    found += _lost(_counts(LABEL_COUNTS, before), _counts(LABEL_COUNTS, after), LABELS_LOST_SHARE, "labels of {}")
    if _same_rules(before, after):  # other rules may well judge otherwise
        was, is_now = (_counts(STATUS_COUNTS, each) for each in (before, after))
        found += _lost(was, is_now, LABELS_LOST_SHARE, "labels with the status {}")
        for table in GUARDED_TABLES:
            found += _lost(_filled(before, table), _filled(after, table), VALUES_LOST_SHARE, f"values of {table}.{{}}")
    return found


def check(before: Snapshot | None, after: Snapshot) -> None:
    """GuardError names what would be lost or broke; the snapshot before stays current.

    A first snapshot has nothing to lose; its records are held against what records usually have.
    """
    stays = f"{before.name} stays current" if before else "there is still none"
    if before and (found := losses(before, after)):
        raise GuardError(f"The new snapshot {after.name} would lose {_told(found)}; {stays}. {ADVICE}")
    if found := format_changes(before.manifest.usual_shape if before else None, after.manifest.shape):
        raise GuardError(f"The registry's format has changed: {_told(found)}; {stays}. {ADVICE}")


def _lost(before: Mapping[str, int], after: Mapping[str, int], share: float, words: str) -> Iterable[str]:
    for name, count in sorted(before.items()):
        lost = count - after.get(name, 0)
        if loses_too_many(lost, count, share):
            yield f"{lost} of {count} {words.format(name)}"


def _told(found: list[str], most: int = 8) -> str:
    """The first of many, since one change of format touches everything below it."""
    return ", ".join(found[:most]) + (f" and {len(found) - most} more" if len(found) > most else "")


def _same_rules(before: Snapshot, after: Snapshot) -> bool:
    rules = [(each.manifest.seeds_version, each.manifest.code_version) for each in (before, after)]
    return rules[0] == rules[1]


def _counts(query: str, snapshot: Snapshot) -> dict[str, int]:
    """What a query counts in the labels of a snapshot."""
    with duckdb.connect(":memory:") as connection:
        return dict(connection.execute(query, [str(snapshot.table("reporting"))]).fetchall())


def _filled(snapshot: Snapshot, table: str) -> dict[str, int]:
    """Cells that hold something by column, from the footer of the file alone."""
    footer = pq.read_metadata(snapshot.table(table))
    found: dict[str, int] = {}
    for group in map(footer.row_group, range(footer.num_row_groups)):
        for column in map(group.column, range(group.num_columns)):
            if (known := column.statistics) and known.has_null_count:
                found[column.path_in_schema] = found.get(column.path_in_schema, 0) + group.num_rows - known.null_count
    return found
