"""Words of a regimen: numbers, listed days, cycles, and the longer of two overlapping words."""

import pytest

from fetchers.regimen.words import Days, figure, find_cycles, find_days, find_listed


@pytest.mark.parametrize(("words", "value"), [("1,320", 1320.0), ("0,5", 0.5), ("1·3", 1.3), (".5", 0.5), ("12", 12.0)])
def test_a_figure_is_read_as_registered(words: str, value: float) -> None:
    assert figure(words) == value


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("days 1, 8, 15, and 22", Days(1, 22, 7)),
        ("days 1-21", Days(1, 21, 1)),
        ("days 1 through 5", Days(1, 5, 1)),
        ("day -3", Days(-3, -3, 0)),
        ("days +1, +3 and +6", Days(1, 6, 0)),
        ("days 1-5, 8-12", Days(0, 0, 0)),
    ],
)
def test_days_are_read(text: str, days: Days) -> None:
    assert [word.value for word in find_days(text)] == [days]


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("courses repeat every 28 days", 28),
        ("a 21-day cycle", 21),
        ("each cycle is 4 weeks", 28),
        ("cycle-28 days", 28),
    ],
)
def test_a_cycle_is_read_in_days(text: str, length: int) -> None:
    assert [word.value for word in find_cycles(text)] == [length]


def test_the_longer_of_two_words_counts() -> None:
    assert [word.value for word in find_listed("twice weekly", "frequency")] == ["intermittent_other"]
    assert [word.value for word in find_listed("a single morning daily dose", "frequency")] == ["daily"]
