"""One measure, what is owed, and what changed."""

from datetime import date
from pathlib import Path

import pytest

from cache.filters.filters import Filters
from cache.questions import changes, measure, reporting
from cache.questions.reader import Reader
from cache.store.snapshot import Store
from tests.dashboard.sample import HOSTILE, write_sample


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("cache")
    write_sample(folder)
    return folder


@pytest.fixture(scope="module")
def reader(root: Path) -> Reader:
    snapshot = Store(root).current()
    assert snapshot
    return Reader(snapshot)


def test_statuses_of_a_measure(reader: Reader) -> None:
    found = measure.how_often_is(reader, Filters(), "phospho_s6").statuses
    assert dict(zip(found["status"], found["trials"], strict=True)) == {
        "absent": 2, "awaited": 1, "not_applicable": 1, "overdue": 1, "reported": 1,
    }  # fmt: skip


def test_a_measure_over_the_years(reader: Reader) -> None:
    found = measure.how_often_is(reader, Filters(role=("experimental",)), "phospho_s6").years
    assert found.to_dict("list") == {
        "year": [2011, 2013, 2016, 2025], "base": [1, 1, 1, 1], "plans": [1, 1, 0, 1], "reports": [1, 0, 0, 0],
        "described": [0, 0, 0, 0],
    }  # fmt: skip


def test_titles_in_use_and_their_exact_number(reader: Reader) -> None:
    found = measure.outcome_titles(reader, Filters(), "phospho_s6", 2)
    assert (len(found.rows), found.total) == (2, 4)
    assert list(found.rows["nct_id"]) == ["NCT09000002", "NCT09000003"]


def test_posted_levels_with_dose_and_target(reader: Reader) -> None:
    found = measure.posted_levels(reader, Filters(), "trough_level")
    assert found.total == 2
    assert list(found.rows["value_ng_ml"]) == [7.5, 11.0]
    assert list(found.rows["low"]) == [5.0, 5.0]
    assert list(found.rows["doses"]) == ["2 mg daily", "2 mg daily"]
    assert measure.posted_levels(reader, Filters(), "drug_concentration").total == 0


def test_results_that_are_due_and_overdue(reader: Reader) -> None:
    found = reporting.due_results(reader, Filters())
    assert (found.due, found.overdue, found.obliged, found.in_review) == (
        4,
        3,
        1,
        0,
    )  # neither the withdrawn nor the running one
    assert reader.count(Filters(overdue=True)) == found.overdue
    assert reader.count(Filters(overdue=True, obliged=True)) == found.obliged
    listed = reporting.overdue_trials(reader, Filters())
    assert list(listed.rows["nct_id"]) == ["NCT09000006", "NCT09000003", "NCT09000004"]  # probably obliged first


def test_overdue_by_year_and_sponsor(reader: Reader) -> None:
    years = reporting.overdue_by(reader, Filters(), "year")
    assert list(years.itertuples(index=False, name=None)) == [
        ("2014", 1, 0, 0), ("2016", 1, 1, 0), ("2017", 1, 1, 0), ("2019", 1, 1, 1),
    ]  # fmt: skip
    sponsors = reporting.overdue_by(reader, Filters(), "sponsor")
    assert list(sponsors.itertuples(index=False, name=None)) == [(f"Sponsor {HOSTILE}", 4, 3, 1)]


def test_outcomes_without_values_and_left_out(reader: Reader) -> None:
    found = reporting.posted_without_values(reader, Filters())
    assert list(found.rows["title"]) == ["Frailty index"]
    assert found.total == 1
    assert reporting.left_out_of_results(reader, Filters()).total == 0  # both registered outcomes were posted


def test_measures_that_only_a_text_names(reader: Reader) -> None:
    found = reporting.described_only(reader, Filters()).set_index("measure")
    assert found.loc["trough_level", ["trials", "base"]].tolist() == [2, 5]


def test_recorded_changes_and_their_kinds(reader: Reader) -> None:
    found = changes.recorded_changes(reader, Filters())
    assert [*found.rows["kind"]] == ["outcome_dropped", "new", "results_posted"]  # what is flagged comes first
    assert changes.recorded_changes(reader, Filters(), ("new",)).total == 1
    assert changes.recorded_changes(reader, Filters(drug=("everolimus",))).total == 1


def test_any_two_snapshots_are_compared(root: Path) -> None:
    later = write_sample(root, data_timestamp="2026-04-02T09:00:05", created_at="later")
    names = changes.kept_snapshots(root)
    assert len(names) == 2
    reader = Reader(later)
    assert changes.compared(reader, str(root), names[0], names[1]).total == 0


def test_dates_come_as_dates(reader: Reader) -> None:
    row = changes.recorded_changes(reader, Filters(), ("new",)).rows.iloc[0]
    assert row["data_date"].date() == date(2026, 3, 2)
