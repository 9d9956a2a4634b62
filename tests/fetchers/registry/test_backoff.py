"""Pauses between tries."""

import pytest

from fetchers.registry.backoff import pause, retry_after

DATE = "Fri, 20 Nov 2026 09:00:00 GMT"


@pytest.mark.parametrize(("failures", "expected"), [(1, 1.0), (2, 2.0), (3, 4.0), (6, 30.0), (500, 30.0)])
def test_pauses_double_up_to_the_most(failures: int, expected: float) -> None:
    assert pause(failures, 1.0, 30.0, jitter=0.5) == expected


def test_jitter_spreads_a_quarter_either_way() -> None:
    assert pause(1, 4.0, 30.0, jitter=0.0) == 3.0
    assert pause(1, 4.0, 30.0, jitter=1.0) == 5.0


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, None),
        ({"Retry-After": "7"}, 7.0),
        ({"Retry-After": " 0 "}, 0.0),
        ({"Retry-After": "Fri, 20 Nov 2026 09:01:30 GMT", "Date": DATE}, 90.0),
        ({"Retry-After": "Fri, 20 Nov 2026 08:00:00 GMT", "Date": DATE}, 0.0),
        ({"Retry-After": "Fri, 20 Nov 2026 09:01:30 GMT"}, None),
        ({"Retry-After": "Fri, 20 Nov 2026 09:01:30", "Date": DATE}, None),
        ({"Retry-After": "soon", "Date": DATE}, None),
        ({"Retry-After": "-5"}, None),
        ({"Retry-After": "99999999999999"}, None),
    ],
)
def test_retry_after_in_seconds_or_as_a_date(headers: dict[str, str], expected: float | None) -> None:
    assert retry_after(headers) == expected
