"""Names of rapalogs in text: every sentence with the names it holds, quoted as they stand."""

import pytest

from fetchers.drugs.names import DrugNames, spellings
from seeds.drugs.names import load_drugs

NAMES = DrugNames(load_drugs())

SENTENCES = [
    ("Sirolimus-eluting stents", [("sirolimus", "Sirolimus")]),
    ("RAD001(Everolimus) 10 mg", [("everolimus", "RAD001"), ("everolimus", "Everolimus")]),
    ("RAD-001 or rad 001", [("everolimus", "RAD-001"), ("everolimus", "rad 001")]),
    ("rad\n001, RAD‑001", [("everolimus", "rad\n001"), ("everolimus", "RAD‑001")]),
    ("protocol CRAD001A2309 and RAD001C", [("everolimus", "CRAD001A2309"), ("everolimus", "RAD001C")]),
    ("Temsirolimus (CCI-779)", [("temsirolimus", "Temsirolimus"), ("temsirolimus", "CCI-779")]),
    ("temsirolimus only", [("temsirolimus", "temsirolimus")]),
    ("AP23573 / MK-8669-007", [("ridaforolimus", "AP23573"), ("ridaforolimus", "MK-8669")]),
    ("AY-22989, AY 22-989", [("sirolimus", "AY-22989"), ("sirolimus", "AY 22-989")]),
    ("nab-sirolimus (ABI-009)", [("sirolimus", "nab-sirolimus"), ("sirolimus", "ABI-009")]),
    ("MMF+Sirolimus; X-Rapamune®", [("sirolimus", "Sirolimus"), ("sirolimus", "Rapamune")]),
    ("Biolimus A9 and biolimus", [("umirolimus", "Biolimus A9"), ("umirolimus", "biolimus")]),
    ("CypherTM stent, Cypher® balloon", [("sirolimus", "Cypher"), ("sirolimus", "Cypher")]),
    ("the Firebird2 stent", [("sirolimus", "Firebird2")]),
    ("evrolimus and tersirolimus", [("everolimus", "evrolimus"), ("temsirolimus", "tersirolimus")]),
    ("tacrolimus, pimecrolimus, BEZ235, angiomyolipoma", []),
    ("mammalian target of rapamycin (mTOR)", []),
    ("Mammalian Target-of-Rapamycin", []),
    ("mechanistic target of rapamycin inhibitors such as rapamycin", [("sirolimus", "rapamycin")]),
    ("rapamycin-resistant T cells", []),
    ("other rapamycins", []),
    ("GRAD001 and everolimusx", []),
    ("", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_names_are_found_and_quoted(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(each.drug, text[each.start : each.end]) for each in NAMES.find(text)] == expected


@pytest.mark.parametrize(
    ("text", "context", "found"),
    [
        ("Endeavor", None, False),
        ("Endeavor", "zotarolimus-eluting coronary stent", True),
        ("Endeavor stent", None, True),
        ("We endeavor to place a stent", None, False),
        ("Synergy between drugs", "a cancer trial", False),
        ("SYNERGY", "drug-eluting stents", True),
        ("sutures absorb", "a bioresorbable scaffold", False),
        ("Absorb", "bioresorbable vascular scaffold", True),
        ("EndeavorRx", "stent", False),
        ("Xience", None, True),
    ],
)
def test_ambiguous_brands_need_capital_and_context(text: str, context: str | None, found: bool) -> None:
    assert bool(NAMES.find(text, context)) is found


def test_match_tells_name_and_kind() -> None:
    (match,) = NAMES.find("given cci 779 weekly")
    assert match == ("temsirolimus", "CCI-779", "code", 6, 13)


def test_positions_hold_behind_characters_that_lower_case_would_lengthen() -> None:
    text = "İİ Everolimus"
    (match,) = NAMES.find(text)
    assert text[match.start : match.end] == "Everolimus"


def test_spellings_join_with_nothing_hyphen_or_blank() -> None:
    assert spellings("CCI-779") == ["cci779", "cci-779", "cci 779"]
    assert spellings("Rapamune") == ["rapamune"]


def test_every_listed_name_finds_itself() -> None:
    for drug in load_drugs().drugs:
        for name in drug.names:
            found = NAMES.find(name.name, "a drug-eluting stent or scaffold")
            assert [each.drug for each in found] == [drug.id], name.name


def test_every_record_of_the_rapalog_file_names_one(rapalog_records: list[dict]) -> None:
    def words(node: object) -> str:
        if isinstance(node, dict):
            return "\n".join(map(words, node.values()))
        return "\n".join(map(words, node)) if isinstance(node, list) else str(node)

    silent = [index for index, record in enumerate(rapalog_records) if not NAMES.find(words(record))]
    assert silent == []
