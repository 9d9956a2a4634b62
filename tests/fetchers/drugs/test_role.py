"""The rapalog's role, over small trials written for the rules of docs/measures.md."""

from typing import Any

import pytest

from fetchers.annotate import Annotator
from seeds.knowledge import load_knowledge
from tests.fetchers.samples import Record, record

ANNOTATOR = Annotator(load_knowledge(), few=True)


def trial(
    title: str,
    *arms: tuple[str, str, str],
    interventions: tuple[tuple[str, str, tuple[str, ...]], ...],
    official: str = "",
) -> Record:
    """Arms as (label, type, description), interventions as (type, name, labels of their arms)."""
    module: dict[str, Any] = {
        "armGroups": [{"label": label, "type": kind, "description": words} for label, kind, words in arms],
        "interventions": [
            {"type": kind, "name": name, "armGroupLabels": list(labels)} for kind, name, labels in interventions
        ],
    }
    return record(
        identificationModule={"nctId": "NCT00000001", "briefTitle": title, "officialTitle": official},
        armsInterventionsModule=module,
        outcomesModule={},
    )


CASES = {
    "experimental": trial(
        "Everolimus in Renal Cell Carcinoma",
        ("Everolimus", "EXPERIMENTAL", "10 mg daily"), ("Placebo", "PLACEBO_COMPARATOR", "matching placebo"),
        interventions=(("DRUG", "Everolimus", ("Everolimus",)), ("DRUG", "Placebo", ("Placebo",))),
    ),
    "experimental ": trial(  # typed as comparator, yet it is what the trial is about (docs/measures.md, rule 12)
        "Sirolimus Compared to Azathioprine in Lung Transplantation",
        ("Sirolimus", "ACTIVE_COMPARATOR", ""), ("Azathioprine", "ACTIVE_COMPARATOR", ""),
        interventions=(("DRUG", "Sirolimus", ("Sirolimus",)), ("DRUG", "Azathioprine", ("Azathioprine",))),
    ),
    "comparator": trial(
        "Newdrug Versus Everolimus in Kidney Cancer",
        ("Newdrug", "EXPERIMENTAL", ""), ("Everolimus", "ACTIVE_COMPARATOR", "10 mg daily"),
        interventions=(("DRUG", "Newdrug", ("Newdrug",)), ("DRUG", "Everolimus", ("Everolimus",))),
    ),
    "background": trial(
        "Alemtuzumab Induction in Kidney Transplantation",
        ("Alemtuzumab", "EXPERIMENTAL", "alemtuzumab, then maintenance with sirolimus"),
        interventions=(("DRUG", "Alemtuzumab", ("Alemtuzumab",)),),
    ),
    "background ": trial(  # only the official title names it, as the base of a regimen that all arms get
        "Withdrawal of Steroids or Tacrolimus After Kidney Transplantation",
        ("Tacrolimus", "EXPERIMENTAL", ""), ("Steroids", "ACTIVE_COMPARATOR", ""),
        interventions=(
            ("DRUG", "Sirolimus", ("Tacrolimus", "Steroids")), ("DRUG", "Tacrolimus", ("Tacrolimus",)),
            ("DRUG", "Prednisone", ("Steroids",)),
        ),
        official="Withdrawal of Steroids or Tacrolimus From a Sirolimus-based Regimen",
    ),
    "experimental  ": trial(  # both get it at first, then the arms part as their labels say
        "Two Ways to Single Drug Therapy After Kidney Transplantation",
        ("Sirolimus", "EXPERIMENTAL", "sirolimus and tacrolimus, then sirolimus alone"),
        ("Tacrolimus", "ACTIVE_COMPARATOR", "sirolimus and tacrolimus, then tacrolimus alone"),
        interventions=(("DRUG", "Sirolimus", ("Sirolimus",)), ("DRUG", "Tacrolimus", ("Tacrolimus",))),
    ),
    "device": trial(
        "A Zotarolimus-Eluting Stent in Coronary Disease",
        ("Stent", "EXPERIMENTAL", "zotarolimus-eluting coronary stent"),
        interventions=(("DEVICE", "Zotarolimus-eluting stent", ("Stent",)),),
    ),
    "device ": trial(  # only the official title says what the device carries
        "Evaluation of a Thin Coronary Device",
        ("Device", "EXPERIMENTAL", ""), interventions=(("DEVICE", "Percutaneous coronary intervention", ("Device",)),),
        official="Evaluation of a Thin Novolimus Eluting Coronary Device",
    ),
    "device  ": record(  # a keyword says what the implanted stent carries
        identificationModule={"nctId": "NCT00000001", "briefTitle": "A Bifurcation Stent"},
        conditionsModule={"keywords": ["Sirolimus-eluting stent"]},
        armsInterventionsModule={"interventions": [{"type": "PROCEDURE", "name": "Implantation of the stent"}]},
        outcomesModule={},
    ),
    "not_a_treatment ": record(  # the same keyword where pills are compared
        identificationModule={"nctId": "NCT00000001", "briefTitle": "How Long to Take Two Antiplatelet Drugs"},
        conditionsModule={"keywords": ["Sirolimus-eluting stent"]},
        armsInterventionsModule={"interventions": [{"type": "DRUG", "name": "Clopidogrel"}]},
        outcomesModule={},
    ),
    "experimental   ": record(  # the arms list the islets only
        identificationModule={"nctId": "NCT00000001", "briefTitle": "Antibody and Sirolimus in Islet Transplantation"},
        descriptionModule={"briefSummary": "An antibody combined with sirolimus is to prevent rejection."},
        armsInterventionsModule={"interventions": [{"type": "BIOLOGICAL", "name": "Islets"}]},
        outcomesModule={},
    ),
    "experimental    ": record(  # the regimen under study lists it among its other names
        identificationModule={"nctId": "NCT00000001", "briefTitle": "A New Regimen After Islet Transplantation"},
        armsInterventionsModule={
            "armGroups": [{"label": "New regimen", "type": "EXPERIMENTAL"}],
            "interventions": [
                {
                    "type": "DRUG", "name": "New regimen", "otherNames": ["Anakinra", "Rapamune"],
                    "armGroupLabels": ["New regimen"],
                }
            ],
        },
        outcomesModule={},
    ),
    "background  ": record(  # the arms list what is randomised only
        identificationModule={"nctId": "NCT00000001", "briefTitle": "Drug One or Drug Two After Transplantation"},
        conditionsModule={"keywords": ["Sirolimus"]},
        descriptionModule={"detailedDescription": "All participants get the usual regimen (tacrolimus and sirolimus)."},
        armsInterventionsModule={"interventions": [{"type": "DRUG", "name": "Drug One"}]},
        outcomesModule={},
    ),
    "not_a_treatment": record(
        armsInterventionsModule={"armGroups": [{"label": "Watch", "type": "OTHER"}]},
        identificationModule={"nctId": "NCT00000001", "briefTitle": "Registry"},
        eligibilityModule={"eligibilityCriteria": "Prior treatment with everolimus"},
        outcomesModule={},
    ),
    "": record(
        armsInterventionsModule={}, identificationModule={"briefTitle": "Vitamin D"}, outcomesModule={}
    ),
}  # fmt: skip


