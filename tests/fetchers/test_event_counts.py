"""Which posted terms are one event that pages ask for."""

import pytest

from fetchers.event_counts import term_form, term_forms
from seeds.adverse_events.terms import OFFERED_TERMS


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Oedema peripheral", "Peripheral edema"), ("Seizure", "Convulsion"),
        ("Febrile seizures", "Febrile convulsions"),
        ("Pain, back", "Back pain"), ("Paraesthesia", "PARESTHESIA"),
        ("Blood pressure increased", "Increased blood pressure"),
    ],
)  # fmt: skip
def test_one_event_in_other_words(one: str, other: str) -> None:
    assert term_form(one) == term_form(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hypertension without proteinuria", "Proteinuria without hypertension"),
        ("Fall due to dizziness", "Dizziness due to fall"), ("Hemoglobin < 8", "Hemoglobin > 8"),
        ("Glucose 2.5", "Glucose 5.2"), ("Rash", "Rash pruritic"), ("Seizure", "Epilepsy"),
    ],
)  # fmt: skip
def test_other_events_stay_apart(one: str, other: str) -> None:
    assert term_form(one) != term_form(other)


def test_offered_terms_are_apart_from_each_other() -> None:
    forms = [form for term in OFFERED_TERMS for form in term_forms(term)]
    assert len(set(forms)) == len(forms)
