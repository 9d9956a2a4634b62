"""A measure of which the judge doubts too much is believed more, and no other."""

from math import log

import pytest

from tests.fit.scores import ENOUGH, lean


def cases(measure: str, chance: float, right: int, wrong: int) -> list[tuple[str, float, bool]]:
    return [(measure, chance, True)] * right + [(measure, chance, False)] * wrong


def test_only_what_plainly_gains_is_raised() -> None:
    sure = cases("frailty", 0.9, ENOUGH, 0) + cases("lipids", 0.9, ENOUGH, 0) + cases("mortality", 0.9, ENOUGH - 9, 0)
    read = sure + cases("frailty", 0.32, 30, 3) + cases("lipids", 0.32, 3, 30) + cases("mortality", 0.32, 8, 0)
    weights = {"frailty": -1.0}
    lean(weights, read, 0.5)
    assert weights == {"frailty": pytest.approx(-1.0 + log(0.7 / 0.3), abs=1e-3)}
