"""A scanner finds exactly what its pattern finds, whatever the pattern and the text."""

import re
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetchers.scan import Scanner, marked, unions
from seeds.measures import load_labels

LABELS = load_labels()
WORDS = "\n".join(words for label in LABELS for rule in label.rule for words in (*rule.positive, *rule.negative))
PATTERNS = sorted({
    pattern
    for label in LABELS
    for rule in label.rule
    for pattern in (rule.pattern, *rule.exclude, *rule.requires, *rule.unless, *label.exclude)
})  # fmt: skip
# pieces from which patterns are put together, and the characters that texts are made of
PIECES = (
    r"\b", "a", "b", "ab", "(?:a|bc)", "(?:ab)?", r"\d{1,3}", r"\s+", r"\w*", "[a-c]", "[^a]", ".", "-", "(?=a)",
    "(?<!b)", "(?:a|)", "b{2}", "(?:a|1)+?", "[\u00e9a]", "\u00e9", r"(?<![^\n])", "A", r"\Z", "(a)", "_",
    "[\u0080-\u00ff]",
)  # fmt: skip
CHARACTERS = "aabbc1 -\n\u00e9\u00df_A\u24d0\u0130"


def spans(found) -> list[tuple[int, int]]:
    return [hit.span() for hit in found]


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=5), st.text(CHARACTERS, max_size=30), st.data())
def test_finds_what_the_pattern_finds(pieces: list[str], text: str, data: st.DataObject) -> None:
    pattern, scanner = re.compile("".join(pieces)), Scanner("".join(pieces))
    low = data.draw(st.integers(0, len(text)))
    high = data.draw(st.integers(low, len(text)))
    found = spans(pattern.finditer(text, low, high))
    assert spans(scanner.finditer(text, low, high)) == found
    first = scanner.search(text, low, high)
    assert ([first.span()] if first else []) == found[:1]
    for before in range(low, high + 1):
        begun = spans(scanner.before(text, low, before, high))
        assert begun[:1] == [span for span in found[:1] if span[0] < before]
        assert set(begun) >= {span for span in found if span[0] < before}
        assert all(start < before for start, _ in begun)


@given(
    st.lists(st.lists(st.sampled_from(PIECES), min_size=1, max_size=3), max_size=4), st.text(CHARACTERS, max_size=20)
)
def test_unions_find_something_where_one_of_the_patterns_does(lists: list[list[str]], text: str) -> None:
    patterns = ["".join(pieces) for pieces in lists]
    one = any(re.search(pattern, text) for pattern in patterns)
    assert any(scanner.search(text, 0, len(text)) for scanner in unions(patterns)) == one


@pytest.mark.parametrize("part", range(8))
def test_rules_find_in_their_examples_what_their_patterns_find(part: int) -> None:
    text = WORDS.lower()
    for pattern in islice(PATTERNS, part, None, 40):
        assert spans(Scanner(pattern).finditer(text, 0, len(text))) == spans(re.finditer(pattern, text)), pattern


def test_most_rules_know_where_they_can_begin() -> None:
    scanners = [Scanner(pattern) for pattern in PATTERNS]
    assert sum(scanner._places is not None for scanner in scanners) > 0.9 * len(scanners)


def test_marks_keep_every_position() -> None:
    assert marked("the \u24d0level\u2019s \u00e9tat of 5mg/day") == "The ?Level?S ?Tat Of 5Mg/Day"
