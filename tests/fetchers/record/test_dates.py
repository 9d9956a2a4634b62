from datetime import date

import pytest

from fetchers.record.dates import age_in_years, last_day, year_of, years_later


@pytest.mark.parametrize(
    ("partial", "expected"),
    [
        ("2024", date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 29)),
        ("2023-02", date(2023, 2, 28)),
        ("2024-02-03", date(2024, 2, 3)),
        ("2024-13", None),
        ("2023-02-30", None),
        ("soon", None),
        ("", None),
        ("99999999", None),
    ],
)
def test_a_partial_date_may_mean_any_day_up_to_its_last(partial: str, expected: date | None) -> None:
    assert last_day(partial) == expected


def test_the_year_of_a_partial_date() -> None:
    assert [year_of(each) for each in ("2024", "1999-05", "x")] == [2024, 1999, None]


def test_a_leap_day_has_no_anniversary_in_most_years() -> None:
    assert years_later(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert years_later(date(2024, 3, 1), 4) == date(2028, 3, 1)


def test_nothing_comes_after_the_last_year_of_the_calendar() -> None:
    assert years_later(date(9999, 12, 31), 1) is None


@pytest.mark.parametrize(
    ("age", "years"),
    [("18 Years", 18.0), ("1 Year", 1.0), ("6 Months", 0.5), ("N/A", None), ("", None), ("65 years", 65.0)],
)
def test_ages_are_read_in_years(age: str, years: float | None) -> None:
    assert age_in_years(age) == years
