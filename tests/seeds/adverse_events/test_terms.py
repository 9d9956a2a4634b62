"""The adverse-event seeds load, name known liabilities, and malformed files are refused by name."""

from pathlib import Path

import pytest

from seeds.adverse_events.terms import LIABILITIES, load_ae_terms
from seeds.errors import SeedError

HEADER = "term,measures,kind,source\n"
RULE = """
[[pattern]]
id = "lipids"
measure = "lipids"
source = "a reviewer"
literals = ["lipid"]
positive = ["Lipids increased"]
negative = ["Nausea"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one good term and one good rule."""
    (tmp_path / "terms.csv").write_text(HEADER + "headache,neurological_symptoms,preferred,a reviewer\n")
    (tmp_path / "patterns.toml").write_text(RULE)
    return tmp_path


def test_the_products_own_list_names_every_liability() -> None:
    seeds = load_ae_terms()
    assert {measure for term in seeds.terms for measure in term.measure_ids} == set(LIABILITIES)
    assert {rule.measure for rule in seeds.patterns} == set(LIABILITIES)


def test_every_entry_names_its_source() -> None:
    seeds = load_ae_terms()
    assert all(entry.source for entry in (*seeds.terms, *seeds.patterns))


def test_a_term_may_have_two_liabilities() -> None:
    terms = {term.term: term for term in load_ae_terms().terms}
    assert terms["neutropenic sepsis"].measure_ids == ("infection", "blood_counts")
    assert terms["ovarian cyst"].measure_ids == ()


def test_a_folder_of_ones_own_may_name_a_liability_of_ones_own(folder: Path) -> None:
    (folder / "terms.csv").write_text(HEADER + "alopecia,hair,preferred,a reviewer\n")
    seeds = load_ae_terms(folder, liabilities=("hair", "lipids"))
    assert seeds.terms[0].measure_ids == ("hair",)


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("headache,headaches,preferred,x", "`headaches` is no liability"),
        ("headache,neurological_symptoms,favourite,x", "kind `favourite` is unknown"),
        ("headache,neurological_symptoms,exclusion,x", "exclusion without any"),
        ("headache,,preferred,x", "must name measures"),
        ("headache,neurological_symptoms,preferred,", "must not be empty"),
        ("headache,neurological_symptoms", "has 2 cells"),
    ],
)
def test_a_bad_row_is_refused_by_name(folder: Path, row: str, complaint: str) -> None:
    (folder / "terms.csv").write_text(f"{HEADER}{row}\n")
    with pytest.raises(SeedError, match=complaint):
        load_ae_terms(folder)


def test_a_term_that_stands_twice_is_refused(folder: Path) -> None:
    row = "headache,neurological_symptoms,preferred,x\n"
    (folder / "terms.csv").write_text(HEADER + row + row)
    with pytest.raises(SeedError, match="`headache` stands there twice"):
        load_ae_terms(folder)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('measure = "lipids"', 'measure = "fats"', "`fats` is no liability"),
        ('literals = ["lipid"]', 'literals = ["lipid"]\nany_of = ["("]', "field `pattern` is not a valid"),
        ('literals = ["lipid"]', 'literals = ["lipid"]\nexclude = ["["]', "field `exclude` is not a valid"),
        ('literals = ["lipid"]', "", "give `literals`"),
        ('literals = ["lipid"]', 'literals = ["lipid", " "]', "an empty literal"),
        ('negative = ["Nausea"]', "", "example terms"),
        ('source = "a reviewer"', "", "field `source` is missing"),
        ('source = "a reviewer"', 'source = "a"\nregex = "x"', "unknown field `regex`"),
    ],
)
def test_a_bad_rule_is_refused_by_name(folder: Path, old: str, new: str, complaint: str) -> None:
    (folder / "patterns.toml").write_text(RULE.replace(old, new))
    with pytest.raises(SeedError, match=complaint):
        load_ae_terms(folder)
