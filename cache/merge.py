"""Tables of the snapshot before and of the trials annotated anew, brought together; both are sorted by trial."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Set
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq


def same_rows(old: Path, new: Path, keep: Set[str], layout: pa.Schema) -> bool:
    """Whether the trials of `old` that are not in `keep` have the rows of `new`, in the same order, and no others.

    Most updates of a record touch few tables: those of posted results stay as they are. Only groups of rows that
    hold such a trial are read whole.
    """
    fresh = _Ahead(new, layout)
    file = pq.ParquetFile(old)
    for number in range(file.num_row_groups):
        ids = file.read_row_group(number, columns=["nct_id"], use_threads=False)["nct_id"]
        if set(pc.unique(ids).to_pylist()) <= keep:
            continue
        for batch in _group(file, number, layout):
            gone = [batch.slice(start, end - start) for start, end in _dropped(batch, keep)]
            there = pa.Table.from_batches(gone, layout)
            if not there.equals(pa.Table.from_batches(fresh.take(there.num_rows), layout)):
                return False
    return not list(fresh.take(1))


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
        yield from _group(file, number, layout)


def _group(file: pq.ParquetFile, number: int, layout: pa.Schema) -> Iterator[pa.RecordBatch]:
    for batch in file.read_row_group(number, use_threads=False).to_batches():
        yield pa.RecordBatch.from_arrays(batch.columns, schema=layout)


def _spliced(batch: pa.RecordBatch, keep: Set[str], fresh: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """A batch without the rows of trials that are not kept, with fresh ones where they belong; nothing is copied."""
    cuts: list[tuple[int, int, pa.RecordBatch | None]] = [(start, end, None) for start, end in _dropped(batch, keep)]
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


def _dropped(batch: pa.RecordBatch, keep: Set[str]) -> list[tuple[int, int]]:
    """Where the rows of each trial that is not kept begin and end."""
    return [_run(batch, nct) for nct in pc.unique(batch["nct_id"]).to_pylist() if nct not in keep]


def _run(batch: pa.RecordBatch, nct_id: str) -> tuple[int, int]:
    """Where a trial's rows begin and end in a batch sorted by trial, or would."""
    places, column = range(batch.num_rows), batch["nct_id"]
    start = bisect_left(places, nct_id, key=lambda at: column[at].as_py())
    return start, bisect_right(places, nct_id, lo=start, key=lambda at: column[at].as_py())


class _Ahead:
    """The rows of a file in order, handed out as they are asked for."""

    def __init__(self, path: Path, layout: pa.Schema) -> None:
        self._batches = _read(path, layout)
        self._rest: pa.RecordBatch | None = None

    def up_to(self, last: str | None) -> Iterator[pa.RecordBatch]:
        """What comes up to trial `last`, itself included; everything without one."""
        while batch := self._next():
            here = batch.num_rows if last is None else pc.sum(pc.less_equal(batch["nct_id"], last)).as_py() or 0
            if (rows := self._cut(batch, here)).num_rows:
                yield rows
            if self._rest is not None:
                return

    def take(self, count: int) -> Iterator[pa.RecordBatch]:
        """The next `count` rows, or as many as there are."""
        while count and (batch := self._next()):
            taken = self._cut(batch, min(count, batch.num_rows))
            count -= taken.num_rows
            yield taken

    def _next(self) -> pa.RecordBatch | None:
        batch, self._rest = self._rest, None
        return batch if batch is not None else next(self._batches, None)

    def _cut(self, batch: pa.RecordBatch, count: int) -> pa.RecordBatch:
        self._rest = batch.slice(count) if count < batch.num_rows else None
        return batch.slice(0, count)
