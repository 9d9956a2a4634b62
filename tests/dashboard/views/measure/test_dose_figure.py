"""Levels along the dose of their own arm: no bar below nought, uncertain arms marked, what bars are is said."""

import pandas as pd
import pytest

from dashboard.views.measure.dose_figure import bars_words, dose_figure, dose_in_words, dose_told, panels_of, placed
from tests.dashboard.sample import HOSTILE


def level(drug: str = "sirolimus", dose: float | None = 2.0, **values: object) -> dict[str, object]:
    usual = {
        "nct_id": "NCT00000001", "drug": drug, "dose": dose, "dose_unit": "mg", "frequency": "daily", "low": 5.0,
        "high": 10.0, "value_ng_ml": 7.0, "spread_ng_ml": 9.0, "param_type": "MEAN", "value": "7", "unit": "ng/mL",
        "dispersion_type": "STANDARD_DEVIATION", "participants_count": 9, "group_title": HOSTILE, "class_title": "",
        "category_title": "", "arm_label": HOSTILE, "arm_certainty": "sure",
    }  # fmt: skip
    return usual | values


LEVELS = pd.DataFrame([
    level(), level(dose=4.0, arm_certainty="uncertain", spread_ng_ml=1.0, dispersion_type="FULL_RANGE"),
    level("everolimus", 0.75, spread_ng_ml=None), level("everolimus", 5.0, dose_unit="mg/m2"), level(dose=None),
    level("", 3.0),
])  # fmt: skip


def test_a_level_stands_at_the_dose_of_its_arm_in_the_panel_of_its_drug_and_unit() -> None:
    shown = placed(LEVELS, "dose")
    assert list(shown["x"]) == [2.0, 4.0, 0.75, 5.0]
    assert panels_of(shown) == [
        "Sirolimus, dose in mg", "Everolimus, dose in mg", "Everolimus, dose in mg/m2",
    ]  # fmt: skip


def test_a_level_stands_at_the_target_range_of_its_arm() -> None:
    shown = placed(LEVELS, "target")
    assert set(zip(shown["x"], shown["x_width"], strict=True)) == {(7.5, 2.5)}
    assert len(shown) == 5  # one has no drug


def test_no_bar_goes_below_nought_and_uncertain_arms_are_open() -> None:
    found = dose_figure(placed(LEVELS, "dose"), f"Caption {HOSTILE}")
    assert [panel.x.title for panel in found.panels] == panels_of(placed(LEVELS, "dose"))
    first = found.panels[0].points
    assert [(each.x, each.y, each.up, each.is_open) for each in first] == [
        (2.0, 7.0, (0.0, 16.0), False), (4.0, 7.0, (6.0, 8.0), True),
    ]  # fmt: skip
    assert found.panels[0].y.high >= 16
    assert [(entry.symbol, entry.is_open) for entry in found.key] == [("circle", False), ("circle", True)]


def test_a_target_range_is_drawn_across() -> None:
    points = [each for panel in dose_figure(placed(LEVELS, "target"), "Caption").panels for each in panel.points]
    assert {each.across for each in points} == {(5.0, 10.0)}


def test_what_bars_are_and_what_has_no_place_is_said() -> None:
    shown = placed(LEVELS, "dose")
    assert bars_words(shown) == "Bars: standard deviation (2), full range (1)"
    said = dose_in_words(shown, len(LEVELS))
    assert said.startswith(
        "4 posted levels of 1 trial at what their own arm gives; of 1 the arm is uncertain. Left out: 2 levels"
    )
    first, second = list(shown.itertuples(index=False))[:2]
    assert "standard deviation 9 ng/mL" in dose_told(first) and "2 mg daily" in dose_told(first)
    assert "(uncertain)" in dose_told(second)


@pytest.mark.parametrize("along", ["dose", "target"])
def test_nothing_to_place_is_an_empty_frame(along: str) -> None:
    assert placed(LEVELS.iloc[:0], along).empty
