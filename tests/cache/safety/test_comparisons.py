"""With a rapalog against without, within trials and over like trials; whatever is left out has a reason."""

from typing import Any

import pandas as pd
import pytest

from cache.safety.comparisons import compare, pool


def group(trial: str, at: int, affected: int | None, at_risk: int = 50, **values: Any) -> dict[str, Any]:
    usual = {
        "nct_id": trial, "group_id": f"EG{at:03}", "title": f"Group {at}", "certainty": "sure", "overlap": "",
        "drugs": ["sirolimus"] if at == 0 else [], "is_with_rapalog": at == 0, "allocation": "RANDOMIZED",
        "route": "oral" if at == 0 else None, "role": "experimental", "arm_type": "PLACEBO_COMPARATOR",
        "populations": ["ageing"], "is_listed": affected is not None, "affected": affected, "at_risk": at_risk,
    }  # fmt: skip
    return usual | values


def frame(*rows: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(rows)


def test_a_trial_is_compared_with_its_own_control() -> None:
    found = compare(frame(group("NCT1", 0, 10), group("NCT1", 1, 5))).comparisons[0]
    assert found.ratio.estimate == pytest.approx(2)
    assert found.difference.estimate == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"overlap": "total"}, "total"),
        ({"overlap": "crossover"}, "crossover"),
        ({"certainty": "uncertain"}, "cannot be told"),
        ({"is_with_rapalog": True}, "not a control"),
        ({"is_with_rapalog": None}, "given a rapalog cannot be told"),
        ({"affected": None, "is_listed": False}, "no figure"),
        ({"allocation": "NON_RANDOMIZED"}, "by chance"),
    ],
)
def test_what_cannot_be_compared_is_left_out_with_its_reason(change: dict[str, Any], reason: str) -> None:
    found = compare(frame(group("NCT1", 0, 10), group("NCT1", 1, 5) | change))
    assert not found.comparisons
    assert reason in found.left_out["NCT1"]


def test_overlapping_groups_are_not_counted_and_others_are() -> None:
    rows = [group("NCT1", 0, 10), group("NCT1", 1, 5), group("NCT1", 2, 15, 100, overlap="total")]
    assert compare(frame(*rows)).comparisons[0].arms.people == 100


def test_no_trial_is_compared_without_a_group_that_chance_made() -> None:
    rows = [group("NCT1", 0, 10), group("NCT1", 1, 5), group("NCT1", 2, 7, certainty="none")]
    assert "Which arms" in compare(frame(*rows)).left_out["NCT1"]


def test_trials_are_pooled_by_population_and_control() -> None:
    rows = [each for trial in ("NCT1", "NCT2", "NCT3") for each in (group(trial, 0, 10), group(trial, 1, 5))]
    other = [group("NCT4", 0, 10), group("NCT4", 1, 5, arm_type="ACTIVE_COMPARATOR")]
    first, second = pool(compare(frame(*rows, *other)))
    assert (first.stratum.control, len(first.trials), first.ratio.effect.estimate) == ("nothing", 3, pytest.approx(2))
    assert second.ratio.effect.estimate is None
    assert "One trial" in second.ratio.effect.note


def test_trials_without_any_event_leave_a_number_and_not_nan() -> None:
    rows = [each for trial in ("NCT1", "NCT2") for each in (group(trial, 0, 0), group(trial, 1, 0))]
    found = pool(compare(frame(*rows)))[0]
    assert found.ratio.effect.estimate is None
    assert found.difference.effect.estimate == 0
