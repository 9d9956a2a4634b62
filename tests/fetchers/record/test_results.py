import pytest

from fetchers.record.results import analysis_rows, event_rows, holds_values, posted_events, value_rows
from tests.fetchers.samples import posted, record, with_results


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (posted("x", "1.5"), True),
        (posted("x", "NA"), False),
        (posted("x", "--", "–", "-"), False),
        (posted("x", "NR", "0"), True),
        (posted("x", "1.5", status="NOT_POSTED"), False),
        ({"title": "x", "reportingStatus": "POSTED"}, False),
        ({}, False),
    ],
)
def test_an_outcome_holds_values_only_with_a_figure(outcome: dict, expected: bool) -> None:
    assert holds_values(outcome) is expected


def test_a_value_row_knows_its_group_and_who_was_analysed() -> None:
    rows = value_rows("NCT00000001", 3, posted("Trough", "7.1", "8.2"))
    seen = ("group_id", "group_title", "value", "value_number", "participants_count")
    assert [tuple(row[name] for name in seen) for row in rows] == [
        ("OG000", "Arm 0", "7.1", 7.1, 12),
        ("OG001", "Arm 1", "8.2", 8.2, None),
    ]
    assert rows[0]["path"] == "resultsSection.outcomeMeasuresModule.outcomeMeasures[3]"


def test_analyses_keep_what_was_posted() -> None:
    outcome = posted("x", "1") | {"analyses": [{"groupIds": ["OG000"], "pValue": "<0.0001", "ciPctValue": "95"}]}
    (row,) = analysis_rows("NCT00000001", 0, outcome)
    assert (row["groups"], row["method"], row["p_value"]) == (["OG000"], "", "<0.0001")


def test_adverse_events_one_row_per_term_and_group() -> None:
    events = {
        "eventGroups": [{"id": "EG000", "title": "Sirolimus"}],
        "seriousEvents": [{"term": "Sepsis", "stats": [{"groupId": "EG000", "numAffected": 1, "numAtRisk": 9}]}],
        "otherEvents": [{"term": "Nausea"}],
    }
    posted = with_results(record(), events=events)
    rows = event_rows("NCT00000001", posted, posted_events(posted, lambda term, system: ("infection",)))
    assert rows[0] == {
        "nct_id": "NCT00000001", "group_id": "EG000", "group_title": "Sirolimus", "is_serious": True, "term": "Sepsis",
        "organ_system": "", "source_vocabulary": "", "position": 0, "affected_count": 1, "at_risk_count": 9,
        "event_count": None, "assessment": "", "measures": ["infection"],
    }  # fmt: skip
    assert (rows[1]["group_id"], rows[1]["is_serious"], rows[1]["term"]) == ("", False, "Nausea")
