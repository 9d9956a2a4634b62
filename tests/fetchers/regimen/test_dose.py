"""Doses: figures, units, and the part that each plays."""

import pytest

from fetchers.regimen.dose import Dose, find_doses
from fetchers.text.folding import fold


def doses(text: str) -> list[Dose]:
    return [word.value for word in find_doses(fold(text).lower()) if isinstance(word.value, Dose)]


@pytest.mark.parametrize(
    ("text", "dose"),
    [
        ("10 mg daily", Dose((10.0,), "mg", "regimen")),
        ("70 mg/m\\^2 weekly", Dose((70.0,), "mg/m2", "regimen")),
        ("4.5mg/m² daily", Dose((4.5,), "mg/m2", "regimen")),
        ("0.1 mg per kg", Dose((0.1,), "mg/kg", "regimen")),
        ("0.1 mg.kg-1", Dose((0.1,), "mg/kg", "regimen")),
        ("440 µg", Dose((440.0,), "ug", "regimen")),
        ("1,320 μg", Dose((1320.0,), "ug", "regimen")),
        ("0,5 mg", Dose((0.5,), "mg", "regimen")),
        ("1·3 mg/m²", Dose((1.3,), "mg/m2", "regimen")),
        ("0.2% gel", Dose((0.2,), "%", "regimen")),
        ("1.00 μg/mm2 of balloon", Dose((1.0,), "ug/mm2", "regimen")),
        ("two 5 mg tablets", Dose((10.0,), "mg", "regimen")),
        ("two tablets (5 mg each)", Dose((10.0,), "mg", "regimen")),
        ("1 tablet (5 mg)", Dose((5.0,), "mg", "regimen")),
        ("tablets of 5 mg strength", Dose((5.0,), "mg", "strength")),
        ("oral solution 1 mg/mL", Dose((1.0,), "mg/ml", "strength")),
        ("2-4 mg daily", Dose((2.0, 4.0), "mg", "regimen")),
        ("2.5, 5 or 10 mg", Dose((2.5, 5.0, 10.0), "mg", "regimen")),
        ("day 1, 5 mg", Dose((5.0,), "mg", "regimen")),
        ("a loading dose of 6 mg", Dose((6.0,), "mg", "load")),
        ("up to 10 mg", Dose((10.0,), "mg", "limit")),
        ("may be reduced to 5 mg", Dose((5.0,), "mg", "change")),
        ("starting dose of 2 mg", Dose((2.0,), "mg", "start")),
        ("children: 1 mg/m2", Dose((1.0,), "mg/m2", "child")),
        ("a total dose of 60 mg", Dose((60.0,), "mg", "total")),
    ],
)
def test_a_dose_is_read_with_its_part(text: str, dose: Dose) -> None:
    assert doses(text) == [dose]


@pytest.mark.parametrize(
    "text", ["7.1 - 8.0 mg/dL", "10 mg/kg/hr of", "5-15 ng/mL", "NPC-12G gel", "50% of patients", "30 minutes"]
)
def test_laboratory_values_rates_and_names_are_no_doses(text: str) -> None:
    assert doses(text) == []


def test_a_load_does_not_swallow_the_dose_after_it() -> None:
    assert [dose.part for dose in doses("3mg load/1mg/day")] == ["load", "regimen"]
    assert [dose.part for dose in doses("loading dose of 6 mg followed by 2 mg daily")] == ["load", "regimen"]


def test_a_chain_over_two_units_is_two_doses() -> None:
    assert [dose.unit for dose in doses("60 mg/m2, 10 mg")] == ["mg/m2", "mg"]
