"""The refresh job against the stand-in API: exact, repeatable, incremental, and harmless when it fails."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cache.questions.reader import Reader
from cache.refresh.digest import digest_snapshot
from cache.refresh.job import RefreshOptions, RefreshReport, refresh
from cache.store.snapshot import Store
from cache.tables.annotators import DERIVED
from cache.tables.build import no_progress
from fetchers.record.protocol import nct_id
from fetchers.registry.client import RegistryClient
from fetchers.registry.options import ClientOptions
from seeds.errors import GuardError, UnreachableError, UserError
from seeds.knowledge import Knowledge, load_knowledge
from tests.replay_server import Replay, nct_ids, small_record, small_records

NOW = datetime(2026, 11, 21, 6, tzinfo=UTC)
LATER_DATA = "2026-11-23T09:00:05"


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "cache")


def run(store: Store, replay: Replay, knowledge: Knowledge, now: datetime = NOW, **options: Any) -> RefreshReport:
    client_options = ClientOptions(base_url=replay.url, backoff_s=0.0, backoff_max_s=0.0, ids_per_request=20)
    with RegistryClient(client_options, sleep=lambda seconds: None) as client:
        return refresh(store, client, knowledge, now, RefreshOptions(**options), no_progress)


def trials(store: Store) -> list[str]:
    current = store.current()
    assert current
    return [row[0] for row in Reader(current).rows("SELECT nct_id FROM trials ORDER BY nct_id")]


def tables(store: Store) -> Iterator[bytes]:
    current = store.current()
    assert current
    return (current.table(name).read_bytes() for name in DERIVED)


def requests_after(replay: Replay, start: int) -> list[str]:
    return [each["path"] for each in replay.log[start:]]


def test_the_snapshot_holds_exactly_what_the_query_selects(shared: Path, store: Store, knowledge: Knowledge) -> None:
    records = [*small_records(45), small_record(900, name="aspirin")]
    with Replay(shared, records) as replay:
        report = run(store, replay, knowledge)
    assert (report.kind, report.trials, report.full) == ("refreshed", 45, True)
    assert trials(store) == nct_ids(small_records(45))


def test_the_same_refresh_twice_gives_the_same_bytes(shared: Path, tmp_path: Path, knowledge: Knowledge) -> None:
    first, second = Store(tmp_path / "one"), Store(tmp_path / "two")
    with Replay(shared, small_records(30)) as replay:
        run(first, replay, knowledge)
        run(second, replay, knowledge, now=NOW + timedelta(hours=1))
    assert all(one == two for one, two in zip(tables(first), tables(second), strict=True))
    assert first.current() and second.current()
    assert first.names() == second.names()


def test_two_processes_annotate_what_arrives_to_the_same_bytes(
    shared: Path, tmp_path: Path, knowledge: Knowledge
) -> None:
    alone, together, late = (Store(tmp_path / name) for name in ("alone", "together", "late"))
    with Replay(shared, small_records(60)) as replay:
        run(alone, replay, knowledge, processes=1)
        run(together, replay, knowledge, processes=2)
    first_fetch = 1 + sum("fields" in path for path in paths_of_a_refresh(shared, knowledge, tmp_path))
    with Replay(shared, small_records(60), faults=[{"request": first_fetch + 1, "drop": 3}]) as replay:
        run(late, replay, knowledge, processes=2)  # three records come in a second pass, out of order
    for store in (together, late):
        assert all(one == two for one, two in zip(tables(alone), tables(store), strict=True))


def test_nothing_is_fetched_while_the_data_stands_still(shared: Path, store: Store, knowledge: Knowledge) -> None:
    with Replay(shared, small_records(30)) as replay:
        run(store, replay, knowledge)
        asked = len(replay.log)
        report = run(store, replay, knowledge)
        assert requests_after(replay, asked) == ["/api/v2/version"]
    assert report.kind == "nothing_new"


def test_only_what_changed_is_fetched_again(shared: Path, store: Store, knowledge: Knowledge) -> None:
    records = small_records(60)
    with Replay(shared, records) as replay:
        run(store, replay, knowledge)
    status = records[7]["protocolSection"]["statusModule"]
    status |= {"overallStatus": "TERMINATED", "lastUpdatePostDateStruct": {"date": "2026-11-22", "type": "ACTUAL"}}
    with Replay(shared, [*records, small_record(700)], timestamp=LATER_DATA) as later:
        # the endpoint is part of a snapshot's identity: let the second stand-in answer under the first one's name
        current = store.current()
        assert current
        report = refreshed_from(store, later, knowledge, current.manifest.endpoint)
    assert (report.fetched, report.copied, report.trials, report.full) == (2, 59, 61, False)
    assert report.changes == {"new": 1, "status": 1}
    assert trials(store) == nct_ids([*records, small_record(700)])
    reader = Reader(store.current())  # type: ignore[arg-type]
    changes = reader.rows("SELECT nct_id, kind, before, after FROM changes ORDER BY kind")
    assert changes == [
        (nct_ids([small_record(700)])[0], "new", "", "Trial 700"),
        (nct_id(records[7]), "status", "COMPLETED", "TERMINATED"),
    ]


def refreshed_from(
    store: Store, replay: Replay, knowledge: Knowledge, endpoint: str, now: datetime = NOW, **options: Any
) -> RefreshReport:
    """A refresh from another stand-in under the name of an earlier one, as if the registry had moved on."""

    class Renamed(RegistryClient):
        def _once(self, question):  # type: ignore[no-untyped-def]
            renamed, self.options = self.options, actual
            try:
                return super()._once(question)
            finally:
                self.options = renamed

    actual = ClientOptions(base_url=replay.url, backoff_s=0.0, backoff_max_s=0.0, ids_per_request=20)
    with Renamed(ClientOptions(base_url=endpoint, ids_per_request=20), sleep=lambda seconds: None) as client:
        return refresh(store, client, knowledge, now, RefreshOptions(**options), no_progress)


def test_a_full_refresh_comes_round_after_its_days(shared: Path, store: Store, knowledge: Knowledge) -> None:
    with Replay(shared, small_records(20)) as replay:
        run(store, replay, knowledge)
        endpoint = store.current().manifest.endpoint  # type: ignore[union-attr]
    with Replay(shared, small_records(20), timestamp=LATER_DATA) as later:
        report = refreshed_from(store, later, knowledge, endpoint, now=NOW + timedelta(days=8))
    assert (report.full, report.fetched) == (True, 20)


def test_a_vanished_trial_is_asked_for_and_recorded(shared: Path, store: Store, knowledge: Knowledge) -> None:
    records = small_records(40)
    with Replay(shared, records) as replay:
        run(store, replay, knowledge)
        endpoint = store.current().manifest.endpoint  # type: ignore[union-attr]
    with Replay(shared, records[1:], timestamp=LATER_DATA) as later:
        report = refreshed_from(store, later, knowledge, endpoint)
        asked = [path for path in requests_after(later, 0) if path.startswith("/api/v2/studies/NCT")]
    gone = nct_id(records[0])
    assert asked == [f"/api/v2/studies/{gone}"]
    assert report.removed == {gone: "not found"}
    assert store.current().manifest.removed == {gone: "not found"}  # type: ignore[union-attr]


def test_a_refresh_that_loses_too_much_is_refused(shared: Path, store: Store, knowledge: Knowledge) -> None:
    with Replay(shared, small_records(40)) as replay:
        run(store, replay, knowledge)
        before = store.current()
        assert before
    with Replay(shared, small_records(20), timestamp=LATER_DATA) as later:
        with pytest.raises(GuardError, match=r"20 of 40 trials.*--accept"):
            refreshed_from(store, later, knowledge, before.manifest.endpoint)
        assert store.current() == before
        report = refreshed_from(store, later, knowledge, before.manifest.endpoint, accept=True)
    assert (report.trials, trials(store)) == (20, nct_ids(small_records(20)))


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        ({"request": 40, "status": 503}, "exact"),
        ({"request": 40, "status": 429, "retry_after": 1}, "exact"),
        ({"request": 40, "reset": True}, "exact"),
        ({"request": 40, "truncate": 200}, "exact"),
        ({"request": 40, "garbage": "html"}, "exact"),
        ({"request": 40, "garbage": "json"}, "exact"),
        ({"request": 3, "drop": 3}, "exact"),
        ({"request": 40, "drop": 3}, "exact"),
        ({"request": 10, "new_timestamp": LATER_DATA}, "exact"),
        ({"request": "every", "n": 1, "status": 503}, UnreachableError),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_fault_ends_in_the_exact_snapshot_or_a_clear_failure(
    shared: Path, store: Store, knowledge: Knowledge, fault: dict[str, Any], outcome: Any
) -> None:
    with Replay(shared, small_records(45), faults=[fault]) as replay:
        if outcome == "exact":
            run(store, replay, knowledge)
            assert trials(store) == nct_ids(small_records(45))
        else:
            with pytest.raises(outcome):
                run(store, replay, knowledge)
            assert store.current() is None


def test_what_arrived_before_a_failure_is_not_fetched_again(shared: Path, store: Store, knowledge: Knowledge) -> None:
    with Replay(shared, small_records(100)) as replay:
        endpoint = replay.url
        first_fetch = 1 + sum("fields" in path for path in paths_of_a_refresh(shared, knowledge, store.root.parent))
    failing = [{"request": number, "status": 503} for number in range(first_fetch + 2, first_fetch + 40)]
    with Replay(shared, small_records(100), faults=failing) as replay, pytest.raises(UserError):
        refreshed_from(store, replay, knowledge, endpoint)
    assert store.current() is None
    with Replay(shared, small_records(100)) as replay:
        refreshed_from(store, replay, knowledge, endpoint)
        fetches = [path for path in requests_after(replay, 0) if "filter.ids" in path]
    assert len(fetches) == 3  # of five pages of twenty, two had arrived
    assert trials(store) == nct_ids(small_records(100))


def paths_of_a_refresh(shared: Path, knowledge: Knowledge, folder: Path) -> list[str]:
    with Replay(shared, small_records(100)) as replay:
        run(Store(folder / "rehearsal"), replay, knowledge)
        return requests_after(replay, 0)


def test_the_digest_mends_itself_as_often_as_it_is_damaged(tmp_path: Path, knowledge: Knowledge) -> None:
    whole = digest_snapshot(tmp_path, knowledge)
    for name in ("trials.parquet", "reporting.parquet"):
        content = bytearray((whole.folder / name).read_bytes())
        content[len(content) // 2] ^= 1
        (whole.folder / name).write_bytes(content)
        mended = digest_snapshot(tmp_path, knowledge)
        assert mended.name == whole.name
        mended.check(*mended.manifest.files)
