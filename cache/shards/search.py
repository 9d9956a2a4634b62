"""One table of words for all shards: a search reads the rows of its words in one file, not in one of each shard.

The words of every shard are sorted already. They are brought together band by band, from one word to another, so that
memory does not grow with the records; the folder is named by the shards, and made once for the same ones.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from cache.store.parquet import TableWriter
from cache.store.places import Place
from cache.store.sharded import SEARCH, SEARCH_TABLE, SHARDS
from cache.tables.search_index import add_words

ROWS_IN_BAND = 2_000_000  # sorted at a time
MEMORY_OF_MERGING = "600MB"


def merged_search(target: Place, shards: Sequence[str]) -> str:
    """The folder (its name in the target's `search/`) that holds the words of these shards, made unless it is there."""
    name = hashlib.sha256("\n".join(sorted(shards)).encode()).hexdigest()[:12]
    made = target / SEARCH / name / f"{SEARCH_TABLE}.parquet"
    if not made.system.exists(made.path):
        files = [(target / SHARDS / shard / f"{SEARCH_TABLE}.parquet").url for shard in sorted(shards)]
        with TemporaryDirectory(prefix="rapatrials-") as draft, _opened(target, Path(draft)) as connection:
            with TableWriter(Path(draft), [SEARCH_TABLE]) as writer:
                for low, high in _bands(connection, files):
                    _write_band(connection, writer, files, low, high)
            made.write((Path(draft) / made.name).read_bytes())
    return name


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


def _write_band(
    connection: duckdb.DuckDBPyConnection, writer: TableWriter, files: Sequence[str], low: str, high: str | None
) -> None:
    below, values = ("", [files, low]) if high is None else (" AND word < ?", [files, low, high])
    sql = f"SELECT * FROM read_parquet(?) WHERE word >= ?{below} ORDER BY word, nct_id, weight"
    add_words(writer, connection.sql(sql, params=values))
