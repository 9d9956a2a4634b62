"""Refuses a new snapshot that would lose more than its share of trials or labels, or whose records changed shape."""

from collections.abc import Mapping
from typing import Any

import duckdb

from cache.store.snapshot import Snapshot
from seeds.errors import GuardError

TRIALS_LOST_SHARE = 0.05
LABELS_LOST_SHARE = 0.20
BROKEN_SHARE = 0.20  # of the records read anew, beyond the share of those before
FEW = 10  # below this a share says nothing
ADVICE = "Look into it, then run `rapatrials refresh --accept` if it is right."
LABELS = """
SELECT measure, count(*) FROM read_parquet(?) WHERE status NOT IN ('absent', 'not_applicable') GROUP BY measure
"""


def losses(before: Snapshot, after: Snapshot) -> list[str]:
    """What would be lost beyond its share, one sentence part each."""
    found = []
    old, new = before.manifest.trial_count, after.manifest.trial_count
    if old >= FEW and old - new > TRIALS_LOST_SHARE * old:
        found.append(f"{old - new} of {old} trials")
    counts_before, counts_after = _labels(before, after)
    for measure, count in sorted(counts_before.items()):
        lost = count - counts_after.get(measure, 0)
        if count >= FEW and lost > LABELS_LOST_SHARE * count:
            found.append(f"{lost} of {count} labels of {measure}")
    return found


def breaks(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Where records read anew break the expected shape and those before did not; arguments as `Shape.summary` gives.

    Fields that are not known are counted and break nothing: the registry adds some every year.
    """
    found = []
    for kind, words in (("missing", "lack"), ("mistyped", "hold another kind of value in")):
        for name, count in after.get(kind, {}).items():
            usual = before.get(kind, {}).get(name, 0) / max(before.get("records", 0), 1)
            if after["records"] >= FEW and count / after["records"] > usual + BROKEN_SHARE:
                found.append(f"{count} of {after['records']} records {words} {name}")
    return found


def check(before: Snapshot | None, after: Snapshot) -> None:
    """GuardError names what would be lost or broke; the snapshot before stays current.

    A first snapshot has nothing to lose, and only values of another kind can show that it is broken.
    """
    shape = after.manifest.shape
    if before is None:
        usual, stays = {**shape, "mistyped": {}}, "there is still none"
    else:
        usual, stays = before.manifest.usual_shape, f"{before.name} stays current"
        if found := losses(before, after):
            raise GuardError(f"The new snapshot {after.name} would lose {', '.join(found)}; {stays}. {ADVICE}")
    if found := breaks(usual, shape):
        raise GuardError(f"The registry's format has changed: {', '.join(found)}; {stays}. {ADVICE}")


def _labels(*snapshots: Snapshot) -> list[dict[str, int]]:
    """How many trials say something of each measure."""
    with duckdb.connect(":memory:") as connection:
        paths = [str(snapshot.table("reporting")) for snapshot in snapshots]
        return [dict(connection.execute(LABELS, [path]).fetchall()) for path in paths]
