"""Questions to a snapshot, answered by DuckDB over its Parquet files; only what a page shows leaves it."""

import os
import re
import tempfile
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from cache.filters.clauses import Clause
from cache.filters.dimensions import DIMENSIONS, letters
from cache.filters.filters import Filters
from cache.filters.search_vocabulary import SearchVocabulary
from cache.store.parquet import first_line, tells_of_damage
from cache.store.retention import hold
from cache.store.sharded import ShardedTables
from cache.store.snapshot import Snapshot
from fetchers.event_counts import term_form
from fetchers.measures.status import LETTERS
from seeds.drugs.family import RAPALOGS, Family
from seeds.errors import OptionError, SnapshotError
from seeds.tables.columns import tables

SQL_WORD = re.compile(r"\w+")
MEMORY = "800MB"  # for one snapshot; a larger answer (a download of a whole table) is sorted on disk


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


Readable = Snapshot | ShardedTables


def _held(reader: object, readable: Readable) -> Callable[[], Any]:
    """Keeps retention from removing a snapshot while its reader lives; what is called lets go of it."""
    if isinstance(readable, Snapshot):
        return weakref.finalize(reader, os.close, hold(readable))
    return lambda: None


class Reader:
    """A snapshot or tables in shards, open for questions, each on a cursor of its own: threads may share a reader."""

    def __init__(self, snapshot: Readable) -> None:
        self.snapshot = snapshot
        self.as_of = snapshot.manifest.data_timestamp[:10]
        self.family = Family(**snapshot.manifest.family) if snapshot.manifest.family else RAPALOGS
        self._release = _held(self, snapshot)
        spill = Path(tempfile.gettempdir()) / f"rapatrials-{os.getpid()}"  # made and removed by DuckDB, if needed
        self._connection = duckdb.connect(":memory:", config={"memory_limit": MEMORY, "temp_directory": str(spill)})
        self._connection.execute("SET GLOBAL parquet_metadata_cache = true")  # a snapshot's files never change
        if isinstance(snapshot, ShardedTables) and not snapshot.place.is_local:
            self._connection.register_filesystem(snapshot.place.system)
        for name in tables():
            self._view(name)
        self.measures = self._measures()
        known = ", ".join(_quoted(measure) for measure in self.measures)
        self._connection.execute(
            "CREATE MACRO status_of(statuses, measure) AS "
            f"statuses[list_position(CAST([{known}] AS VARCHAR[]), measure)]"
        )

    def _view(self, name: str) -> None:
        """Name a table; SnapshotError where it is not there or lacks a column of the contract."""
        files = ", ".join(map(_quoted, self.snapshot.files(name)))
        columns = ", ".join(f'"{column.name}"' for column in tables()[name])
        try:
            self._connection.execute(f"CREATE VIEW {name} AS SELECT {columns} FROM read_parquet([{files}])")
        except (duckdb.Error, UnicodeDecodeError) as error:
            raise SnapshotError(
                f"{self.snapshot.files(name)[0]}: cannot be read ({first_line(error)}). "
                "Run `rapatrials rebuild`, or `annotate` where it made them."
            ) from error

    def _measures(self) -> tuple[str, ...]:
        """The measures in the order of `trials.measure_statuses`; every trial is judged by all."""
        found = self.rows("SELECT nct_id FROM trials LIMIT 1")
        rows = self.rows("SELECT measure FROM reporting WHERE nct_id = ? ORDER BY measure", found[0]) if found else []
        return tuple(str(measure) for (measure,) in rows)

    @contextmanager
    def answer(self, sql: str, values: Sequence[Any] = ()) -> Iterator[duckdb.DuckDBPyConnection]:
        """An answer to be read in batches; SnapshotError where a table that the question names is damaged.

        Values are bound, never written into the SQL.
        """
        named = set(SQL_WORD.findall(sql)) & tables().keys()
        self.snapshot.check(*(f"{name}.parquet" for name in named))
        with self._connection.cursor() as cursor:
            try:
                yield cursor.execute(sql, list(values))
            except (duckdb.Error, UnicodeDecodeError) as error:
                if not tells_of_damage(error):
                    raise
                said = first_line(error)
                raise SnapshotError(f"{self.snapshot.folder}: cannot be read ({said}). Open it anew.") from error

    def frame(self, sql: str, values: Sequence[Any] = ()) -> pd.DataFrame:
        """The answer as a frame."""
        with self.answer(sql, values) as found:
            return found.df()

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The answer as tuples."""
        with self.answer(sql, values) as found:
            return found.fetchall()

    def where(self, filters: Filters) -> Clause:
        """The filters as SQL over `trials t`."""
        return filters.where(lambda text: self.vocabulary.sought(text))

    @cached_property
    def vocabulary(self) -> SearchVocabulary:
        """The words that the snapshot's records hold, read at the first search."""
        return SearchVocabulary(dict(self.rows("SELECT word, count(*) FROM search_words GROUP BY word ORDER BY word")))

    def count(self, filters: Filters) -> int:
        """Number of trials that the filters leave."""
        clause = self.where(filters)
        return int(self.rows(f"SELECT count(*) FROM trials t WHERE {clause.sql}", clause.values)[0][0])

    def table(self, name: str, filters: Filters) -> tuple[str, tuple[Any, ...]]:
        """SQL and values for all rows of a table that belong to the filtered trials, in a stable order."""
        if name not in tables():
            raise OptionError(f"table `{name}` is unknown; known are {', '.join(tables())}.")
        clause = self.where(filters)
        if name == "trials":
            return f"SELECT * FROM trials t WHERE {clause.sql} ORDER BY nct_id", clause.values
        chosen = f"SELECT t.nct_id FROM trials t WHERE {clause.sql}"
        return f"SELECT * FROM {name} WHERE nct_id IN ({chosen}) ORDER BY ALL", clause.values

    @cached_property
    def posted_terms(self) -> dict[str, list[str]]:
        """The posted terms of adverse events by what terms of one meaning have in common, read once."""
        found: dict[str, list[str]] = {}
        for (term,) in self.rows("SELECT DISTINCT term FROM adverse_events ORDER BY term"):
            found.setdefault(term_form(term), []).append(term)
        return found

    def known_values(self) -> dict[str, list[str]]:
        """The values that exist in the data, by filter dimension."""
        held = {"one": "{}", "any": "unnest({})"}
        found = {
            each.name: self._values(f"SELECT DISTINCT {held[each.kind].format(each.column)} v FROM trials")
            for each in DIMENSIONS
            if each.kind in held
        }
        present = {letter for (text,) in self.rows("SELECT DISTINCT measure_statuses FROM trials") for letter in text}
        found["measure"] = list(self.measures)
        found["measure_status"] = sorted(status for status in LETTERS if present & set(letters(status)))
        return found

    def _values(self, sql: str) -> list[str]:
        return [row[0] for row in self.rows(f"SELECT v FROM ({sql}) WHERE v <> '' ORDER BY v")]

    def close(self) -> None:
        """Let go of the files."""
        self._connection.close()
        self._release()
