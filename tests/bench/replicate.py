"""A snapshot of any size made of copies of another's trials, in a process of its own and in bounded memory.

    python -m tests.bench.replicate --source CACHE --target CACHE --trials 600000

Every table is replicated, by the writer that a refresh uses: copy after copy under new ids that rise as a refresh
would sort them, so that trials of all kinds stand in every row group. Where the source records no changes, one trial
in twenty gets a change of status.
"""

import argparse
import resource
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cache.store.parquet import TableWriter, record_batch, schema
from cache.store.snapshot import Snapshot, Store, seal
from cache.tables.search_index import write_search_words
from seeds.tables.columns import tables

KEPT = ("endpoint", "queries", "data_timestamp", "created_at", "program_version", "seeds_version", "code_version")
EVERY = 20  # a change for every so many trials


def replicate(source: Snapshot, root: Path, trials: int) -> Snapshot:
    """A current snapshot of about `trials` trials under `root`."""
    store, draft = Store(root), root / "work" / "draft"
    store.prepare()
    draft.mkdir(parents=True)
    ids = pc.unique(pq.read_table(source.table("trials"), columns=["nct_id"])["nct_id"])
    copies, counts = max(1, round(trials / len(ids))), {}
    for name in tables().keys() - {"search_words"}:  # which are made of the others
        rows = _rows(source, name, ids)
        with TableWriter(draft, [name]) as writer:
            for batch in copied(rows, ids, copies):
                writer.add_batch(name, batch)
        counts |= writer.counts
    counts["search_words"] = write_search_words(draft)
    facts = {name: getattr(source.manifest, name) for name in KEPT}
    snapshot = seal(draft, facts | {"trial_count": counts["trials"], "row_counts": counts}, store.snapshots)
    store.make_current(snapshot)
    return snapshot


def _rows(source: Snapshot, name: str, ids: pa.Array) -> pa.RecordBatch:
    rows = pq.read_table(source.table(name), schema=schema(name)).combine_chunks()
    if name == "changes" and not len(rows):
        changed = (str(each) for each in islice(ids, 0, None, EVERY))
        day = date.fromisoformat(source.manifest.data_timestamp[:10])
        what = {
            "kind": "status", "field": "overall_status", "before": "RECRUITING", "after": "COMPLETED",
            "is_flagged": False, "from_snapshot": "before", "to_snapshot": source.name, "data_date": day,
        }  # fmt: skip
        return record_batch(name, [{"nct_id": one, **what} for one in changed])
    return pa.RecordBatch.from_arrays(
        [column.combine_chunks() if column.num_chunks else pa.array([], column.type) for column in rows.columns],
        schema=schema(name),
    )


def copied(rows: pa.RecordBatch, ids: pa.Array, copies: int) -> Iterator[pa.RecordBatch]:
    """The rows once per copy, under ids of their own: after those of the copy before."""
    places, at = pc.index_in(rows["nct_id"], ids), rows.schema.get_field_index("nct_id")
    for copy in range(copies):
        names = pa.array(f"NCT{copy * len(ids) + place + 1:08d}" for place in range(len(ids)))
        yield rows.set_column(at, rows.schema.field(at), names.take(places))


def main() -> None:
    """Replicate, and say how large the result is and what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", type=Path, required=True)
    parser.add_argument("--target", type=Path, required=True)
    parser.add_argument("--trials", type=int, required=True)
    options = parser.parse_args()
    source = Store(options.source).current()
    if source is None:
        raise SystemExit(f"{options.source} holds no snapshot; run `rapatrials refresh --cache {options.source}`.")
    made = replicate(source, options.target, options.trials)
    size = sum(path.stat().st_size for path in made.folder.iterdir()) / 2**20
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows = sum(made.manifest.row_counts.values())
    print(f"replicated {made.manifest.trial_count:,} trials, {rows:,} rows, {size:,.0f} MB; peak {peak:,.0f} MB here")


if __name__ == "__main__":
    main()
