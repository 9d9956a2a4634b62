"""Registry text stays text; words are marked where they stand."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.words.text import (
    as_read,
    as_read_with,
    for_plotly,
    joined,
    marked,
    plain,
    pubmed_url,
    registry_url,
    shortened,
    shown_around,
    span_in_snippet,
    with_code,
)
from tests.dashboard.sample import HOSTILE

HARMLESS = re.compile(r':color\[(.*?)\]\{foreground="inherit"\}')


def shown(markdown: str) -> str:
    """What Markdown without any live syntax shows: escapes and harmless spans taken away."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", HARMLESS.sub(r"\1", markdown))


@pytest.mark.parametrize(
    "words",
    [
        "![x](http://evil.example/a.png)", "[l](http://evil.example)", "<img src=x onerror=alert(1)>", "**b** _it_ `c`",
        "# heading", "1. item", "- item", "+ item", "$x^2$", ":red[x]", "a | b", "~~gone~~", "&lt;", "> quote", "x\\y",
    ],
)  # fmt: skip
def test_no_syntax_stays_live_and_the_text_stays_the_same(words: str) -> None:
    found = plain(words)
    assert shown(found) == words
    assert not re.search(r"(?<!\\)[`*_\[\]<>$~#|!&](?!\w*\])", HARMLESS.sub("", found))


@pytest.mark.parametrize(
    ("words", "pattern"),
    [
        ("http://evil.example", r"https?\\?:\\?/\\?/"),
        ("www.evil.example", r"www\\?\."),
        ("me@evil.example", r"me\\?@evil"),
        ("a :smile: b", r":smile\\?:"),
        ("x -> y >= 1", r"-\\?>|>\\?="),
    ],
)
def test_patterns_that_act_on_finished_text_are_broken_up(words: str, pattern: str) -> None:
    assert re.search(pattern, re.sub(r"(?<=\w)$", "", words))
    assert not re.search(pattern, plain(words).replace("\\", ""))
    assert shown(plain(words)) == words


@given(st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=126), max_size=60))
def test_every_visible_character_survives(words: str) -> None:
    assert shown(plain(words)) == words


def test_controls_of_writing_direction_are_dropped_and_lines_joined() -> None:
    assert plain("a\u202eb\n\n  c") == "ab c"


def test_commands_of_a_sentence_are_code_and_the_rest_is_as_typed() -> None:
    assert with_code("Run `rapatrials refresh --full`, *now*.") == "Run `rapatrials refresh --full`, \\*now\\*\\."
    assert with_code("One ` alone.") == plain("One ` alone.")


def test_figures_read_a_small_html() -> None:
    assert for_plotly('<a href="x">') == "&lt;a href=&quot;x&quot;&gt;"


def test_words_are_marked_in_their_text() -> None:
    assert marked("trough levels at week 4", [(0, 6)]) == ":yellow-background[**trough**] levels at week 4"
    assert marked("ab", [(0, 1), (1, 2)]) == ":yellow-background[**ab**]"
    assert "](http" not in marked(HOSTILE, [(2, 20)])


def test_spans_are_joined_and_kept_within_the_text() -> None:
    assert joined([(5, 9), (0, 3), (2, 4), (8, 99), (7, 7)], 10) == [(0, 4), (5, 10)]


@pytest.mark.parametrize(
    ("snippet", "words", "start", "span"),
    [
        ("trough levels", "trough", 0, (0, 6)),
        ("… before the trough and the trough …", "trough", 500, (28, 34)),
        ("trough, then trough", "trough", 13, (13, 19)),
        ("trough, then trough", "trough", 0, (0, 6)),
        ("a trough  level", "nothing", 0, None),
        ("of trough level", "trough  level", 3, (3, 15)),
        ("text", " ", 0, None),
    ],
)
def test_words_are_found_in_their_snippet(snippet: str, words: str, start: int, span: tuple[int, int] | None) -> None:
    assert span_in_snippet(snippet, words, start) == span


def test_links_come_of_valid_ids_alone() -> None:
    assert registry_url("NCT01234567") == "https://clinicaltrials.gov/study/NCT01234567"
    assert registry_url("NCT01234567/../x") == "" == registry_url("javascript:alert(1)")
    assert pubmed_url("123") == "https://pubmed.ncbi.nlm.nih.gov/123/"
    assert pubmed_url("1 or 2") == ""


def test_long_text_is_cut_at_a_word() -> None:
    assert shortened("one two three", 9) == "one two …"
    assert shortened("short", 9) == "short"


@pytest.mark.parametrize(
    ("words", "read"),
    [
        (r"4.5 mg/m\^2 and \>= 5 \[ng/mL\]", "4.5 mg/m^2 and >= 5 [ng/mL]"),
        (r"a\\b", r"a\b"),
        (r"reaction\hypersensitivity", r"reaction\hypersensitivity"),
        ("ends in \\", "ends in \\"),
    ],
)
def test_the_registrys_escapes_are_read_as_their_signs(words: str, read: str) -> None:
    assert as_read(words) == read


@given(st.text(alphabet="ab\\>^ ", max_size=20), st.integers(0, 20), st.integers(0, 20))
def test_marked_words_stay_the_same_words_without_escapes(words: str, start: int, length: int) -> None:
    start = min(start, len(words))
    end = min(start + length, len(words))
    read, [(first, last)] = as_read_with(words, [(start, end)])
    assert read == as_read(words)
    assert 0 <= first <= last <= len(read)
    whole = [(0, len(words))]
    assert as_read_with(words, whole)[1] == [(0, len(read))]


def test_an_escape_before_the_marked_words_moves_them() -> None:
    words = r"at \>= 5 \^ trough \> 3"
    start = words.index("trough")
    read, spans = as_read_with(words, [(start, start + 6), (3, 6)])
    assert [read[first:last] for first, last in spans] == ["trough", ">="]


def test_words_far_behind_are_shown_with_what_stands_around_them() -> None:
    text = " ".join(["before"] * 100 + ["biomarkers of aging"] + ["after"] * 100)
    shown = shown_around(text, "biomarkers  of aging", 100)
    assert "biomarkers of aging after" in shown
    assert shown.startswith("… before")
    assert len(shown) <= 104
    assert shown_around(text, "before", 100) == shown_around(text, "not there", 100) == shortened(text, 100)
