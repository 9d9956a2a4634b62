"""Tables of the snapshot before and of the trials annotated anew, brought together; both are sorted by trial."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Set
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq


def rows_beyond(path: Path, keep: Set[str], layout: pa.Schema) -> pa.Table:
    """The rows of the trials that are not in `keep`, in memory; groups of rows without such a trial are left unread.

    Texts are read as references to what a group holds of different ones, and made only for the rows that are wanted.
    """
    texts = [field.name for field in layout if field.type == pa.string()]
    file, found = pq.ParquetFile(path, read_dictionary=texts), [layout.empty_table()]
    for number in range(file.num_row_groups):
        ids = file.read_row_group(number, columns=["nct_id"], use_threads=False)["nct_id"].combine_chunks()
        beyond = pa.array([nct not in keep for nct in ids.dictionary.to_pylist()], pa.bool_())
        if pc.any(beyond).as_py():
            group = file.read_row_group(number, use_threads=False)
            found.append(group.filter(beyond.take(ids.indices)).cast(layout))
    return pa.concat_tables(found)


class Moved(NamedTuple):
    """The rows of the trials that came, changed or left, by table: those they had and those they have now."""

    before: Mapping[str, pa.Table]
    after: Mapping[str, pa.Table]


def all_rows(path: Path, layout: pa.Schema) -> pa.Table:
    """A file's rows in memory."""
    return pa.Table.from_batches(_read(path, layout), layout)


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
