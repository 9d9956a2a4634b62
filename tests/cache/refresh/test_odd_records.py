"""One record that JSON cannot hold spoils no refresh: it is set aside with its reason, told, and asked for again."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from cache.questions.reader import Reader
from cache.refresh import job
from cache.refresh.job import RefreshReport
from cache.store.snapshot import Store
from fetchers.registry.queries import own_query
from seeds.errors import AnswerError, GuardError
from seeds.knowledge import Knowledge
from tests.cache.refresh.test_job import NOW, run, trials
from tests.replay_server import Replay, nct_ids, small_record, small_records

COUNT = 40
ODD = nct_ids([small_record(17)])[0]
NESTED = {"deeper than is written": 300, "deeper than is read": 3000}
VALUES = {
    "a number beyond all bounds": b"1e999",
    "more digits than a float holds": b"9" * 400,
    "beyond 64 bits": b"123456789012345678901234567890",
    "no number": b"NaN",
    "a raw control character": b'"a\x01b"',
}


@pytest.fixture(autouse=True)
def one_query(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(job, "rapalog_queries", lambda drugs: own_query('"sirolimus"'))
    yield


def spoil(replay: Replay, value: bytes, nct: str = ODD) -> bytes:
    """Put a value into one record as the stand-in sends it; gives what it was."""
    study = next(each for each in replay.registry.studies if nct.encode() in each.line)
    before: bytes = study.line
    study.line = before[:-1] + b',"oddity":' + value + b"}"
    return before


def nested(depth: int) -> bytes:
    return b"[" * depth + b"]" * depth


@pytest.mark.parametrize("depth", NESTED.values(), ids=NESTED)
def test_a_record_nested_too_deep_is_set_aside(
    shared: Path, tmp_path: Path, sample_knowledge: Knowledge, depth: int
) -> None:
    store = Store(tmp_path)
    with Replay(shared, small_records(COUNT)) as replay:
        whole = spoil(replay, nested(depth))
        report = run(store, replay, sample_knowledge)
        assert [*report.set_aside] == [ODD]
        assert report.set_aside[ODD].startswith(("The record cannot be kept", "An answer is nested too deep"))
        assert trials(store) == [nct for nct in nct_ids(small_records(COUNT)) if nct != ODD]
        assert report.fetched == report.trials == COUNT - 1
        study = next(each for each in replay.registry.studies if ODD.encode() in each.line)
        study.line = whole
        later = run(store, replay, sample_knowledge, now=NOW + timedelta(hours=1))  # the data stands still meanwhile
    assert (later.set_aside, later.fetched) == ({}, 1)
    assert ODD in trials(store)


@pytest.mark.parametrize("full", [False, True])
def test_what_was_known_of_a_trial_stands_until_it_can_be_read_again(
    shared: Path, tmp_path: Path, sample_knowledge: Knowledge, full: bool
) -> None:
    store = Store(tmp_path)
    with Replay(shared, small_records(COUNT)) as replay:
        run(store, replay, sample_knowledge)
        before = values(store)
        replay.registry.timestamp = "2026-11-23T09:00:05"
        study = next(each for each in replay.registry.studies if ODD.encode() in each.line)
        study.record["protocolSection"]["statusModule"]["lastUpdatePostDateStruct"] = {"date": "2026-11-22"}
        spoil(replay, nested(3000))
        report = run(store, replay, sample_knowledge, now=NOW + timedelta(days=2), full=full)
    assert [*report.set_aside] == [ODD]
    assert values(store) == before


def values(store: Store) -> list[tuple[object, ...]]:
    current = store.current()
    assert current
    return Reader(current).rows("SELECT nct_id, brief_title FROM trials ORDER BY nct_id")


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_an_odd_value_costs_no_record(shared: Path, tmp_path: Path, sample_knowledge: Knowledge, value: bytes) -> None:
    with Replay(shared, small_records(COUNT)) as replay:
        spoil(replay, value)
        report = run(Store(tmp_path), replay, sample_knowledge)
    assert (report.trials, report.set_aside) == (COUNT, {})


def test_many_records_that_cannot_be_read_are_no_snapshot(
    shared: Path, tmp_path: Path, sample_knowledge: Knowledge
) -> None:
    store = Store(tmp_path)
    with Replay(shared, small_records(COUNT)) as replay:
        for nct in nct_ids(small_records(COUNT))[:3]:
            spoil(replay, nested(300), nct)
        with pytest.raises(GuardError, match=r"3 of 40 records could not be read"):
            run(store, replay, sample_knowledge)
        assert store.current() is None
        report: RefreshReport = run(store, replay, sample_knowledge, accept=True)
    assert (report.trials, len(report.set_aside)) == (COUNT - 3, 3)


def test_damaged_answers_are_the_lines_fault_where_nothing_can_be_read(
    shared: Path, tmp_path: Path, sample_knowledge: Knowledge
) -> None:
    with Replay(shared, small_records(COUNT)) as replay:
        for nct in nct_ids(small_records(COUNT)):
            spoil(replay, b"}{", nct)
        with pytest.raises(AnswerError, match="breaks off or is damaged"):
            run(Store(tmp_path), replay, sample_knowledge)
