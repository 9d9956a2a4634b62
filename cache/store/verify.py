"""Whether a snapshot is whole: files against their hashes, counts against the manifest, keys across the tables."""

import gzip
import zlib
from collections.abc import Iterator

import duckdb
import orjson
import pyarrow.parquet as pq

from cache.store.parquet import DAMAGE, first_line, schema
from cache.store.raw import INDEX, RAW, read_index, read_lines
from cache.store.snapshot import MANIFEST, Snapshot, damaged_files
from fetchers.measures.status import ABSENT_NO_GAP, ELSEWHERE_LETTERS, LETTERS
from fetchers.record.protocol import nct_id
from seeds.errors import SnapshotError
from seeds.tables.columns import tables

LETTER = " ".join(f"WHEN '{status}' THEN '{letter}'" for status, letter in LETTERS.items())
LETTER_ELSEWHERE = " ".join(f"WHEN '{state}' THEN '{letter}'" for state, letter in ELSEWHERE_LETTERS.items())
# what must be empty: rows of one table that lack their counterpart in another, or stand there twice
KEYS = {
    "a trial stands twice in `trials`": "SELECT nct_id FROM trials GROUP BY nct_id HAVING count(*) > 1",
    "a measure of a trial stands twice in `reporting`": (
        "SELECT nct_id FROM reporting GROUP BY nct_id, measure HAVING count(*) > 1"
    ),
    "a trial lacks measures in `reporting`": (
        "SELECT nct_id FROM trials t LEFT JOIN (SELECT nct_id, count(*) n FROM reporting GROUP BY nct_id) r "
        "USING (nct_id) WHERE coalesce(n, 0) <> (SELECT count(DISTINCT measure) FROM reporting)"
    ),
    "a trial's `measure_statuses` are not those of `reporting`": (
        "SELECT nct_id FROM trials JOIN (SELECT nct_id, string_agg(CASE WHEN list_contains(levels, 'registered') "
        "THEN upper(letter) ELSE letter END, '' ORDER BY measure) AS letters FROM "
        f"(SELECT *, CASE WHEN status = 'absent' AND NOT is_gap THEN '{ABSENT_NO_GAP}' "
        f"ELSE CASE status {LETTER} END END AS letter FROM reporting) GROUP BY nct_id) USING (nct_id) "
        "WHERE letters IS DISTINCT FROM measure_statuses"
    ),
    "a trial's `measure_elsewhere` is not that of `reporting`": (
        "SELECT nct_id FROM trials JOIN (SELECT nct_id, string_agg(CASE reported_elsewhere "
        f"{LETTER_ELSEWHERE} END, '' ORDER BY measure) AS letters FROM reporting GROUP BY nct_id) USING (nct_id) "
        "WHERE letters IS DISTINCT FROM measure_elsewhere"
    ),
    "a measure is `overdue` in a trial that is not, or waits in one that is": (
        "SELECT nct_id FROM reporting JOIN trials USING (nct_id) WHERE (status = 'overdue') <> is_overdue "
        "AND status IN ('overdue', 'awaited', 'not_required', 'results_pending', 'not_posted') "
        "AND list_contains(levels, 'registered')"
    ),
    "a trial's counts of outcomes are not those of `outcomes`": (
        "SELECT nct_id FROM trials t LEFT JOIN (SELECT nct_id, count(*) FILTER (is_left_out) AS out, "
        "count(*) FILTER (source = 'posted' AND NOT has_values) AS empty, "
        "list_sort(flatten(list(list_distinct(measures)))) AS about FROM outcomes GROUP BY nct_id) USING (nct_id) "
        "WHERE t.outcomes_left_out_count <> coalesce(out, 0) OR t.outcomes_without_values_count <> coalesce(empty, 0) "
        "OR t.outcome_measures <> coalesce(about, [])"
    ),
    "a posted value has no outcome": (
        "SELECT v.nct_id FROM outcome_values v ANTI JOIN outcomes o ON o.nct_id = v.nct_id AND o.path = v.path"
    ),
    "an analysis has no outcome": (
        "SELECT a.nct_id FROM analyses a ANTI JOIN outcomes o ON o.nct_id = a.nct_id AND o.path = a.path"
    ),
    "a drug level has no outcome": (
        "SELECT d.nct_id FROM drug_levels d ANTI JOIN outcomes o ON o.nct_id = d.nct_id AND o.path = d.path"
    ),
}
FOREIGN = "SELECT nct_id FROM {table} ANTI JOIN trials USING (nct_id)"
FREE = ("trials", "changes")  # `changes` names trials that are gone


