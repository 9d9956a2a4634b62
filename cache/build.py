"""Tables from raw records: one record at a time, so that memory does not grow with their number."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import orjson

from cache.parquet import TableWriter
from fetchers.tables import Tabulator
from seeds.columns import tables

Progress = Callable[[str, int, int], None]  # phase, done, total
DERIVED = tuple(name for name in tables() if name != "changes")


def no_progress(phase: str, done: int, total: int) -> None:
    """Say nothing."""


def build_tables(
    lines: Iterable[bytes], total: int, folder: Path, tabulator: Tabulator, progress: Progress
) -> dict[str, int]:
    """Annotate records (JSON lines, sorted by id) into the Parquet tables of `folder`; gives rows per table."""
    with TableWriter(folder, DERIVED) as writer:
        for done, line in enumerate(lines):
            if done % 100 == 0:
                progress("annotating", done, total)
            writer.add(tabulator.rows(orjson.loads(line)))
    progress("annotating", total, total)
    return writer.counts


def data_day(data_timestamp: str) -> date:
    """The day of the data (`yyyy-MM-ddTHH:mm:ss`, UTC), by which overdue is judged."""
    return date.fromisoformat(data_timestamp[:10])
