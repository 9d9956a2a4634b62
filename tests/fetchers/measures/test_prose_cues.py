"""Cues of prose: words alone, words beside which a pattern must hold, words that the end of a stretch cuts."""

import pytest

from fetchers.measures.prose_cues import ProseCues
from fetchers.text.tokens import tokens
from seeds.described.prose import ProseCue

CUES = (
    ProseCue("aim", "aim|aims|hypothes*", "", "an aim"),
    ProseCue("with", "patients", r"\bpatients with\b", "who takes part"),
    ProseCue("list", ":|*", "", "a list"),
    ProseCue("list", "such", r"\bsuch as\b", "a list"),
)


def told(text: str, low: int = 0, high: int | None = None, weights: set[str] | None = None) -> set[str]:
    marks = ProseCues(CUES, weights).read(text, tokens(text, 0, len(text)))
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
