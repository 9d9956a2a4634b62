"""Which versions there are, and which must be compared."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from fetchers.history.versions import outcomes_node, steps_of, versions_of, wanted_versions

OUTCOMES, RESULTS = "Outcome Measures", "Outcome Measures (Results)"


def history(*labels: list[str]) -> dict[str, Any]:
    changes = [{"version": n, "date": f"2020-01-{n + 1:02d}", "moduleLabels": each} for n, each in enumerate(labels)]
    return {"changes": changes}


def steps(*labels: list[str]) -> list[tuple[str, int, int | None, list[int]]]:
    found = steps_of(versions_of(history(*labels)))
    return [(each.name, each.earlier, each.later, [one.number for one in each.changed_in]) for each in found]


def test_nothing_is_compared_where_no_version_changed_outcomes() -> None:
    assert steps([], ["Study Status"]) == []
    assert steps([OUTCOMES]) == []  # the first version changes nothing


def test_the_first_version_is_compared_with_todays_where_no_results_are_posted() -> None:
    assert steps([], [OUTCOMES], [], [OUTCOMES]) == [("before_results", 0, None, [1, 3])]


def test_what_changed_with_the_results_stands_apart() -> None:
    assert steps([], [OUTCOMES], [], [OUTCOMES, RESULTS], [OUTCOMES]) == [
        ("before_results", 0, 2, [1]), ("with_results", 2, 3, [3]), ("after_results", 3, None, [4]),
    ]  # fmt: skip


def test_versions_that_say_the_same_are_not_fetched() -> None:
    assert steps([], [], [OUTCOMES, RESULTS]) == [("with_results", 0, None, [2])]
    assert steps([], [], [RESULTS], [OUTCOMES]) == [("after_results", 2, None, [3])]
    assert wanted_versions(steps_of(versions_of(history([], [], [OUTCOMES, RESULTS])))) == [0]


@pytest.mark.parametrize(
    "body", [None, [], {}, {"changes": None}, {"changes": [{"version": "0", "date": "2020-01-01"}, {"version": 1}, 3]}]
)
def test_what_cannot_be_read_is_no_version(body: object) -> None:
    assert versions_of(body) == []


def test_outcomes_are_those_of_a_study_alone() -> None:
    module = {"primaryOutcomes": [{"measure": "Grip"}]}
    assert outcomes_node({"study": {"protocolSection": {"outcomesModule": module}}}) == module
    assert outcomes_node({"study": {"protocolSection": {"statusModule": {"x": 1}}}}) == {}
    assert outcomes_node({"study": {}}) is None and outcomes_node("x") is None


@pytest.mark.records
def test_every_recorded_history_is_read(shared: Path) -> None:
    folder = shared / "elsewhere" / "samples" / "history"
    for path in folder.glob("*.history-only*.json"):
        found = versions_of(orjson.loads(path.read_bytes()))
        assert [each.number for each in found] == list(range(len(found))) and len(found) > 2
        for step in steps_of(found):
            assert step.later is None or step.earlier < step.later
    (version,) = folder.glob("*.version-0.json")
    assert outcomes_node(orjson.loads(version.read_bytes()))
