"""Rows of the tables into Parquet files, by the contract of columns; same rows, same bytes."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
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


class TableWriter:
    """Writes all tables of a folder at once, in row groups, so that memory does not grow with the rows."""

    def __init__(self, folder: Path, names: Iterable[str], rows_per_group: int = ROWS_PER_GROUP) -> None:
        self._limit = rows_per_group
        self._waiting: dict[str, list[Sequence[Any]]] = {name: [] for name in names}
        self._writers = {
            name: pq.ParquetWriter(folder / f"{name}.parquet", schema(name), compression="zstd")
            for name in self._waiting
        }
        self.counts = dict.fromkeys(self._waiting, 0)

    def add(self, rows: Mapping[str, Sequence[Sequence[Any]]]) -> None:
        """Rows of one record, by table."""
        for name, found in rows.items():
            waiting = self._waiting[name]
            waiting.extend(found)
            if len(waiting) >= self._limit:
                self._flush(name)

    def _flush(self, name: str) -> None:
        rows = self._waiting[name]
        if rows:
            self._writers[name].write_batch(record_batch(name, rows))
            self.counts[name] += len(rows)
            self._waiting[name] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for name, writer in self._writers.items():
            if kind is None:
                self._flush(name)
            writer.close()
