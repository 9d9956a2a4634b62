"""The judge of outcomes: its examples, its words of confidence, and what a term and its context are."""

import csv
from pathlib import Path

import pytest

from fetchers.annotate import Annotator
from fetchers.measures.concepts import ConceptFinder, has_word
from fetchers.measures.context import experience_of, generality, is_enumerated
from fetchers.measures.frame import Frames
from fetchers.measures.judge import BASE, confidence_of, probability_of
from fetchers.record.texts import Texts
from seeds.concepts.terms import Term, Trap, Vocabulary
from seeds.judge.judgement import with_sums
from seeds.knowledge import Knowledge, load_knowledge

EXAMPLES = Path(__file__).parents[1] / "data" / "outcome_examples.csv"


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


@pytest.fixture(scope="module")
def annotator(knowledge: Knowledge) -> Annotator:
    return Annotator(knowledge, few=True)


def outcome(title: str, description: str = "", **other: object) -> dict:
    """A record with one registered outcome; `other` are modules of the protocol."""
    listed = [{"measure": title, "description": description}]
    return {"protocolSection": {"outcomesModule": {"primaryOutcomes": listed}, **other}}


def labels(annotator: Annotator, record: dict) -> set[str]:
    return {each.label for each in annotator.annotate(record).evidence if each.level == "registered"}


def examples() -> list[dict[str, str]]:
    with EXAMPLES.open(encoding="utf-8", newline="") as sheet:
        return list(csv.DictReader(sheet))


@pytest.mark.parametrize("measure", sorted({row["measure"] for row in examples()}))
def test_examples(annotator: Annotator, measure: str) -> None:
    """Those that the judge errs on are marked `wrong`, and a mark that is no longer true must go."""
    for row in (each for each in examples() if each["measure"] == measure):
        title, _, description = row["words"].partition(" || ")
        is_right = (measure in labels(annotator, outcome(title, description))) is (row["holds"] == "yes")
        assert is_right is (row["today"] != "wrong"), row["words"]


def test_the_judge_errs_on_less_than_a_tenth_of_the_examples() -> None:
    assert sum(row["today"] == "wrong" for row in examples()) < len(examples()) / 10


def test_the_words_of_an_outcome_are_quoted_as_they_stand(annotator: Annotator) -> None:
    record = outcome("Change in HbA1c\u00a0(%) and quality-of-life")
    found = {each.label: each for each in annotator.annotate(record).evidence}
    assert found["glucose_insulin"].words == "HbA1c"
    assert found["glucose_insulin"].rule.startswith("concept:")
    title = record["protocolSection"]["outcomesModule"]["primaryOutcomes"][0]["measure"]
    for each in found.values():
        assert title[each.start : each.end] == each.words
        assert each.confidence in ("sure", "likely", "doubtful")


def test_a_posted_outcome_in_the_words_of_a_registered_one_carries_its_labels(annotator: Annotator) -> None:
    record = outcome("Overall survival")
    record["resultsSection"] = {"outcomeMeasuresModule": {"outcomeMeasures": [{"title": "Overall survival"}]}}
    found = [each for each in annotator.annotate(record).evidence if each.label == "mortality"]
    assert [each.level for each in found] == ["registered", "posted_empty"]
    assert found[1].path.startswith("resultsSection")


def test_endless_lists_take_no_endless_time(annotator: Annotator) -> None:
    words = "CD4, CD8, glucose, insulin, LDL, " * 2000
    assert "lipids" in labels(annotator, outcome("Biomarkers", words))


def found_in(title: str, *terms: Term | Trap) -> list[tuple[str, str]]:
    """Term and words of the mentions in an outcome's title, by a vocabulary of these terms alone."""
    rows = {"lipids": tuple(each for each in terms if isinstance(each, Term))}
    finder = ConceptFinder(Vocabulary(rows, tuple(each for each in terms if isinstance(each, Trap))), ["lipids"])
    texts = Texts(outcome(title))
    mentions = finder.found(texts).mentions.values()
    return [(each.term.term, texts.cased[each.start : each.end]) for several in mentions for each in several]


def term(words: str, form: str = "phrase", needs: str = "") -> Term:
    return Term(words, "thing", "analyte", form, needs, "", "own", "Dr Example", "2026-11-28")


