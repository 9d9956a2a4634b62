"""Rules for route and frequency: each says what its examples show, and a bad rule is refused by name."""

from pathlib import Path

import pytest

from fetchers.regimen.words import find_listed
from fetchers.text.folding import fold
from seeds.errors import SeedError
from seeds.regimen.rules import RegimenRule, load_regimens

GOOD = """
[[rule]]
id = "nightly"
field = "frequency"
value = "daily"
literals = ["nightly"]
pattern = 'nightly'
source = "test"
positive = ["5 mg nightly"]
"""


def values(text: str, field: str) -> set[object]:
    return {word.value for word in find_listed(fold(text).lower(), field)}


@pytest.mark.parametrize("rule", load_regimens(), ids=lambda rule: rule.id)
def test_each_rule_reads_its_positive_examples_and_not_its_negative_ones(rule: RegimenRule) -> None:
    for example in rule.positive:
        assert rule.value in values(example, rule.field), example
    for example in rule.negative:
        assert rule.value not in values(example, rule.field), example


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ('value = "daily"', 'value = "hourly"', "hourly"),
        ('field = "frequency"', 'field = "mood"', "mood"),
        ("pattern = 'nightly'", "pattern = '('", "does not compile"),
        ('source = "test"', 'sauce = "test"', "sauce"),
        ('source = "test"', 'source = "test"\nstrength = "weak"', "weak"),
    ],
)
def test_a_rule_out_of_the_vocabulary_is_refused_by_name(tmp_path: Path, old: str, new: str, word: str) -> None:
    path = tmp_path / "regimens.toml"
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(SeedError, match=word):
        load_regimens(path)


def test_two_rules_with_one_id_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "regimens.toml"
    path.write_text(GOOD + GOOD, encoding="utf-8")
    with pytest.raises(SeedError, match="nightly"):
        load_regimens(path)


@pytest.mark.parametrize("rule", [rule for rule in load_regimens() if rule.literals], ids=lambda rule: rule.id)
def test_the_literals_of_a_rule_stand_in_each_of_its_examples(rule: RegimenRule) -> None:
    for example in rule.positive:
        assert any(literal in fold(example).lower() for literal in rule.literals), example
