import pytest

from fetchers.measures.deadline import ResultsState
from fetchers.measures.status import STATUSES, is_gap, reporting_status, status_letter

POSTED = ResultsState("posted", "Results are posted.")


def state(name: str) -> ResultsState:
    return ResultsState(name, "For a reason.")


@pytest.mark.parametrize(
    ("levels", "results", "status"),
    [
        ({"posted", "registered", "described"}, POSTED, "reported"),
        ({"posted", "ae_table"}, POSTED, "reported"),
        ({"ae_table", "registered"}, POSTED, "reported_as_ae"),
        ({"ae_table", "posted_empty"}, POSTED, "reported_as_ae"),
        ({"registered", "posted_empty"}, POSTED, "not_posted"),
        ({"registered"}, POSTED, "not_posted"),
        ({"registered"}, state("results_pending"), "results_pending"),
        ({"registered"}, state("overdue"), "overdue"),
        ({"registered"}, state("awaited"), "awaited"),
        ({"registered"}, state("not_required"), "not_required"),
        ({"described", "eligibility"}, state("overdue"), "described_only"),
        ({"eligibility"}, state("overdue"), "absent"),
        (set(), state("not_required"), "absent"),
        ({"registered"}, state("not_applicable"), "not_applicable"),
        (set(), state("not_applicable"), "not_applicable"),
    ],
)
def test_the_first_status_that_holds(levels: set[str], results: ResultsState, status: str) -> None:
    found, reason = reporting_status(levels, results)
    assert found == status
    assert reason.endswith(".")


def test_every_status_has_a_letter_of_its_own() -> None:
    letters = {status_letter(status, registered, True) for status in STATUSES for registered in (True, False)}
    assert len(letters | {status_letter("absent", False, False)}) == 2 * len(STATUSES) + 1


@pytest.mark.parametrize(("status", "populations", "gap_in", "gap"), [
    ("absent", ["oncology"], (), True),
    ("absent", ["oncology"], ("ageing",), False),
    ("absent", ["oncology", "ageing"], ("ageing",), True),
    ("absent", [], ("ageing",), False),
    ("described_only", ["oncology"], ("ageing",), True),
    ("overdue", ["ageing"], ("ageing",), False),
])  # fmt: skip
def test_an_absence_is_a_gap_where_the_measure_is_asked_for(status, populations, gap_in, gap) -> None:
    assert is_gap(status, populations, gap_in) == gap