@pytest.mark.parametrize(
    ("title", "words", "form", "found"),
    [
        ("CRP level", "crp", "phrase", "CRP"),
        ("CRPs", "crp", "phrase", "CRPs"),
        ("crps", "crp", "phrase", ""),
        ("CRPS", "crp", "phrase", ""),
        ("Two moods", "mood", "phrase", "moods"),
        ("A hemoglobin", "globin", "phrase", ""),
        ("Six minute-walk tests", "six-minute walk", "phrase", "Six minute-walk"),
        ("Lp(a) in plasma", "lp(a)", "phrase", "Lp(a)"),
        ("os and OS", "OS", "abbrev", "OS"),
        ("TNSS of the nose", "TNS", "abbrev", ""),
        ("MMTs in both arms", "MMT", "abbrev", "MMTs"),
        ("Change in MR Severity", "MR severity", "abbrev", "MR Severity"),
        ("Change in Mr severity", "MR severity", "abbrev", ""),
        ("Masses and mass", "mass", "phrase", "Masses"),
    ],
)
def test_a_term_is_whole_words_and_may_take_a_plural(title: str, words: str, form: str, found: str) -> None:
    assert [span for _, span in found_in(title, term(words, form))][:1] == ([found] if found else [])


def test_the_longest_term_wins_and_a_trap_silences() -> None:
    both = term("ldl cholesterol"), term("cholesterol")
    assert found_in("LDL-cholesterol", *both) == [("ldl cholesterol", "LDL-cholesterol")]
    assert found_in("Cholesterol ester storage", *both, Trap("cholesterol ester", "lipids", "a disease")) == []


def test_company_is_sought_in_what_the_record_is_about() -> None:
    finder = ConceptFinder(Vocabulary({"lipids": (term("TC", "ambiguous", "record:dyslip"),)}, ()), ["lipids"])
    about = outcome("TC at week 4", conditionsModule={"conditions": ["Dyslipidaemia"]})
    elsewhere = outcome("TC at week 4", "also dyslipidaemia")
    judged = [[each.is_sure for each in finder.found(Texts(record)).mentions[number]]
              for record, number in ((about, 1), (elsewhere, 0))]  # fmt: skip
    assert judged == [[True], [False]]


def is_accompanied(needs: str, title: str, form: str = "ambiguous", **modules: object) -> bool:
    """Whether `IL-6` with such needs has the company that it needs in an outcome of this title."""
    finder = ConceptFinder(Vocabulary({"lipids": (term("il-6", form, needs),)}, ()), ["lipids"])
    (mentions,) = finder.found(Texts(outcome(title, **modules))).mentions.values()
    return mentions[0].is_sure


def test_subject_company_is_sought_in_titles_conditions_and_keywords_alone() -> None:
    summary = {"briefSummary": "Pneumonia is a risk of them."}
    assert is_accompanied("subject:pneumonia", "IL-6", conditionsModule={"conditions": ["Viral pneumonia"]})
    assert is_accompanied("record:pneumonia", "IL-6", descriptionModule=summary)
    assert not is_accompanied("subject:pneumonia", "IL-6", descriptionModule=summary)


@pytest.mark.parametrize(
    ("title", "is_so"),
    [
        ("IL-6", True),
        ("IL-6 in nasal fluid", False),
        ("IL-6 in nasal fluid and serum", True),
        ("IL-6, transnasal", True),
    ],
)
def test_unwanted_company_speaks_against_a_term_unless_wanted_company_is_there(title: str, is_so: bool) -> None:
    assert is_accompanied("serum|not:sputum|not:nasal", title) is is_so
    assert is_accompanied("serum|not:sputum|not:nasal", title, "phrase") is is_so


def test_an_abbreviation_means_what_the_record_says() -> None:
    terms = term("intima-media thickness"), term("IMT", "ambiguous", "expansion")
    finder = ConceptFinder(Vocabulary({"lipids": terms}, ()), ["lipids"])

    def of_title(summary: str) -> list[tuple[bool, bool]]:
        record = outcome("IMT", descriptionModule={"briefSummary": summary})
        (mentions,) = finder.found(Texts(record)).mentions.values()
        return [(each.is_sure, each.is_otherwise) for each in mentions]

    assert of_title("Carotid intima-media thickness (IMT) is measured.") == [(True, False)]
    assert of_title("Inspiratory muscle training (IMT) is taught.") == [(False, True)]
    assert of_title("Nothing is defined.") == [(False, False)]


def test_words_of_company_may_go_on() -> None:
    assert has_word("fasting glucose", "gluc")
    assert not has_word("hypoglucosis", "gluc")


def test_a_general_title_names_nothing_measurable(knowledge: Knowledge) -> None:
    general = knowledge.judgement.general_title_words
    assert generality(["number", "of", "participants", "with", "adverse", "events"], general) == 1
    assert 0.7 < generality(["number", "of", "participants", "with", "neutropenia"], general) < 1
    assert generality([], general) == 1


def test_the_frame_is_what_the_trial_is_about(knowledge: Knowledge) -> None:
    record = outcome("Recovery", conditionsModule={"conditions": ["COVID-19 Pneumonia"]})
    frames = Frames(knowledge.judgement)
    frame = frames.of(record, Texts(record))
    assert frame.leading == "acute infection"
    assert frames.of({}, Texts({})).leading == "other"


