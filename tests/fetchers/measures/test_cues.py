"""Cues are found by words, beginnings of words, phrases and signs, and a passage's are those within it."""

import pytest

from fetchers.measures.cues import CueFinder
from fetchers.text.tokens import tokens

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
