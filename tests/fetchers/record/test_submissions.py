from pathlib import Path
from typing import Any

import orjson
import pytest

from fetchers.record.protocol import trial_facts
from fetchers.record.submissions import first_submitted, in_review, submissions
from tests.conftest import read_records
from tests.fetchers.samples import record, with_results

UNDER_REVIEW = {"NCT04737265", "NCT06584734", "NCT04907045", "NCT05138757", "NCT03683472"}


def tracked(*infos: Any, **others: Any) -> dict[str, Any]:
    tracking = {"submissionInfos": list(infos), **others} if infos else others
    return {"derivedSection": {"miscInfoModule": {"submissionTracking": tracking}}}


def annotated(*events: tuple[str, str]) -> dict[str, Any]:
    listed = [{"type": kind, **({"date": day} if day else {"dateUnknown": True})} for kind, day in events]
    return {"annotationSection": {"annotationModule": {"unpostedAnnotation": {"unpostedEvents": listed}}}}


FIRST, SECOND, THIRD = "2024-01-02", "2024-02-02", "2024-03-02"


@pytest.mark.parametrize(
    ("made", "told", "is_in_review"),
    [
        ({}, [], False),
        (tracked({"releaseDate": FIRST}), [f"{FIRST} submitted"], True),
        (tracked(estimatedResultsFirstSubmitDate=FIRST), [f"{FIRST} submitted"], True),
        (
            tracked({"releaseDate": FIRST, "resetDate": SECOND}),
            [f"{FIRST} submitted", f"{SECOND} returned for correction"],
            False,
        ),
        (
            tracked({"releaseDate": FIRST, "resetDate": SECOND}, {"releaseDate": THIRD, "mcpReleaseN": 1}),
            [f"{FIRST} submitted", f"{SECOND} returned for correction", f"{THIRD} submitted"],
            True,
        ),
        (
            tracked({"releaseDate": FIRST, "unreleaseDate": SECOND}),
            [f"{FIRST} submitted", f"{SECOND} withdrawn"],
            False,
        ),
        (
            tracked({"releaseDate": FIRST, "unreleaseDateUnknown": True}),
            [f"{FIRST} submitted", "date unknown withdrawn"],
            False,
        ),
        (
            tracked({"releaseDate": FIRST, "unreleaseDateUnknown": True}, {"releaseDate": THIRD}),
            [f"{FIRST} submitted", "date unknown withdrawn", f"{THIRD} submitted"],
            True,
        ),
        (
            tracked({"releaseDate": FIRST, "resetDate": SECOND}, {"mcpReleaseN": 2}),
            [f"{FIRST} submitted", f"{SECOND} returned for correction", "date unknown submitted"],
            True,
        ),
        (annotated(("RELEASE", FIRST)), [f"{FIRST} submitted"], True),
        (
            annotated(("RELEASE", FIRST), ("RESET", SECOND), ("RELEASE", THIRD), ("UNRELEASE", "")),
            [
                f"{FIRST} submitted",
                f"{SECOND} returned for correction",
                f"{THIRD} submitted",
                "date unknown withdrawn",
            ],
            False,
        ),
        (
            annotated(("RELEASE", FIRST), ("UNRELEASE", SECOND), ("RELEASE", "")),
            [f"{FIRST} submitted", f"{SECOND} withdrawn", "date unknown submitted"],
            True,
        ),
        (
            annotated(("RELEASE", THIRD), ("RESET", SECOND), ("RELEASE", FIRST)),  # dated and out of order
            [f"{FIRST} submitted", f"{SECOND} returned for correction", f"{THIRD} submitted"],
            True,
        ),
        (
            annotated(("RELEASE", FIRST), ("RESET", FIRST)),  # on one day: the order decides
            [f"{FIRST} submitted", f"{FIRST} returned for correction"],
            False,
        ),
        (
            annotated(("RELEASE", FIRST), ("RESET", SECOND)) | tracked({"releaseDate": FIRST, "resetDate": SECOND},
                                                                       {"releaseDate": THIRD}),
            [f"{FIRST} submitted", f"{SECOND} returned for correction", f"{THIRD} submitted"],
            True,
        ),
        (tracked("foreign", {}, None), [], False),
    ],
)  # fmt: skip
def test_every_event_is_told_and_the_last_decides(made: dict[str, Any], told: list[str], is_in_review: bool) -> None:
    assert [each.words for each in submissions(made)] == told
    assert in_review(made) is is_in_review


def test_a_trial_with_results_is_in_no_review() -> None:
    assert trial_facts(record() | tracked({"releaseDate": FIRST}))["is_results_in_review"] is True
    assert trial_facts(with_results(record() | tracked({"releaseDate": FIRST})))["is_results_in_review"] is False


def test_certificates_and_waivers_are_told() -> None:
    status = {
        "dispFirstSubmitDate": FIRST, "dispFirstPostDateStruct": {"date": SECOND, "type": "ACTUAL"},
        "resultsWaived": True,
    }  # fmt: skip
    facts = trial_facts(record(statusModule=status))
    told = (
        facts["certificate_first_submitted_date"],
        facts["certificate_first_posted_date"],
        facts["is_results_waived"],
    )
    assert told == (FIRST, SECOND, True)


def test_the_first_submission_is_told_for_posted_results_too() -> None:
    assert first_submitted(record(statusModule={"resultsFirstSubmitDate": FIRST})) == FIRST
    assert first_submitted(tracked({"releaseDate": SECOND}, estimatedResultsFirstSubmitDate=FIRST)) == FIRST


def test_real_records_in_review_are_found_and_no_others(shared: Path) -> None:
    found = set()
    for path in sorted((shared / "records").glob("*.jsonl.gz")):
        for each in read_records(path):
            if "submissionTracking" in each.get("derivedSection", {}).get("miscInfoModule", {}):
                facts = trial_facts(each)
                found |= {facts["nct_id"]} if facts["is_results_in_review"] else set()
    assert found == UNDER_REVIEW


def test_the_record_that_failed(shared: Path) -> None:
    assert trial_facts(orjson.loads((shared / "tried" / "pending-results.jsonl").read_bytes()))["is_results_in_review"]
