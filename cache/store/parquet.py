"""Rows of the tables into Parquet files, by the contract of columns; same rows, same bytes."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from fetchers.rows import Row, Rows
from seeds.tables.columns import tables

ARROW_TYPES = {
    "string": pa.string(),
    "int": pa.int64(),
    "float": pa.float64(),
    "bool": pa.bool_(),
    "date": pa.date32(),
    "list": pa.list_(pa.string()),
}
# Reading a damaged file with Arrow.
DAMAGE = (OSError, pa.ArrowException, UnicodeDecodeError)
# Asking it with DuckDB. Where the message would quote damaged bytes, it cannot even be told.
ASKED_OF_DAMAGE = (duckdb.IOException, duckdb.InvalidInputException, duckdb.SerializationException, UnicodeDecodeError)
ROWS_PER_GROUP = 50_000
# Long texts, of which pages read the rows of a few trials: the smaller a group, the less is unpacked for them.
ROWS_PER_GROUP_OF = {"outcomes": 2_000}
TOLD_COLUMNS = ("has_values", "is_left_out")  # columns by which a group of rows is passed over, beside the first one
ROWS_PER_BATCH = 5_000  # so few rows wait as Python objects
ROWS_FOUND = 50_000  # of an answer at a time


def rows_per_group(table: str) -> int:
    """Rows in a group of a table's file."""
    return ROWS_PER_GROUP_OF.get(table, ROWS_PER_GROUP)


def first_line(error: Exception) -> str:
    """What an engine says of a file, without the excerpts and hints that follow."""
    return (str(error).splitlines() or [type(error).__name__])[0]


def tells_of_damage(error: Exception) -> bool:
    """Whether an error is the file's fault, not the question's; a broken footer has no class of its own."""
    return isinstance(error, ASKED_OF_DAMAGE) or type(error) is duckdb.Error


def schema(table: str) -> pa.Schema:
    """The Arrow schema of a table, meanings and units as field metadata."""
    return pa.schema(
        [
            pa.field(column.name, ARROW_TYPES[column.type], metadata={"meaning": column.meaning, "unit": column.unit})
            for column in tables()[table]
        ]
    )


def record_batch(table: str, rows: Sequence[Row]) -> pa.RecordBatch:
    """Rows as one Arrow batch: each column holds what the rows have under its name; KeyError where one lacks it."""
    layout = schema(table)
    arrays = [_array([*map(itemgetter(field.name), rows)], field.type) for field in layout]
    return pa.RecordBatch.from_arrays(arrays, schema=layout)


def _array(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    """A column; a value that it cannot hold (a number beyond 64 bits, half a character) is empty in it, alone."""
    try:
        return pa.array(values, type=kind)
    except (pa.ArrowException, OverflowError, ValueError):
        return pa.array([value if _is_held(value, kind) else None for value in values], type=kind)


def _is_held(value: Any, kind: pa.DataType) -> bool:
    try:
        pa.array([value], type=kind)
    except (pa.ArrowException, OverflowError, ValueError):
        return False
    return True


class _Groups:
    """One Parquet file, cut into groups of the same number of rows however the rows arrive."""

    def __init__(self, path: Path, layout: pa.Schema, limit: int) -> None:
        # tables are sorted by their first column: of most others the smallest and largest value say nothing of a group
        told = [layout.names[0], *(name for name in TOLD_COLUMNS if name in layout.names)]
        self._writer = pq.ParquetWriter(path, layout, compression="zstd", write_statistics=told)
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

    def __init__(self, folder: Path, names: Iterable[str], limit: int | None = None) -> None:
        self._waiting: dict[str, list[Row]] = {name: [] for name in names}
        self._groups: dict[str, _Groups] = {}
        try:
            for name in self._waiting:
                self._groups[name] = _Groups(folder / f"{name}.parquet", schema(name), limit or rows_per_group(name))
        except OSError:
            self.abandon()
            raise

    @property
    def counts(self) -> dict[str, int]:
        """Rows by table so far; all of them once the writer is closed."""
        return {name: groups.count for name, groups in self._groups.items()}

    def add(self, rows: Rows) -> None:
        """Rows of one record, by table."""
        for name, found in rows.items():
            waiting = self._waiting[name]
            waiting.extend(found)
            if len(waiting) >= ROWS_PER_BATCH:
                self._flush(name)

    def add_batch(self, name: str, batch: pa.RecordBatch) -> None:
        """Rows of one table that are in Arrow's form already."""
        self._groups[name].add(batch)

    def add_found(self, name: str, found: duckdb.DuckDBPyRelation) -> None:
        """Rows of one table as a question finds them, in its order, some at a time."""
        for batch in found.to_arrow_reader(ROWS_FOUND):
            self.add_batch(name, batch.cast(schema(name)))

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
                self._flush(name)
                self._groups[name].close(complete=True)
        except OSError:
            self.abandon()
            raise
