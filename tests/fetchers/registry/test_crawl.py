"""The crawl under every fault of the stand-in API: the exact set, or a clear failure. Each fault states which."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from fetchers.registry.answers import Study, Version
from fetchers.registry.client import RegistryClient
from fetchers.registry.crawl import ROUNDS, CrawlResult, crawl
from fetchers.registry.handout import CrawlProgress, Sink
from fetchers.registry.options import ClientOptions
from fetchers.registry.queries import Query, own_query, rapalog_queries
from seeds.drugs.names import load_drugs
from seeds.errors import AnswerError, BlockedError, CrawlError, UnreachableError
from tests.fetchers.local_server import Reply, Scripted, page, version
from tests.replay_server import Record, Replay, nct_ids, small_record, small_records

RECORDS = small_records(23)
QUERIES = own_query('"sirolimus"')
PAGES = 5  # of the listing: 23 studies, 5 a page


class Kept:
    """A sink that keeps what came since `begin`."""

    def __init__(self) -> None:
        self.began: list[str] = []
        self.studies: list[Study] = []

    def begin(self, version: Version) -> None:
        self.began.append(version.data_timestamp)
        self.studies = []

    def add(self, study: Study) -> None:
        self.studies.append(study)

    def set_aside(self, nct_id: str, reason: str) -> None:
        raise AssertionError(f"{nct_id} was set aside: {reason}")

    @property
    def ids(self) -> list[str]:
        return [study.nct for study in self.studies]


def client(url: str, **options: Any) -> RegistryClient:
    options = {"page_size": 5, "ids_per_request": 10, "read_timeout_s": 0.5, **options}
    return RegistryClient(ClientOptions(base_url=url, **options), sleep=lambda seconds: None)


def run(url: str, sink: Sink, queries: list[Query] = QUERIES, **options: Any) -> CrawlResult:
    with client(url, **options) as registry:
        return crawl(registry, queries, sink)


def exact(sink: Kept, records: list[Record] = RECORDS) -> None:
    """Every record once, as it is."""
    assert sorted(sink.ids) == nct_ids(records)
    by_id = {record["protocolSection"]["identificationModule"]["nctId"]: record for record in records}
    assert all(study.record == by_id[study.nct] for study in sink.studies)


# requests 1 to 5 list the ids, 6 to 11 bring the records (two pages for every ten ids)
BORNE: dict[str, dict[str, Any]] = {
    "429 with Retry-After": {"status": 429, "retry_after": 1},
    "429": {"status": 429},
    "500": {"status": 500},
    "502": {"status": 502},
    "503 with Retry-After": {"status": 503, "retry_after": 1},
    "503": {"status": 503},
    "connection reset": {"reset": True},
    "body cut": {"truncate": 90},
    "html with 200": {"garbage": "html"},
    "json that breaks off": {"garbage": "json"},
    "slow body": {"delay": 0.8},
    "last study of the page before again": {"repeat_previous": True},
    "one study missing": {"drop": 1},
    "all studies missing": {"drop": 5},
    "expired token": {"expire_token": True},
    "empty page": {"empty": True},
}


@pytest.mark.parametrize("request_number", [1, 2, 5, 6, 7, 11])
@pytest.mark.parametrize("fault", BORNE.values(), ids=BORNE)
def test_single_fault_ends_in_the_exact_set(shared: Path, fault: dict[str, Any], request_number: int) -> None:
    sink = Kept()
    with Replay(shared, RECORDS, faults=[{"request": request_number, **fault}]) as replay:
        result = run(replay.url, sink)
    exact(sink)
    assert list(result.listed) == nct_ids(RECORDS)
    assert result.fetched_count == len(RECORDS)


EVERY_THIRD = {name: fault for name, fault in BORNE.items() if name not in ("slow body", "all studies missing")}


@pytest.mark.parametrize("fault", EVERY_THIRD.values(), ids=EVERY_THIRD)
def test_fault_on_every_third_request_is_exact_or_told(shared: Path, fault: dict[str, Any]) -> None:
    sink = Kept()
    with Replay(shared, RECORDS, faults=[{"request": "every", "n": 3, **fault}]) as replay:
        try:
            run(replay.url, sink)
        except CrawlError as error:  # only where every listing loses something: never a silent gap
            assert "drop" in fault or "expire_token" in fault
            assert "try again later" in str(error)
        else:
            exact(sink)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"status": 429}, BlockedError),
        ({"status": 403}, BlockedError),
        ({"status": 503}, UnreachableError),
        ({"reset": True}, UnreachableError),
        ({"truncate": 90}, UnreachableError),
        ({"garbage": "html"}, AnswerError),
        ({"garbage": "json"}, AnswerError),
        ({"drop": 1}, CrawlError),
        ({"expire_token": True}, CrawlError),
        ({"empty": True}, AnswerError),
    ],
)
def test_fault_on_every_request_ends_in_a_clear_error(
    shared: Path, fault: dict[str, Any], error: type[Exception]
) -> None:
    with Replay(shared, RECORDS, faults=[{"request": "every", "n": 1, **fault}]) as replay, pytest.raises(error):
        run(replay.url, Kept())


@pytest.mark.parametrize("request_number", [1, 4, 8])
def test_data_that_moves_on_is_crawled_again(shared: Path, request_number: int) -> None:
    moved = "2026-11-21T09:00:05"
    sink = Kept()
    with Replay(shared, RECORDS, faults=[{"request": request_number, "new_timestamp": moved}]) as replay:
        result = run(replay.url, sink)
    exact(sink)
    assert result.version.data_timestamp == moved
    assert sink.began == ["2026-11-20T09:00:05", moved]
    assert result.rounds == 2


def test_data_that_moves_on_every_time_is_told() -> None:
    moving = [
        reply
        for day in range(ROUNDS + 1)
        for reply in (version(f"2026-11-{day + 1:02d}T09:00:05"), page("NCT1", total=1), page("NCT1", total=1))
    ]
    with Scripted(*moving) as server, pytest.raises(CrawlError, match=f"during each of {ROUNDS} crawls"):
        run(server.url, Kept())


def test_a_crawl_that_fails_because_data_moved_is_done_again() -> None:
    script = (
        version("2026-11-01T09:00:05"), *[page("NCT1", total=2)] * 4, version("2026-11-02T09:00:05"),
        page("NCT1", total=1), page("NCT1", total=1), version("2026-11-02T09:00:05"),
    )  # fmt: skip
    sink = Kept()
    with Scripted(*script) as server:
        run(server.url, sink)
    assert sink.ids == ["NCT1"]


def test_results_overlapping_between_queries_come_once(shared: Path) -> None:
    sink = Kept()
    with Replay(shared, RECORDS) as replay:
        run(replay.url, sink, [*QUERIES, Query(('"rapamycin"',)), Query(('"Trial 7"',), "query.titles")])
    exact(sink)


def test_empty_tail_page_is_no_end(shared: Path) -> None:
    sink = Kept()
    with Replay(shared, small_records(20), empty_tail=True) as replay:
        run(replay.url, sink)
    exact(sink, small_records(20))


def test_alias_and_vanished_ids_are_simply_not_listed(shared: Path) -> None:
    sink = Kept()
    with Replay(shared, RECORDS, vanish=["NCT90000003"], alias=["NCT90000004=NCT90000005"]) as replay:
        run(replay.url, sink)
    assert not {"NCT90000003", "NCT90000004"} & set(sink.ids)
    assert len(sink.ids) == 21


def test_asking_by_a_former_id_brings_the_canonical_record(shared: Path) -> None:
    sink = Kept()
    with Replay(shared, RECORDS, alias=["NCT90000004=NCT90000005"]) as replay, client(replay.url) as registry:
        crawl(registry, QUERIES, sink, choose=lambda listed: ["NCT90000004", "NCT90000005"])
    assert sink.ids == ["NCT90000005"]


def test_choice_limits_what_is_fetched(shared: Path) -> None:
    def recent(listed: Mapping[str, str]) -> list[str]:
        return [nct for nct, updated in listed.items() if updated >= "2026-01-20"]

    sink = Kept()
    with Replay(shared, RECORDS) as replay, client(replay.url) as registry:
        result = crawl(registry, QUERIES, sink, choose=recent)
    assert sorted(sink.ids) == [f"NCT900000{day - 1:02d}" for day in range(20, 25)]
    assert len(result.listed) == 23
    assert result.listed["NCT90000001"] == "2026-01-02"


def test_nothing_to_fetch_asks_for_nothing(shared: Path) -> None:
    with Replay(shared, RECORDS) as replay, client(replay.url) as registry:
        crawl(registry, QUERIES, Kept(), choose=lambda listed: [])
    assert not [each for each in replay.log if "filter.ids" in each["path"]]


def test_listing_is_light(shared: Path) -> None:
    heavy = [record | {"resultsSection": {"text": "x" * 50_000}} for record in RECORDS]
    with Replay(shared, heavy) as replay:
        run(replay.url, Kept())
    listing = [each for each in replay.log if "query.term" in each["path"]]
    assert sum(each["bytes"] for each in listing) < 0.01 * sum(each["bytes"] for each in replay.log)


def test_record_that_stays_missing_is_told() -> None:
    with (
        Scripted(version(), page("NCT1", "NCT2", total=2), *[page("NCT1", total=1)] * 4, version()) as server,
        pytest.raises(CrawlError, match=r"lists 1 trials that it does not hand out \(NCT2\)"),
    ):
        run(server.url, Kept())


def test_record_nobody_asked_for_is_told() -> None:
    with (
        Scripted(version(), page("NCT1", total=1), page("NCT1", "NCT9", total=1), version()) as server,
        pytest.raises(CrawlError, match="NCT9, which was not asked for"),
    ):
        run(server.url, Kept())


def test_list_without_a_count_is_not_trusted() -> None:
    with Scripted(version(), page("NCT1"), version()) as server, pytest.raises(CrawlError, match="does not count"):
        run(server.url, Kept())


def test_list_that_goes_round_in_circles_is_left() -> None:
    circle = page("NCT1", "NCT2", then="again", total=2)
    with Scripted(version(), *[circle] * 2, version()) as server, pytest.raises(CrawlError, match="in a circle"):
        run(server.url, Kept())


@pytest.mark.parametrize("words", [b"Error parsing query in Other terms: Too complicated query", b"Enough!", b""])
def test_refused_query_is_halved(words: bytes) -> None:
    no = Reply(400, words, {"Content-Type": "text/plain"})
    script = (version(), no, page("NCT1", total=1), page("NCT1", "NCT2", total=2), page("NCT1", "NCT2"), version())
    sink = Kept()
    with Scripted(*script) as server:
        run(server.url, sink, [Query(('"a"', '"b"'))])
    assert sink.ids == ["NCT1", "NCT2"]
    assert "query.term=%28%22a%22%29" in server.asked[2]
    assert "query.term=%28%22b%22%29" in server.asked[3]


def test_one_name_refused_is_told() -> None:
    no = Reply(400, b"Too complicated query", {"Content-Type": "text/plain"})
    with Scripted(version(), no, version()) as server, pytest.raises(AnswerError, match="Too complicated query"):
        run(server.url, Kept())


def test_a_field_that_is_refused_costs_few_questions(shared: Path) -> None:
    names = tuple(f'"name {number}"' for number in range(12))
    with Replay(shared, RECORDS) as replay:
        result = run(replay.url, Kept(), [*QUERIES, Query(names, area="NoSuchField", optional=True)])
        refused = sum(each["status"] == 400 for each in replay.log)
    assert len(result.refused) == 1
    assert refused == 4  # of 12, 6, 3 and 1 names: the last shows that the names are not to blame


def test_query_the_registry_does_not_read_is_told_in_its_words(shared: Path) -> None:
    with Replay(shared, RECORDS) as replay, pytest.raises(AnswerError, match="Unexpected `OR` in query"):
        run(replay.url, Kept(), own_query("OR"))


def test_optional_query_refused_is_told_and_does_not_end_the_crawl(shared: Path) -> None:
    unknown = Query(('"sirolimus"',), area="NoSuchField", optional=True)
    sink = Kept()
    with Replay(shared, RECORDS) as replay:
        result = run(replay.url, sink, [*QUERIES, unknown])
    exact(sink)
    assert result.refused == ('AREA[NoSuchField]("sirolimus")',)


def test_drug_named_only_in_posted_groups_is_found(shared: Path) -> None:
    groups = {"adverseEventsModule": {"eventGroups": [{"id": "EG000", "title": "A + Rapamycin"}, {"id": "EG001"}]}}
    posted = small_record(1, "metformin") | {"resultsSection": groups}
    sink = Kept()
    with Replay(shared, [posted, small_record(2, "metformin")]) as replay:
        run(replay.url, sink, rapalog_queries(load_drugs()))
    exact(sink, [posted])


def test_progress_is_told(shared: Path) -> None:
    told: list[CrawlProgress] = []
    with Replay(shared, RECORDS) as replay, client(replay.url) as registry:
        crawl(registry, QUERIES, Kept(), report=told.append)
    assert told[:3] == [
        CrawlProgress("listing", 0, 1),
        CrawlProgress("listing", 1, 1),
        CrawlProgress("fetching", 0, 23),
    ]
    assert told[-1] == CrawlProgress("fetching", 23, 23)


def test_rapalog_queries_select_the_rapalog_records(shared: Path, rapalog_records: list[dict]) -> None:
    strangers = [small_record(number, "metformin") for number in range(1, 4)]
    some = rapalog_records[::4]  # the stand-in is slow to search
    sink = Kept()
    with Replay(shared, [*some, *strangers]) as replay:
        run(replay.url, sink, rapalog_queries(load_drugs()), page_size=1000, read_timeout_s=60)
    exact(sink, some)
