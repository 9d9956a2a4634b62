"""A small snapshot made by the whole pipeline, for tests of what reads it."""

from datetime import UTC, datetime

import orjson
import pytest

from cache.questions.reader import Reader
from cache.refresh.rebuild import Draft, Origin, finish, new_draft
from cache.store.raw import RawWriter, write_sorted
from cache.store.snapshot import Snapshot, Store
from cache.tables.build import no_progress
from fetchers.record.protocol import last_update_date, nct_id
from seeds.knowledge import Knowledge, load_knowledge
from tests.fetchers.samples import Record, posted, record, with_results

HOSTILE = '=HYPERLINK("http://evil.invalid","x")'
EVENTS = {
    "eventGroups": [{"id": "EG000", "title": "Sirolimus"}, {"id": "EG001", "title": "Placebo"}],
    "otherEvents": [
        {"term": term, "stats": [{"groupId": "EG000", "numAffected": 1, "numAtRisk": 9}, {"groupId": "EG001"}]}
        for term in ("Stomatitis", "Nausea")
    ],
}
NOW = datetime(2026, 11, 21, 6, tzinfo=UTC)


def sample_records() -> list[Record]:
    """Three trials: one with a posted trough, one with a hostile title, one in which nothing is planned."""
    first = with_results(record("NCT00000001"), [posted("Sirolimus trough level", "7.1", "8.2")], EVENTS)
    hostile = record("NCT00000002", identificationModule={"nctId": "NCT00000002", "briefTitle": HOSTILE})
    third = record("NCT00000003", outcomesModule={}, designModule={"enrollmentInfo": {"count": -5}})
    return [first, hostile, third]


def make_snapshot(store: Store, records: list[Record], knowledge: Knowledge, timestamp: str) -> Snapshot:
    """A snapshot of these records, made current."""
    store.prepare()
    folder = new_draft(store, "sample")
    writer = RawWriter(folder.parent / "arrived")
    for each in records:
        writer.add(nct_id(each), orjson.dumps(each), last_update_date(each))
    writer.close()
    write_sorted(folder.parent / "arrived", writer.members.values(), folder)
    origin = Origin("http://127.0.0.1/api/v2", (), timestamp)
    made = finish(Draft(folder), origin, knowledge, NOW, store, no_progress, store.newest_intact())
    store.make_current(made)
    return made


@pytest.fixture(scope="session")
def sample_knowledge() -> Knowledge:
    """The reviewed seeds, loaded once."""
    return load_knowledge()


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory, sample_knowledge: Knowledge) -> Store:
    """A cache that holds the sample trials; tests must not change it."""
    store = Store(tmp_path_factory.mktemp("sample"))
    make_snapshot(store, sample_records(), sample_knowledge, "2026-11-20T09:00:05")
    return store


@pytest.fixture(scope="session")
def sample_reader(sample_store: Store) -> Reader:
    """The sample trials open for questions."""
    current = sample_store.current()
    assert current
    return Reader(current)
