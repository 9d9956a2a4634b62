"""The vocabulary loads, no term contradicts a trap, and malformed lines are refused by file, line and field."""

from pathlib import Path

import pytest

from seeds.concepts.terms import MEASURES, WORD, Term, load_vocabulary_terms, term_key
from seeds.errors import SeedError
from seeds.measures.rules import load_labels, measures

HEADER = "term,concept,kind,form,needs,also,source,reviewer,date\n"
LINE = "glycated albumin,glycated_albumin,analyte,phrase,,,own,a reviewer,2026-11-28\n"
TRAPS = "term,measure,why\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A user's folder whose concepts hold one good line."""
    (tmp_path / "concepts").mkdir()
    (tmp_path / "concepts" / "glucose_insulin.csv").write_text(HEADER + LINE)
    return tmp_path


def test_every_measure_has_a_file_and_every_file_a_measure() -> None:
    assert set(MEASURES) == {label.id for label in measures(load_labels())}


def test_no_term_is_a_trap_of_its_own_measure() -> None:
    vocabulary = load_vocabulary_terms()
    traps = {(trap.measure, term_key(trap.term)) for trap in vocabulary.traps}
    terms = {
        (name, term_key(term.term))
        for measure, rows in vocabulary.terms.items()
        for term in rows
        for name in (measure, "*")
    }
    assert not traps & terms


def test_every_trap_holds_a_term_of_its_measure_and_more() -> None:
    vocabulary = load_vocabulary_terms()
    keys: dict[str, set[str]] = {"*": set()}
    for measure, rows in vocabulary.terms.items():
        for row in rows:
            for name in (measure, *row.also_measures, "*"):
                keys.setdefault(name, set()).add(folded(row.term))
    idle = [trap.term for trap in vocabulary.traps if not keys[trap.measure] & set(parts(folded(trap.term)))]
    assert not idle, "these traps guard no term"


def folded(words: str) -> str:
    """The key of a term with plurals as singulars."""
    return " ".join(word.removesuffix("s") for word in term_key(words).split())


def parts(words: str) -> list[str]:
    """Every run of words within, but not all of them."""
    split = words.split()
    return [" ".join(split[a:b]) for a in range(len(split)) for b in range(a + 1, len(split) + 1) if b - a < len(split)]


def test_a_phrase_has_three_letters_or_more() -> None:
    phrases = [term.term for rows in load_vocabulary_terms().terms.values() for term in rows if term.form == "phrase"]
    assert not [phrase for phrase in phrases if len("".join(WORD.findall(phrase))) < 3]


def test_a_term_that_takes_an_expansion_has_one() -> None:
    for measure, rows in load_vocabulary_terms().terms.items():
        spelled = {term.concept for term in rows if term.form == "phrase"}
        only = [t.term for t in rows if t.needs == "expansion" and t.concept not in spelled]
        assert not only, f"{measure}: no term spells out {only}"


def test_needs_say_where_the_company_stands() -> None:
    line = ("TIR", "time_in_range", "parameter", "ambiguous", "glucose|record:diabetes|expansion", "", "own", "x")
    term = Term(*line, "2026-11-28")
    assert (term.unit_company, term.record_company, term.takes_expansion) == (("glucose",), ("diabetes",), True)
    line = ("cytokine", "cytokine", "analyte", "phrase", "serum|not:sputum|subject:asthma", "", "own", "x")
    term = Term(*line, "2026-11-28")
    assert (term.unit_company, term.unwanted_company, term.subject_company) == (("serum",), ("sputum",), ("asthma",))


def test_a_users_line_takes_precedence_over_the_products(folder: Path) -> None:
    (folder / "concepts" / "glucose_insulin.csv").write_text(HEADER + LINE.replace("glycated_albumin", "own_name"))
    found = [term for term in load_vocabulary_terms(folder).terms["glucose_insulin"] if term.term == "glycated albumin"]
    assert [term.concept for term in found] == ["own_name"]


def test_a_users_folder_may_add_a_measure_that_is_declared(folder: Path) -> None:
    (folder / "concepts" / "hair.csv").write_text(HEADER + LINE.replace("glycated albumin", "alopecia"))
    vocabulary = load_vocabulary_terms(folder, measures=(*MEASURES, "hair"))
    assert [term.term for term in vocabulary.terms["hair"]] == ["alopecia"]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("analyte", "analytes", "line 2: field `kind`: `analytes` is unknown"),
        ("phrase", "word", "line 2: field `form`: `word` is unknown"),
        ("glycated albumin", "", "line 2: field `term`: `` must hold a word"),
        ("glycated albumin", "a" * 121, "line 2: field `term`: `aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa...` is longer than 120"),
        ("glycated albumin", "Glycated albumin", "line 2: field `term`: write the phrase"),
        ("glycated albumin", "ga", "line 2: field `term`: `ga` is too short"),
        ("glycated_albumin", "Glycated", "line 2: field `concept`"),
        (",phrase,", ",ambiguous,", "line 2: field `needs`"),
        (",phrase,,", ",phrase,blood,", "line 2: field `needs`"),
        (",phrase,,,", ",ambiguous,blood||serum,,", "no empty part"),
        (",,,own", ",,lipid,own", "line 2, field `also`: `lipid` is no measure"),
        (",own,", ",hearsay,", "line 2: field `source`"),
        ("a reviewer", "", "line 2: field `reviewer`"),
        ("2026-11-28", "28.11.2026", "line 2: field `date`"),
        (LINE, LINE + LINE, "line 3, field `term`: `glycated albumin` stands there twice"),
        ("2026-11-28", "2026-11-28,more", "line 2 has 10 cells"),
    ],
)
def test_a_malformed_line_is_refused_by_file_line_and_field(folder: Path, old: str, new: str, complaint: str) -> None:
    path = folder / "concepts" / "glucose_insulin.csv"
    path.write_text(HEADER + LINE.replace(old, new))
    with pytest.raises(SeedError) as refused:
        load_vocabulary_terms(folder)
    assert str(path) in str(refused.value)
    assert complaint in str(refused.value)


def test_a_file_of_no_measure_is_refused(folder: Path) -> None:
    (folder / "concepts" / "hair.csv").write_text(HEADER)
    with pytest.raises(SeedError, match="`hair` is no measure"):
        load_vocabulary_terms(folder)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("lipid emulsion,lipid,a drug\n", "`lipid` is no measure"),
        ("lipid emulsion,lipids,\n", "field `why`"),
        ("Lipid emulsion,lipids,a drug\n", "in lower case"),
        ("lipid emulsion,lipids,a drug\nlipid-emulsion,lipids,a drug\n", "line 3, field `term`"),
    ],
)
def test_a_malformed_trap_is_refused(folder: Path, line: str, complaint: str) -> None:
    (folder / "concepts" / "traps.csv").write_text(TRAPS + line)
    with pytest.raises(SeedError) as refused:
        load_vocabulary_terms(folder)
    assert "traps.csv: line" in str(refused.value)
    assert complaint in str(refused.value)
