"""Negation, measuring and background cues, each on its own examples and together on sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetchers.measures.assertion import Assertion
from seeds.context.assertion import Cue, load_cues

CUES = load_cues()
ALL = Assertion(CUES)


def of_kind(*kinds: str) -> list[Cue]:
    return [cue for cue in CUES if cue.kind in kinds]


def plain(words: str) -> str:
    return words.replace("[", "").replace("]", "").lower()


@pytest.mark.parametrize("cue", of_kind("aim", "measuring"), ids=lambda cue: cue.id)
def test_a_measuring_cue_speaks_of_its_positive_examples_only(cue: Cue) -> None:
    alone = Assertion([cue])
    for words in cue.positive:
        assert alone.measuring(plain(words), 0, len(plain(words))), words
    for words in cue.negative:
        assert not alone.measuring(plain(words), 0, len(plain(words))), words


@pytest.mark.parametrize("cue", of_kind("background"), ids=lambda cue: cue.id)
def test_background_silences_measuring_words(cue: Cue) -> None:
    together = Assertion([cue, *of_kind("measuring")])
    without = Assertion(of_kind("measuring"))
    for words in cue.positive:
        measured = plain(words) + " is assessed at baseline"
        assert without.measuring(measured, 0, len(measured))
        assert not together.measuring(measured, 0, len(measured)), words
    for words in cue.negative:
        assert together.measuring(plain(words), 0, len(plain(words))), words


def test_a_stated_aim_counts_whatever_stands_beside_it() -> None:
    words = "earlier studies have shown harm; this study will assess survival"
    assert ALL.measuring(words, 0, len(words))


@pytest.mark.parametrize(
    ("words", "target", "people"),
    [
        ("to assess pain in patients with heart failure with preserved ejection fraction", "ejection fraction", True),
        ("to assess ejection fraction in patients with heart failure", "ejection fraction", False),
        ("iron delivery in anemic adult patients", "anemic", True),
        ("the number of patients with infection", "infection", False),
        ("women who have estradiol levels above 30 pg/ml", "estradiol", True),
        ("in patients with diabetes that induces changes in insulin", "insulin", False),
    ],
)
def test_who_takes_part_is_not_measured(words: str, target: str, people: bool) -> None:
    start = words.index(target)
    assert ALL.describes_people(words, start, start + len(target), 0, len(words)) is people


@pytest.mark.parametrize(
    ("family", "words", "target", "negated"),
    [
        ("outcome", "absence of stomatitis", "stomatitis", False),
        ("outcome", "percentage of patients without infection", "infection", False),
        ("outcome", "adverse events other than stomatitis", "stomatitis", True),
        ("outcome", "pharmacokinetics of the drug: samples were not analyzed", "pharmacokinetics", False),
        ("outcome", "trough levels will not be measured", "trough levels", True),
        ("narrative", "trough levels will not be measured", "trough levels", True),
        ("narrative", "trough levels are measured, safety is not assessed here", "trough levels", False),
        ("narrative", "trough levels are measured; safety is not assessed", "trough levels", False),
        ("narrative", "no monitoring of drug levels is planned", "drug levels", True),
        ("narrative", "pharmacokinetic sampling is not planned", "pharmacokinetic", True),
        ("narrative", "a fixed dose without target trough level", "trough level", True),
        ("narrative", "patients without infection will be counted", "infection", False),
    ],
)
def test_negation_knows_the_kind_of_text(family: str, words: str, target: str, negated: bool) -> None:
    start = words.index(target)
    assert ALL.negated(words, start, start + len(target), 0, len(words), family) is negated


@given(st.text(), st.data())
def test_any_text_is_judged(words: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(words)))
    end = data.draw(st.integers(start, len(words)))
    for family in ("outcome", "narrative", "eligibility", ""):
        assert ALL.negated(words, start, end, 0, len(words), family) in (True, False)
    assert ALL.measuring(words, start, end) in (True, False)
    assert ALL.describes_people(words, start, end, 0, len(words)) in (True, False)
