from datetime import date

import pytest

from fetchers.measures.status import Standing, exemption, reporting_status

DUE, BEFORE, AFTER = date(2024, 5, 31), date(2024, 5, 31), date(2024, 6, 1)


def trial(**facts: object) -> Standing:
    defaults = {"has_results": False, "in_review": False, "due": DUE, "as_of": AFTER, "exempt": ""}
    return Standing(**(defaults | facts))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("levels", "standing", "status"),
    [
        ({"posted", "registered", "described"}, trial(has_results=True), "reported"),
        ({"posted", "ae_table"}, trial(has_results=True), "reported"),
        ({"ae_table", "registered"}, trial(has_results=True), "reported_as_ae"),
        ({"ae_table", "posted_empty"}, trial(has_results=True), "reported_as_ae"),
        ({"registered", "posted_empty"}, trial(has_results=True), "not_posted"),
        ({"registered"}, trial(has_results=True), "not_posted"),
        ({"registered"}, trial(in_review=True), "results_pending"),
        ({"registered"}, trial(), "overdue"),
        ({"registered"}, trial(as_of=BEFORE), "awaited"),
        ({"registered"}, trial(due=None), "awaited"),
        ({"described", "eligibility"}, trial(), "described_only"),
        ({"eligibility"}, trial(), "absent"),
        (set(), trial(), "absent"),
        ({"registered"}, trial(exempt="The trial was withdrawn."), "not_applicable"),
    ],
)
def test_the_first_status_that_holds(levels: set[str], standing: Standing, status: str) -> None:
    found, reason = reporting_status(levels, standing)
    assert found == status
    assert reason.endswith(".")


def test_withdrawn_and_expanded_access_owe_nothing() -> None:
    assert exemption("WITHDRAWN", "INTERVENTIONAL")
    assert exemption("AVAILABLE", "EXPANDED_ACCESS")
    assert not exemption("COMPLETED", "INTERVENTIONAL")
