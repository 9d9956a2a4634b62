"""Rows of the tables into Parquet files, by the contract of columns; same rows, same bytes."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from seeds.columns import tables

ARROW_TYPES = {
    "string": pa.string(),
    "int": pa.int64(),
    "float": pa.float64(),
    "bool": pa.bool_(),
    "date": pa.date32(),
    "list": pa.list_(pa.string()),
}
ROWS_PER_GROUP = 50_000
ROWS_PER_BATCH = 5_000  # so few rows wait as Python objects


def schema(table: str) -> pa.Schema:
    """The Arrow schema of a table, meanings and units as field metadata."""
    return pa.schema(
        [
            pa.field(column.name, ARROW_TYPES[column.type], metadata={"meaning": column.meaning, "unit": column.unit})
            for column in tables()[table]
        ]
    )


def record_batch(table: str, rows: Sequence[Sequence[Any]]) -> pa.RecordBatch:
    """Rows (in the table's column order) as one Arrow batch."""
    layout = schema(table)
    columns = zip(*rows, strict=True) if rows else ((),) * len(layout)
    arrays = [pa.array(values, type=field.type) for values, field in zip(columns, layout, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=layout)


class _Groups:
    """One Parquet file, cut into groups of the same number of rows however the rows arrive."""

    def __init__(self, path: Path, layout: pa.Schema, limit: int) -> None:
        # tables are sorted by trial: of other columns the smallest and largest value say nothing of a group
        self._writer = pq.ParquetWriter(path, layout, compression="zstd", write_statistics=["nct_id"])
        self._layout, self._limit = layout, limit
        self._waiting: list[pa.RecordBatch] = []
        self._rows = 0
        self.count = 0

    def add(self, batch: pa.RecordBatch) -> None:
        self._waiting.append(batch)
        self._rows += batch.num_rows
        self.count += batch.num_rows
        while self._rows >= self._limit:
            self._write(self._limit)

    def _write(self, size: int) -> None:
        held = pa.Table.from_batches(self._waiting, self._layout)
        # contiguous copies: the bytes of a group must not depend on how its rows arrived
        self._writer.write_table(held.slice(0, size).combine_chunks(), row_group_size=size)
        self._waiting = held.slice(size).to_batches()
        self._rows -= size

    def close(self, complete: bool) -> None:
        if not self._writer.is_open:
            return
        try:
            if complete and self._rows:
                self._write(self._rows)
            self._writer.close()
        finally:
            self._writer.is_open = False  # where closing failed, it would try again when it is collected


class TableWriter:
    """Writes all tables of a folder at once, in row groups, so that memory does not grow with the rows."""

    def __init__(self, folder: Path, names: Iterable[str], rows_per_group: int = ROWS_PER_GROUP) -> None:
        self._waiting: dict[str, list[Sequence[Any]]] = {name: [] for name in names}
        self._groups: dict[str, _Groups] = {}
        try:
            for name in self._waiting:
                self._groups[name] = _Groups(folder / f"{name}.parquet", schema(name), rows_per_group)
        except OSError:
            self.abandon()
            raise

    @property
    def counts(self) -> dict[str, int]:
        """Rows by table so far; all of them once the writer is closed."""
        return {name: groups.count for name, groups in self._groups.items()}

    def add(self, rows: Mapping[str, Sequence[Sequence[Any]]]) -> None:
        """Rows of one record, by table."""
        for name, found in rows.items():
            waiting = self._waiting[name]
            waiting.extend(found)
            if len(waiting) >= ROWS_PER_BATCH:
                self._flush(name)

    def add_batch(self, name: str, batch: pa.RecordBatch) -> None:
        """Rows of one table that are in Arrow's form already."""
        self._groups[name].add(batch)

    def finish(self, name: str) -> None:
        """Complete one table; the others go on."""
        self._flush(name)
        self._groups[name].close(complete=True)

    def abandon(self) -> None:
        """Let go of the files, incomplete as they are."""
        for groups in self._groups.values():
            with suppress(OSError):
                groups.close(complete=False)

    def _flush(self, name: str) -> None:
        if rows := self._waiting[name]:
            self._groups[name].add(record_batch(name, rows))
            self._waiting[name] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is not None:
            self.abandon()
            return
        try:
            for name in self._groups:
                self.finish(name)
        except OSError:
            self.abandon()
            raise


def merged(old: Path, new: Path, keep: Set[str], layout: pa.Schema) -> Iterator[pa.RecordBatch]:
    """The rows of `old` whose trial is in `keep` and all rows of `new`, sorted by trial; a few groups in memory.

    Both files are sorted by `nct_id`, and no trial of `new` is in `keep`; a trial's rows keep their order.
    """
    fresh = _Ahead(new, layout)
    for batch in _read(old, layout):
        last = batch["nct_id"][-1].as_py()
        yield from _spliced(batch, keep, fresh.up_to(last))
    yield from fresh.up_to(None)


def _read(path: Path, layout: pa.Schema) -> Iterator[pa.RecordBatch]:
    """The rows of a file, group by group: asked for so, they are there in a third of what `iter_batches` takes."""
    file = pq.ParquetFile(path)
    for number in range(file.num_row_groups):
        for batch in file.read_row_group(number, use_threads=False).to_batches():
            yield pa.RecordBatch.from_arrays(batch.columns, schema=layout)


def _spliced(batch: pa.RecordBatch, keep: Set[str], fresh: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """A batch without the rows of trials that are not kept, with fresh ones where they belong; nothing is copied."""
    dropped = [_run(batch, nct) for nct in pc.unique(batch["nct_id"]).to_pylist() if nct not in keep]
    cuts: list[tuple[int, int, pa.RecordBatch | None]] = [(start, end, None) for start, end in dropped]
    for rows in fresh:
        for nct in pc.unique(rows["nct_id"]).to_pylist():
            start, end = _run(rows, nct)
            at, _ = _run(batch, nct)
            cuts.append((at, at, rows.slice(start, end - start)))
    done = 0
    for start, end, added in sorted(cuts, key=lambda cut: cut[:2]):  # stable: fresh trials stay in their order
        if start > done:
            yield batch.slice(done, start - done)
        if added is not None:
            yield added
        done = max(done, end)
    if done < batch.num_rows:
        yield batch.slice(done)


def _run(batch: pa.RecordBatch, nct_id: str) -> tuple[int, int]:
    """Where a trial's rows begin and end in a batch sorted by trial, or would."""
    places, column = range(batch.num_rows), batch["nct_id"]
    start = bisect_left(places, nct_id, key=lambda at: column[at].as_py())
    return start, bisect_right(places, nct_id, lo=start, key=lambda at: column[at].as_py())


class _Ahead:
    """The rows of a file in order, handed out up to a trial."""

    def __init__(self, path: Path, layout: pa.Schema) -> None:
        self._batches = _read(path, layout)
        self._rest: pa.RecordBatch | None = None

    def up_to(self, last: str | None) -> Iterator[pa.RecordBatch]:
        """What comes up to trial `last`, itself included; everything without one."""
        while batch := self._rest if self._rest is not None else next(self._batches, None):
            here = batch.num_rows if last is None else pc.sum(pc.less_equal(batch["nct_id"], last)).as_py() or 0
            self._rest = batch.slice(here) if here < batch.num_rows else None
            if here:
                yield batch.slice(0, here)
            if self._rest is not None:
                return
