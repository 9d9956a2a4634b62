"""Records to rows: nothing is lost, nothing raises, and every row fits the contract of columns."""

import gzip
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fetchers.annotate import Annotator
from fetchers.rows import Rows
from fetchers.tables import TOGETHER, Tabulator
from seeds.knowledge import load_knowledge
from seeds.tables.columns import tables
from tests.fetchers.record.test_texts import value_at
from tests.fetchers.samples import posted, record, with_results

TABULATOR = Tabulator(Annotator(load_knowledge()), date(2026, 11, 20))
PYTHON_TYPES = {"string": str, "int": int, "float": float, "bool": bool, "date": date, "list": list}


def check_rows(rows: Rows) -> None:
    """Every row has the contract's columns, each of the contract's type or missing."""
    elsewhere = {"articles", "article_measures", "outcome_history"}
    assert set(rows) == set(tables()) - {"changes", "search_words"} - elsewhere
    for table, columns in tables().items():
        for row in rows.get(table, []):
            assert row.keys() == {column.name for column in columns}, table
            for column in columns:
                value = row[column.name]
                assert value is None or isinstance(value, PYTHON_TYPES[column.type]), (table, column.name, value)


@pytest.mark.parametrize(("limits", "expected"), [({}, True), ({"maximumAge": "64 Years"}, False)])
def test_where_nobody_of_65_is_admitted_words_of_ageing_make_no_older_adults(limits: dict, expected: bool) -> None:
    (trial,) = TABULATOR.rows(record(eligibilityModule=limits))["trials"]
    assert trial["is_older_adults"] is expected


def test_rows_of_a_trial() -> None:
    rows = TABULATOR.rows(with_results(record(), [posted("Sirolimus trough level", "7.1")]))
    check_rows(rows)
    (trial,) = rows["trials"]
    assert (trial["rapalogs"], trial["role"], trial["regimen"]) == (["sirolimus"], "experimental", "daily")
    assert "trough_level" in trial["measures_reported"] and "trough_level" in trial["measures_planned"]
    status = {row["measure"]: row["status"] for row in rows["reporting"]}
    assert (status["trough_level"], status["phospho_s6"]) == ("reported", "absent")


def test_records_give_the_same_rows_one_by_one_and_many_at_once() -> None:
    records = [
        with_results(record(), [posted(f"Trough level of sirolimus and death, group {number}", "7.1")])
        for number in range(TOGETHER + 3)
    ]
    assert [*TABULATOR.rows_of(iter(records))] == [TABULATOR.rows(each) for each in records]
    assert [*TABULATOR.rows_of([])] == []


def test_a_trials_row_sums_up_its_statuses_and_outcomes() -> None:
    found = with_results(record(), [posted("Sirolimus  TROUGH level", "7.1"), posted("Wound healing", "NA")])
    found["protocolSection"]["outcomesModule"] = {
        "primaryOutcomes": [{"measure": "Sirolimus trough level"}, {"measure": "Phospho-S6 in skin"}]
    }
    rows = TABULATOR.rows(found)
    (trial,) = rows["trials"]
    order = sorted(row["measure"] for row in rows["reporting"])
    letters = dict(zip(order, trial["measure_statuses"], strict=True))
    assert (letters["trough_level"], letters["phospho_s6"], letters["wound_healing"]) == ("R", "N", "n")
    assert (letters["seizure_frequency"], letters["frailty"]) == ("i", "a")  # nobody asks this population for seizures
    assert trial["outcome_measures"].count("trough_level") == 2  # registered and posted
    assert (trial["outcomes_left_out_count"], trial["outcomes_without_values_count"]) == (1, 1)
    assert [row["title"] for row in rows["outcomes"] if row["is_left_out"]] == ["Phospho-S6 in skin"]


def test_a_title_that_is_set_otherwise_is_not_left_out() -> None:
    found = with_results(record(), [posted("AUC\u00ad [0\u2013Last], the \u201cexposure\u201d", "7.1")])
    found["protocolSection"]["outcomesModule"] = {"primaryOutcomes": [{"measure": 'AUC [0-Last], the "exposure"'}]}
    assert not any(row["is_left_out"] for row in TABULATOR.rows(found)["outcomes"])


def test_nothing_is_left_out_of_results_that_are_not_there() -> None:
    found = record("NCT00000001", outcomesModule={"primaryOutcomes": [{"measure": "Phospho-S6 in skin"}]})
    assert not any(row["is_left_out"] for row in TABULATOR.rows(found)["outcomes"])


