"""The client against scripted answers and against the stand-in API: what passes is borne, what does not is told.

No test waits: sleeping is a list, and the clock moves only by it.
"""

import gzip
import socket
from pathlib import Path
from typing import Any

import orjson
import pytest

from fetchers.registry.answers import StaleTokenError
from fetchers.registry.client import RegistryClient
from fetchers.registry.options import ClientOptions
from fetchers.registry.walk import EMPTY_PAGES
from seeds.errors import AnswerError, BlockedError, UnreachableError
from tests.fetchers.local_server import Reply, Scripted, page, version
from tests.replay_server import Replay, nct_ids, small_record, small_records

BUSY = Reply(503, b"Service unavailable")
MANY = Reply(429, b"Too many requests")


class Waits(list[float]):
    """Stands for time: `sleep` notes the seconds, and the clock shows their sum."""

    def clock(self) -> float:
        return sum(self)


def client(url: str, waits: Waits | None = None, **options: Any) -> RegistryClient:
    waits = Waits() if waits is None else waits
    return RegistryClient(
        ClientOptions(base_url=url, **options), sleep=waits.append, clock=waits.clock, jitter=lambda: 0.5
    )


def ids(registry: RegistryClient, **params: str) -> list[str]:
    return [study.nct for each in registry.pages(params) for study in each.studies]


# --- what it asks ------------------------------------------------------------------------------------------------


def test_first_page_asks_for_the_total_and_later_ones_repeat_all_but_it() -> None:
    with Scripted(page("NCT1", total=2, then="abc"), page("NCT2")) as server:
        pages = list(client(server.url).pages({"query.term": "a & b"}))
    assert server.asked == [
        "/api/v2/studies?pageSize=1000&query.term=a+%26+b&countTotal=true",
        "/api/v2/studies?pageSize=1000&query.term=a+%26+b&pageToken=abc",
    ]
    assert [each.total_count for each in pages] == [2, None]


def test_agent_is_honest_and_gzip_welcome() -> None:
    with Scripted(version()) as server:
        client(server.url).version()
    assert server.headers[0]["User-Agent"].startswith("rapatrials/")
    assert "python-requests/" in server.headers[0]["User-Agent"]
    assert "gzip" in server.headers[0]["Accept-Encoding"]


def test_requests_keep_their_interval() -> None:
    waits = Waits()
    with Scripted(version()) as server:
        registry = client(server.url, waits, interval_s=1.0)
        for _ in range(3):
            registry.version()
    assert waits == [1.0, 1.0]


def test_known_version_is_asked_for_conditionally(shared: Path) -> None:
    with Replay(shared, small_records(1)) as replay:
        registry = client(replay.url)
        known = registry.version()
        assert registry.version(known) is known
        replay.registry.timestamp = "2026-11-21T09:00:05"
        assert registry.version(known).data_timestamp == "2026-11-21T09:00:05"
    assert [each["status"] for each in replay.log] == [200, 304, 200]


def test_page_is_followed_by_token_beyond_empty_pages() -> None:
    with Scripted(page("NCT1", total=2, then="a"), page(then="a"), page("NCT2", then="b"), page()) as server:
        assert ids(client(server.url)) == ["NCT1", "NCT2"]


def test_empty_pages_without_end_are_left() -> None:
    with Scripted(page(total=2, then="a")) as server, pytest.raises(AnswerError, match="without end"):
        ids(client(server.url))
    assert len(server.asked) == EMPTY_PAGES + 1


def test_ids_are_asked_for_in_batches_and_nothing_else_filters() -> None:
    with Scripted(page()) as server:
        list(client(server.url, ids_per_request=2).studies_by_id(["NCT1", "NCT2", "NCT3"]))
    assert [path.split("filter.ids=")[1] for path in server.asked] == [
        "NCT1%2CNCT2&countTotal=true",
        "NCT3&countTotal=true",
    ]
    assert not any("query" in path for path in server.asked)


def test_line_holds_what_the_registry_said() -> None:
    record = {"protocolSection": {"identificationModule": {"nctId": "NCT1"}}, "b": "≥ 5 \\[mg\\]", "a": [1.5, None]}
    with Scripted(Reply(body={"studies": [record]})) as server:
        ((study,),) = client(server.url).studies_by_id(["NCT1"])
    assert orjson.loads(study.line) == record == study.record
    assert list(orjson.loads(study.line)) == list(record)


