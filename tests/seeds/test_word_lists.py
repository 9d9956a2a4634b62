"""Word lists stand where a seed's strings name them, and a list that is none is named."""

import re
from pathlib import Path

import pytest

from seeds.errors import SeedError
from seeds.strict import read_toml
from seeds.word_lists import composed, word_pattern


@pytest.mark.parametrize(
    ("word", "fits", "fits_not"),
    [
        ("level(s)", ["level", "levels"], ["levelled"]),
        ("cell~count", ["cell count", "cell-count"], ["cellcount", "cells count"]),
        ("h(a)emoglobin", ["hemoglobin", "haemoglobin"], ["hmoglobin"]),
        ("measur*", ["measur", "measuring"], ["mesuring"]),
        ("determin+", ["determine"], ["determin"]),
        ("e.g", ["e.g"], ["ewg"]),
    ],
)
def test_words_are_written_as_people_write_them(word: str, fits: list[str], fits_not: list[str]) -> None:
    pattern = re.compile(word_pattern(word))
    assert all(pattern.fullmatch(each) for each in fits)
    assert not any(pattern.fullmatch(each) for each in fits_not)


def test_a_stroke_holds_to_the_edge_of_a_word() -> None:
    assert not re.search(word_pattern("bal|"), "balance")
    assert re.search(word_pattern("bal|"), "bal fluid")


def test_lists_stand_where_they_are_named_however_deep() -> None:
    document = {"word_lists": {"rats": ["rat(s)", "mice"]}, "a": [{"b": "in <<rats>> or <<other>>"}], "n": 1}
    assert composed(document) == {"a": [{"b": "in (?:rat(?:s)?|mice) or <<other>>"}], "n": 1}


@pytest.mark.parametrize(
    ("lists", "complaint"),
    [
        ('word_lists = "rats"', "table of lists"),
        ("[word_lists]\nrats = []", "must hold words"),
        ('[word_lists]\nrats = ["rat(s"]', "do not close"),
        ('[word_lists]\nmice = ["mice"]', "named nowhere"),
    ],
)
def test_a_bad_list_is_named(tmp_path: Path, lists: str, complaint: str) -> None:
    path = tmp_path / "seed.toml"
    path.write_text(f'text = "in <<rats>>"\n{lists}\n', encoding="utf-8")
    with pytest.raises(SeedError, match=complaint):
        read_toml(path)
