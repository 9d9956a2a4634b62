"""Word lists and phrases stand in place of patterns, and one that is none is named."""

import re
from pathlib import Path

import pytest

from seeds.errors import SeedError
from seeds.strict import read_toml
from seeds.word_lists import composed, phrases_pattern, word_pattern


@pytest.mark.parametrize(
    ("word", "fits", "fits_not"),
    [
        ("level(s)", ["level", "levels"], ["levelled"]),
        ("cell~count", ["cell count", "cell-count"], ["cellcount", "cells count"]),
        ("h(a)emoglobin", ["hemoglobin", "haemoglobin"], ["hmoglobin"]),
        ("measur*", ["measur", "measuring"], ["mesuring"]),
        ("determin+", ["determine"], ["determin"]),
        ("every # weeks", ["every 12 weeks"], ["every few weeks"]),
        ("once per ... cycle", ["once per cycle", "once per 21 day cycle"], ["once per one two three four cycle"]),
        ("take ... tablets", ["take 1.5 tablets"], ["take one. tablets"]),
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


def test_a_list_may_name_one_above_it() -> None:
    lists = {"few": ["2", "two"], "often": ["<<few>> times", "once"]}
    assert composed({"word_lists": lists, "a": "<<often>>"}) == {"a": r"(?:(?:2|two)\ times|once)"}


@pytest.mark.parametrize(
    ("phrases", "text", "fits"),
    [
        (["day"], "per day.", True),
        (["day"], "daytime", False),
        (["+-free"], "drug-free", True),
        (["/day"], "5 mg/day", True),
        (["/day"], "5 mg/days", False),
        (["(once )weekly"], "biweekly", False),
        (["%"], "5%", True),
    ],
)
def test_a_phrase_begins_and_ends_with_whole_words(phrases: list[str], text: str, fits: bool) -> None:
    assert bool(re.search(phrases_pattern(phrases), text)) is fits


def test_phrases_and_patterns_of_a_table_are_its_pattern() -> None:
    lists = {"rats": ["rat(s)"]}
    table = {"phrases": ["the <<rats>>", "mice"], "any_of": ["x+"], "not_after": ["no", "of"]}
    found = composed({"word_lists": lists, "rule": [table]})["rule"][0]["pattern"]
    assert found == r"(?<!no )(?<!of )(?:\b(?:the\ (?:rat(?:s)?)|mice)\b|x+)"


def test_a_pattern_may_want_words_before_it() -> None:
    found = composed({"rule": [{"pattern": "x+", "after": ["the", "of"]}]})["rule"][0]["pattern"]
    assert re.search(found, "the xx") and not re.search(found, "bathe xx") and not re.search(found, "xx")


def test_phrases_of_a_field_stand_among_its_patterns() -> None:
    table = {"unless": ["x+"], "unless_phrases": ["mice"], "exclude_phrases": ["men"]}
    expected = {"unless": [r"\b(?:mice)\b", "x+"], "exclude": [r"\b(?:men)\b"]}
    assert composed({"rule": table})["rule"] == expected


@pytest.mark.parametrize(
    ("seed", "complaint"),
    [
        ('[[rule]]\npattern = "a"\nphrases = ["b"]', "not both"),
        ('[[rule]]\npattern = "a"\nany_of = ["b"]', "not both"),
        ('[[rule]]\nany_of = "b"', "list of patterns"),
        ("[[rule]]\nphrases = []", "must hold words"),
        ('[[rule]]\nphrases = ["rat(s"]', "do not close"),
        ('[[rule]]\nunless_phrases = "rat"', "must hold words"),
        ("[[rule]]\nnot_after = []", "must hold words"),
        ('text = "in <<rats>>"\nword_lists = "rats"', "table of lists"),
        ('text = "in <<rats>>"\n[word_lists]\nrats = []', "must hold words"),
        ('text = "in <<rats>>"\n[word_lists]\nrats = ["rat(s"]', "do not close"),
        ('text = "in <<rats>>"\n[word_lists]\nmice = ["mice"]', "named nowhere"),
    ],
)
def test_a_bad_list_or_table_is_named(tmp_path: Path, seed: str, complaint: str) -> None:
    path = tmp_path / "seed.toml"
    path.write_text(f"{seed}\n", encoding="utf-8")
    with pytest.raises(SeedError, match=complaint):
        read_toml(path)
