"""Words and signs with their places."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from fetchers.text.tokens import KnownPairs, KnownWords, tokens


def test_blanks_and_hyphens_part_words_alike() -> None:
    assert tokens("Il-6, il 6", 0, 10).words == ["Il", "6", ",", "il", "6"]
    assert tokens("IFN-γ (β)", 0, 9).words == ["IFN", "γ", "(", "β", ")"]


@given(st.text(), st.integers(0, 20), st.integers(0, 40))
def test_each_stands_where_it_is_said_to(text: str, low: int, length: int) -> None:
    found = tokens(text, low, low + length)
    assert len(found.words) == len(found.starts) == len(found.ends)
    for word, start, end in zip(found.words, found.starts, found.ends, strict=True):
        assert text[start:end] == word
        assert low <= start < end <= low + length


@given(st.lists(st.text("abé-%γ ", min_size=1)), st.text("abé-%γ "))
def test_known_words_are_among_those_that_may_be(known: list[str], text: str) -> None:
    words = [word for each in known for word in tokens(each, 0, len(each)).words]
    read = tokens(text, 0, len(text))
    found = KnownWords(words).among(read)
    assert [each for each in found if each[0] in words] == [
        (word, start, end) for word, start, end in zip(read.words, read.starts, read.ends, strict=True) if word in words
    ]
    pairs = [*pairwise(words)]
    told = [(at, first, second) for at, first, second, _, _ in KnownPairs(pairs).among(read)]
    assert [each for each in told if each[1:] in pairs] == [
        (at, *pair) for at, pair in enumerate(pairwise(read.words), 1) if pair in pairs
    ]


def test_few_others_are_among_them() -> None:
    text = " ".join(f"word{number}" for number in range(10_000))
    read = tokens(text, 0, len(text))
    assert len(KnownWords(read.words[:1000]).among(read)) < 1200
    assert len([*KnownPairs(pairwise(read.words[:1000])).among(read)]) < 1200


def test_words_are_known_by_their_beginnings() -> None:
    read = tokens("correlates of toxicities, toxins and no", 0, 39)
    assert [word for word, _, _ in KnownWords(["no"], ["correlat", "tox"]).among(read)] == [
        "correlates", "toxicities", "toxins", "no",
    ]  # fmt: skip
    assert KnownWords([]).among(read) == []
