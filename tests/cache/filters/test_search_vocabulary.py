"""Typed words become words of the records: parts of words, misspelt ones, words run together."""

import pytest

from cache.filters.search_vocabulary import BEGINS, GUESS, SAME, WITHIN, SearchVocabulary, as_typed

VOCABULARY = SearchVocabulary(
    {"everolimus": 90, "sirolimus": 200, "sirolimos": 1, "transplant": 50, "transplantation": 40, "allotransplant": 2,
     "phospho": 6, "s6": 6, "rtb101": 2, "il-6": 3, "colon": 9, "ge": 1, "cologne": 5, "nct00000001": 1, "tumor": 30,
     "6": 400, "60": 3}
)  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("everolimis", {"everolimus": GUESS}),
        ("Everolimus", {"everolimus": SAME}),
        ("tumour", {"tumor": SAME}),
        ("colonge", {"cologne": GUESS}),  # two letters exchanged, and no words run together
        ("transplant", {"transplant": SAME, "transplantation": BEGINS, "allotransplant": WITHIN}),
        ("6", {"6": SAME}),  # a short word is no part of others
        ("nct0000000", {"nct00000001": BEGINS}),
        ("nct00000009", {}),  # an id is never guessed
        ("ab", {}),
        ("evr", {}),
        ("%", {}),
    ],
)
def test_a_typed_word_stands_for_words_of_the_records(typed: str, words: dict[str, int]) -> None:
    (found,) = VOCABULARY.sought(typed)
    assert dict(found.words) == words


def test_words_run_together_and_words_that_hyphens_join_are_parted() -> None:
    assert [each.typed for each in VOCABULARY.sought("phosphoS6")] == ["phospho", "s6"]
    assert [each.typed for each in VOCABULARY.sought("colon-tumour")] == ["colon", "tumor"]
    assert [each.typed for each in VOCABULARY.sought("IL-6")] == ["il-6"]


def test_a_rare_word_offers_the_frequent_one_near_to_it() -> None:
    (found,) = VOCABULARY.sought("sirolimos")
    assert (found.words, found.offered, found.guessed) == ((("sirolimos", SAME),), ("sirolimus",), ())
    assert VOCABULARY.sought("everolimis")[0].guessed == ("everolimus",)
    assert VOCABULARY.sought("sirolimus")[0].offered == ()


def test_without_a_vocabulary_words_stand_for_themselves() -> None:
    assert [dict(each.words) for each in as_typed("Tumour 6")] == [{"tumor": SAME}, {"6": SAME}]
