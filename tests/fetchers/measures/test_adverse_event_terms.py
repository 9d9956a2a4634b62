"""Posted adverse-event terms reach their liabilities, and only those."""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetchers.measures.adverse_event_terms import LiabilityTerms, normalise
from seeds.adverse_events.terms import AePattern, AeTerm, AeTerms, load_ae_terms
from seeds.errors import SeedError
from tests.conftest import read_records

DATA = Path(__file__).parents[1] / "data"
REVIEWED = DATA / "ae_terms_reviewed.csv"
SECOND_READER = DATA / "ae_terms_second_reader.csv"
INFECTIONS = "Infections and infestations"
SEEDS = load_ae_terms()
TERMS = LiabilityTerms(SEEDS)


def reviewed(file: Path = REVIEWED) -> list[tuple[str, str, frozenset[str]]]:
    """Labelled terms. REVIEWED was filled in by the mapping and corrected by a reader: a guard, no blind measure."""
    with file.open(encoding="utf-8", newline="") as sheet:
        rows = list(csv.DictReader(sheet))
    return [(r["term"], r["organ_system"], frozenset(filter(None, r["measures"].split(";")))) for r in rows]


def posted_rows(records: Iterator[dict]) -> Iterator[tuple[str | None, str | None]]:
    """Term and organ system of every posted adverse-event row."""
    for record in records:
        module = record.get("resultsSection", {}).get("adverseEventsModule", {})
        for event in module.get("seriousEvents", []) + module.get("otherEvents", []):
            yield event.get("term"), event.get("organSystem")


@pytest.mark.parametrize("rule", SEEDS.patterns, ids=lambda rule: rule.id)
def test_a_rule_keeps_its_own_examples(rule: AePattern) -> None:
    alone = LiabilityTerms(AeTerms((), (rule,)))
    organ_system = rule.organ_systems[0] if rule.organ_systems else None
    assert [term for term in rule.positive if not alone.measures(term, organ_system)] == []
    assert [term for term in rule.negative if alone.measures(term, organ_system)] == []


def test_rules_and_list_agree_where_both_know_a_term() -> None:
    rules = LiabilityTerms(AeTerms((), SEEDS.patterns))
    beyond_its_name = {"severe fever with thrombocytopenia syndrome"}
    listed = [entry.term for entry in SEEDS.terms if entry.measures and entry.term not in beyond_its_name]
    disagreeing = [
        (term, found, TERMS.measures(term, None))
        for term in listed
        if (found := rules.measures(term, None)) and found != TERMS.measures(term, None)
    ]
    assert disagreeing == []


@pytest.mark.parametrize(
    "posted",
    [
        "Anaemia",
        "ANEMIA *",
        "  anaemia  ",
        "“Anemia”",
        "SAE: Anemia",
        "Serious - anemia",
        "Anaemia NOS",
        "Anemia (NOS)",
        "Anemia (Grade 3)",
        "Anemia, Grade 3-4",
        "Grade 3 or 4 anemia",
        "Anemia [1]",
        "Anemia¹",
        "Anaemia†",
        "Ana\u00ademia",
        "Anemia.",
    ],
)
def test_marks_grades_and_spellings_are_one_term(posted: str) -> None:
    assert normalise(posted) == "anemia"


def test_a_grade_that_belongs_to_the_term_stays() -> None:
    assert "grade 3 or 4 neutrophils" in normalise("Infection with Grade 3 or 4 neutrophils: Lung")


def test_entities_are_read_as_signs() -> None:
    assert normalise("Fournier&#x27;s gangrene") == "fournier's gangrene"


