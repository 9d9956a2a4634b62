"""How often an event is: every figure is a posted one, no term is added over people, and what is absent is not zero."""

from pathlib import Path

import pytest

from cache.filters.filters import Filters
from cache.questions.reader import Reader
from cache.safety.incidence import EventRow, count, incidence
from cache.store.snapshot import Store
from seeds.adverse_events.terms import LIABILITIES
from seeds.knowledge import Knowledge
from tests.cache.conftest import make_snapshot


def row(term: str, affected: int, at_risk: int = 20, is_serious: bool = False) -> EventRow:
    return EventRow(term, is_serious, 0, affected, at_risk, "")


def test_terms_are_not_added_over_people() -> None:
    found = count([row("Stomatitis", 9), row("Mouth ulceration", 7), row("Stomatitis", 2, is_serious=True)])
    assert (found.affected, found.affected_most, found.term, found.terms) == (9, 18, "Stomatitis", 2)
    assert (found.affected_serious, found.affected_other) == (2, 9)


def test_the_sum_is_capped_at_the_people_at_risk() -> None:
    assert count([row("Stomatitis", 15), row("Mouth ulceration", 14)]).affected_most == 20


def test_a_group_without_figures_is_not_listed_and_not_zero(sample_reader: Reader) -> None:
    found = incidence(sample_reader, Filters(), "stomatitis").set_index("group_id")
    assert (found.loc["EG000", "affected"], found.loc["EG000", "at_risk"]) == (1, 9)
    assert not found.loc["EG001", "is_listed"]
    assert found[["affected", "share", "low"]].loc["EG001"].isna().all()


def test_a_term_is_found_in_any_capitals_and_nothing_that_only_holds_it(sample_reader: Reader) -> None:
    assert incidence(sample_reader, Filters(), "NAUSEA")["is_listed"].any()
    assert not incidence(sample_reader, Filters(), "aus")["is_listed"].any()


@pytest.fixture(scope="module")
def real(rapalog_records: list[dict], sample_knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    store = Store(Path(tmp_path_factory.mktemp("real")))
    make_snapshot(store, sorted(rapalog_records, key=nct), sample_knowledge, "2026-11-20T09:00:05")
    current = store.current()
    assert current
    return Reader(current)


def nct(record: dict) -> str:
    return record["protocolSection"]["identificationModule"]["nctId"]


@pytest.mark.parametrize("event", [*LIABILITIES, "headache", "tremor", "death"])
def test_every_share_is_that_of_a_posted_row(real: Reader, rapalog_records: list[dict], event: str) -> None:
    modules = {nct(each): each.get("resultsSection", {}).get("adverseEventsModule", {}) for each in rapalog_records}
    found = incidence(real, Filters(), event)
    for each in found[found["is_listed"]].itertuples(index=False):
        posted = modules[each.nct_id]["seriousEvents" if each.is_serious else "otherEvents"][each.position]
        stat = next(one for one in posted["stats"] if one["groupId"] == each.group_id)
        assert posted["term"] == each.term
        assert (stat.get("numAffected"), stat["numAtRisk"]) == (each.affected, each.at_risk)
        assert each.share == each.affected / each.at_risk <= each.share_most <= 1
