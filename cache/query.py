"""Questions to a snapshot, answered by DuckDB over its Parquet files; only what a page shows leaves it."""

import os
import threading
import weakref
from collections.abc import Callable, Sequence
from typing import Any

import duckdb
import pandas as pd

from cache.filters import Clause, Filters
from cache.retention import hold
from cache.snapshot import Snapshot
from seeds.columns import tables
from seeds.errors import OptionError, SnapshotError


class Reader:
    """One snapshot open for questions; every question runs on a cursor of its own, so threads may share a reader."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.as_of = snapshot.manifest.data_timestamp[:10]
        self._release = weakref.finalize(self, os.close, hold(snapshot))  # retention spares what somebody reads
        self._connection = duckdb.connect(":memory:")
        self._kept: set[str] = set()
        self._keeping = threading.Lock()
        for name in tables():
            path = str(snapshot.table(name)).replace("'", "''")
            try:
                self._connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{path}')")
            except duckdb.Error as error:
                raise SnapshotError(
                    f"{snapshot.table(name)}: cannot be read ({str(error).splitlines()[0]}). Run `rapatrials rebuild`."
                ) from error

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor of its own, for answers that are read in batches."""
        return self._connection.cursor()

    def frame(self, sql: str, values: Sequence[Any] = ()) -> pd.DataFrame:
        """The answer as a frame; values are bound, never written into the SQL."""
        with self.cursor() as cursor:
            return cursor.execute(sql, list(values)).df()

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The answer as tuples."""
        with self.cursor() as cursor:
            return cursor.execute(sql, list(values)).fetchall()

    def keep(self, name: str, sql: Callable[[], str]) -> None:
        """Hold the answer to `sql()` in memory as table `name`, made once per reader, for questions over all trials."""
        with self._keeping:
            if name not in self._kept:
                with self.cursor() as cursor:
                    cursor.execute(f"CREATE TABLE {name} AS {sql()}")
                self._kept.add(name)

    def where(self, filters: Filters) -> Clause:
        """The filters as SQL over `trials t`."""
        return filters.where(self.as_of)

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

    def known_values(self) -> dict[str, list[str]]:
        """The values that exist in the data, by filter dimension."""
        single = {"role": "role", "regimen": "regimen", "status": "overall_status", "study_type": "study_type",
                  "sponsor_class": "sponsor_class", "sex": "sex"}  # fmt: skip
        several = {"population": "populations", "drug": "rapalogs", "route": "routes", "phase": "phases",
                   "country": "countries"}  # fmt: skip
        found = {name: self._values(f"SELECT DISTINCT {column} v FROM trials") for name, column in single.items()}
        found |= {
            name: self._values(f"SELECT DISTINCT unnest({column}) v FROM trials") for name, column in several.items()
        }
        found["measure"] = self._values("SELECT DISTINCT measure v FROM reporting")
        found["measure_status"] = self._values("SELECT DISTINCT status v FROM reporting")
        return found

    def _values(self, sql: str) -> list[str]:
        return [row[0] for row in self.rows(f"SELECT v FROM ({sql}) WHERE v <> '' ORDER BY v")]

    def close(self) -> None:
        """Let go of the files."""
        self._connection.close()
        self._release()
