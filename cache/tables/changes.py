"""What differs between two snapshots: trials, status, dates, enrolment, results, outcomes, measure statuses.

Changes are kept for all time: a snapshot's table holds its own and those of every snapshot before it.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from cache.store.parquet import TableWriter, schema
from cache.store.snapshot import Snapshot
from cache.tables.merge import Moved

Row = tuple[Any, ...]
SIDE_BY_SIDE = ("trials", "outcomes", "reporting")  # what changes are sought in
# columns of table `trials` that are compared, by kind of change
COMPARED = {
    "status": ("overall_status", "why_stopped"),
    "dates": ("start_date", "primary_completion_date", "completion_date"),
    "enrolment": ("enrollment_count", "enrollment_type"),
}
TRIALS = """
SELECT n.nct_id, 'new', '', '', n.brief_title, FALSE FROM n_trials n ANTI JOIN o_trials o USING (nct_id)
UNION ALL
SELECT o.nct_id, 'removed', '', o.brief_title, '', TRUE FROM o_trials o ANTI JOIN n_trials n USING (nct_id)
UNION ALL
SELECT n.nct_id, 'results_posted', 'has_results', '', n.results_first_posted_date, FALSE
FROM n_trials n JOIN o_trials o USING (nct_id) WHERE n.has_results AND NOT o.has_results
"""
COLUMN = """
SELECT n.nct_id, '{kind}', '{column}', coalesce(CAST(o.{column} AS VARCHAR), ''),
       coalesce(CAST(n.{column} AS VARCHAR), ''), FALSE
FROM n_trials n JOIN o_trials o USING (nct_id) WHERE n.{column} IS DISTINCT FROM o.{column}
"""
# A registered outcome is the same while its wording is; one that changed its words in its old place was reworded.
# One that is gone is the reporting signal that the current record hides: it is flagged.
OUTCOMES = """
WITH o AS (SELECT *, lower(trim(title)) AS words FROM o_outcomes WHERE source = 'registered'),
     n AS (SELECT *, lower(trim(title)) AS words FROM n_outcomes WHERE source = 'registered'),
     gone AS (SELECT o.* FROM o SEMI JOIN n_trials USING (nct_id)
              ANTI JOIN n ON o.nct_id = n.nct_id AND o.words = n.words),
     come AS (SELECT n.* FROM n SEMI JOIN o_trials USING (nct_id)
              ANTI JOIN o ON o.nct_id = n.nct_id AND o.words = n.words),
     pair AS (SELECT gone.nct_id, gone.path, gone.title AS was, come.title AS now
              FROM gone JOIN come ON gone.nct_id = come.nct_id AND gone.path = come.path)
SELECT nct_id, 'outcome_reworded', path, was, now, FALSE FROM pair
UNION ALL
SELECT nct_id, 'outcome_dropped', path, title, '', TRUE FROM gone ANTI JOIN pair USING (nct_id, path)
UNION ALL
SELECT nct_id, 'outcome_added', path, '', title, FALSE FROM come ANTI JOIN pair USING (nct_id, path)
"""
MEASURES = """
SELECT n.nct_id, '{kind}', n.measure, o.status, n.status, FALSE
FROM n_reporting n JOIN o_reporting o USING (nct_id, measure) WHERE n.status <> o.status
"""


def write_changes(
    draft: Path, before: Snapshot | None, data_timestamp: str, same_rules: bool,
    left: Mapping[str, str] | None = None, moved: Moved | None = None,
) -> int:  # fmt: skip
    """Write `changes.parquet` of a draft whose other tables are there; gives its number of rows.

    `before` is the snapshot that readers see now; without one the table is empty. `left` tells how a trial left.
    `moved` are the rows of all trials that can differ, where they are at hand.
    """
    with TableWriter(draft, ["changes"]) as writer:
        if before:
            for batch in pq.ParquetFile(before.table("changes")).iter_batches():
                writer.add_batch("changes", pa.RecordBatch.from_arrays(batch.columns, schema=schema("changes")))
            writer.add({"changes": list(difference(before, draft, data_timestamp, same_rules, left, moved))})
    return writer.counts["changes"]


def difference(
    before: Snapshot, new: Path, data_timestamp: str, same_rules: bool = True,
    left: Mapping[str, str] | None = None, moved: Moved | None = None,
) -> Iterator[Row]:  # fmt: skip
    """Rows of table `changes` from a snapshot to a folder of tables, in a stable order.

    The later snapshot has no name before it is sealed: its data timestamp stands for it. Where the rules differ too,
    a changed measure status is `relabelled`: it may say nothing about the trial. A removed trial's `after` is how
    it left. With `moved`, the rows of all trials that can differ, the tables on disk are not read.
    """
    kind = "measure_status" if same_rules else "relabelled"
    columns = (COLUMN.format(kind=name, column=column) for name, columns in COMPARED.items() for column in columns)
    queries = [TRIALS, OUTCOMES, MEASURES.format(kind=kind), " UNION ALL ".join(columns)]
    with duckdb.connect(":memory:") as connection:
        for table in SIDE_BY_SIDE:
            _name(connection, f"o_{table}", moved.before[table] if moved else before.table(table))
            _name(connection, f"n_{table}", moved.after[table] if moved else new / f"{table}.parquet")
        rows = [row for sql in queries for row in connection.execute(sql).fetchall()]
    day = date.fromisoformat(data_timestamp[:10])
    for row in sorted(rows, key=str):
        nct, what, *rest, is_flagged = row
        if what == "removed" and left:
            rest[-1] = left.get(nct, "")
        yield nct, what, *rest, is_flagged, before.name, data_timestamp, day


def _name(connection: duckdb.DuckDBPyConnection, name: str, rows: pa.Table | Path) -> None:
    """Let queries call rows, in memory or in a Parquet file, by a name."""
    if isinstance(rows, Path):
        path = str(rows).replace("'", "''")
        connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{path}')")
    else:
        connection.register(name, rows)
