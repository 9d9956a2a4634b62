"""Cues are found by words, beginnings of words, phrases and signs, and a passage's are those within it."""

import pytest

from fetchers.measures.cues import CueFinder, ProseCues
from fetchers.text.tokens import tokens
from seeds.described.prose import ProseCue

CUES = CueFinder({
    "not": ("no", "without", "free of"), "harm": ("toxicit*", "dose limiting"), "list": (":",),
})  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("no change", {"not"}),
        ("nothing, notably", set()),
        ("free of relapse", {"not"}),
        ("free from relapse", set()),
        ("dose-limiting event", {"harm"}),
        ("toxicities: any", {"harm", "list"}),
        ("without toxicity", {"not", "harm"}),
        ("", set()),
    ],
)
def test_cues_of_a_text(text: str, found: set[str]) -> None:
    mask = CUES.read(tokens(text, 0, len(text))).within(0, len(text))
    assert set(CUES.features("before", mask)) == {f"before: {name}" for name in found}


def test_a_passage_holds_the_cues_that_stand_wholly_within() -> None:
    text = "no harm free of toxicity"
    marks = CUES.read(tokens(text, 0, len(text)))
    assert marks.within(0, 7) == CUES.bit("not")
    assert marks.within(8, 14) == 0  # "free o"
    assert marks.within(8, 15) == CUES.bit("not")
    assert marks.within(3, 7) == 0
    assert marks.within(16, len(text)) == CUES.bit("harm")


PROSE_CUES = (
    ProseCue("aim", "aim|aims|hypothes*", "", "an aim"),
    ProseCue("with", "patients", r"\bpatients with\b", "who takes part"),
    ProseCue("list", ":|*", "", "a list"),
    ProseCue("list", "such", r"\bsuch as\b", "a list"),
)


def told(text: str, low: int = 0, high: int | None = None, weights: set[str] | None = None) -> set[str]:
    marks = ProseCues(PROSE_CUES, weights).read(text, tokens(text, 0, len(text)))
    return {
        name.removeprefix("before: ") for name in marks.features("before", low, len(text) if high is None else high)
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("our hypothesis", {"aim"}),
        ("patients and aims", {"aim"}),
        ("patients with gout", {"with"}),
        ("such as", {"list"}),
        ("such: aim", {"list", "aim"}),
        ("* such gout", {"list"}),
        ("nothing", set()),
    ],
)
def test_words_count_alone_or_where_their_pattern_holds(text: str, found: set[str]) -> None:
    assert told(text) == found


def test_a_pattern_must_hold_within_the_stretch() -> None:
    assert told("patients with gout", high=9) == set()


def test_what_is_left_of_a_cut_word_counts_as_a_word() -> None:
    assert told("claims", low=2) == {"aim"}
    assert told("aimless", high=3) == {"aim"}


def test_cues_of_which_no_weight_speaks_in_their_place_are_not_looked_for() -> None:
    assert told("aim: patients with", weights={"before: aim", "lipids & before: list", "after: with"}) == {
        "aim",
        "list",
    }
