"""Every fault of a registry, in each of the refresh's phases: the exact snapshot, or a clear failure and the old one.

FAULTS states per fault which of the two it is; docs/refresh.md tells the same to users.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from cache.questions.reader import Reader
from cache.store.snapshot import Store
from cache.store.verify import problems
from fetchers.registry.queries import rapalog_queries
from seeds.errors import AnswerError, BlockedError, CrawlError, GuardError, UnreachableError, UserError
from seeds.knowledge import Knowledge
from tests.cache.stages import FIRST_DATA, LATER_DATA, current, refreshed, stage, trials
from tests.replay_server import Record, Replay, nct_ids, small_record, small_records

COUNT = 45
ALWAYS: dict[str, Any] = {"request": "every", "n": 1}
# Fault as the stand-in takes it, and what one without end ends in: an error, or (None) the exact snapshot all the same.
# A single one ends in the exact snapshot, except for those of FINAL_AT_ONCE.
FAULTS: dict[str, tuple[dict[str, Any], type[UserError] | None]] = {
    "429 with Retry-After": ({"status": 429, "retry_after": 1}, BlockedError),
    "429 without Retry-After": ({"status": 429}, BlockedError),
    "500": ({"status": 500}, UnreachableError),
    "502": ({"status": 502}, UnreachableError),
    "503": ({"status": 503}, UnreachableError),
    "reset": ({"reset": True}, UnreachableError),
    "truncated gzip": ({"truncate": 200}, UnreachableError),
    "HTML with 200": ({"garbage": "html"}, AnswerError),
    "broken JSON": ({"garbage": "json"}, AnswerError),
    "slow body": ({"delay": 0.4}, UnreachableError),
    "repeated studies": ({"repeat_previous": True}, None),
    "dropped studies": ({"drop": 3}, CrawlError),
    "expired token": ({"expire_token": True}, CrawlError),
    "403": ({"status": 403}, BlockedError),
}
FINAL_AT_ONCE = {"403"}
PAGED = {"page_size": 7, "read_timeout_s": 0.2}


@pytest.fixture(autouse=True, scope="module")
def few_queries() -> Iterator[None]:
    """Three of the queries: a fault does the same in each, and all of them take their time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cache.refresh.job.rapalog_queries", lambda drugs: rapalog_queries(drugs)[:3])
        yield


def found_requests(shared: Path, knowledge: Knowledge, folder: Path) -> tuple[int, int]:
    """The number of the first request of records in a refresh, and of the last, counted as the stand-in counts."""
    with Replay(shared, small_records(COUNT)) as replay:
        refreshed(Store(folder), replay, knowledge, client=PAGED)
        studies = [each["path"] for each in replay.log if "/studies" in each["path"]]
    fetches = [number for number, path in enumerate(studies, 1) if "filter.ids" in path]
    return fetches[0], fetches[-1]


PLACES = ("first listing page", "middle of the listing", "first records", "last records")


