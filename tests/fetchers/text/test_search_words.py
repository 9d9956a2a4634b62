"""Words of records and of readers come into one form, by which a search compares them."""

import pytest

from fetchers.text.search_words import TypedWord, search_lines, search_words, typed_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Tumours, Ageing", ["tumors", "aging"]),
        ("RTB-101", ["rtb", "101", "rtb-101", "rtb101"]),
        ("IL-6/TNF", ["il", "6", "tnf", "il-6", "il6"]),
        ("2013-003412-22", ["2013", "003412", "22", "2013-003412-22"]),
        ("Sjo\u0308gren (Ko\u0308ln)", ["sjogren", "koln"]),
        ("% -- !", []),
    ],
)
def test_what_signs_join_is_found_by_the_whole_and_its_parts(text: str, words: list[str]) -> None:
    assert list(search_words([text])) == words


def test_a_word_stands_on_the_first_of_its_lines_only() -> None:
    assert search_lines(["Sirolimus in ageing"], ["Sirolimus", "Frailty"], ["Frailty index"]) == (
        "sirolimus in aging\nfrailty\nindex"
    )


def test_typed_words_keep_their_whole_where_hyphens_join_them() -> None:
    assert typed_words("(Rapamycin) RTB-101 rapamycin %") == [
        TypedWord("rapamycin"), TypedWord("rtb-101", ("rtb", "101")), TypedWord("%"),
    ]  # fmt: skip
