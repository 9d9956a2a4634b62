"""Comparisons within a trial: textbook values, and counts that break generic attempts."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cache.statistics.two_arms import TwoArms, risk_difference, risk_ratio


@st.composite
def arms(draw: st.DrawFn) -> TwoArms:
    sizes = draw(st.tuples(st.integers(1, 400), st.integers(1, 400)))
    affected = [draw(st.one_of(st.just(0), st.just(size), st.integers(0, size))) for size in sizes]
    return TwoArms(affected[0], sizes[0], affected[1], sizes[1])


def test_the_difference_of_newcombes_first_example() -> None:
    # Newcombe 1998, Statistics in Medicine 17:873, example (a): 56/70 and 48/80, method 10 gives 0.0524 to 0.3339
    effect = risk_difference(TwoArms(56, 70, 48, 80))
    assert effect.estimate == pytest.approx(0.2)
    assert (effect.low, effect.high) == (pytest.approx(0.0524, abs=5e-5), pytest.approx(0.3339, abs=5e-5))


def test_the_ratio_agrees_with_koopmans_interval_where_that_is_at_hand() -> None:
    # Koopman 1984, Biometrics 40:513, his example 36/40 and 16/80: 2.93 to 7.15 there
    effect = risk_ratio(TwoArms(36, 40, 16, 80))
    assert effect.estimate == pytest.approx(4.5)
    assert (effect.low, effect.high) == (pytest.approx(2.93, rel=0.02), pytest.approx(7.15, rel=0.02))


def test_no_event_at_all_says_nothing_about_a_ratio() -> None:
    effect = risk_ratio(TwoArms(0, 20, 0, 18))
    assert (effect.estimate, effect.low, effect.high) == (None, None, None)
    assert "either arm" in effect.note


def test_no_event_in_the_control_arm_leaves_the_ratio_open_above() -> None:
    effect = risk_ratio(TwoArms(3, 20, 0, 18))
    assert effect.estimate is None
    assert effect.low == pytest.approx(0.7517, rel=0.2)  # Koopman's bound
    assert effect.high is None


def test_no_event_with_the_treatment_is_a_ratio_of_zero_with_an_upper_bound() -> None:
    effect = risk_ratio(TwoArms(0, 20, 3, 18))
    assert (effect.estimate, effect.low) == (0.0, 0.0)
    assert effect.high == pytest.approx(1.0868, rel=0.2)  # Koopman's bound


@pytest.mark.parametrize("counts", [(1, 0, 0, 5), (0, 5, 1, 0), (6, 5, 0, 5), (-1, 5, 0, 5), (0, 5, 9, 5)])
def test_counts_that_cannot_be_are_refused(counts: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError):
        TwoArms(*counts)


@given(arms())
def test_every_interval_holds_its_estimate_and_none_is_no_number(given_arms: TwoArms) -> None:
    for effect in (risk_ratio(given_arms), risk_difference(given_arms)):
        found = [each for each in (effect.low, effect.estimate, effect.high) if each is not None]
        assert all(math.isfinite(each) for each in found)
        assert all(low <= high + 1e-9 for low, high in itertools.pairwise(found))
        assert effect.estimate is not None or effect.note
