"""Sentences, list items and what heads them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetchers.text.sentences import heading_spans, sentence_around


def sentence(text: str, word: str) -> str:
    at = text.index(word)
    low, high = sentence_around(text, 0, len(text), at)
    return text[low:high].strip()


def headings(text: str, word: str) -> list[str]:
    at = text.index(word)
    low, high = sentence_around(text, 0, len(text), at)
    return [text[start:end].strip() for start, end in heading_spans(text, 0, low, high)]


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("First one. Second one. Third.", "Second", "Second one."),
        ("Drugs (e.g. Rapamune) are given. More.", "Rapamune", "Drugs (e.g. Rapamune) are given."),
        ("* one\n* two\n* three", "two", "* two"),
        ("E. coli is counted. Other.", "coli", "E. coli is counted."),
        ("No stop at all", "stop", "No stop at all"),
    ],
)
def test_sentence_of_a_word(text: str, word: str, expected: str) -> None:
    assert sentence(text, word) == expected


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Secondary endpoints:\n\n* pain\n* survival", "survival", ["Secondary endpoints:"]),
        ("OBJECTIVES:\n\nSecondary\n\n* pain\n* survival", "survival", ["Secondary"]),
        ("Endpoints:\n\n* pain\n\nThe drug is old and well known to all who give it.\n\nIt heals.", "heals", []),
        ("Primary endpoint: Pain. Survival. Fatigue.", "Survival", ["Primary endpoint:"]),
        ("Follow-up visits\nBlood is drawn.", "drawn", ["Follow-up visits"]),
        ("One line only.", "line", []),
    ],
)
def test_heading_of_a_sentence(text: str, word: str, expected: list[str]) -> None:
    assert headings(text, word) == expected


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from(".!?:\n*- A1")), max_size=200), st.data())
def test_sentences_cover_any_text_and_are_the_same_from_everywhere(text: str, data: st.DataObject) -> None:
    low = 0
    while low < len(text):
        start, high = sentence_around(text, 0, len(text), low)
        assert start == low < high
        at = data.draw(st.integers(low, high - 1))
        assert sentence_around(text, 0, len(text), at) == (low, high)
        for before, after in heading_spans(text, 0, low, high):
            assert 0 <= before < after <= len(text)
        low = high