def test_the_frame_knows_what_the_design_says_it_is_for(knowledge: Knowledge) -> None:
    record = outcome("Infections", designModule={"designInfo": {"primaryPurpose": "HEALTH_SERVICES_RESEARCH"}})
    assert "purpose health services research" in Frames(knowledge.judgement).of(record, Texts(record)).holds


def test_frames_hold_where_their_parts_or_patterns_do(knowledge: Knowledge) -> None:
    said = ("SARS CoV pneumonia", "immunisation", "aenemia, tumour", "brsv", "RSV", "migraine after bone marrow burns")
    for words in said:
        record = outcome("Recovery", conditionsModule={"conditions": [words]})
        patterns = {
            each.name
            for each in knowledge.judgement.frames
            if each.place == "subject"
            and (
                any(part in words.lower() for part in each.parts)
                or (each.pattern and each.pattern.search(words.lower()))
            )
        }
        assert Frames(knowledge.judgement).of(record, Texts(record)).holds == patterns


def test_experience_is_drawn_to_what_is_wider_where_cases_are_few() -> None:
    counts = with_sums({("lipids", "hdl", "hdl", "title"): (89, 10), ("lipids", "ldl", "ldl-c", "title"): (1, 0)})
    seen = list(experience_of(counts, "lipids", "ldl", "ldl-c", "title").values())
    assert 0 < seen[0] < seen[1] < seen[3]
    assert list(experience_of({}, "lipids", "ldl", "ldl-c", "title").values()) == pytest.approx([0] * 5)
    unseen_term = experience_of(counts, "lipids", "ldl", "direct ldl", "class")
    assert unseen_term["experience with term"] == pytest.approx(unseen_term["experience with concept"], abs=0.3)


def test_the_judge_adds_up_what_the_weights_say_by_name_of_measure_and_place(annotator: Annotator) -> None:
    record = outcome("Adverse events", "anaemia, LDL cholesterol, infections")
    texts = Texts(record)
    weights = annotator.knowledge.judgement.weights
    for case in annotator.outcome_cases(record, texts):
        by_table = probability_of(case.features, annotator.judge.weights(case.measure, case.place))
        assert by_table == pytest.approx(probability_of(case.weighed, weights))


def posted(title: str, *classes: str) -> dict:
    """A record with one posted outcome and its classes."""
    listed = [{"title": title, "classes": [{"title": each} for each in classes]}]
    return {"resultsSection": {"outcomeMeasuresModule": {"outcomeMeasures": listed}}}


def features(annotator: Annotator, record: dict, measure: str) -> dict[str, float]:
    cases = annotator.outcome_cases(record, Texts(record))
    (found,) = [each.weighed for each in cases if each.measure == measure]
    return found


@pytest.mark.parametrize(
    ("last", "is_own"),
    [
        ("Death at month 12", True),
        ("Death, or a stroke", False),
        ("Death from cardiac cause", False),
        ("Death from any cause", True),
        ("Number of deaths in the first year", False),
    ],
)
def test_a_class_of_its_own_begins_with_the_measure_and_names_no_other_event(
    annotator: Annotator, last: str, is_own: bool
) -> None:
    record = posted("Graft loss or death", "Graft loss", last)
    assert ("mortality & has a class of its own" in features(annotator, record, "mortality")) is is_own


def test_an_infection_is_told_by_its_kind_and_by_what_else_might_hold(annotator: Annotator) -> None:
    record = outcome("Cytomegalovirus infection")
    found = {name for name in features(annotator, record, "infection") if name.startswith("infection & concept")}
    assert len(found) == 2 and any("concept beside: " in name for name in found)
    assert not any(name.startswith("concept") for name in features(annotator, outcome("HbA1c"), "glucose_insulin"))


def test_what_the_design_is_for_speaks_of_what_purpose_tells_alone(annotator: Annotator) -> None:
    record = outcome("Infections, HbA1c", designModule={"designInfo": {"primaryPurpose": "PREVENTION"}})
    assert "infection & trial: purpose prevention" in features(annotator, record, "infection")
    assert "trial: purpose prevention" not in features(annotator, record, "glucose_insulin")


def test_numbered_parts_are_an_enumeration() -> None:
    assert is_enumerated("safety: 1. death 2. stroke", 0, 26)
    assert not is_enumerated("at 1. and then 20. ", 0, 19)


def test_probabilities_in_words() -> None:
    assert [confidence_of(p) for p in (0.97, 0.8, 0.5)] == ["sure", "likely", "doubtful"]
    assert probability_of({}, {BASE: 0.0}) == 0.5
    assert probability_of({"in title": 1.0}, {BASE: 0.0, "in title": 1000.0}) <= 1
