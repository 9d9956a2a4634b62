"""The list of rapalogs: the shipped file holds together, and a wrong one is refused by name."""

from pathlib import Path

import pytest

from seeds.drugs.names import load_drugs, name_key
from seeds.errors import SeedError

ONE = """
[[drug]]
id = "{id}"
name = "One"
source = "made up"
names = [{{ name = "{name}", kind = "{kind}", source = "made up"{more} }}]
"""


def written(folder: Path, id_: str = "onelimus", name: str = "onelimus", kind: str = "generic", more: str = "") -> Path:
    path = folder / "own.toml"
    path.write_text(ONE.format(id=id_, name=name, kind=kind, more=more), encoding="utf-8")
    return path


def test_shipped_drugs_carry_the_labels_ids() -> None:
    drugs = {drug.id for drug in load_drugs().drugs}
    assert {"sirolimus", "everolimus", "temsirolimus", "ridaforolimus", "zotarolimus", "umirolimus"} <= drugs


@pytest.mark.parametrize("name", ["tacrolimus", "pimecrolimus", "BEZ235", "RTB101"])
def test_what_is_no_rapalog_is_not_listed(name: str) -> None:
    assert name_key(name) not in {name_key(each.name) for drug in load_drugs().drugs for each in drug.names}


def test_every_drug_is_asked_for_or_rare() -> None:
    silent = {drug.id for drug in load_drugs().drugs if not any(name.query for name in drug.names)}
    assert silent == {"merilimus", "olcorolimus"}  # no registered trial under these names is known


def test_ambiguous_brands_need_a_context() -> None:
    names = {name.name: name for drug in load_drugs().drugs for name in drug.names}
    assert all(names[brand].needs for brand in ("Endeavor", "Resolute", "Synergy", "Absorb", "Cypher"))


def test_extra_file_adds_a_drug(tmp_path: Path) -> None:
    drugs = load_drugs(extra=written(tmp_path))
    assert drugs.drugs[-1].id == "onelimus"
    assert len(drugs.drugs) == len(load_drugs().drugs) + 1


def test_extra_file_adds_names_to_a_known_drug(tmp_path: Path) -> None:
    drugs = load_drugs(extra=written(tmp_path, id_="everolimus", name="Neverol"))
    everolimus = next(drug for drug in drugs.drugs if drug.id == "everolimus")
    assert everolimus.names[-1].name == "Neverol"
    assert len(drugs.drugs) == len(load_drugs().drugs)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"name": "RAD-001"}, "`rad001` stands twice"),
        ({"kind": "nickname"}, "kind `nickname` is none of"),
        ({"name": "ab"}, "too short"),
        ({"name": "one\\\\limus"}, "quotes or backslashes"),
        ({"more": ', needs = "garage"'}, "no context is called `garage`"),
        ({"more": ', spellings = ["twolimus"]'}, "differs from `onelimus`"),
        ({"more": ", shade = 3"}, "unknown field `shade`"),
    ],
)
def test_wrong_entry_is_refused_by_name(tmp_path: Path, change: dict[str, str], complaint: str) -> None:
    with pytest.raises(SeedError, match=complaint):
        load_drugs(extra=written(tmp_path, **change))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[drug]\nid = 'x'\n", r"write `\[\[drug\]\]`"),
        ("[[pill]]\nid = 'x'\n", "unknown table `pill`"),
        ("[[drug]]\nid = 'x'\nname = 'X'\nsource = 'x'\nnames = []\n", "drug `x` has no names"),
        ("[[lookalike]]\nwords = ['Loud']\nreason = 'r'\nsource = 's'\n", "mend `Loud`"),
        ("[[context]]\nid = 'scaffold'\nwords = ['a']\nquery = ['a']\nsource = 's'\n", "`scaffold` stands twice"),
    ],
)
def test_wrong_file_is_refused_by_name(tmp_path: Path, text: str, complaint: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SeedError, match=complaint):
        load_drugs(extra=path)
