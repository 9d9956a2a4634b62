"""Names of drugs that are no rapalogs: found whole, by name or by ending, and never inside a word."""

from pathlib import Path

import pytest

from seeds.drugs.other_drugs import load_other_drugs, other_drug_pattern
from seeds.errors import SeedError


@pytest.mark.parametrize("text", ["tacrolimus", "csa", "bevacizumab", "sorafenib", "methyl-prednisolone", "fk-506"])
def test_a_drug_is_found_by_name_or_ending(text: str) -> None:
    assert other_drug_pattern(load_other_drugs()).fullmatch(text)


@pytest.mark.parametrize("text", ["sirolimus", "everolimus", "except", "alone", "person", "tact"])
def test_rapalogs_and_common_words_are_not_other_drugs(text: str) -> None:
    assert not other_drug_pattern(load_other_drugs()).search(text)


def test_a_class_without_names_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other_drugs.toml"
    path.write_text('[[class]]\nid = "none"\nsource = "test"\n', encoding="utf-8")
    with pytest.raises(SeedError, match="names"):
        load_other_drugs(path)


def test_a_capital_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other_drugs.toml"
    path.write_text('[[class]]\nid = "cni"\nsource = "test"\nnames = ["CsA"]\n', encoding="utf-8")
    with pytest.raises(SeedError, match="CsA"):
        load_other_drugs(path)
