"""How many people began: the first period's figures, or nothing where one is missing."""

import pytest

from fetchers.record.flow import people_started


def began(*counts: object) -> int | None:
    achieved = [{"groupId": f"FG{at:03}", "numSubjects": count} for at, count in enumerate(counts)]
    later = {"milestones": [{"type": "STARTED", "achievements": [{"numSubjects": "3"}]}]}
    first = {"milestones": [{"type": "STARTED", "achievements": achieved}, {"type": "COMPLETED"}]}
    return people_started({"resultsSection": {"participantFlowModule": {"periods": [first, later]}}})


@pytest.mark.parametrize(
    ("counts", "people"), [(("277", "139"), 416), ((5,), 5), (("277", None), None), (("many",), None), ((), None)]
)
def test_the_first_period_tells(counts: tuple[object, ...], people: int | None) -> None:
    assert began(*counts) == people


@pytest.mark.parametrize("record", [{}, {"resultsSection": {"participantFlowModule": {"periods": [{}]}}}])
def test_without_a_flow_nothing_is_known(record: dict) -> None:
    assert people_started(record) is None
