"""Records turned into rows of all tables, in this process or in several: a chunk in, its rows out, in any order.

Annotation is nearly all of a full refresh's work. Each process compiles the rules once, so that a few records are
annotated here and only many are handed out. A process ends with the one that started it, however that ended.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import date
from types import TracebackType
from typing import NamedTuple, Self

import orjson
import pyarrow as pa

from cache.store.parquet import record_batch
from cache.tables.collector import collect_seldom
from cache.tables.processes import interrupts_held, process_pool
from fetchers.annotate import Annotator
from fetchers.record.nodes import Node
from fetchers.record.shape import FieldCounts, Shape
from fetchers.rows import Row
from fetchers.tables import Tabulator
from seeds.knowledge import Knowledge
from seeds.tables.columns import tables
from seeds.tables.registry_fields import enumerations, registry_fields

ELSEWHERE = ("articles", "article_measures", "outcome_history")  # tables of what stands outside the records
DERIVED = tuple(name for name in tables() if name not in ("changes", "search_words", *ELSEWHERE))  # of one record each
MANY = 400  # records that take as long here as other processes take to start
MOST_PROCESSES = 4  # processes; more would wait for the one that writes


class Made(NamedTuple):
    """What came of a chunk of records: the rows of each table in Arrow's form, and what the records' shape showed."""

    batches: Mapping[str, pa.RecordBatch]
    shape: FieldCounts


Make = Callable[[Sequence[bytes]], Made]


class Annotators:
    """Annotate chunks of JSON lines by the same rules; `processes` is 1 for this process alone."""

    def __init__(self, knowledge: Knowledge, as_of: date, processes: int = 1) -> None:
        self.processes = processes
        self._here: Make | None = None
        self._pool: ProcessPoolExecutor | None = None
        if processes == 1:
            self._here = _maker(knowledge, as_of, few=True)
        else:
            self._pool = process_pool(processes, _prepare, knowledge, as_of)

    def submit(self, lines: Sequence[bytes]) -> "Future[Made]":
        """Begin a chunk; here it is finished at once. The future raises what the rules raised."""
        if self._pool:
            with interrupts_held():
                return self._pool.submit(_make, lines)
        assert self._here
        done: Future[Made] = Future()
        done.set_result(self._here(lines))
        return done

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)


def processes_for(records: int, wanted: int | None = None) -> int:
    """How many processes are worth their start; `wanted` is what the user asked for."""
    if wanted is not None:
        return wanted
    return 1 if records < MANY else min(MOST_PROCESSES, os.cpu_count() or 1)


_compiled: list[Annotator] = []  # the latest, since compiling thousands of patterns takes a second


def compiled(knowledge: Knowledge, few: bool = False) -> Annotator:
    """The annotator by these rules, made when it is first asked for."""
    if not _compiled or _compiled[0].knowledge is not knowledge:
        _compiled[:] = [Annotator(knowledge, few)]
    return _compiled[0]


def _maker(knowledge: Knowledge, as_of: date, few: bool = False) -> Make:
    tabulator, shape = Tabulator(compiled(knowledge, few), as_of), Shape(registry_fields(), enumerations())

    def looked_at(line: bytes) -> Node:
        record: Node = orjson.loads(line)
        shape.look(record)
        return record

    def make(lines: Sequence[bytes]) -> Made:
        found: dict[str, list[Row]] = {name: [] for name in DERIVED}
        for rows in tabulator.rows_of(map(looked_at, lines)):
            for name, some in rows.items():
                found[name] += some
        return Made({name: record_batch(name, rows) for name, rows in found.items()}, shape.take())

    return make


_prepared: list[Make] = []  # in a process of its own


def _prepare(knowledge: Knowledge, as_of: date) -> None:
    _prepared[:] = [_maker(knowledge, as_of)]
    collect_seldom()


def _make(lines: Sequence[bytes]) -> Made:
    return _prepared[0](lines)
