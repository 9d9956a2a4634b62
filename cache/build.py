"""Tables from raw records: one record at a time, so that memory does not grow with their number."""

import shutil
from collections.abc import Callable, Iterable, Sequence, Set
from datetime import date
from pathlib import Path

import orjson

from cache.parquet import TableWriter, merged, schema
from cache.raw import Member, read_lines
from cache.snapshot import Snapshot
from fetchers.record.shape import Shape
from fetchers.tables import Tabulator
from seeds.columns import tables

Progress = Callable[[str, int, int], None]  # phase, done, total
DERIVED = tuple(name for name in tables() if name != "changes")


def no_progress(phase: str, done: int, total: int) -> None:
    """Say nothing."""


def build_tables(
    lines: Iterable[bytes], total: int, folder: Path, tabulator: Tabulator, shape: Shape, progress: Progress
) -> dict[str, int]:
    """Annotate records (JSON lines, sorted by id) into the Parquet tables of `folder`; gives rows per table."""
    with TableWriter(folder, DERIVED) as writer:
        for done, line in enumerate(lines):
            if done % 100 == 0:
                progress("annotating", done, total)
            record = orjson.loads(line)
            shape.look(record)
            writer.add(tabulator.rows(record))
    progress("annotating", total, total)
    return writer.counts


def update_tables(
    draft: Path, members: Sequence[Member], before: Snapshot, keep: Set[str], tabulator: Tabulator, shape: Shape,
    progress: Progress,
) -> dict[str, int]:  # fmt: skip
    """As `build_tables` over the draft's records, with the rows of the trials in `keep` taken from `before`."""
    fresh = draft.parent / "fresh"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    changed = [member for member in members if member.nct_id not in keep]
    build_tables(read_lines(draft, changed), len(changed), fresh, tabulator, shape, progress)
    kept = sorted(keep)
    with TableWriter(draft, DERIVED) as writer:
        for done, name in enumerate(DERIVED):
            progress("merging", done, len(DERIVED))
            for batch in merged(before.table(name), fresh / f"{name}.parquet", kept, schema(name)):
                writer.add_batch(name, batch)
    progress("merging", len(DERIVED), len(DERIVED))
    shutil.rmtree(fresh, ignore_errors=True)
    return writer.counts


def data_day(data_timestamp: str) -> date:
    """The day of the data (`yyyy-MM-ddTHH:mm:ss`, UTC), by which overdue is judged."""
    return date.fromisoformat(data_timestamp[:10])