@pytest.mark.parametrize("expected", CASES)
def test_the_role_follows_what_the_arms_do(expected: str) -> None:
    annotation = ANNOTATOR.annotate(CASES[expected])
    assert annotation.role.name == expected.strip(), annotation.role.reason


def test_what_is_only_mentioned_is_no_treatment() -> None:
    annotation = ANNOTATOR.annotate(CASES["not_a_treatment"])
    assert (annotation.rapalogs, annotation.given) == (["everolimus"], [])


MANY = ("Cyclophosphamide", "Fludarabine", "Melphalan", "Tacrolimus", "Sirolimus", "Filgrastim")


@pytest.mark.parametrize(
    ("title", "procedure", "expected"),
    [
        ("Transplantation in Sarcoma", "peripheral blood stem cell transplantation", "background"),
        ("Sirolimus After Transplantation in Sarcoma", "peripheral blood stem cell transplantation", "experimental"),
        ("Chemotherapy in Sarcoma", "tumor resection", "experimental"),
    ],
)
def test_one_of_many_drugs_around_a_transplant_of_cells_is_background(
    title: str, procedure: str, expected: str
) -> None:
    arms = (("Donors", "EXPERIMENTAL", ""), ("Recipients", "EXPERIMENTAL", ""))
    given = tuple(("DRUG", name, ("Recipients",)) for name in MANY)
    listed = trial(title, *arms, interventions=(*given, ("PROCEDURE", procedure, ("Recipients",))))
    assert ANNOTATOR.annotate(listed).role.name == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("The aim is to compare sirolimus-eluting with bare metal stents over five years.", "device"),
        ("Sirolimus-eluting stents have changed the care of coronary disease.", "not_a_treatment"),
    ],
)
def test_a_registry_whose_aim_speaks_of_the_stent_is_of_a_device(words: str, expected: str) -> None:
    registry = record(
        identificationModule={"nctId": "NCT00000001", "briefTitle": "A Registry of Angioplasty"},
        descriptionModule={"briefSummary": words},
        armsInterventionsModule={},
        outcomesModule={},
    )
    assert ANNOTATOR.annotate(registry).role.name == expected
