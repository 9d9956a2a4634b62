"""What differs between two snapshots: trials, status, dates, enrolment, results, outcomes, measure statuses.

Changes are kept for all time: a snapshot's table holds its own and those of every snapshot before it.
"""

from collections import Counter
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
from fetchers.rows import ChangeRow

SIDE_BY_SIDE = ("trials", "outcomes", "reporting")  # what changes are sought in
# columns of table `trials` that are compared, by kind of change
COMPARED = {
    "status": ("overall_status", "why_stopped"),
    "dates": ("start_date", "primary_completion_date", "completion_date"),
    "enrolment": ("enrollment_count", "enrollment_type"),
}
# every SELECT names its values as the columns of table `changes`, and rows are put together by these names
TRIALS = """
SELECT n.nct_id, 'new' AS kind, '' AS field, '' AS before, n.brief_title AS after, FALSE AS is_flagged
FROM n_trials n ANTI JOIN o_trials o USING (nct_id)
UNION ALL BY NAME
SELECT o.nct_id, 'removed' AS kind, '' AS field, o.brief_title AS before, '' AS after, TRUE AS is_flagged
FROM o_trials o ANTI JOIN n_trials n USING (nct_id)
UNION ALL BY NAME
SELECT n.nct_id, 'results_posted' AS kind, 'has_results' AS field, '' AS before,
       n.results_first_posted_date AS after, FALSE AS is_flagged
FROM n_trials n JOIN o_trials o USING (nct_id) WHERE n.has_results AND NOT o.has_results
"""
COLUMN = """
SELECT n.nct_id, '{kind}' AS kind, '{column}' AS field, coalesce(CAST(o.{column} AS VARCHAR), '') AS before,
       coalesce(CAST(n.{column} AS VARCHAR), '') AS after, FALSE AS is_flagged
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
SELECT nct_id, 'outcome_reworded' AS kind, path AS field, was AS before, now AS after, FALSE AS is_flagged FROM pair
UNION ALL BY NAME
SELECT nct_id, 'outcome_dropped' AS kind, path AS field, title AS before, '' AS after, TRUE AS is_flagged
FROM gone ANTI JOIN pair USING (nct_id, path)
UNION ALL BY NAME
SELECT nct_id, 'outcome_added' AS kind, path AS field, '' AS before, title AS after, FALSE AS is_flagged
FROM come ANTI JOIN pair USING (nct_id, path)
"""
MEASURE_CHANGES = """
SELECT n.nct_id, '{kind}' AS kind, n.measure AS field, o.status AS before, n.status AS after, FALSE AS is_flagged
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


def change_counts(before: Snapshot | None, after: Snapshot) -> dict[str, int]:
    """How many changes of each kind the newer snapshot recorded beyond those of the one before."""
    if before is None or before.name == after.name:
        return {}
    kinds = pq.read_table(after.table("changes"), columns=["kind"]).column("kind")
    return dict(sorted(Counter(kinds.slice(before.manifest.row_counts.get("changes", 0)).to_pylist()).items()))


def difference(
    before: Snapshot, new: Path, data_timestamp: str, same_rules: bool = True,
    left: Mapping[str, str] | None = None, moved: Moved | None = None,
) -> Iterator[ChangeRow]:  # fmt: skip
    """Rows of table `changes` from a snapshot to a folder of tables, in a stable order.

    The later snapshot has no name before it is sealed: its data timestamp stands for it. Where the rules differ too,
    a changed measure status is `relabelled`: it may say nothing about the trial. A removed trial's `after` is how
    it left. With `moved`, the rows of all trials that can differ, the tables on disk are not read.
    """
    kind = "measure_status" if same_rules else "relabelled"
    columns = (COLUMN.format(kind=name, column=column) for name, columns in COMPARED.items() for column in columns)
    queries = [TRIALS, OUTCOMES, MEASURE_CHANGES.format(kind=kind), " UNION ALL BY NAME ".join(columns)]
    with duckdb.connect(":memory:") as connection:
        for table in SIDE_BY_SIDE:
            _name(connection, f"o_{table}", moved.before[table] if moved else before.table(table))
            _name(connection, f"n_{table}", moved.after[table] if moved else new / f"{table}.parquet")
        found = [row for sql in queries for row in _answers(connection, sql)]
    day = date.fromisoformat(data_timestamp[:10])
    for row in sorted(found, key=lambda row: str(tuple(row.values()))):
        how_left = left.get(row["nct_id"], "") if left and row["kind"] == "removed" else None
        yield {
            "nct_id": row["nct_id"],
            "kind": row["kind"],
            "field": row["field"],
            "before": row["before"],
            "after": row["after"] if how_left is None else how_left,
            "is_flagged": row["is_flagged"],
            "from_snapshot": before.name,
            "to_snapshot": data_timestamp,
            "data_date": day,
        }


def _answers(connection: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    """What a query finds, by the names of its columns."""
    answer = connection.execute(sql)
    names = [name for name, *_ in answer.description or ()]
    return [dict(zip(names, values, strict=True)) for values in answer.fetchall()]


def _name(connection: duckdb.DuckDBPyConnection, name: str, rows: pa.Table | Path) -> None:
    """Let queries call rows, in memory or in a Parquet file, by a name."""
    if isinstance(rows, Path):
        path = str(rows).replace("'", "''")
        connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{path}')")
    else:
        connection.register(name, rows)
