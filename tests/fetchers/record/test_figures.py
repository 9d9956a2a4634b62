import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetchers.record.figures import LARGEST, number_of, whole_number
from fetchers.record.results import event_rows, posted_events, value_rows
from tests.fetchers.samples import Record, posted, record, with_results


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1,234.5", 1234.5), ("-3", -3.0), (" 7.1 ", 7.1), (".5", 0.5), ("5.", 5.0), ("1,234,567", 1234567.0),
        ("\u22122.5", -2.5), ("1e3", 1000.0), ("0", 0.0), ("+4", 4.0),
        ("NA", None), ("<0.01", None), (">10", None), ("inf", None), ("nan", None), ("", None), ("ND", None),
        ("--", None), ("-", None), ("7,1", None), ("1.234,5", None), ("12,34", None), ("1,23,456", None),
        ("1_000", None), ("1 200", None), ("5%", None), ("2 to 3", None),
        ("１２", None), ("1e999", None), ("0x1F", None),
    ],
)  # fmt: skip
def test_posted_figures_as_numbers(written: str, number: float | None) -> None:
    assert number_of(written) == number


@pytest.mark.parametrize(
    ("written", "number"),
    [
        (12, 12), ("12", 12), ("1,864", 1864), ("1,234,567", 1234567), (12.0, 12), (" 7 ", 7),
        (LARGEST, LARGEST), (LARGEST + 1, None), (-LARGEST - 5, None), (1e300, None), (str(2**64), None),
        ("9" * 5000, None),
        ("18,64", None), ("12.5", None), (12.5, None), ("ND", None), ("<5", None), ("--", None), (True, None),
        (None, None),
        (float("inf"), None), ("٣", None), ([], None),
    ],
)  # fmt: skip
def test_counts_as_whole_numbers(written: object, number: int | None) -> None:
    assert whole_number(written) == number


@given(st.text())
def test_any_text_is_a_number_or_none(written: str) -> None:
    assert number_of(written) is None or number_of(written) == float(
        written.strip().replace(",", "").replace("\u2212", "-").replace("\u2013", "-")
    )


def test_denominators_are_read_with_separators() -> None:
    outcome = posted("x", "1") | {
        "denoms": [{"units": "Participants", "counts": [{"groupId": "OG000", "value": "1,864"}]}]
    }
    assert value_rows("NCT00000001", 0, outcome)[0]["participants_count"] == 1864


@pytest.mark.parametrize("odd", [LARGEST + 1, 10**30, str(10**30), 1e30, -(10**20)])
def test_a_count_beyond_a_column_is_lost_alone(odd: object) -> None:
    stats = [
        {"groupId": "EG000", "numAffected": odd, "numAtRisk": 9},
        {"groupId": "EG001", "numAffected": 2, "numAtRisk": odd},
    ]
    made: Record = with_results(record(), events={"otherEvents": [{"term": "Rash", "stats": stats}]})
    rows = event_rows("NCT00000001", made, posted_events(made, lambda term, system: ()))
    assert [(row["affected_count"], row["at_risk_count"]) for row in rows] == [(None, 9), (2, None)]
