"""A family of drugs in place of rapalogs: its words, its names in patterns, and what is refused."""

import re
from pathlib import Path

import pytest

from seeds.drugs.family import RAPALOGS, Family, load_family
from seeds.errors import SeedError
from seeds.knowledge import load_knowledge
from seeds.measures.rules import load_vocabulary

METFORMIN = Path(__file__).parents[3] / "examples" / "metformin"
STATINS = Family("statin", "a statin", "the statin", "statins", "made up")
GLIFLOZINS = Family("SGLT2 inhibitor", "an SGLT2 inhibitor", "the SGLT2 inhibitor", "SGLT2 inhibitors", "made up")


@pytest.mark.parametrize(
    ("text", "statins", "metformin"),
    [
        ("Which rapalog trials report", "Which statin trials report", "Which metformin trials report"),
        ("Role of the rapalog", "Role of the statin", "Role of metformin"),
        ("A rapalog in every group", "A statin in every group", "Metformin in every group"),
        ("any of these rapalogs, Rapalogs", "any of these statins, Statins", "any of these metformin, Metformin"),
        ("column is_with_rapalog of a table", "column is_with_rapalog of a table", "column is_with_rapalog of a table"),
    ],
)  # fmt: skip
def test_words_follow_the_family(text: str, statins: str, metformin: str) -> None:
    assert RAPALOGS.said(text) == text
    assert STATINS.said(text) == statins
    assert load_family(METFORMIN).said(text) == metformin


def test_articles_are_the_familys() -> None:
    assert GLIFLOZINS.said("With a rapalog against without") == "With an SGLT2 inhibitor against without"


def test_the_familys_drugs_take_the_rapalogs_place() -> None:
    knowledge = load_knowledge(METFORMIN)
    assert [drug.id for drug in knowledge.drugs.drugs] == ["metformin"]
    assert load_knowledge().family == RAPALOGS


@pytest.mark.parametrize("words", ["metformin levels", "level of Glucophage", "concentration of actoplus-met"])
def test_patterns_of_levels_find_the_familys_names(words: str) -> None:
    family = {label.id: label for label in load_knowledge(METFORMIN).labels}
    pattern = next(rule.pattern for rule in family["drug_concentration"].rule if rule.id == "level_of_rapalog")
    assert re.search(pattern, words.lower())
    assert not re.search(pattern, "sirolimus levels")


def test_a_fragment_of_ones_own_stands_in_fragments_that_use_it(tmp_path: Path) -> None:
    (tmp_path / "vocabulary.toml").write_text("rapalog = 'examplimus'\nown = '<<rapalog>>s'\n", encoding="utf-8")
    fragments = load_vocabulary(tmp_path)
    assert re.search(fragments["level_of_rapalog"], "examplimus levels")
    assert not re.search(fragments["level_of_rapalog"], "sirolimus levels")
    assert re.fullmatch(fragments["own"], "examplimuss")


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ('noun = "statin"', "field `one` is missing"),
        ('noun = ""\none = "a"\nthe = "b"\nplural = "c"\nsource = "d"', "every field holds words"),
    ],
)
def test_a_family_that_is_not_whole_is_refused(tmp_path: Path, written: str, complaint: str) -> None:
    (tmp_path / "family.toml").write_text(written, encoding="utf-8")
    (tmp_path / "drugs.toml").write_text("", encoding="utf-8")
    with pytest.raises(SeedError, match=complaint):
        load_family(tmp_path)


def test_a_family_without_drugs_is_refused(tmp_path: Path) -> None:
    (tmp_path / "family.toml").write_text('noun = "statin"', encoding="utf-8")
    with pytest.raises(SeedError, match="list its drugs there"):
        load_family(tmp_path)
