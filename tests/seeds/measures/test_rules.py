"""The shipped labels load, and their patterns are patterns; what rules find is told by their examples."""

import re

import pytest

from seeds.measures.rules import Label, load_labels


@pytest.mark.parametrize("label", load_labels(), ids=lambda label: label.id)
def test_every_pattern_of_the_product_compiles(label: Label) -> None:
    for rule in label.rule:
        for pattern in (rule.pattern, *rule.exclude, *rule.requires, *rule.unless, *label.exclude):
            re.compile(pattern)