def test_large_record_comes_whole(shared: Path) -> None:
    record = small_record(1) | {"resultsSection": {"text": "x" * 3_600_000}}
    with Replay(shared, [record]) as replay:
        registry = client(replay.url)
        ((study,),) = registry.studies_by_id(nct_ids([record]))
    assert study.record == record
    assert registry.received_bytes < 100_000  # gzip on the wire


def test_study_by_alias_is_its_canonical_record_and_an_absent_one_none(shared: Path) -> None:
    with Replay(shared, small_records(2), alias=["NCT90000009=NCT90000001"]) as replay:
        registry = client(replay.url)
        found = registry.study("NCT90000009")
        assert found is not None
        assert found.nct == "NCT90000001"
        assert registry.study("NCT90000077") is None


def test_redirect_counts_as_a_request_and_keeps_the_interval(shared: Path) -> None:
    waits = Waits()
    with Replay(shared, small_records(1), alias=["NCT90000009=NCT90000001"]) as replay:
        registry = client(replay.url, waits, interval_s=1.0)
        registry.study("NCT90000009")
    assert registry.requests_count == 2
    assert waits == [1.0]


def test_id_cannot_leave_its_place_in_the_path() -> None:
    with Scripted(Reply(404)) as server:
        assert client(server.url).study("../version?x=1") is None
    assert server.asked == ["/api/v2/studies/..%2Fversion%3Fx%3D1"]


# --- what passes -------------------------------------------------------------------------------------------------

PASSING = {
    "500": Reply(500, b"x"),
    "502": Reply(502, b"x"),
    "503": BUSY,
    "504": Reply(504, b"x"),
    "429": MANY,
    "html": Reply(200, b"<!doctype html>", {"Content-Type": "text/html; charset=utf-8"}),
    "broken json": Reply(200, b'{"studies": ['),
    "empty body": Reply(200, b""),
    "not utf-8": Reply(200, b'{"studies": ["\xff"]}'),
    "body cut short": Reply(200, b'{"studies": []}', {"Content-Length": "900"}),
    "gzip that is none": Reply(200, b'{"studies": []}', {"Content-Encoding": "gzip"}),
    "gzip cut short": Reply(200, gzip.compress(b'{"studies": []}' * 99)[:40], {"Content-Encoding": "gzip"}),
}


@pytest.mark.parametrize("trouble", PASSING.values(), ids=PASSING)
def test_passing_trouble_is_borne(trouble: Reply) -> None:
    waits = Waits()
    # a connection that was cut short must not hang until the client's patience ends
    headers = {**trouble.headers, "Connection": "close"}
    with Scripted(trouble._replace(headers=headers), trouble._replace(headers=headers), page("NCT1")) as server:
        assert ids(client(server.url, waits, read_timeout_s=0.5)) == ["NCT1"]
    assert waits == [1.0, 2.0]


@pytest.mark.parametrize(
    ("trouble", "error", "words"),
    [
        ("503", UnreachableError, "is in trouble .status 503. .5 of 5 tries.; try again later"),
        ("429", BlockedError, "asks for fewer requests"),
        ("html", AnswerError, "sends a web page"),
        ("broken json", AnswerError, "JSON that breaks off"),
        ("body cut short", UnreachableError, "breaks off in the middle|does not answer in time"),
        ("gzip that is none", UnreachableError, "breaks off in the middle"),
    ],
)
def test_trouble_that_stays_ends_in_its_own_error(trouble: str, error: type[Exception], words: str) -> None:
    reply = PASSING[trouble]
    waits = Waits()
    with Scripted(reply._replace(headers={**reply.headers, "Connection": "close"})) as server:
        registry = client(server.url, waits, read_timeout_s=0.5)
        with pytest.raises(error, match=words) as caught:
            registry.version()
    assert len(server.asked) == 5
    assert waits == [1.0, 2.0, 4.0, 8.0]
    assert registry.options.host in str(caught.value)
    assert "\n" not in str(caught.value)


def test_retry_after_is_honoured_in_seconds() -> None:
    waits = Waits()
    with Scripted(MANY._replace(headers={"Retry-After": "17"}), version()) as server:
        client(server.url, waits).version()
    assert waits == [17.0]


