"""Refreshes that are killed, run out of disk or meet readers: the cache stays whole, and the next refresh succeeds."""

import os
import random
import shutil
import subprocess
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from cache.questions.reader import Reader
from cache.store.leftovers import sweep
from cache.store.retention import Retention, remove_old
from cache.store.snapshot import CURRENT, Store, open_snapshot
from cache.store.verify import problems
from fetchers.registry.queries import rapalog_queries
from seeds.errors import DiskError, SnapshotError
from seeds.knowledge import Knowledge
from tests.bench import child, kill_matrix
from tests.cache.conftest import NOW, make_snapshot
from tests.cache.stages import LATER_DATA, current, refreshed, stage, trials
from tests.fetchers.samples import record
from tests.replay_server import Replay, nct_ids, small_records


@pytest.fixture(autouse=True, scope="module")
def few_queries() -> Iterator[None]:
    """Three of the queries, where a refresh runs in the test's own process: all of them take their time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cache.refresh.job.rapalog_queries", lambda drugs: rapalog_queries(drugs)[:3])
        yield


def test_kills_at_random_instants_harm_nothing(shared: Path, tmp_path: Path) -> None:
    outcome = kill_matrix.run(9, 7, shared, tmp_path, records=30)
    assert sum(outcome.killed.values()) == 9


def test_a_disk_that_takes_no_more_leaves_the_old_snapshot(
    shared: Path, tmp_path: Path, sample_knowledge: Knowledge
) -> None:
    store, records = Store(tmp_path / "cache"), small_records(80)
    stage(shared, store, sample_knowledge, records[:40])
    before = current(store)
    largest = max(path.stat().st_size for path in before.folder.iterdir())
    with Replay(shared, records, timestamp=LATER_DATA) as replay:
        for share in (0.05, 0.3, 0.7, 1.0):
            assert child.run(store, replay.url, largest_file=int(largest * share)) == DiskError.exit_code
            assert current(store) == before
            assert problems(before) == []
        assert child.run(store, replay.url) == 0
    assert trials(store) == nct_ids(records)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of one megabyte; skips where that may not be mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() or not mounted("-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)):
        pytest.skip("a small file system can be mounted by root alone")
    yield folder
    subprocess.run([shutil.which("umount") or "umount", "-l", str(folder)], check=True, capture_output=True)


def mounted(*words: str) -> bool:
    """Whether `mount` does this."""
    program = shutil.which("mount")
    return program is not None and subprocess.run([program, *words], capture_output=True, check=False).returncode == 0


def test_a_full_disk_leaves_the_old_snapshot(
    shared: Path, small_disk: Path, sample_knowledge: Knowledge, tmp_path: Path
) -> None:
    store, records = Store(small_disk / "cache"), small_records(60)
    stage(shared, store, sample_knowledge, records[:30])
    before, ballast = current(store), small_disk / "ballast"
    free = os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize
    with Replay(shared, records, timestamp=LATER_DATA) as replay:
        for room in (0, 8_192, 65_536):
            ballast.write_bytes(b"x" * max(free - room, 0))
            with pytest.raises(DiskError, match="Free some space"):
                refreshed(store, replay, sample_knowledge)
            assert current(store) == before
            assert problems(before) == []
        ballast.unlink()
        refreshed(store, replay, sample_knowledge)
    assert trials(store) == nct_ids(records)


def test_a_read_only_disk_is_one_sentence_and_readers_go_on(
    shared: Path, small_disk: Path, sample_knowledge: Knowledge
) -> None:
    store = Store(small_disk / "cache")
    stage(shared, store, sample_knowledge, small_records(20))
    assert mounted("-o", "remount,ro", str(small_disk))
    with pytest.raises(DiskError, match=r"[Rr]ead-only"):
        stage(shared, store, sample_knowledge, small_records(21), LATER_DATA)
    assert trials(store) == nct_ids(small_records(20))


@pytest.mark.parametrize("name", ["work", "snapshots", CURRENT])
def test_a_path_that_cannot_be_written_is_one_sentence(
    shared: Path, tmp_path: Path, sample_knowledge: Knowledge, name: str
) -> None:
    if name == CURRENT:
        (tmp_path / name).mkdir()
    else:
        (tmp_path / name).write_text("in the way")
    with pytest.raises((DiskError, SnapshotError), match=name):
        stage(shared, Store(tmp_path), sample_knowledge, small_records(3))


def test_eight_readers_see_whole_snapshots_during_twenty_refreshes(
    shared: Path, tmp_path: Path, sample_knowledge: Knowledge
) -> None:
    store, ended, troubles, seen = Store(tmp_path), threading.Event(), [], set()
    stage(shared, store, sample_knowledge, small_records(20))

    def read() -> None:
        while not ended.wait(0.3):  # eight without a pause would leave the refreshes no time on two cores
            try:
                reader = Reader(current(store))
                for _ in range(3):  # a page asks several questions of the snapshot that it opened
                    count = reader.snapshot.manifest.trial_count
                    answers = [
                        reader.rows(f"SELECT count(DISTINCT nct_id) FROM {name}") for name in ("trials", "reporting")
                    ]
                    if answers != [[(count,)]] * 2:
                        troubles.append(f"{reader.snapshot.name}: {answers}")
                seen.add(reader.snapshot.name)
                reader.close()
            except Exception as error:
                troubles.append(repr(error))

    readers = [threading.Thread(target=read) for _ in range(8)]
    for each in readers:
        each.start()
    try:
        for number in range(1, 21):
            moment = NOW + timedelta(days=number)
            stamp = f"{moment:%Y-%m-%d}T09:00:05"
            refreshed_at = {"now": moment, "retention": Retention(1, 0), "full": number % 4 == 0}
            stage(shared, store, sample_knowledge, small_records(20 + number), stamp, **refreshed_at)
    finally:
        ended.set()
        for each in readers:
            each.join()
    assert troubles == []
    assert len(seen) > 1
    assert len(store.names()) <= 2 + len(readers)


def test_a_snapshot_that_is_read_or_needed_stays(tmp_path: Path, sample_knowledge: Knowledge) -> None:
    store, later = Store(tmp_path), NOW + timedelta(days=90)
    made = [make_snapshot(store, [record()], sample_knowledge, f"2026-11-{day}T09:00:05") for day in range(10, 16)]
    reader = Reader(made[1])
    assert remove_old(store, Retention(1, 365), later) == []
    names = [each.name for each in made]
    assert sorted(remove_old(store, Retention(2, 30), later, {names[0]})) == names[2:4]
    reader.close()
    assert remove_old(store, Retention(1, 0), later) == names[:2] + names[4:5]
    assert store.names() == names[5:]
    with pytest.raises(SnapshotError, match="is gone"):
        Reader(made[0])


def test_leftovers_go_and_arrived_records_stay(tmp_path: Path, sample_knowledge: Knowledge) -> None:
    store = Store(tmp_path)
    made = make_snapshot(store, [record()], sample_knowledge, LATER_DATA)
    (store.work / "arrived").unlink()  # the sample's own
    for folder in (store.work / "draft", store.work / "arrived", store.trash / "old"):
        folder.mkdir(parents=True)
        (folder / "file").write_text("")
    (tmp_path / ".current.123.tmp").write_text("half")
    (store.work / "loose").write_text("")
    sweep(store)
    assert [path.name for path in store.work.iterdir()] == ["arrived"]
    assert not store.trash.exists() and not (tmp_path / ".current.123.tmp").exists()
    assert open_snapshot(made.folder) == made


def test_a_damaged_current_snapshot_is_mended_by_the_next_refresh(
    shared: Path, tmp_path: Path, sample_knowledge: Knowledge
) -> None:
    store, records = Store(tmp_path), small_records(20)
    stage(shared, store, sample_knowledge, records)
    made, chance = current(store), random.Random(5)  # noqa: S311
    for path in sorted(made.folder.iterdir()):
        content = bytearray(path.read_bytes())
        content[chance.randrange(len(content))] ^= 0x55
        path.write_bytes(content)
        assert stage(shared, store, sample_knowledge, records).kind == "refreshed"
        assert problems(current(store)) == []
        assert current(store).name == made.name
