"""Tables from raw records: a chunk of records at a time, so that memory does not grow with their number."""

import shutil
from collections import deque
from collections.abc import Callable, Iterable, Sequence, Set
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

import pyarrow as pa

from cache.store.folders import fresh_folder
from cache.store.parquet import TableWriter, schema
from cache.store.raw import Member, read_lines
from cache.store.snapshot import Snapshot
from cache.tables.annotators import DERIVED, MANY, Annotators, Made
from cache.tables.changes import SIDE_BY_SIDE
from cache.tables.merge import Moved, all_rows, merged, rows_beyond
from fetchers.record.shape import FieldCounts

TellProgress = Callable[[str, int, int], None]  # phase, done, total
CHUNK_RECORDS = 40  # records annotated together
MERGED_AT_ONCE = 2  # tables; each holds a few row groups


def no_progress(phase: str, done: int, total: int) -> None:
    """Say nothing."""


class Built(NamedTuple):
    """Rows by table, and what the shape of the records that were annotated showed.

    `moved` are the rows of the trials that changed, where these are few, of the tables that are held side by side.
    """

    counts: dict[str, int]
    shape: FieldCounts
    moved: Moved | None = None


class TableBuilder:
    """Writes the tables of a folder from records (JSON lines) in their order, while `annotators` work ahead.

    Leaving the context by an error abandons the tables; otherwise they are complete, and `built` tells of them.
    """

    def __init__(self, folder: Path, annotators: Annotators) -> None:
        self._annotators = annotators
        self._writer = TableWriter(folder, DERIVED)
        self._lines: list[bytes] = []
        self._begun: deque[Future[Made]] = deque()
        self._shape = FieldCounts()

    @property
    def built(self) -> Built:
        """What was written, once the context is left."""
        return Built(self._writer.counts, self._shape)

    def add(self, line: bytes) -> None:
        """One record, annotated now or soon."""
        self._lines.append(line)
        if len(self._lines) == CHUNK_RECORDS:
            self._begin()

    def _begin(self) -> None:
        self._begun.append(self._annotators.submit(self._lines))
        self._lines = []
        while self._begun and (self._begun[0].done() or len(self._begun) > 2 * self._annotators.processes):
            self._write(self._begun.popleft().result())

    def _write(self, made: Made) -> None:
        self._shape.add(made.shape)
        for name, batch in made.batches.items():
            self._writer.add_batch(name, batch)

    def __enter__(self) -> Self:
        self._writer.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        try:
            if kind is None:
                self._begin()
                while self._begun:
                    self._write(self._begun.popleft().result())
        except BaseException:
            self.abandon()
            raise
        self._writer.__exit__(kind, error, at)

    def abandon(self) -> None:
        """Leave the tables incomplete."""
        self._writer.abandon()


def build_tables(
    lines: Iterable[bytes], total: int, folder: Path, annotators: Annotators, progress: TellProgress
) -> Built:
    """Annotate records (JSON lines, sorted by id) into the Parquet tables of `folder`."""
    with TableBuilder(folder, annotators) as builder:
        for done, line in enumerate(lines):
            if done % 100 == 0:
                progress("annotating", done, total)
            builder.add(line)
    progress("annotating", total, total)
    return builder.built


def update_tables(
    draft: Path, members: Sequence[Member], before: Snapshot, keep: Set[str], annotators: Annotators,
    progress: TellProgress,
) -> Built:  # fmt: skip
    """As `build_tables` over the draft's records, with the rows of the trials in `keep` taken from `before`.

    Most updates of a record touch few tables: those of posted results stay as they are, and are copied. For that the
    former rows are read while the records are annotated; where many came or changed, every table is merged.
    """
    fresh = fresh_folder(draft.parent / "fresh")
    changed = [member for member in members if member.nct_id not in keep]
    largest_first = sorted(DERIVED, key=lambda name: before.table(name).stat().st_size, reverse=True)
    counts = dict.fromkeys(DERIVED, 0)
    moved = None
    with ThreadPoolExecutor(MERGED_AT_ONCE) as threads:  # they leave the interpreter free
        former: dict[str, Future[pa.Table]] = {}
        if max(len(changed), before.manifest.trial_count - len(keep)) < MANY:  # both sides are held in memory
            former = {n: threads.submit(rows_beyond, before.table(n), keep, schema(n)) for n in largest_first}
        built = build_tables(read_lines(draft, changed), len(changed), fresh, annotators, progress)
        progress("merging", 0, len(DERIVED))
        rows = threads.map(lambda n: _update_table(n, draft, before, fresh, keep, former.get(n)), largest_first)
        for done, (name, count) in enumerate(zip(largest_first, rows, strict=True), 1):
            counts[name] = count
            progress("merging", done, len(DERIVED))
        if former:
            moved = Moved(
                {name: former[name].result() for name in SIDE_BY_SIDE},
                {name: all_rows(fresh / f"{name}.parquet", schema(name)) for name in SIDE_BY_SIDE},
            )
    shutil.rmtree(fresh, ignore_errors=True)
    return Built(counts, built.shape, moved)


def _update_table(
    name: str, draft: Path, before: Snapshot, fresh: Path, keep: Set[str], former: Future[pa.Table] | None
) -> int:
    """One table of `update_tables`; gives its number of rows. Where none of them changed, its file is copied."""
    old, new, layout = before.table(name), fresh / f"{name}.parquet", schema(name)
    if former and former.result().equals(all_rows(new, layout)):
        shutil.copyfile(old, draft / old.name)
        return before.manifest.row_counts[name]
    with TableWriter(draft, [name]) as writer:
        for batch in merged(old, new, keep, layout):
            writer.add_batch(name, batch)
    return writer.counts[name]


def data_day(data_timestamp: str) -> date:
    """The day of the data (`yyyy-MM-ddTHH:mm:ss`, UTC), by which overdue is judged."""
    return date.fromisoformat(data_timestamp[:10])
