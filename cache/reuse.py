"""Which trials keep the rows that they have: those whose record, rules and deadline stand as they stood.

A row follows from the record's bytes, the rules (seeds and code) and, for `overdue`, from whether the data's day
is past the trial's due date; where none of these moved, the row is the same and need not be made again.
"""

import hashlib
from functools import cache
from pathlib import Path

import duckdb

import fetchers
import seeds
from cache.annotators import DERIVED
from cache.build import data_day
from cache.raw import INDEX, RAW, same_records
from cache.snapshot import Snapshot, damaged_files
from seeds.knowledge import Knowledge

CROSSED = """
SELECT nct_id FROM read_parquet(?) WHERE (results_due_date < CAST(? AS DATE)) <> (results_due_date < CAST(? AS DATE))
"""


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


def reusable(before: Snapshot, draft: Path, data_timestamp: str, knowledge: Knowledge) -> frozenset[str]:
    """The trials of a draft (with raw file and index) whose rows stand in the snapshot before.

    None where that was made by other rules or is damaged.
    """
    needed = [RAW, INDEX, *(f"{name}.parquet" for name in DERIVED)]
    if not same_rules(before, knowledge) or damaged_files(before, needed):
        return frozenset()
    days = [data_day(before.manifest.data_timestamp), data_day(data_timestamp)]
    with duckdb.connect(":memory:") as connection:
        crossed = connection.execute(CROSSED, [str(before.table("trials")), *days]).fetchall()
    return frozenset(same_records(draft, before.folder) - {nct for (nct,) in crossed})
