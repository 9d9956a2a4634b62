"""How often an event is: every figure is a posted one, no term is added over people, and what is absent is not zero."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pandas as pd
import pytest

from cache.filters.filters import Filters
from cache.questions.reader import Reader
from cache.safety.answer import safety_answer
from cache.safety.comparisons import compare, pool
from cache.safety.dose import dose_points, dosed
from cache.safety.incidence import groups_apart, incidence, summed_groups
from cache.safety.overview import overview
from cache.statistics.shares import share
from cache.store.snapshot import Store
from fetchers.groups.overlaps import SLACK
from seeds.adverse_events.terms import LIABILITIES, OFFERED_TERMS
from seeds.knowledge import Knowledge
from tests.cache.conftest import make_snapshot
from tests.conftest import read_records
from tests.fetchers.samples import Record, record, with_results


def events(*rows: tuple[str, int, bool]) -> Record:
    """A trial of one group of 20 with these posted events: term, people affected, whether it is serious."""
    tables: dict[str, list[Record]] = {"seriousEvents": [], "otherEvents": []}
    for term, affected, is_serious in rows:
        stats = [{"groupId": "EG000", "numAffected": affected, "numAtRisk": 20}]
        tables["seriousEvents" if is_serious else "otherEvents"].append({"term": term, "stats": stats})
    return with_results(record(), events={"eventGroups": [{"id": "EG000", "title": "Sirolimus"}], **tables})


Told = Callable[..., Any]


@pytest.fixture
def told(sample_knowledge: Knowledge, tmp_path: Path) -> Told:
    """What is said of an event in a trial with these posted rows."""

    def asked(event: str, *rows: tuple[str, int, bool]) -> Any:
        store = Store(tmp_path)
        made = make_snapshot(store, [events(*rows)], sample_knowledge, "2026-11-20T09:00:05")
        return incidence(Reader(made), Filters(), event).iloc[0]

    return asked


def test_terms_are_not_added_over_people(told: Told) -> None:
    found = told("stomatitis", ("Stomatitis", 9, False), ("Mouth ulceration", 7, False), ("Stomatitis", 2, True))
    assert (found.affected, found.affected_most, found.term, found.terms) == (9, 18, "Stomatitis", 2)
    assert (found.affected_serious, found.affected_other) == (2, 9)
    assert (found.share, found.share_most) == (0.45, 0.9)
    assert (found.low, found.high) == pytest.approx((share(9, 20).low, share(9, 20).high))


def test_the_sum_is_capped_at_the_people_at_risk(told: Told) -> None:
    found = told("stomatitis", ("Stomatitis", 15, False), ("Mouth ulceration", 14, False))
    assert (found.affected_most, found.share_most) == (20, 1)


def test_a_term_is_found_in_either_spelling(told: Told) -> None:
    assert told("paraesthesia", ("Paresthesias", 3, False)).affected == 3
    assert told("convulsion", ("Seizure", 3, False)).affected == 3
    assert told("oedema peripheral", ("Peripheral edema", 3, False)).affected == 3
    assert told("seizure", ("Convulsion", 3, False)).affected == 3


def test_a_group_without_figures_is_not_listed_and_not_zero(sample_reader: Reader) -> None:
    found = incidence(sample_reader, Filters(), "stomatitis").set_index("group_id")
    assert (found.loc["EG000", "affected"], found.loc["EG000", "at_risk"]) == (1, 9)
    assert not found.loc["EG001", "is_listed"]
    assert found[["affected", "share", "low"]].loc["EG001"].isna().all()


def test_a_term_is_found_in_any_capitals_and_nothing_that_only_holds_it(sample_reader: Reader) -> None:
    assert incidence(sample_reader, Filters(), "NAUSEA")["is_listed"].any()
    assert not incidence(sample_reader, Filters(), "aus")["is_listed"].any()


Records = dict[str, dict]


@pytest.fixture(scope="module")
def records(shared: Path) -> Records:
    """Every record at hand that may name a rapalog, by its id."""
    paths = sorted((shared / "records").glob("*.jsonl.gz"))
    found = (each for path in paths for each in read_records(path))
    return {nct(each): each for each in found if b"limus" in orjson.dumps(each) or b"apamycin" in orjson.dumps(each)}


@pytest.fixture(scope="module")
def real(records: Records, sample_knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    store = Store(Path(tmp_path_factory.mktemp("real")))
    make_snapshot(store, [records[each] for each in sorted(records)], sample_knowledge, "2026-11-20T09:00:05")
    current = store.current()
    assert current
    return Reader(current)


def nct(record: dict) -> str:
    return record["protocolSection"]["identificationModule"]["nctId"]


EVENTS = [*LIABILITIES, *OFFERED_TERMS, "death"]


@pytest.mark.records
@pytest.mark.parametrize("event", EVENTS)
def test_every_share_is_that_of_a_posted_row(real: Reader, records: Records, event: str) -> None:
    found = incidence(real, Filters(), event)
    for each in found[found["is_listed"]].itertuples(index=False):
        module = records[each.nct_id]["resultsSection"]["adverseEventsModule"]
        posted = module["seriousEvents" if each.is_serious else "otherEvents"][each.position]
        stat = next(one for one in posted["stats"] if one["groupId"] == each.group_id)
        assert posted["term"] == each.term
        assert (stat.get("numAffected"), stat["numAtRisk"]) == (each.affected, each.at_risk)
        assert each.share == each.affected / each.at_risk <= each.share_most <= 1


@pytest.mark.records
@pytest.mark.parametrize("event", OFFERED_TERMS)
def test_offered_terms_are_counted_as_any_other_is(real: Reader, event: str) -> None:
    offered, other = (incidence(real, Filters(), each) for each in (event, event.upper()))
    pd.testing.assert_frame_equal(offered, other)


@pytest.mark.records
@pytest.mark.parametrize("event", EVENTS)
def test_no_group_is_counted_twice(real: Reader, records: Records, event: str) -> None:
    found = incidence(real, Filters(), event)
    assert not found.duplicated(["nct_id", "group_id"]).any()
    for trial, rows in found[found["overlap"] == ""].groupby("nct_id"):
        enrolment = records[str(trial)]["protocolSection"].get("designModule", {}).get("enrollmentInfo", {})
        people = rows["people_count"].sum()
        assert len(rows) == 1 or enrolment.get("type") != "ACTUAL" or people <= SLACK * enrolment["count"]
    for each in compare(found).comparisons:
        rows = found[(found["nct_id"] == each.nct_id) & (found["overlap"] == "")]
        assert each.arms.people <= rows["at_risk"].sum()
        assert sorted([*each.with_rapalog, *each.control]) == sorted(rows["title"])


@pytest.mark.records
@pytest.mark.parametrize("event", ["stomatitis", "headache", "no such term"])
def test_trials_that_do_not_list_it_are_counted_and_not_built(real: Reader, event: str) -> None:
    whole, listing = incidence(real, Filters(), event), incidence(real, Filters(), event, of_listing=True)
    lists_it = whole["nct_id"].isin(whole.loc[whole["is_listed"], "nct_id"])
    pd.testing.assert_frame_equal(listing, whole[lists_it], check_dtype=False)
    apart = whole[(whole["overlap"] == "") & (whole["is_with_rapalog"].eq(True))].explode("populations")
    told = safety_answer(real, Filters(), event, 5).populations.set_index("population")
    assert told[["share_lowest", "share_median", "share_highest"]].dtypes.eq(float).all()
    assert dict(told["not_listed"] + apart[apart["affected_other"].notna()].groupby("populations").size().reindex(
        told.index, fill_value=0)) == dict(apart.groupby("populations").size())  # fmt: skip


def test_where_no_group_is_left_none_is_shown_of_other_trials(sample_reader: Reader) -> None:
    some = safety_answer(sample_reader, Filters(), "stomatitis", 5)
    none = safety_answer(sample_reader, Filters(population=("no such population",)), "stomatitis", 5)
    assert some.group_count and len(some.first_groups)
    assert not none.group_count and none.first_groups.empty and list(none.first_groups) == list(some.first_groups)


@pytest.mark.records
@pytest.mark.parametrize("event", ["stomatitis", "headache", "no such term"])
def test_what_is_summed_up_comes_to_the_same_from_either_question(real: Reader, event: str) -> None:
    whole, summed = incidence(real, Filters(), event, of_listing=True), summed_groups(real, Filters(), event)
    assert compare(summed) == compare(whole)
    assert list(dosed(summed)["nct_id"]) == list(dosed(whole)["nct_id"])
    for against in ("daily_dose", "weekly_dose", "target_trough"):
        points = [dose_points(dosed(each), against, {}) for each in (summed, whole)]
        pd.testing.assert_frame_equal(*points, check_dtype=False)
    told = [overview(each, pool(compare(each)), groups_apart(real, Filters())) for each in (summed, whole)]
    pd.testing.assert_frame_equal(*told, check_dtype=False)


@pytest.mark.records
@pytest.mark.parametrize("most", [1, 7, 10_000])
def test_the_first_groups_are_those_of_all(real: Reader, most: int) -> None:
    every = incidence(real, Filters(), "stomatitis", of_listing=True)
    found = safety_answer(real, Filters(), "stomatitis", most)
    pd.testing.assert_frame_equal(found.first_groups, every.head(most))
    assert found.group_count == len(every)


def test_no_trial_is_shown_for_its_older_id(sample_knowledge: Knowledge, tmp_path: Path) -> None:
    former = events(("Stomatitis", 3, False))
    successor = events(("Stomatitis", 4, False))
    identification = successor["protocolSection"]["identificationModule"]
    identification |= {"nctId": "NCT00000000", "nctIdAliases": ["NCT00000001"]}
    successor["protocolSection"]["conditionsModule"] = {"conditions": ["Breast Cancer"]}
    made = make_snapshot(Store(tmp_path), [former, successor], sample_knowledge, "2026-11-20T09:00:05")
    reader = Reader(made)
    populations = dict(reader.rows("SELECT nct_id, populations FROM trials"))
    assert set(populations["NCT00000001"]).isdisjoint(populations["NCT00000000"])
    found = safety_answer(reader, Filters(population=(populations["NCT00000001"][0],)), "stomatitis", 1)
    assert list(found.first_groups["nct_id"]) == ["NCT00000001"] and found.group_count == 1


def test_what_a_group_without_an_arm_lacks_is_empty(sample_knowledge: Knowledge, tmp_path: Path) -> None:
    tables = {
        "eventGroups": [{"id": "EG000", "title": "Everyone"}],
        "otherEvents": [{"term": "Rash", "stats": [{"groupId": "EG000", "numAffected": 1, "numAtRisk": 4}]}],
    }
    made = make_snapshot(
        Store(tmp_path), [with_results(record(armsInterventionsModule={}), events=tables)], sample_knowledge,
        "2026-11-20T09:00:05",
    )  # fmt: skip
    found = incidence(Reader(made), Filters(), "rash").iloc[0]
    assert (found["frequency"], found["route"], found["given"], found["dose"]) == ("", "", [], None)
    assert found["share"] == 0.25
