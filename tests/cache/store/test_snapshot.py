from pathlib import Path

import orjson
import pytest

from cache.questions.reader import Reader
from cache.refresh.rebuild import rebuild
from cache.store.snapshot import CURRENT, MANIFEST, Store, file_hash, open_snapshot
from cache.tables.build import no_progress
from seeds.errors import SnapshotError
from seeds.knowledge import Knowledge
from tests.cache.conftest import NOW, make_snapshot, sample_records
from tests.fetchers.samples import record


def test_the_manifest_states_where_the_data_came_from(sample_store: Store) -> None:
    current = sample_store.current()
    assert current
    manifest = current.manifest
    assert (manifest.trial_count, manifest.data_timestamp) == (3, "2026-11-20T09:00:05")
    assert manifest.row_counts["trials"] == 3
    assert {name: file_hash(current.folder / name) for name in manifest.files} == manifest.files
    assert current.name.startswith("20261120T090005-")


def test_an_empty_cache_has_no_current_snapshot(tmp_path: Path) -> None:
    assert Store(tmp_path / "none").current() is None


@pytest.mark.parametrize(
    ("break_it", "message"),
    [
        (lambda folder: (folder / MANIFEST).unlink(), "is no snapshot"),
        (lambda folder: (folder / MANIFEST).write_text("{"), "cannot be read"),
        (lambda folder: (folder / MANIFEST).write_text("[]"), "has layout None"),
        (lambda folder: (folder / MANIFEST).write_text('{"layout": 99}'), "has layout 99"),
        (lambda folder: (folder / MANIFEST).write_text('{"layout": 1, "x": 2}'), "is not a manifest"),
    ],
)
def test_a_damaged_snapshot_is_one_sentence(tmp_path: Path, sample_knowledge: Knowledge, break_it, message) -> None:
    store = Store(tmp_path)
    made = make_snapshot(store, [record()], sample_knowledge, "2026-11-20T09:00:05")
    break_it(made.folder)
    with pytest.raises(SnapshotError, match=message):
        store.current()


def test_a_pointer_to_elsewhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / CURRENT).write_text("../../etc")
    with pytest.raises(SnapshotError, match="does not name a snapshot"):
        Store(tmp_path).current()


def test_a_missing_table_is_one_sentence(tmp_path: Path, sample_knowledge: Knowledge) -> None:
    made = make_snapshot(Store(tmp_path), [record()], sample_knowledge, "2026-11-20T09:00:05")
    made.table("arms").write_bytes(b"not parquet")
    with pytest.raises(SnapshotError, match="arms.parquet: cannot be read"):
        Reader(made)


def test_rebuilding_with_the_same_rules_gives_the_same_tables(tmp_path: Path, sample_knowledge: Knowledge) -> None:
    store = Store(tmp_path)
    made = make_snapshot(store, sample_records(), sample_knowledge, "2026-11-20T09:00:05")
    again = rebuild(store, made, sample_knowledge, NOW, no_progress)
    assert again.manifest.files == made.manifest.files
    assert store.current() == open_snapshot(again.folder)


def test_changes_between_two_snapshots(tmp_path: Path, sample_knowledge: Knowledge) -> None:
    store = Store(tmp_path)
    old = [record("NCT00000001"), record("NCT00000002"), record("NCT00000003")]
    make_snapshot(store, old, sample_knowledge, "2026-11-20T09:00:05")
    dropped = record("NCT00000001", outcomesModule={"primaryOutcomes": []})
    reworded = record("NCT00000002", outcomesModule={"primaryOutcomes": [{"measure": "Grip strength"}]})
    enrolled = orjson.loads(orjson.dumps(record("NCT00000004")))
    make_snapshot(store, [dropped, reworded, enrolled], sample_knowledge, "2026-11-23T09:00:05")
    current = store.current()
    assert current
    rows = Reader(current).rows("SELECT nct_id, kind, before, after, is_flagged FROM changes ORDER BY ALL")
    assert ("NCT00000001", "outcome_dropped", "Sirolimus trough level", "", True) in rows
    assert ("NCT00000001", "measure_status", "overdue", "absent", False) in rows
    assert ("NCT00000002", "outcome_reworded", "Sirolimus trough level", "Grip strength", False) in rows
    assert ("NCT00000003", "removed", "Sirolimus in Older Adults", "", True) in rows
    assert ("NCT00000004", "new", "", "Sirolimus in Older Adults", False) in rows


def test_changes_are_kept_when_old_snapshots_go(tmp_path: Path, sample_knowledge: Knowledge) -> None:
    store = Store(tmp_path)
    make_snapshot(store, [record("NCT00000001")], sample_knowledge, "2026-11-20T09:00:05")
    make_snapshot(store, [record("NCT00000001"), record("NCT00000002")], sample_knowledge, "2026-11-21T09:00:05")
    make_snapshot(store, [record("NCT00000001")], sample_knowledge, "2026-11-22T09:00:05")
    current = store.current()
    assert current
    kinds = Reader(current).rows("SELECT kind FROM changes ORDER BY to_snapshot")
    assert [kind for (kind,) in kinds] == ["new", "removed"]
