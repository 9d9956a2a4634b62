"""Rows are made again only where something moved, and are then byte by byte those of a snapshot made from nothing."""

from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from cache.questions.reader import Reader
from cache.store.snapshot import Snapshot, Store
from cache.tables import build, changes, reuse
from cache.tables.annotators import DERIVED
from cache.tables.merge import Moved
from fetchers.rows import ChangeRow
from fetchers.tables import Tabulator
from seeds.knowledge import Knowledge
from tests.cache.conftest import make_snapshot
from tests.cache.stages import FIRST_DATA, LATER_DATA, current, stage
from tests.fetchers.samples import Record, posted, record, with_results
from tests.replay_server import small_records


@pytest.fixture
def annotated(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the trials whose rows are made while a test runs."""
    seen: list[str] = []
    rows_of = Tabulator.rows_of

    def noted(self: Tabulator, records: Iterable[Record]) -> object:
        def each() -> Iterator[Record]:
            for found in records:
                seen.append(found["protocolSection"]["identificationModule"]["nctId"])
                yield found

        return rows_of(self, each())

    monkeypatch.setattr(Tabulator, "rows_of", noted)
    return seen


def many(count: int) -> list[Record]:
    """Records of several kinds: with results, with due dates on either side of the data's days, with little."""
    found = []
    for number in range(count):
        day = f"2025-11-{20 + number % 6}"
        made = record(f"NCT{10000000 + 7 * number}", statusModule={
            "overallStatus": "COMPLETED",
            "primaryCompletionDateStruct": {"date": day},
            "lastUpdatePostDateStruct": {"date": "2026-01-05"},
        })  # fmt: skip
        found.append(with_results(made, [posted("Sirolimus trough level", "7.1")]) if number % 3 == 0 else made)
    return found


def changed(records: list[Record], places: range) -> list[Record]:
    return [
        record(each["protocolSection"]["identificationModule"]["nctId"], conditionsModule={"keywords": ["changed"]})
        if number in places
        else each
        for number, each in enumerate(records)
    ]


def tables(snapshot: Snapshot) -> dict[str, bytes]:
    return {name: snapshot.table(name).read_bytes() for name in DERIVED}


def test_reused_rows_are_those_of_a_snapshot_made_from_nothing(
    tmp_path: Path, sample_knowledge: Knowledge, annotated: list[str]
) -> None:
    old, new = many(40), changed(many(46)[3:], range(5, 9))
    store = Store(tmp_path / "one")
    make_snapshot(store, old, sample_knowledge, FIRST_DATA)
    annotated.clear()
    made = make_snapshot(store, new, sample_knowledge, LATER_DATA)
    assert 0 < len(annotated) < len(new)
    assert tables(made) == tables(make_snapshot(Store(tmp_path / "two"), new, sample_knowledge, LATER_DATA))


def test_a_deadline_that_passed_makes_the_rows_again(
    tmp_path: Path, sample_knowledge: Knowledge, annotated: list[str]
) -> None:
    store = Store(tmp_path)
    make_snapshot(store, many(12), sample_knowledge, FIRST_DATA)
    annotated.clear()
    made = make_snapshot(store, many(12), sample_knowledge, LATER_DATA)
    statuses = dict(Reader(made).rows("SELECT nct_id, status FROM reporting WHERE measure = 'trough_level'"))
    # due on the 20th to the 25th; the data's day moves from the 20th to the 23rd
    assert annotated == [f"NCT{10000000 + 7 * number}" for number in (0, 1, 2, 6, 7, 8)]
    assert [statuses[f"NCT{10000000 + 7 * number}"] for number in (1, 4)] == ["overdue", "awaited"]


def test_other_rules_or_other_code_make_all_rows_again(
    tmp_path: Path, sample_knowledge: Knowledge, annotated: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path)
    make_snapshot(store, many(4), sample_knowledge, FIRST_DATA)
    annotated.clear()
    make_snapshot(store, many(4), replace(sample_knowledge, version="other"), FIRST_DATA)
    assert len(annotated) == 4
    monkeypatch.setattr(reuse, "code_version", lambda: "other")
    make_snapshot(store, many(4), sample_knowledge, FIRST_DATA)
    assert len(annotated) == 8


def test_rows_of_a_damaged_snapshot_are_not_reused(
    tmp_path: Path, sample_knowledge: Knowledge, annotated: list[str]
) -> None:
    store = Store(tmp_path)
    made = make_snapshot(store, many(4), sample_knowledge, FIRST_DATA)
    made.table("arms").write_bytes(made.table("outcomes").read_bytes())
    annotated.clear()
    make_snapshot(store, many(4), sample_knowledge, LATER_DATA)
    assert len(annotated) == 4


def test_a_full_refresh_fetches_all_and_annotates_what_changed(
    shared: Path, tmp_path: Path, sample_knowledge: Knowledge, annotated: list[str]
) -> None:
    store = Store(tmp_path)
    stage(shared, store, sample_knowledge, small_records(30))
    annotated.clear()
    report = stage(shared, store, sample_knowledge, small_records(31), LATER_DATA, full=True)
    assert (report.fetched, len(annotated)) == (31, 1)
    alone = Store(tmp_path / "alone")
    stage(shared, alone, sample_knowledge, small_records(31), LATER_DATA)
    assert tables(current(store)) == tables(current(alone))


def test_tables_of_which_no_row_changed_are_copied(
    tmp_path: Path, sample_knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    merge = build.merged

    def noted(old: Path, *rest: Any) -> Iterator[pa.RecordBatch]:
        written.append(old.stem)
        return merge(old, *rest)

    monkeypatch.setattr(build, "merged", noted)
    store = Store(tmp_path / "one")
    old = many(9)
    make_snapshot(store, old, sample_knowledge, FIRST_DATA)
    enrolled = [deepcopy(each) for each in old]
    enrolled[3]["protocolSection"].setdefault("designModule", {})["enrollmentInfo"] = {"count": 77}
    made = make_snapshot(store, enrolled, sample_knowledge, FIRST_DATA)
    assert written == ["trials"]
    assert tables(made) == tables(make_snapshot(Store(tmp_path / "two"), enrolled, sample_knowledge, FIRST_DATA))


def test_changes_are_those_of_whole_tables_though_only_rows_that_moved_are_compared(
    tmp_path: Path, sample_knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[list[int]] = []
    between = changes.difference

    def noted(before: Snapshot, new: Path, at: str, same: bool, left: Any, moved: Moved) -> Iterator[ChangeRow]:
        compared.append([moved.before["trials"].num_rows, moved.after["trials"].num_rows])
        return between(before, new, at, same, left, moved)

    monkeypatch.setattr(changes, "difference", noted)
    store = Store(tmp_path)
    old = make_snapshot(store, many(40), sample_knowledge, FIRST_DATA)
    new = changed(deepcopy(many(42)[3:]), range(5, 9))
    new[20]["protocolSection"]["outcomesModule"] = {"primaryOutcomes": [{"measure": "Grip strength"}]}
    new[21]["protocolSection"]["outcomesModule"] = {"primaryOutcomes": []}
    new[22]["protocolSection"]["statusModule"]["overallStatus"] = "WITHDRAWN"
    made = make_snapshot(store, new, sample_knowledge, FIRST_DATA)
    told = Reader(made).rows("SELECT * FROM changes")
    assert compared == [[3 + 4 + 3, 4 + 3 + 2]]
    assert sorted(told, key=str) == sorted(
        (tuple(row.values()) for row in between(old, made.folder, FIRST_DATA)), key=str
    )
    assert {kind for _, kind, *_ in told} >= {"new", "removed", "measure_status", "dates", "status"}
    assert {kind for _, kind, *_ in told} >= {"outcome_reworded", "outcome_dropped"}


@pytest.mark.parametrize(("old", "new"), [(3, 12), (12, 3)])
def test_where_many_came_or_left_no_rows_are_held_to_compare(
    tmp_path: Path, sample_knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch, old: int, new: int
) -> None:
    held: list[str] = []
    monkeypatch.setattr(build, "MANY", 5)
    monkeypatch.setattr(build, "rows_beyond", lambda path, *_: held.append(path.stem))
    store = Store(tmp_path / "one")
    make_snapshot(store, many(old), sample_knowledge, FIRST_DATA)
    made = make_snapshot(store, many(new), sample_knowledge, FIRST_DATA)
    assert not held
    assert tables(made) == tables(make_snapshot(Store(tmp_path / "two"), many(new), sample_knowledge, FIRST_DATA))


def test_the_code_is_known_by_its_sources_wherever_machine_code_lies(monkeypatch: pytest.MonkeyPatch) -> None:
    reuse.code_version.cache_clear()
    known = reuse.code_version()
    monkeypatch.setattr(reuse.fetchers, "__path__", ["/machine/code", *reuse.fetchers.__path__])
    reuse.code_version.cache_clear()
    assert reuse.code_version() == known