def problems(snapshot: Snapshot) -> list[str]:
    """What is wrong with a snapshot, one sentence part each; an empty list where it is whole."""
    if damaged := damaged_files(snapshot):
        return [f"{name} is missing or not what {MANIFEST} says" for name in damaged]
    if absent := sorted(_expected_files() - set(snapshot.manifest.files)):
        return [f"{name} is not part of it" for name in absent]
    return [*_raw_problems(snapshot), *_count_problems(snapshot), *_key_problems(snapshot)]


def _expected_files() -> set[str]:
    return {RAW, INDEX, *(f"{name}.parquet" for name in tables())}


def _raw_problems(snapshot: Snapshot) -> Iterator[str]:
    """The index leads to every record of the raw file, and to nothing else."""
    try:
        members = read_index(snapshot.folder)
        for member, line in zip(members, read_lines(snapshot.folder, members), strict=True):
            if nct_id(orjson.loads(line)) != member.nct_id:
                yield f"{RAW}: another record stands where {INDEX} says {member.nct_id}"
    except (SnapshotError, ValueError, zlib.error, gzip.BadGzipFile) as error:
        yield f"{RAW}: {error}"
        return
    if len({member.nct_id for member in members}) != snapshot.manifest.trial_count:
        yield f"{INDEX}: does not hold {snapshot.manifest.trial_count} trials"
    if sum(member.length for member in members) != (snapshot.folder / RAW).stat().st_size:
        yield f"{RAW}: holds more or less than {INDEX} says"


def _count_problems(snapshot: Snapshot) -> Iterator[str]:
    """Every table has the columns of the contract and as many rows as the manifest says."""
    for name in tables():
        try:
            with pq.ParquetFile(snapshot.table(name)) as table:
                rows, layout = table.metadata.num_rows, table.schema_arrow
        except DAMAGE as error:
            yield f"{name}.parquet: cannot be read ({first_line(error)})"
            continue
        if layout.names != schema(name).names:
            yield f"{name}.parquet: has other columns than this program reads"
        if rows != snapshot.manifest.row_counts.get(name):
            yield f"{name}.parquet: has {rows} rows, {MANIFEST} says {snapshot.manifest.row_counts.get(name)}"
        if name == "trials" and rows != snapshot.manifest.trial_count:
            yield f"{name}.parquet: has {rows} trials, {MANIFEST} says {snapshot.manifest.trial_count}"


def _key_problems(snapshot: Snapshot) -> Iterator[str]:
    checks = KEYS | {
        f"a trial of `{name}` is not in `trials`": FOREIGN.format(table=name) for name in tables() if name not in FREE
    }
    with duckdb.connect(":memory:") as connection:
        for name in tables():
            path = str(snapshot.table(name)).replace("'", "''")
            connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{path}')")
        for words, sql in checks.items():
            try:
                found = connection.execute(f"SELECT DISTINCT nct_id FROM ({sql}) ORDER BY ALL LIMIT 3").fetchall()
            except (duckdb.Error, UnicodeDecodeError) as error:
                yield f"the tables cannot be read together ({first_line(error)})"
                return
            if found:
                yield f"{words}: {', '.join(str(nct) for (nct,) in found)}"
