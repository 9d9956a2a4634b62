"""Table `search_words`: the words of all trials, sorted by word, so that a search reads only the words it asks for."""

from pathlib import Path

import duckdb

from cache.store.parquet import TableWriter
from cache.store.sharded import SEARCH_TABLE

WEIGHTS = (3, 2, 1)  # of the lines of `search_text`
WORDS_OF_LINE = (
    "SELECT unnest(string_split(string_split(search_text, chr(10))[{line}], ' ')) AS word, nct_id, "
    "CAST({weight} AS BIGINT) AS weight FROM read_parquet('{path}')"
)


def write_search_words(draft: Path) -> int:
    """Write `search_words.parquet` of a draft whose table `trials` is there; gives its number of rows."""
    path = str(draft / "trials.parquet").replace("'", "''")
    lines = [WORDS_OF_LINE.format(line=line, weight=weight, path=path) for line, weight in enumerate(WEIGHTS, 1)]
    sql = f"SELECT * FROM ({' UNION ALL '.join(lines)}) WHERE word <> '' ORDER BY word, nct_id"
    with duckdb.connect(":memory:") as connection, TableWriter(draft, [SEARCH_TABLE]) as writer:
        writer.add_found(SEARCH_TABLE, connection.sql(sql))
    return writer.counts[SEARCH_TABLE]