@pytest.fixture(scope="module")
def places(shared: Path, sample_knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """Requests to harm: pages of the light listing, and pages of records."""
    first, last = found_requests(shared, sample_knowledge, tmp_path_factory.mktemp("rehearsal"))
    return dict(zip(PLACES, (1, first // 2, first, last), strict=True))


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", FAULTS)
def test_one_fault_ends_in_the_exact_snapshot(
    shared: Path, tmp_path: Path, sample_knowledge: Knowledge, places: dict[str, int], name: str, place: str
) -> None:
    store, fault = Store(tmp_path), FAULTS[name][0]
    harmed = [{"request": places[place], **fault}]
    with Replay(shared, small_records(COUNT), faults=harmed) as replay:
        if name in FINAL_AT_ONCE:
            with pytest.raises(BlockedError):
                refreshed(store, replay, sample_knowledge, client=PAGED)
            assert store.current() is None
            replay.registry.faults = []
        refreshed(store, replay, sample_knowledge, client=PAGED)
    assert trials(store) == nct_ids(small_records(COUNT))
    assert problems(current(store)) == []


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_without_end_leaves_the_old_snapshot(
    shared: Path, tmp_path: Path, sample_knowledge: Knowledge, name: str
) -> None:
    store, (fault, error) = Store(tmp_path), FAULTS[name]
    stage(shared, store, sample_knowledge, small_records(COUNT))
    before = current(store)
    more = small_records(COUNT + 2)
    with Replay(shared, more, faults=[{**ALWAYS, **fault}], timestamp=LATER_DATA) as replay:
        if error:
            with pytest.raises(error, match=r"127\.0\.0\.1|registry\.invalid"):
                refreshed(store, replay, sample_knowledge, client={**PAGED, "tries": 3}, full=True)
            assert current(store) == before
            assert problems(before) == []
        replay.registry.faults = []
        refreshed(store, replay, sample_knowledge, client=PAGED)
    assert trials(store) == nct_ids(more)


@pytest.mark.parametrize("share", [2, 3])
@pytest.mark.parametrize("name", [name for name in FAULTS if name not in FINAL_AT_ONCE | {"slow body"}])
def test_a_fault_now_and_then_ends_in_the_exact_snapshot_or_a_clear_failure(
    shared: Path, tmp_path: Path, sample_knowledge: Knowledge, name: str, share: int
) -> None:
    store = Store(tmp_path)
    with Replay(shared, small_records(COUNT), faults=[{**ALWAYS, "n": share, **FAULTS[name][0]}]) as replay:
        try:
            refreshed(store, replay, sample_knowledge, client={"page_size": 20})
        except UserError as error:
            assert store.current() is None
            assert isinstance(error, FAULTS[name][1] or ())
        else:
            assert trials(store) == nct_ids(small_records(COUNT))


@pytest.mark.parametrize("place", PLACES)
def test_data_that_moves_on_is_read_again_as_a_whole(
    shared: Path, tmp_path: Path, sample_knowledge: Knowledge, places: dict[str, int], place: str
) -> None:
    moved = [{"request": places[place], "new_timestamp": LATER_DATA}]
    with Replay(shared, small_records(COUNT), faults=moved) as replay:
        report = refreshed(Store(tmp_path), replay, sample_knowledge, client=PAGED)
    assert report.data_timestamp == LATER_DATA
    assert trials(Store(tmp_path)) == nct_ids(small_records(COUNT))


def test_data_that_never_rests_fails_and_leaves_the_old_snapshot(
    shared: Path, tmp_path: Path, sample_knowledge: Knowledge
) -> None:
    store = Store(tmp_path)
    stage(shared, store, sample_knowledge, small_records(COUNT))
    before = current(store)
    moving = [{"request": number, "new_timestamp": f"2026-11-23T09:00:{number:02}"} for number in range(2, 60)]
    with (
        Replay(shared, small_records(COUNT), faults=moving, timestamp=LATER_DATA) as replay,
        pytest.raises(CrawlError, match="published new data during each"),
    ):
        refreshed(store, replay, sample_knowledge)
    assert current(store) == before


@pytest.mark.parametrize("place", PLACES)
def test_an_empty_page_in_the_middle_is_no_end(
    shared: Path, tmp_path: Path, sample_knowledge: Knowledge, places: dict[str, int], place: str
) -> None:
    with Replay(shared, small_records(COUNT), faults=[{"request": places[place], "empty": True}]) as replay:
        refreshed(Store(tmp_path), replay, sample_knowledge, client=PAGED)
    assert trials(Store(tmp_path)) == nct_ids(small_records(COUNT))


def test_an_empty_last_page_adds_nothing(shared: Path, tmp_path: Path, sample_knowledge: Knowledge) -> None:
    with Replay(shared, small_records(COUNT), empty_tail=True) as replay:
        refreshed(Store(tmp_path), replay, sample_knowledge, client={"page_size": 9})
    assert trials(Store(tmp_path)) == nct_ids(small_records(COUNT))


def test_empty_pages_without_end_fail(shared: Path, tmp_path: Path, sample_knowledge: Knowledge) -> None:
    with (
        Replay(shared, small_records(COUNT), faults=[{**ALWAYS, "empty": True}]) as replay,
        pytest.raises(AnswerError, match="empty pages without end"),
    ):
        refreshed(Store(tmp_path), replay, sample_knowledge, client={"page_size": 9})


def test_an_alias_leaves_under_its_old_id_and_is_recorded(
    shared: Path, tmp_path: Path, sample_knowledge: Knowledge
) -> None:
    store, records = Store(tmp_path), small_records(COUNT)
    stage(shared, store, sample_knowledge, records)
    old, new = nct_ids(records)[:2]
    merged = deepcopy(records[1:])
    merged[0]["protocolSection"]["identificationModule"]["nctIdAliases"] = [old]
    report = stage(shared, store, sample_knowledge, merged, LATER_DATA)
    assert report.removed == {old: f"alias of {new}"}
    assert current(store).manifest.removed == {old: f"alias of {new}"}
    rows = Reader(current(store)).rows("SELECT nct_id, after FROM changes WHERE kind = 'removed'")
    assert rows == [(old, f"alias of {new}")]


def test_a_vanished_trial_is_recorded_and_one_that_comes_back_is_no_longer(
    shared: Path, tmp_path: Path, sample_knowledge: Knowledge
) -> None:
    store, records = Store(tmp_path), small_records(COUNT)
    stage(shared, store, sample_knowledge, records)
    gone = nct_ids(records)[0]
    assert stage(shared, store, sample_knowledge, records[1:], LATER_DATA).removed == {gone: "not found"}
    assert stage(shared, store, sample_knowledge, records[1:], "2026-11-24T09:00:05").removed == {}
    assert current(store).manifest.removed == {gone: "not found"}
    stage(shared, store, sample_knowledge, records, "2026-11-25T09:00:05")
    assert current(store).manifest.removed == {}
    kinds = Reader(current(store)).rows("SELECT kind FROM changes WHERE nct_id = ? ORDER BY to_snapshot", [gone])
    assert kinds == [("removed",), ("new",)]


def test_a_trial_that_no_longer_names_a_rapalog_leaves(
    shared: Path, tmp_path: Path, sample_knowledge: Knowledge
) -> None:
    store, records = Store(tmp_path), small_records(COUNT)
    stage(shared, store, sample_knowledge, records)
    left = [small_record(1, name="aspirin"), *records[1:]]
    report = stage(shared, store, sample_knowledge, left, LATER_DATA)
    assert report.removed == {nct_ids(records)[0]: "no longer selected"}


def test_a_registry_that_fails_when_asked_for_the_vanished_keeps_them(
    shared: Path, tmp_path: Path, sample_knowledge: Knowledge
) -> None:
    store, records = Store(tmp_path), small_records(COUNT)
    stage(shared, store, sample_knowledge, records)
    before = current(store)
    with Replay(shared, records[1:], timestamp=LATER_DATA) as replay:
        refreshed(Store(tmp_path / "rehearsal"), replay, sample_knowledge, client={"page_size": 1000})
        asked = len([each for each in replay.log if "/studies?" in each["path"] and "filter.ids" not in each["path"]])
    failing = [{"request": number, "status": 503} for number in range(asked + 1, asked + 30)]
    with Replay(shared, records[1:], timestamp=LATER_DATA, faults=failing) as replay, pytest.raises(UnreachableError):
        refreshed(store, replay, sample_knowledge)
    assert current(store) == before


def test_a_record_of_four_megabytes_is_one_like_any_other(
    shared: Path, tmp_path: Path, sample_knowledge: Knowledge
) -> None:
    large = small_record(800)
    groups = [{"id": f"EG{number:03}", "title": f"Group {number}"} for number in range(8)]
    stats = [{"groupId": group["id"], "numAffected": 3, "numAtRisk": 40} for group in groups]
    events = [{"term": f"Term {number}", "organSystem": "General disorders", "stats": stats} for number in range(8000)]
    large["resultsSection"] = {"adverseEventsModule": {"eventGroups": groups, "otherEvents": events}}
    records = [*small_records(12), large]
    report = stage(shared, Store(tmp_path), sample_knowledge, records)
    assert report.received_bytes > 30_000  # gzipped
    rows = Reader(current(Store(tmp_path))).rows("SELECT count(*) FROM adverse_events")
    assert rows == [(64_000,)]


def test_ids_that_the_registry_counts_twice_are_a_clear_failure(
    shared: Path, tmp_path: Path, sample_knowledge: Knowledge
) -> None:
    records = small_records(COUNT)
    with Replay(shared, records) as replay:
        replay.registry.studies += [deepcopy(study) for study in replay.registry.studies[:4]]
        with pytest.raises(CrawlError, match="counts 49 trials but lists 45"):  # nothing is guessed
            refreshed(Store(tmp_path), replay, sample_knowledge)
    assert Store(tmp_path).current() is None


def without(*path: str) -> Callable[[Record], None]:
    def strip(record: Record) -> None:
        for name in path[:-1]:
            record = record[name]
        record.pop(path[-1], None)

    return strip


def as_text(record: Record) -> None:
    record["protocolSection"]["statusModule"] = "COMPLETED"


def with_news(record: Record) -> None:
    record["protocolSection"]["brandNewModule"] = {"novelty": 1}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (without("protocolSection", "designModule"), "records lack designModule"),
        (as_text, "another kind of value in protocolSection.statusModule"),
    ],
)
def test_a_broken_format_does_not_become_current(
    shared: Path, tmp_path: Path, sample_knowledge: Knowledge, change: Callable[[Record], None], message: str
) -> None:
    store, records = Store(tmp_path), small_records(COUNT)
    for each in records:
        each["protocolSection"]["designModule"] = {"studyType": "INTERVENTIONAL"}
    stage(shared, store, sample_knowledge, records)
    before, broken = current(store), deepcopy(records)
    for each in broken:
        change(each)
    with pytest.raises(GuardError, match=message):
        stage(shared, store, sample_knowledge, broken, LATER_DATA, full=True)
    assert current(store) == before
    assert stage(shared, store, sample_knowledge, broken, LATER_DATA, full=True, accept=True).trials == COUNT


def test_a_new_field_is_counted_and_hinders_nothing(shared: Path, tmp_path: Path, sample_knowledge: Knowledge) -> None:
    store, records = Store(tmp_path), small_records(COUNT)
    stage(shared, store, sample_knowledge, records)
    for each in records:
        with_news(each)
    report = stage(shared, store, sample_knowledge, records, LATER_DATA, full=True)
    assert report.unknown_fields == {"protocolSection.brandNewModule": COUNT}
    assert current(store).manifest.data_timestamp != FIRST_DATA
