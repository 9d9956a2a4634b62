"""Refuses a new snapshot that would lose more than its share of trials, or of labels per measure."""

import duckdb

from cache.snapshot import Snapshot
from seeds.errors import GuardError

TRIALS_LOST_SHARE = 0.05
LABELS_LOST_SHARE = 0.20
FEW = 10  # below this a share says nothing
LABELS = """
SELECT measure, count(*) FROM read_parquet(?) WHERE status NOT IN ('absent', 'not_applicable') GROUP BY measure
"""


def losses(before: Snapshot, after: Snapshot) -> list[str]:
    """What would be lost beyond its share, one sentence part each."""
    found = []
    old, new = before.manifest.trial_count, after.manifest.trial_count
    if old >= FEW and old - new > TRIALS_LOST_SHARE * old:
        found.append(f"{old - new} of {old} trials")
    counts_before, counts_after = _labels(before), _labels(after)
    for measure, count in sorted(counts_before.items()):
        lost = count - counts_after.get(measure, 0)
        if count >= FEW and lost > LABELS_LOST_SHARE * count:
            found.append(f"{lost} of {count} labels of {measure}")
    return found


def check_losses(before: Snapshot, after: Snapshot) -> None:
    """GuardError names what would be lost; the snapshot before stays current."""
    if found := losses(before, after):
        raise GuardError(
            f"The new snapshot {after.name} would lose {', '.join(found)}; {before.name} stays current. "
            "Look into it, then run `rapatrials refresh --accept` if it is right."
        )


def _labels(snapshot: Snapshot) -> dict[str, int]:
    with duckdb.connect(":memory:") as connection:
        return dict(connection.execute(LABELS, [str(snapshot.table("reporting"))]).fetchall())
