"""The table of words is sorted by word, complete, and the same whichever way its snapshot was made."""

from pathlib import Path

import pyarrow.parquet as pq

from cache.store.snapshot import Store
from cache.tables.search_index import WEIGHTS
from seeds.knowledge import Knowledge
from tests.cache.conftest import make_snapshot
from tests.fetchers.samples import record

TITLED = {"nctId": "NCT00000002", "briefTitle": "Grip strength"}


def test_every_word_of_a_trial_stands_in_it_once_with_the_weight_of_its_place(
    sample_knowledge: Knowledge, tmp_path: Path
) -> None:
    outcomes = {"primaryOutcomes": [{"measure": "Grip strength of both hands"}]}
    made = [record("NCT00000001", outcomesModule=outcomes), record("NCT00000002", identificationModule=TITLED)]
    snapshot = make_snapshot(Store(tmp_path), made, sample_knowledge, "2026-11-20T09:00:05")
    rows = [tuple(row.values()) for row in pq.read_table(snapshot.table("search_words")).to_pylist()]
    assert rows == sorted(rows) and len(rows) == snapshot.manifest.row_counts["search_words"]
    assert [row for row in rows if row[0] == "grip"] == [
        ("grip", "NCT00000001", WEIGHTS[2]), ("grip", "NCT00000002", WEIGHTS[0]),
    ]  # fmt: skip
    words = {(word, nct_id) for word, nct_id, _ in rows}
    for row in pq.read_table(snapshot.table("trials"), columns=["nct_id", "search_text"]).to_pylist():
        assert {(word, row["nct_id"]) for word in row["search_text"].split()} <= words
