"""Ids in titles and abstracts: registered, named in passing, or perhaps misprinted."""

import pytest

from fetchers.articles.identifiers import ids_in


@pytest.mark.parametrize(
    "words",
    [
        "Memory improved. (ClinicalTrials.gov number, NCT01234567.)",
        "Trial registration: nct01234567.",
        "In the GRIP trial (NCT01234567), grip improved.",
        "NCT01234567",
        "Pooled trials: NCT01234567.",
        "Patients of this trial, registered at ClinicalTrials.gov (NCT01234567), were followed up.",
    ],
)
def test_an_id_that_stands_as_the_articles_own_is_registered(words: str) -> None:
    assert ids_in(words).registered == ("NCT01234567",)


@pytest.mark.parametrize(
    "words",
    [
        "Dosing followed an earlier trial (NCT01234567).",
        "Participants of NCT01234567 could enter.",
        "Historical controls came from NCT01234567.",
        "Ongoing work includes NCT01234567.",
        "This is an extension of the trial registered as NCT01234567.",
    ],
)
def test_an_id_named_in_passing_is_another_trials(words: str) -> None:
    found = ids_in(f"We enrolled 40 people. {words} Registered as NCT07654321.")
    assert (found.registered, found.named) == (("NCT07654321",), ("NCT01234567",))


@pytest.mark.parametrize(
    "words", ["NCT 01234567", "NCT: 01234567", "NCT1234567", "NCTO1234567", "ClinicalTrials.gov identifier 01234567"]
)
def test_misprints_are_possible_ids_and_never_links(words: str) -> None:
    found = ids_in(f"(ClinicalTrials.gov, {words}.)")
    assert (found.registered, found.named, len(found.possible)) == ((), (), 1)


def test_longer_numbers_and_words_are_no_ids() -> None:
    assert ids_in("XNCT01234567 NCT012345678") == ((), (), ())
