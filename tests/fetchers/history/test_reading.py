"""What a trial's versions say beside its record of today."""

import pytest

from fetchers.annotate import Annotator
from fetchers.history.reading import HistoryNote, history_note
from fetchers.history.versions import RecordVersion
from seeds.knowledge import load_knowledge
from tests.fetchers.samples import Record, record


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return Annotator(load_knowledge(), few=True)


def outcomes(primary: list[str], secondary: list[str] = []) -> Record:  # noqa: B006
    return {
        "primaryOutcomes": [{"measure": each} for each in primary],
        "secondaryOutcomes": [{"measure": each} for each in secondary],
    }


VERSIONS = [
    RecordVersion(0, "2020-01-01", False, False), RecordVersion(2, "2020-02-02", True, False),
    RecordVersion(5, "2021-05-05", True, False),
]  # fmt: skip


def read(annotator: Annotator, first: Record, today: Record, versions: list[RecordVersion] = VERSIONS) -> HistoryNote:
    return history_note(annotator, record(outcomesModule=today), versions, {0: first})


def test_a_dropped_measure_is_told_with_its_version_and_day(annotator: Annotator) -> None:
    found = read(
        annotator, outcomes(["Grip strength", "Phosphorylated S6 in blood cells"]), outcomes(["Grip strength"])
    )
    (change,) = found.changes
    assert (change.change, change.since_version, change.version, change.date) == ("dropped", 2, 5, "2021-05-05")
    assert (found.dropped, found.demoted, change.measures) == (["phospho_s6"], [], ["phospho_s6"])
    assert (found.versions, found.first_date) == (3, "2020-01-01")


def test_a_measure_that_another_outcome_carries_today_is_not_dropped(annotator: Annotator) -> None:
    first = outcomes(["Grip strength", "Gait speed"])
    assert read(annotator, first, outcomes(["Gait speed"])).dropped == []


def test_a_primary_measure_that_became_secondary_is_demoted(annotator: Annotator) -> None:
    found = read(annotator, outcomes(["Grip strength"]), outcomes(["Overall survival"], ["Grip strength"]))
    assert (found.demoted, found.dropped) == (["physical_function"], [])


def test_an_error_that_a_later_version_undid_is_no_change(annotator: Annotator) -> None:
    versions = [
        RecordVersion(0, "2020-01-01", False, False), RecordVersion(1, "2020-02-02", True, False),
        RecordVersion(2, "2021-05-05", True, True),
    ]  # fmt: skip
    modules = {0: outcomes(["Grip strength"]), 1: outcomes(["Grip strength (wrong)"])}
    today = record(outcomesModule=outcomes(["Grip strength"]))
    assert history_note(annotator, today, versions, modules).changes == []


def test_a_step_whose_version_is_not_there_is_left_out(annotator: Annotator) -> None:
    found = history_note(annotator, record(outcomesModule=outcomes(["Grip strength"])), VERSIONS, {})
    assert (found.changes, found.dropped) == ([], [])