def test_an_empty_record_gives_one_trial_and_no_evidence() -> None:
    rows = TABULATOR.rows({})
    check_rows(rows)
    assert len(rows["trials"]) == 1
    assert rows["annotations"] == []
    assert {row["status"] for row in rows["reporting"]} == {"absent"}


def count(node: Any, *path: str) -> int:
    """Items reached by a path of keys through objects and lists, counted at the last list."""
    if isinstance(node, list):
        return sum(count(item, *path) for item in node)
    if not path:
        return 1
    return count(node[path[0]], *path[1:]) if isinstance(node, dict) and path[0] in node else 0


def expected_counts(found: dict[str, Any]) -> dict[str, int]:
    """Numbers of rows straight from the JSON."""
    outcomes = ("resultsSection", "outcomeMeasuresModule", "outcomeMeasures")
    events = [
        event
        for name in ("seriousEvents", "otherEvents")
        for event in found.get("resultsSection", {}).get("adverseEventsModule", {}).get(name, [])
    ]
    registered = [f"{kind}Outcomes" for kind in ("primary", "secondary", "other")]
    return {
        "registered": sum(count(found, "protocolSection", "outcomesModule", name) for name in registered),
        "posted": count(found, *outcomes),
        "outcome_values": count(found, *outcomes, "classes", "categories", "measurements"),
        "analyses": count(found, *outcomes, "analyses"),
        "adverse_events": sum(len(event.get("stats", [])) or 1 for event in events),
        "event_groups": count(found, "resultsSection", "adverseEventsModule", "eventGroups"),
        "arms": count(found, "protocolSection", "armsInterventionsModule", "armGroups"),
        "publications": count(found, "protocolSection", "referencesModule", "references"),
    }


def counted(rows: Rows) -> dict[str, int]:
    """The same numbers from the tables."""
    found = {
        name: len(rows[name])
        for name in ("outcome_values", "analyses", "adverse_events", "event_groups", "publications")
    }
    sources = [row["source"] for row in rows["outcomes"]]
    return found | {
        "registered": sources.count("registered"),
        "posted": sources.count("posted"),
        "arms": len({row["arm_index"] for row in rows["arms"]}),
    }


def all_records(shared: Path) -> Iterator[dict[str, Any]]:
    for path in sorted((shared / "records").glob("*.jsonl.gz")):
        with gzip.open(path, "rb") as lines:
            yield from map(orjson.loads, lines)


@pytest.mark.records
def test_every_record_goes_through_and_nothing_is_lost(shared: Path) -> None:
    for number, found in enumerate(all_records(shared)):
        rows = TABULATOR.rows(found)
        assert counted(rows) == expected_counts(found), rows["trials"][0]["nct_id"]
        if number % 10 == 0:
            check_rows(rows)
            for row in rows["annotations"]:
                words = value_at(found, row["path"])[row["start"] : row["end"]]
                assert words == row["words"]


@pytest.mark.records
def test_any_part_of_a_record_goes_through(rapalog_records: list[dict[str, Any]]) -> None:
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(rapalog_records), st.data())
    def check(found: dict[str, Any], data: st.DataObject) -> None:
        rows = TABULATOR.rows(pruned(found, data))
        check_rows(rows)

    check()


def pruned(node: Any, data: st.DataObject) -> Any:
    """The record with some branches cut or replaced by values of another type."""
    found = json.loads(json.dumps(node))
    for _ in range(data.draw(st.integers(1, 6))):
        at = found
        while isinstance(at, dict | list) and at:
            key = data.draw(st.sampled_from(sorted(at) if isinstance(at, dict) else range(len(at))))
            if data.draw(st.booleans()):
                if data.draw(st.booleans()):
                    del at[key]
                else:
                    at[key] = data.draw(st.sampled_from([None, 7, "x", [], {}, ["a", 3], True]))
                break
            at = at[key]
    return found


def test_a_search_by_another_name_of_the_drug_finds_the_trial() -> None:
    (trial,) = TABULATOR.rows(record(briefTitle="Sirolimus in ageing"))["trials"]
    words = trial["search_text"].split()
    assert {"sirolimus", "rapamycin"} <= set(words)
    assert {"rapamune", "amphilimus", "everolimus"}.isdisjoint(words)  # brands, devices and other drugs by their names
