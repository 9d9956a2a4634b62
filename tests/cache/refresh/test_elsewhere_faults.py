"""Faults of Europe PMC, PubMed and the record history within a whole refresh (docs/refresh.md).

The registry's part is exact all the same, the source says in a sentence what happened, the next run goes on there.
"""

import gzip
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from cache.elsewhere.asking import Sources
from cache.refresh.job import RefreshReport
from cache.store.snapshot import Snapshot, Store
from cache.store.verify import problems
from cache.tables.annotators import ELSEWHERE
from fetchers.elsewhere.literature import EuropePmc, PubMed
from fetchers.elsewhere.record_history import RecordHistory
from fetchers.elsewhere.sources import EUROPE_PMC, HISTORY, PUBMED, Asker
from fetchers.registry.options import ClientOptions
from fetchers.registry.queries import rapalog_queries
from fetchers.registry.server import Client
from seeds.knowledge import Knowledge
from tests.cache.stages import current, refreshed, trials
from tests.replay_elsewhere import ReplayElsewhere
from tests.replay_server import Record, Replay, nct_ids

COUNT = 4
TOUCHED = {"trials", "reporting", *ELSEWHERE}  # tables that say what was found elsewhere
ASKED_BY = {EUROPE_PMC: "/search", PUBMED: "/esearch", HISTORY: "/history$"}
# Fault as the stand-in takes it, and how many trials are done all the same: it ends the asking of that source where
# nobody answers, and costs that trial alone where the answer makes no sense.
FAULTS: dict[str, tuple[dict[str, Any], int]] = {
    "429": ({"nth": 2, "status": 429, "retry_after": 1}, 1),
    "500": ({"nth": 2, "status": 500}, 1),
    "403": ({"nth": 2, "status": 403}, 1),
    "slow": ({"nth": 2, "delay": 4}, 1),  # the client waits for a second
    "broken off": ({"nth": 2, "truncate": 20}, 1),
    "reset": ({"nth": 2, "reset": True}, 1),
    "cut JSON": ({"nth": 2, "cut": 15}, COUNT - 1),
    "HTML": ({"nth": 2, "html": True}, COUNT - 1),
    "empty": ({"nth": 2, "empty": True}, COUNT - 1),
    "circle": ({"circle": True}, 1),  # of cursors, which Europe PMC alone has; one trial has no article
}


@pytest.fixture(autouse=True, scope="module")
def one_by_one() -> Iterator[None]:
    """Few queries, one trial in a question and one article on a page, so that few records make several of each."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cache.refresh.job.rapalog_queries", lambda drugs: rapalog_queries(drugs)[:3])
        patch.setattr("cache.elsewhere.asking.TRIALS_A_QUESTION", 1)
        patch.setattr("fetchers.elsewhere.literature.PAGE_ARTICLES", 1)
        yield


@pytest.fixture(scope="module")
def records(shared: Path) -> list[Record]:
    with gzip.open(shared / "records" / "rapalog.jsonl.gz") as lines:
        return [orjson.loads(line) for line, _ in zip(lines, range(COUNT), strict=False)]


@pytest.fixture(scope="module")
def registry(shared: Path, records: list[Record]) -> Iterator[Replay]:
    with Replay(shared, records) as replay:
        yield replay


@pytest.fixture(scope="module")
def elsewhere(shared: Path, records: list[Record]) -> Iterator[ReplayElsewhere]:
    with ReplayElsewhere(shared, records) as replay:
        yield replay


def refreshed_with(
    store: Store, registry: Replay, elsewhere: ReplayElsewhere, knowledge: Knowledge, patience_s: float = 20.0
) -> RefreshReport:
    """A refresh with all sources on, whose clients try once."""

    def client(url: str) -> Client:
        return Client(ClientOptions(base_url=url, tries=1, read_timeout_s=patience_s), sleep=lambda seconds: None)

    history = RecordHistory(client(elsewhere.history))
    sources = Sources(EuropePmc(client(elsewhere.europe_pmc)), PubMed(client(elsewhere.pubmed), Asker()), history)
    return refreshed(store, registry, knowledge, elsewhere=sources)


@pytest.fixture(scope="module")
def whole(
    tmp_path_factory: pytest.TempPathFactory, registry: Replay, elsewhere: ReplayElsewhere, sample_knowledge: Knowledge
) -> Snapshot:
    """What a refresh without any fault makes."""
    store = Store(tmp_path_factory.mktemp("whole"))
    elsewhere.fail([])
    report = refreshed_with(store, registry, elsewhere, sample_knowledge)
    assert [(each.done, each.trouble) for each in report.asked] == [(COUNT, "")] * 3
    return current(store)


def tables(snapshot: Snapshot, left_out: Collection[str] = ()) -> dict[str, bytes]:
    """The bytes of a snapshot's tables by name."""
    return {path.stem: path.read_bytes() for path in snapshot.folder.glob("*.parquet") if path.stem not in left_out}


@pytest.mark.records
@pytest.mark.parametrize(
    ("source", "fault"),
    [(source, fault) for source in ASKED_BY for fault in FAULTS if fault != "circle" or source == EUROPE_PMC],
)
def test_a_source_fails_in_a_sentence_and_the_next_run_goes_on(
    tmp_path: Path, registry: Replay, elsewhere: ReplayElsewhere, sample_knowledge: Knowledge, whole: Snapshot,
    records: list[Record], source: str, fault: str,
) -> None:  # fmt: skip
    store, (rule, done) = Store(tmp_path), FAULTS[fault]
    elsewhere.fail([{"match": ASKED_BY[source], **rule}])
    report = refreshed_with(store, registry, elsewhere, sample_knowledge, patience_s=1.0 if fault == "slow" else 20.0)
    asked = {each.source: each for each in report.asked}
    assert report.kind == "refreshed" and asked[source].done == done
    assert asked[source].trouble.startswith(f"{source}: 127.0.0.1")
    assert all((each.done, each.trouble) == (COUNT, "") for name, each in asked.items() if name != source)
    assert trials(store) == nct_ids(records)
    assert problems(current(store)) == []
    assert tables(current(store), TOUCHED) == tables(whole, TOUCHED)
    elsewhere.fail([])
    again = refreshed_with(store, registry, elsewhere, sample_knowledge)
    assert again.kind == "elsewhere"
    assert {each.source: (each.due, each.done, each.trouble) for each in again.asked} == {
        name: (COUNT - done, COUNT - done, "") if name == source else (0, 0, "") for name in ASKED_BY
    }
    assert tables(current(store)) == tables(whole)
