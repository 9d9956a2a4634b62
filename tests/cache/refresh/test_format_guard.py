"""The guard against changes of the registry's format: real records changed, and counts written by hand."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from cache.refresh.format_guard import format_changes
from cache.store.snapshot import Store
from fetchers.record.shape import Shape
from fetchers.registry.queries import own_query
from seeds.errors import GuardError
from seeds.knowledge import Knowledge
from seeds.tables.registry_fields import enumerations, expected_fields, registry_fields
from tests.bench.format_changes import CHANGES, STATUS, VALUES, outcome
from tests.cache.stages import FIRST_DATA, stage
from tests.replay_server import Record, small_records


def copied(records: list[Record]) -> list[Record]:
    """Records of their own, by way of JSON: a deep copy takes thirty times as long."""
    return [orjson.loads(orjson.dumps(each)) for each in records]


def counted(records: list[Record]) -> dict[str, Any]:
    shape = Shape(registry_fields(), enumerations())
    for record in records:
        shape.look(record)
    return shape.take().summary()


def test_the_list_of_changes_is_long_enough() -> None:
    assert len(CHANGES) >= 60


@pytest.fixture(scope="module")
def with_results(rapalog_records: list[dict[str, Any]]) -> list[Record]:
    """Sixty real records, half of them with results."""
    has = [each for each in rapalog_records if each.get("hasResults")][:30]
    return [*has, *[each for each in rapalog_records if not each.get("hasResults")][:30]]


@pytest.mark.parametrize("name", sorted(CHANGES))
def test_a_change_is_seen_in_the_counts_or_harms_nothing(with_results: list[Record], name: str) -> None:
    changed = copied(with_results)
    for record in changed:
        CHANGES[name](record)
    found = format_changes(counted(with_results), counted(changed))
    assert found or changed == with_results


@pytest.fixture
def one_query() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cache.refresh.job.rapalog_queries", lambda drugs: own_query("*"))
        yield


@pytest.mark.parametrize("name", [f"renamed {VALUES}.value", f"lower 0 {STATUS}.overallStatus"])
@pytest.mark.usefixtures("one_query")
def test_a_change_of_format_leaves_the_old_snapshot_current(
    shared: Path, tmp_path: Path, sample_knowledge: Knowledge, with_results: list[Record], name: str
) -> None:
    store = Store(tmp_path)
    stage(shared, store, sample_knowledge, with_results, FIRST_DATA)
    assert outcome(store, sample_knowledge, with_results, CHANGES[name]) == "refused"


@pytest.mark.usefixtures("one_query")
def test_a_first_refresh_is_held_against_what_records_usually_have(
    shared: Path, tmp_path: Path, sample_knowledge: Knowledge, with_results: list[Record]
) -> None:
    changed = copied(with_results)
    for record in changed:
        CHANGES[f"renamed {VALUES}"](record)
    with pytest.raises(GuardError, match=r"0 of \d+ records have .*measurements.*there is still none"):
        stage(shared, Store(tmp_path), sample_knowledge, changed, FIRST_DATA)
    assert Store(tmp_path).current() is None


def test_few_records_that_lack_a_rare_field_or_hold_an_odd_value_are_no_change() -> None:
    usual = counted(small_records(100))
    few = copied(small_records(5))
    for record in few:
        del record["protocolSection"]["outcomesModule"]
    assert format_changes(usual, counted(few[:3])) == []
    assert format_changes(usual, counted(few)) == ["0 of 5 records have protocolSection.outcomesModule, about 5 should"]
    odd = copied(small_records(100))
    for record in odd[:2]:
        record["protocolSection"]["statusModule"]["overallStatus"] = "SLEEPING"
    assert format_changes(usual, counted(odd)) == []
    for record in odd[:30]:
        record["protocolSection"]["statusModule"]["overallStatus"] = "SLEEPING"
    assert format_changes(usual, counted(odd)) == [
        f"30 of 100 records hold what is unreadable in {STATUS}.overallStatus"
    ]


def test_expected_fields_are_known_fields_with_shares() -> None:
    known = {each.path for each in registry_fields()} | {""}
    for each in expected_fields():
        assert {each.path, each.given} <= known
        assert 0.5 < float(each.share) <= 1
