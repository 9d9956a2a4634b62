"""One file of a table for all shards: a question opens and reads one file, not one of each shard.

Tables that questions look through are brought together; large ones of which only one trial's rows are read stay in
the shards alone. The rows follow the shards in their order, each shard's sorted by trial, but those that lists are
made of come first; words, which are sought one by one, are sorted over all shards, band by band, from one word to
another. Either way memory does not grow with the records. The folder is named by the shards, and a file in it made
once for the same ones.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from cache.store.parquet import TableWriter
from cache.store.places import Place
from cache.store.sharded import SEARCH_TABLE, SHARDS, TOGETHER_FOLDER
from seeds.tables.columns import tables

OF_ONE_TRIAL = frozenset({"annotations", "outcome_values", "analyses"})  # large ones
BROUGHT_TOGETHER = tuple(name for name in tables() if name not in OF_ONE_TRIAL)
# In one file small groups of rows are thousands, each of which a question weighs before it reads any.
GROUPS_TOGETHER = {"outcomes": 10_000, "publications": 10_000}
# Rows of which lists over all trials are made: together at the beginning, so that a list reads their groups alone, and
# not long texts from everywhere. Conditions as SQL; what meets none comes last.
FIRST = {"outcomes": ("is_left_out", "source = 'posted' AND NOT has_values")}
ARRANGEMENT = "2"  # of the rows in these files: another one wants files of another name
ROWS_IN_BAND = 2_000_000  # sorted at a time
MEMORY_OF_MERGING = "600MB"


def brought_together(target: Place, shards: Sequence[str]) -> dict[str, str]:
    """The folder (its name in the target's `together/`) that holds the rows of these shards, by table.

    A table's file is made unless it is there.
    """
    name = hashlib.sha256("\n".join([ARRANGEMENT, *sorted(shards)]).encode()).hexdigest()[:12]
    for table in BROUGHT_TOGETHER:
        made = target / TOGETHER_FOLDER / name / f"{table}.parquet"
        if not made.system.exists(made.path):
            files = [(target / SHARDS / shard / made.name).url for shard in sorted(shards)]
            with TemporaryDirectory(prefix="rapatrials-") as draft:
                _write(target, table, files, Path(draft))
                made.put(Path(draft) / made.name)
    return dict.fromkeys(BROUGHT_TOGETHER, name)


def _write(target: Place, table: str, files: Sequence[str], draft: Path) -> None:
    with _opened(target, draft) as connection, TableWriter(draft, [table], GROUPS_TOGETHER.get(table)) as writer:
        if table == SEARCH_TABLE:
            for low, high in _bands(connection, files):
                writer.add_found(table, _band(connection, files, low, high))
            return
        for part in _parts(FIRST.get(table, ())):
            writer.add_found(table, connection.sql(f"SELECT * FROM read_parquet(?) WHERE {part}", params=[files]))


def _parts(first: Sequence[str]) -> list[str]:
    """Conditions of the parts of a table: every row meets one."""
    met = [f"coalesce({condition}, FALSE)" for condition in first]
    return [" AND ".join([*(f"NOT {each}" for each in met[:at]), *met[at : at + 1]]) or "TRUE"
            for at in range(len(met) + 1)]  # fmt: skip


@contextmanager
def _opened(target: Place, draft: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(
        ":memory:", config={"memory_limit": MEMORY_OF_MERGING, "temp_directory": str(draft / "spill")}
    ) as connection:
        connection.execute("SET GLOBAL parquet_metadata_cache = true")  # every band asks every file
        if not target.is_local:
            connection.register_filesystem(target.system)
        yield connection


def _bands(connection: duckdb.DuckDBPyConnection, files: Sequence[str]) -> Iterator[tuple[str, str | None]]:
    """From one word to before another, all words together; of about as many rows each, as the first shard has them."""
    counted = connection.execute("SELECT sum(num_rows) FROM parquet_file_metadata(?)", [files]).fetchall()
    bands = int(counted[0][0] or 0) // ROWS_IN_BAND
    words = [word for (word,) in connection.execute("SELECT word FROM read_parquet(?)", files[:1]).fetchall()]
    cuts = sorted({"", *(words[len(words) * band // bands] for band in range(1, bands) if words)})
    yield from zip(cuts, [*cuts[1:], None], strict=True)


def _band(
    connection: duckdb.DuckDBPyConnection, files: Sequence[str], low: str, high: str | None
) -> duckdb.DuckDBPyRelation:
    below, values = ("", [files, low]) if high is None else (" AND word < ?", [files, low, high])
    sql = f"SELECT * FROM read_parquet(?) WHERE word >= ?{below} ORDER BY word, nct_id, weight"
    return connection.sql(sql, params=values)