@pytest.mark.parametrize(
    ("term", "organ_system", "measures"),
    [
        ("Conjunctivitis", INFECTIONS, ("infection",)),
        ("Conjunctivitis", "Eye disorders", ()),
        ("Anaemia", INFECTIONS, ("blood_counts",)),
        ("Neutropenic sepsis", INFECTIONS, ("infection", "blood_counts")),
        ("Post procedural wound infection", None, ("infection", "wound_healing")),
        ("Hypoglycaemic seizure", None, ("glucose_insulin", "neurological_symptoms")),
        ("Infection with normal ANC or Grade 1 or 2 neutrophils - Blood", INFECTIONS, ("infection",)),
        ("Infection/Febrile neutropenia:: Catheter-related infection", INFECTIONS, ("infection",)),
        (None, None, ()),
        ("", "", ()),
    ],
)
def test_hard_terms(term: str | None, organ_system: str | None, measures: tuple[str, ...]) -> None:
    assert TERMS.measures(term, organ_system) == measures


def test_the_organ_system_is_compared_without_case() -> None:
    assert TERMS.measures("Mastitis", "INFECTIONS AND INFESTATIONS ") == ("infection",)


def test_every_reviewed_term_is_judged_as_the_reviewer_did() -> None:
    facts = reviewed()
    assert len(facts) >= 600
    wrong = [(t, o, TERMS.measures(t, o), m) for t, o, m in facts if set(TERMS.measures(t, o)) != m]
    assert wrong == []


def test_a_second_reader_who_did_not_see_the_mapping_agrees() -> None:
    """The blind labels of a random draw, kept as they were given: 500 terms as posted, 226 marks on them."""
    facts = reviewed(SECOND_READER)
    marks = [(set(TERMS.measures(term, organ)), truth) for term, organ, truth in facts]
    assert len(facts) == 500
    both = sum(len(found & truth) for found, truth in marks)
    assert both >= 0.98 * sum(len(found) for found, _ in marks)
    assert both >= 0.98 * sum(len(truth) for _, truth in marks)


def test_two_spellings_that_disagree_are_refused() -> None:
    entries = (AeTerm("anaemia", "blood_counts", "preferred", "x"), AeTerm("anemia", "", "exclusion", "x"))
    with pytest.raises(SeedError, match="another spelling"):
        LiabilityTerms(AeTerms(entries, ()))


def test_answers_survive_a_full_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fetchers.measures.adverse_event_terms.KEPT_ANSWERS", 2)
    terms = LiabilityTerms(SEEDS)
    answers = [terms.measures(term, None) for term in ("Headache", "Nausea", "Sepsis", "Headache")]
    assert answers == [("neurological_symptoms",), (), ("infection",), ("neurological_symptoms",)]


@given(st.text(), st.one_of(st.none(), st.text(), st.just(INFECTIONS)))
def test_any_text_is_answered(term: str, organ_system: str | None) -> None:
    assert set(TERMS.measures(term, organ_system)) <= set(SEEDS.liabilities)


@given(st.text())
def test_case_and_surrounding_space_make_no_difference(term: str) -> None:
    assert normalise(f"  {term} ") == normalise(term)


@pytest.mark.records
def test_reviewed_terms_of_the_records_are_mapped(shared: Path) -> None:
    """Weighted by rows: no reviewed term is lost or turns wrong (its labels are not independent of the mapping)."""
    rows: Counter[tuple[str, str | None]] = Counter()
    for name in ("rapalog", "mention", "other"):
        posted = posted_rows(read_records(shared / "records" / f"{name}.jsonl.gz"))
        rows.update((normalise(term or ""), organ) for term, organ in posted)
    weighed = [(rows[normalise(t), o], set(TERMS.measures(t, o)), m) for t, o, m in reviewed()]
    belongs = sum(n * len(truth) for n, _, truth in weighed)
    hit = sum(n * len(found & truth) for n, found, truth in weighed)
    wrong = sum(n * len(found - truth) for n, found, truth in weighed)
    assert belongs > 10_000
    assert hit >= 0.98 * belongs
    assert wrong == 0
    found = Counter[str]()
    mapped = 0
    for row, number in rows.items():
        measures = TERMS.measures(*row)
        mapped += number if measures else 0
        found.update(dict.fromkeys(measures, number))
    assert mapped >= 0.22 * rows.total()
    assert min(found[measure] for measure in TERMS.liabilities) > 250
