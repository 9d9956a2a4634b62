"""Whose level or kinetics a text speaks of, in trials that mix drugs."""

from typing import Any

import pytest

from fetchers.drugs.names import DrugNames
from fetchers.measures.whose_level import attribution_for, subject_of_example
from fetchers.record.texts import Texts
from seeds.drugs.names import load_drugs

NAMES = DrugNames(load_drugs())


def trial(title: str, *interventions: str, **modules: Any) -> dict[str, Any]:
    named = [{"type": "DRUG", "name": name} for name in interventions]
    identification = {"briefTitle": title}
    arms = {"interventions": named} | modules.pop("armsInterventionsModule", {})
    return {"protocolSection": {"identificationModule": identification, "armsInterventionsModule": arms} | modules}


def is_rapalogs(record: dict[str, Any], words: str) -> bool:
    """Whether the last place where the words stand in the record is about the rapalog."""
    texts = Texts(record)
    start = texts.lower.rindex(words.lower())
    unit = texts.units[texts.unit_at(start)]
    own = attribution_for(record, texts, NAMES.find(texts.cased, lower=texts.lower))
    return own(texts, unit, start, start + len(words))


def outcome(words: str, description: str = "") -> dict[str, Any]:
    return {"outcomesModule": {"primaryOutcomes": [{"measure": words, "description": description}]}}


def arm(label: str, description: str) -> dict[str, Any]:
    return {"armsInterventionsModule": {"armGroups": [{"label": label, "description": description}]}}


@pytest.mark.parametrize(
    ("words", "measure", "expected"),
    [
        ("Sirolimus trough level", "trough", True),
        ("Tacrolimus trough level", "trough", False),
        ("Trough levels of sirolimus and tacrolimus", "trough", True),
        ("Trough levels of tacrolimus and sirolimus", "trough", True),
        ("Trough level", "trough", True),
        ("Pharmacokinetics of BIBW 2992", "pharmacokinetics", False),
        ("Pharmacokinetics of BIBW 2992 and sirolimus", "pharmacokinetics", True),
        ("Pharmacokinetics of the combination", "pharmacokinetics", True),
        ("Effect of sirolimus on midazolam pharmacokinetics", "pharmacokinetics", False),
        ("Effect of itraconazole on the pharmacokinetics of sirolimus", "pharmacokinetics", True),
        ("Cmax of the study drug", "cmax", True),
        ("Cyclosporine C2; everolimus C0", "c0", True),
        ("Everolimus C0; cyclosporine C2", "c2", False),
        ("Tacrolimus trough in patients on sirolimus", "trough", False),
        ("EVR trough level", "trough", True),
    ],
)
def test_the_nearest_name_governs_an_outcome(words: str, measure: str, expected: bool) -> None:
    record = trial("Sirolimus and BIBW 2992", "Sirolimus", "BIBW 2992", "Midazolam", **outcome(words))
    assert is_rapalogs(record, measure) is expected


def test_a_description_goes_by_its_title() -> None:
    record = trial("Sirolimus with afatinib", "Sirolimus", **outcome("Exposure to afatinib", "AUC over 24 hours"))
    assert not is_rapalogs(record, "auc")


@pytest.mark.parametrize(
    ("label", "description", "expected"),
    [
        ("Sirolimus", "2 mg daily, adjusted to a trough of 5-15 ng/mL", True),
        ("Tacrolimus", "adjusted to a trough of 5-8 ng/mL", False),
        ("Group A", "Everolimus was started at 1.5 mg. The dose was adjusted to a trough of 3-8 ng/mL", True),
        ("Group A", "Everolimus: 1.5 mg daily\n\nTacrolimus: dose adjusted to a trough of 3-8 ng/mL", False),
        ("Group A", "Tacrolimus tapering began after everolimus trough levels were 3-8 ng/mL", True),
        ("Group A", "Everolimus plus reduced cyclosporine. MMF trough was not used", False),
    ],
)
def test_an_arm_goes_by_its_text_and_label(label: str, description: str, expected: bool) -> None:
    record = trial("Everolimus or sirolimus after transplantation", "Everolimus", **arm(label, description))
    assert is_rapalogs(record, "trough") is expected


def test_a_trial_without_a_rapalog_has_no_rapalog_level() -> None:
    record = trial("Tacrolimus after transplantation", "Tacrolimus", **outcome("Trough level"))
    texts = Texts(record)
    assert not attribution_for(record, texts, NAMES.find(texts.cased, lower=texts.lower)).possible
    assert not is_rapalogs(record, "trough")


def test_the_protein_named_after_the_drug_is_no_rapalog() -> None:
    record = trial("An inhibitor of the mammalian target of rapamycin", "PF-04691502", **outcome("Cmax"))
    assert not is_rapalogs(record, "cmax")


def test_an_unnamed_study_drug_is_not_the_background_rapalog() -> None:
    record = trial("Belatacept in kidney transplantation", "Belatacept", "Sirolimus", **outcome("Pharmacokinetics"))
    assert not is_rapalogs(record, "pharmacokinetics")


def test_a_drug_that_the_title_leaves_out_is_not_the_study_drug() -> None:
    words = {"descriptionModule": {"briefSummary": "Blood is drawn to check drug levels."}}
    assert is_rapalogs(trial("Islets With Steroid-free Immunosuppression", "Sirolimus", **words), "drug levels")


def test_examples_need_no_trial() -> None:
    texts = Texts({"protocolSection": outcome("Trough level")})
    assert subject_of_example.possible
    assert subject_of_example(texts, texts.units[0], 0, 6)
