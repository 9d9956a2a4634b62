"""Posted drug levels in ng/mL: whose they are, which level they are, and what stays unconverted."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetchers.drugs.names import DrugNames
from fetchers.groups.joins import Arm
from fetchers.measures.drug_levels import conversion, drug_level_rows
from fetchers.record.results import value_rows
from fetchers.rows import DrugLevelRow
from seeds.drugs.names import load_drugs

PATH = "resultsSection.outcomeMeasuresModule.outcomeMeasures[0]"
RAPALOGS = DrugNames(load_drugs())


def outcome(
    title: str, classes: dict[str, str], unit: str = "ng/mL", group: str = "Arm", **more: Any
) -> dict[str, Any]:
    measured = [
        {"title": name, "categories": [{"measurements": [{"groupId": "OG000", "value": value, "spread": "2"}]}]}
        for name, value in classes.items()
    ]
    return {
        "title": title, "unitOfMeasure": unit, "paramType": "MEAN", "dispersionType": "Standard Deviation",
        "groups": [{"id": "OG000", "title": group}], "classes": measured,
        "denoms": [{"units": "Participants", "counts": [{"groupId": "OG000", "value": "7"}]}],
    } | more  # fmt: skip


def rows(posted: dict[str, Any], *labels: str) -> list[DrugLevelRow]:
    return drug_level_rows(posted, value_rows("NCT00000001", 0, posted), labels or ("trough_level",), RAPALOGS)


@pytest.mark.parametrize(
    ("unit", "drug", "factor"),
    [
        ("ng/mL", "", 1), ("ng/ml", "", 1), ("Nanograms per milliliter", "", 1), ("nanogram/milliliter (ng/mL)", "", 1),
        ("ug/L", "", 1), ("\u03bcg/L", "", 1), ("mcg/L", "", 1), ("microgram per liter (mcg/L)", "", 1),
        ("ng/dL", "", 0.01), ("pg/mL", "", 0.001), ("mg/L", "", 1000), ("ng mL-1", "", 1), ("ng/ml (SD)", "", 1),
        ("Concentration (ng/mL)", "", 1), ("ng/mL in whole blood", "", 1), ("ng/mL (geometric mean)", "", 1),
        ("Sirolimus level (ng/mL)", "sirolimus", 1), ("ng·mL⁻¹", "", 1), ("nanograms per millilitre [ng/mL]", "", 1),
        ("nmol/L", "sirolimus", 0.9142), ("nM", "everolimus", 0.9582), ("pmol/mL", "temsirolimus", 1.0303),
    ],
)  # fmt: skip
def test_units_of_concentration(unit: str, drug: str, factor: float) -> None:
    assert conversion(unit, drug)[0] == pytest.approx(factor)


@pytest.mark.parametrize(
    "unit",
    [
        "ng*h/mL", "percent", "participants", "ng/g", "hours", "", "ng/mL/mg", "mg", "score", "log10(ng/mL)",
        "log ng/mL", "ln (ng/mL)", "% change (ng/mL)", "percent change in ng/mL", "ng/mL per mg", "(ng/mL)/mg",
        "ng/mL (dose-normalized)", "ng.h/mL (ng/mL)", "ratio (ng/mL)", "ng/mL/day", "ng/mL x 10", "ng/100 mL",
        "h*ng/mL", "ng/mL*h", "fold (ng/mL)", "ng/mL (pg/mL)", "AUC (ng/mL)", "ng/mL (mg/m2)", "ng/mL vs baseline",
    ],
)  # fmt: skip
def test_other_units_are_not_converted(unit: str) -> None:
    factor, reason = conversion(unit, "sirolimus")
    assert factor is None and reason


def test_a_molar_unit_needs_a_known_drug() -> None:
    assert conversion("nmol/L", "") == (None, "the molar mass of the drug is not known")


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"title": "Dose-normalised sirolimus trough"}, "dose"),
        ({"title": "Sirolimus C0/dose ratio"}, "dose"),
        ({"title": "Log-transformed sirolimus trough"}, "logarithm"),
        ({"title": "Percent change of sirolimus trough"}, "per cent"),
        ({"title": "Fold change of sirolimus trough"}, "per cent"),
        ({"paramType": "LOG_MEAN"}, "logarithm"),
        ({"classes": {"Ratio day 28 / day 1": "5"}}, "ratio"),
        ({"classes": {"Coefficient of variation (%)": "5"}}, "per cent"),
        ({"unit": "ng*h/mL"}, "area"),
        ({"unit": "ng/g"}, "amount per volume"),
        ({"classes": {"Month 1": "<2.0"}}, "no number"),
        ({"classes": {"Month 1": "ND"}}, "no number"),
    ],
)
def test_what_is_no_level_stays_as_posted_and_says_why(told: dict[str, Any], reason: str) -> None:
    (row,) = rows(outcome(**({"title": "Sirolimus trough", "classes": {"Month 1": "5"}} | told)))
    assert (row["value_ng_ml"], row["value"]) == (None, next(iter(told.get("classes", {"": "5"}).values())))
    assert reason in row["unconverted_reason"]


def test_a_geometric_mean_with_its_interval_is_a_level() -> None:
    (row,) = rows(outcome("Sirolimus trough (95% CI)", {"Month 1": "5"}, paramType="GEOMETRIC_MEAN"))
    assert (row["value_ng_ml"], row["unconverted_reason"]) == (5.0, "")


def test_a_level_keeps_its_original() -> None:
    (row,) = rows(outcome("Sirolimus trough", {"Month 1": "1,200"}, unit="pg/mL"))
    assert (row["value"], row["unit"], row["value_ng_ml"], row["spread_ng_ml"]) == ("1,200", "pg/mL", 1.2, 0.002)
    assert (row["measure"], row["class_title"], row["participants_count"]) == ("trough_level", "Month 1", 7)
    assert (row["nct_id"], row["path"]) == ("NCT00000001", PATH)


def test_a_missing_figure_stays_empty() -> None:
    (row,) = rows(outcome("Sirolimus trough", {"Month 1": "NA"}))
    assert row["value"] == "NA" and row["value_ng_ml"] is None


def test_counts_of_participants_are_no_level() -> None:
    (row,) = rows(outcome("Sirolimus trough in range", {"Month 1": "9"}, unit="participants"))
    assert row["value_ng_ml"] is None


def test_a_relative_spread_is_no_level() -> None:
    posted = outcome("Sirolimus trough", {"": "5"}, dispersionType="Geometric Coefficient of Variation")
    assert rows(posted)[0]["spread_ng_ml"] is None


def test_only_the_rapalogs_own_classes_count() -> None:
    posted = outcome("Trough levels", {"Sirolimus trough": "8", "Tacrolimus trough": "6"})
    assert [row["class_title"] for row in rows(posted)] == ["Sirolimus trough"]


def test_another_drugs_group_counts_only_where_the_title_names_the_rapalog() -> None:
    classes = {"Month 1": "6"}
    assert rows(outcome("Trough level", classes, group="Tacrolimus control")) == []
    assert len(rows(outcome("Everolimus trough level", classes, group="Tacrolimus control"))) == 1


def test_classes_of_other_parameters_are_left_out() -> None:
    posted = outcome("Pharmacokinetics of RAD001", {"C-max": "60", "C-min": "8", "C-avg": "19"})
    both = [(row["measure"], row["class_title"]) for row in rows(posted, "trough_level", "drug_concentration")]
    assert both == [("trough_level", "C-min"), ("drug_concentration", "C-avg")]
    assert [row["class_title"] for row in rows(posted, "trough_level")] == ["C-min"]


def test_unlabelled_outcomes_give_no_rows() -> None:
    assert rows(outcome("Sirolimus AUC", {"": "100"}), "pharmacokinetics") == []


@given(st.text(), st.sampled_from(["", "sirolimus", "novolimus"]))
def test_any_unit_is_read(unit: str, drug: str) -> None:
    factor, reason = conversion(unit, drug)
    assert (factor is None) is bool(reason) and (factor is None or factor > 0)


@given(
    st.recursive(st.none() | st.text() | st.integers(), lambda leaf: st.lists(leaf) | st.dictionaries(st.text(), leaf))
)
def test_any_classes_are_read(classes: Any) -> None:
    assert isinstance(rows(outcome("Sirolimus trough", {}) | {"classes": classes}), list)


def test_a_level_is_joined_to_the_arm_whose_dose_it_is() -> None:
    arms = [Arm(0, "Low dose", "1 mg"), Arm(1, "High dose", "4 mg")]
    posted = outcome("Sirolimus trough level", {"": "7"}, group="High dose")
    (found,) = drug_level_rows(posted, value_rows("NCT00000001", 0, posted), ("trough_level",), RAPALOGS, arms)
    assert (found["drug"], found["arm_index"], found["arm_label"], found["arm_certainty"]) == (
        "sirolimus", 1, "High dose", "sure",
    )  # fmt: skip
    posted = outcome("Trough level", {"": "7"}, group="Everyone")
    (found,) = drug_level_rows(posted, value_rows("NCT00000001", 0, posted), ("trough_level",), RAPALOGS, arms)
    assert (found["drug"], found["arm_index"]) == ("", None)
    assert found["arm_certainty"] in ("uncertain", "none")


def test_a_level_is_never_of_an_arm_without_a_rapalog_where_that_is_uncertain() -> None:
    """Posted by day, as some sponsors do: groups in number and order like the arms, and yet no arms."""
    days = [{"id": f"OG00{number}", "title": f"Day {day}"} for number, day in enumerate((1, 15))]
    posted = outcome("Everolimus trough level", {"": "7"}, groups=days)
    posted["classes"][0]["categories"][0]["measurements"].append({"groupId": "OG001", "value": "9"})
    given, placebo = Arm(0, "RAD001", drugs=frozenset({"everolimus"})), Arm(1, "Placebo")
    found = drug_level_rows(posted, value_rows("NCT00000001", 0, posted), ("trough_level",), RAPALOGS, [given, placebo])
    assert [(row["arm_index"], row["arm_certainty"]) for row in found] == [(0, "uncertain"), (0, "uncertain")]


def test_the_level_of_a_placebo_group_is_of_no_arm_though_its_sequence_gives_the_drug_later() -> None:
    arm = Arm(0, "Ketamine with placebo, then sirolimus", "", "Sirolimus", frozenset({"sirolimus"}))
    for group, of in (("Ketamine + Placebo", None), ("Ketamine + Sirolimus", 0)):
        posted = outcome("Sirolimus trough level", {"": "0"}, group=group)
        values = value_rows("NCT00000001", 0, posted)
        (row,) = drug_level_rows(posted, values, ["trough_level"], RAPALOGS, [arm])
        assert row["arm_index"] == of, group
