"""Which trials keep the rows that they have: those whose record, rules and deadline stand as they stood.

A row follows from the record's bytes, the rules (seeds and code) and, for `overdue`, from whether the data's day
is past the trial's due date; where none of these moved, the row is the same and need not be made again.
"""

import hashlib
from collections.abc import Set
from functools import cache
from pathlib import Path

import pyarrow.parquet as pq

import fetchers
import seeds
from cache.store.raw import same_records
from cache.store.snapshot import Snapshot
from cache.tables.build import data_day
from fetchers.measures.deadline import is_past
from seeds.knowledge import Knowledge


@cache
def code_version() -> str:
    """A short hash over the modules that decide what a row says: a checkout's version number moves too seldom."""
    found = hashlib.sha256()
    for package in (seeds, fetchers):
        root = Path(str(package.__file__)).parent  # not its path: machine code may stand there first
        for path in sorted(root.rglob("*.py")):
            found.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:12]


def same_rules(before: Snapshot, knowledge: Knowledge) -> bool:
    """Whether a snapshot's rows were made by the rules and the code of today."""
    manifest = before.manifest
    return (manifest.seeds_version, manifest.code_version) == (knowledge.version, code_version())


def reusable(
    before: Snapshot, draft: Path, data_timestamp: str, knowledge: Knowledge, copied: Set[str] = frozenset()
) -> frozenset[str]:
    """The trials of a draft (with raw file and index) whose rows stand in the snapshot before, which is intact.

    None where that was made by other rules. The records of `copied` trials were taken from it, so they are the same.
    """
    if not same_rules(before, knowledge):
        return frozenset()
    crossed = _crossed(before.table("trials"), before.manifest.data_timestamp, data_timestamp)
    return frozenset(same_records(draft, before.folder, copied) - crossed)


def _crossed(trials: Path, then: str, now: str) -> set[str]:
    """The trials whose results came due between two data timestamps, or are due again."""
    found = pq.read_table(trials, columns=["nct_id", "results_due_date"])
    before, after = data_day(then), data_day(now)
    rows = zip(found["nct_id"].to_pylist(), found["results_due_date"].to_pylist(), strict=True)
    return {nct for nct, due in rows if is_past(due, before) != is_past(due, after)}
