"""Where a pattern can begin: never wrong, and known for nearly all rules."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetchers.beginnings import look_ahead
from fetchers.scan import one_byte
from tests.fetchers.test_scan import CHARACTERS, PATTERNS, PIECES


@pytest.mark.parametrize(
    ("pattern", "ahead"),
    [
        (r"\bwalk|\bgait", r"(?:\b(?=[\x47\x57\x67\x77]))"),
        (r"\b(?:6|six)m|-x", r"(?:\b(?=[\x36\x53\x73])|(?=[\x2d]))"),
        (r"(?:a)?\bb", r"(?:\b(?=[\x42\x62])|(?=[\x41\x61]))"),
        (r"[^a]b", ""),
        (r"a?", ""),
        (r".a", ""),
    ],
)
def test_reads_the_first_characters(pattern: str, ahead: str) -> None:
    assert look_ahead(pattern) == ahead


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=5), st.text(CHARACTERS, max_size=20))
def test_loses_no_match(pieces: list[str], text: str) -> None:
    pattern, text = "".join(pieces), one_byte(text).decode("latin-1")  # the form in which texts are searched
    assert [hit.span() for hit in re.finditer(f"{look_ahead(pattern)}(?:{pattern})", text)] == [
        hit.span() for hit in re.finditer(pattern, text)
    ]


def test_is_known_for_nearly_all_rules() -> None:
    assert sum(bool(look_ahead(pattern)) for pattern in PATTERNS) > 0.9 * len(PATTERNS)