def test_retry_after_is_honoured_as_a_date() -> None:
    waits = Waits()
    # the server's own Date is this moment, so an hour ago means now
    with Scripted(BUSY._replace(headers={"Retry-After": "Fri, 20 Nov 2020 09:00:00 GMT"}), version()) as server:
        client(server.url, waits).version()
    assert waits == [1.0]


def test_more_patience_than_we_have_is_told_at_once() -> None:
    waits = Waits()
    with (
        Scripted(BUSY._replace(headers={"Retry-After": "7200"})) as server,
        pytest.raises(UnreachableError, match="asks for 7200 s of patience"),
    ):
        client(server.url, waits).version()
    assert len(server.asked) == 1
    assert waits == []


def test_retries_are_told() -> None:
    told: list[str] = []
    with Scripted(BUSY, version()) as server:
        registry = RegistryClient(ClientOptions(base_url=server.url), sleep=lambda s: None, notify=told.append)
        registry.version()
    assert len(told) == 1
    assert "is in trouble (status 503); asking again" in told[0]


def test_slow_answer_is_given_up_and_asked_for_again(shared: Path) -> None:
    with Replay(shared, small_records(3), faults=[{"request": 1, "delay": 0.4}]) as replay:
        assert len(ids(client(replay.url, read_timeout_s=0.2))) == 3


def test_trickle_ends() -> None:
    class Passing(Waits):
        def clock(self) -> float:  # every look at the clock finds it a minute later
            self.append(60.0)
            return sum(self)

    with Scripted(page("NCT1")) as server, pytest.raises(UnreachableError, match="too slowly"):
        client(server.url, Passing(), answer_timeout_s=30.0).version()


def test_answer_without_measure_is_refused() -> None:
    with Scripted(page("NCT1")) as server, pytest.raises(AnswerError, match="bytes at once"):
        client(server.url, answer_max_bytes=10).version()


def test_nobody_there() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, not listening: refuses
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/api/v2"
        with pytest.raises(UnreachableError, match="cannot be reached"):
            client(url).version()


# --- what does not pass ------------------------------------------------------------------------------------------


def test_403_is_final_for_the_run() -> None:
    with Scripted(Reply(403, b"<html>Forbidden</html>")) as server:
        registry = client(server.url)
        for _ in range(2):
            with pytest.raises(BlockedError, match=r"refuses this client \(403\).*says nothing about trials"):
                registry.version()
    assert len(server.asked) == 1


def test_429_without_end_opens_the_circuit() -> None:
    with Scripted(MANY) as server:
        registry = client(server.url)
        for _ in range(2):
            with pytest.raises(BlockedError, match=r"asks for fewer requests \(429\).*come back later"):
                registry.version()
    assert len(server.asked) == 5


def test_a_browser_claim_is_blocked_by_the_stand_in(shared: Path) -> None:
    with Replay(shared, small_records(1)) as replay, pytest.raises(BlockedError):
        client(replay.url, user_agent="Mozilla/5.0").version()


def test_400_quotes_the_registry_and_is_not_repeated(shared: Path) -> None:
    with (
        Replay(shared, small_records(1)) as replay,
        pytest.raises(AnswerError, match=r"`filter\.phase` is unknown parameter"),
    ):
        ids(client(replay.url), **{"filter.phase": "2"})
    assert len(replay.log) == 1


def test_400_for_a_later_page_is_a_stale_token(shared: Path) -> None:
    with (
        Replay(shared, small_records(3), faults=[{"request": 2, "expire_token": True}]) as replay,
        pytest.raises(StaleTokenError, match="Invalid page token"),
    ):
        ids(client(replay.url, page_size=2))


def test_404_names_the_address(shared: Path) -> None:
    with (
        Replay(shared, small_records(1)) as replay,
        pytest.raises(AnswerError, match=r"has no API at /version \(404\).*--api-url"),
    ):
        client(replay.url.replace("/api/v2", "/api/v3")).version()


def test_redirect_in_circles_is_told() -> None:
    with (
        Scripted(Reply(302, b"", {"Location": "/api/v2/version"})) as server,
        pytest.raises(AnswerError, match="redirects in circles"),
    ):
        client(server.url).version()
