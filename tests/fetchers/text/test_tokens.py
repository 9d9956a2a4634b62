"""Words and signs with their places."""

from hypothesis import given
from hypothesis import strategies as st

from fetchers.text.tokens import tokens


def test_blanks_and_hyphens_part_words_alike() -> None:
    assert tokens("Il-6, il 6", 0, 10).words == ["Il", "6", ",", "il", "6"]
    assert tokens("IFN-γ (β)", 0, 9).words == ["IFN", "γ", "(", "β", ")"]


@given(st.text(), st.integers(0, 20), st.integers(0, 40))
def test_each_stands_where_it_is_said_to(text: str, low: int, length: int) -> None:
    found = tokens(text, low, low + length)
    assert len(found.words) == len(found.starts) == len(found.ends)
    for word, start, end in zip(*found, strict=True):
        assert text[start:end] == word
        assert low <= start < end <= low + length
