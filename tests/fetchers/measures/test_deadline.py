from datetime import date
from typing import Any, cast

import pytest

from fetchers.measures.deadline import is_past, obligation, results_state
from fetchers.record.protocol import trial_facts
from fetchers.rows import TrialFacts
from tests.fetchers.samples import record

DUE = date(2024, 5, 31)
FACTS = trial_facts(record())
FACTS.update(
    study_type="INTERVENTIONAL", overall_status="COMPLETED", phases=["PHASE2"], primary_purpose="TREATMENT",
    primary_completion_date="2023-05", primary_completion_type="ACTUAL", results_due_date=DUE,
    certificate_first_submitted_date="",
    has_results=False, is_results_in_review=False, is_fda_regulated_drug=True, is_fda_regulated_device=False,
    intervention_types=["DRUG"], countries=["Spain"],
)  # fmt: skip


def facts(**changed: Any) -> TrialFacts:
    return cast(TrialFacts, FACTS | changed)


@pytest.mark.parametrize(
    ("trial", "as_of", "state", "is_due"),
    [
        (facts(), date(2024, 6, 1), "overdue", True),
        (facts(), DUE, "awaited", False),
        (facts(results_due_date=None), date(2024, 6, 1), "awaited", False),
        (facts(has_results=True), date(2024, 6, 1), "posted", True),
        (facts(is_results_in_review=True), date(2024, 6, 1), "results_pending", True),
        (facts(study_type="OBSERVATIONAL"), date(2024, 6, 1), "not_required", False),
        (facts(study_type=""), date(2024, 6, 1), "not_required", False),
        (facts(study_type="OBSERVATIONAL", has_results=True), date(2024, 6, 1), "posted", False),
        (facts(study_type="EXPANDED_ACCESS"), date(2024, 6, 1), "not_applicable", False),
        (facts(overall_status="WITHDRAWN"), date(2024, 6, 1), "not_applicable", False),
    ],
)
def test_how_results_stand(trial: TrialFacts, as_of: date, state: str, is_due: bool) -> None:
    found = results_state(trial, as_of)
    assert (found.state, found.is_due, found.is_overdue) == (state, is_due, state == "overdue")
    assert found.reason.endswith(".")


def test_the_day_itself_is_in_time_and_no_date_is_never_past() -> None:
    assert [is_past(each, DUE) for each in (date(2024, 5, 30), DUE, None)] == [True, False, False]


ABROAD, HERE = ["Spain"], ["Spain", "United States"]
UNSTATED = {"is_fda_regulated_drug": None, "is_fda_regulated_device": None}


@pytest.mark.parametrize(
    "trial",
    [
        facts(),
        facts(phases=["PHASE1", "PHASE2"]),
        facts(phases=["NA"], is_fda_regulated_drug=False, is_fda_regulated_device=True),
        facts(**UNSTATED, countries=HERE),
        facts(primary_completion_date="2017-01-18"),
        facts(primary_completion_date="2017-01"),  # may be the last day of the month
        facts(has_results=True),
    ],
)
def test_who_is_probably_obliged(trial: TrialFacts) -> None:
    found, reason = obligation(trial)
    assert found and trial["primary_completion_date"] in reason


@pytest.mark.parametrize(
    ("trial", "reason"),
    [
        (facts(study_type="OBSERVATIONAL"), "interventional trials alone"),
        (facts(study_type="EXPANDED_ACCESS"), "interventional trials alone"),
        (facts(overall_status="WITHDRAWN"), "withdrawn"),
        (facts(phases=["PHASE1"]), "Phase 1"),
        (facts(phases=["EARLY_PHASE1"]), "Phase 1"),
        (facts(primary_purpose="DEVICE_FEASIBILITY"), "feasibility"),
        (facts(is_fda_regulated_drug=False), "no FDA-regulated"),
        (facts(**UNSTATED, countries=ABROAD), "no site in the United States"),
        (facts(**UNSTATED, countries=HERE, intervention_types=["BEHAVIORAL"]), "no site in the United States"),
        (facts(primary_completion_date=""), "No primary completion"),
        (facts(primary_completion_type="ESTIMATED"), "estimated"),
        (facts(primary_completion_date="2017-01-17"), "before the rule"),
        (facts(certificate_first_submitted_date="2023-08-01"), "2023-08-01"),
    ],
)
def test_who_is_not_and_why(trial: TrialFacts, reason: str) -> None:
    found, words = obligation(trial)
    assert not found and reason in words
