"""Spellings that look alike carry the same labels, names and terms, wherever they stand in a record."""

import json
from pathlib import Path

import pytest

from fetchers.annotate import Annotator
from fetchers.measures.adverse_event_terms import normalise
from seeds.knowledge import load_knowledge
from tests.fetchers.samples import posted, record, with_results

SIBLINGS = [
    ("ﬁbrinogen and insuﬃciency", "fibrinogen and insufficiency"),
    ("Ｌeft ventricular mass", "Left ventricular mass"),
    ("Triglyce\u00adrides", "Triglycerides"),
    ("Interleukin\u20116", "Interleukin-6"),
    ("ΗOMA-IR", "HOMA-IR"),
    ("МRI of the brain; МoCA", "MRI of the brain; MoCA"),
    ("E\u0307jection fraction", "Ejection fraction"),
    ("VO\u2082 max", "VO2 max"),
    ("Trough\u2009level of sirolimus", "Trough level of sirolimus"),
    ("Trough  level of ѕirolimus", "Trough level of sirolimus"),
    ("SF\\-36 score", "SF-36 score"),
    ("Grip\nstrength", "Grip strength"),
    ("Grip&#160;strength", "Grip strength"),
    ("𝐒𝐢𝐱-minute walk", "Six-minute walk"),
]


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return Annotator(load_knowledge(), few=True)


def labels(annotator: Annotator, words: str) -> list[tuple[str, str]]:
    made = with_results(
        record(
            identificationModule={"briefTitle": words},
            outcomesModule={"primaryOutcomes": [{"measure": words}, {"measure": "Other", "description": words}]},
            armsInterventionsModule={"interventions": [{"type": "DRUG", "name": words, "description": words}]},
        ),
        [posted(words, "1")],
    )
    annotation = annotator.annotate(made)
    named = [(each.drug, each.path) for each in annotation.names]
    return [(each.label, each.path) for each in annotation.evidence] + named


@pytest.mark.parametrize(("written", "plain"), SIBLINGS)
def test_siblings_carry_the_same_labels(annotator: Annotator, written: str, plain: str) -> None:
    assert labels(annotator, written) == labels(annotator, plain)


def test_siblings_are_labelled_at_all(annotator: Annotator) -> None:
    assert all(labels(annotator, plain) for _, plain in SIBLINGS[1:])


def test_pairs_that_once_differed_carry_the_same_labels(annotator: Annotator, shared: Path) -> None:
    pairs = json.loads((shared / "tried" / "look-alike-pairs.json").read_text(encoding="utf-8"))
    differ = [(written, plain) for written, plain in pairs if labels(annotator, written) != labels(annotator, plain)]
    assert not differ


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Ane\u0301mia", "Anemia"),
        ("Ѕtomatitis", "Stomatitis"),
        ("Hyper\u00adlipid\u00e6mia", "Hyperlipidaemia"),
        ("Pneumonia&nbsp;bacterial", "Pneumonia bacterial"),
        ("_Rash_", "Rash"),
        ("Anaemia²", "Anaemia"),
    ],
)
def test_terms_that_look_alike_are_one(written: str, plain: str) -> None:
    assert normalise(written) == normalise(plain)
