"""The judge of outcomes: its examples, its words of confidence, and what a term and its context are."""

import csv
from pathlib import Path

import pytest

from fetchers.annotate import Annotator
from fetchers.measures.concepts import has_word, spellings, word_end
from fetchers.measures.context import experience_of, is_general
from fetchers.measures.frame import frame_of
from fetchers.measures.judge import BASE, confidence_of, probability_of
from fetchers.record.texts import Texts
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


def examples() -> list[tuple[str, str, str]]:
    with EXAMPLES.open(encoding="utf-8", newline="") as sheet:
        return [(row["measure"], row["words"], row["holds"]) for row in csv.DictReader(sheet)]


@pytest.mark.parametrize("measure", sorted({measure for measure, _, _ in examples()}))
def test_examples(annotator: Annotator, measure: str) -> None:
    for _, words, holds in (each for each in examples() if each[0] == measure):
        title, _, description = words.partition(" || ")
        assert (measure in labels(annotator, outcome(title, description))) is (holds == "yes"), words


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


@pytest.mark.parametrize(
    ("lower", "term", "stands"),
    [
        ("crp level", "crp", True),
        ("crps", "crp", False),
        ("two moods", "mood", True),
        ("a hemoglobin", "globin", False),
    ],
)
def test_a_term_is_whole_words_and_may_take_a_plural(lower: str, term: str, stands: bool) -> None:
    at = lower.index(term)
    assert bool(word_end(lower, at, at + len(term))) is stands


def test_hyphens_and_blanks_stand_for_each_other() -> None:
    assert spellings("six-minute walk") >= {"six minute walk", "six-minute-walk", "six-minute walk"}
    assert has_word("fasting glucose", "gluc", 0, 15)
    assert not has_word("hypoglucosis", "gluc", 0, 12)


def test_a_general_title_names_nothing_measurable(knowledge: Knowledge) -> None:
    general = knowledge.judgement.general_title_words
    assert is_general("number of participants with adverse events", general)
    assert not is_general("number of participants with neutropenia", general)


def test_the_frame_is_what_the_trial_is_about(knowledge: Knowledge) -> None:
    record = outcome("Recovery", conditionsModule={"conditions": ["COVID-19 Pneumonia"]})
    frame = frame_of(record, Texts(record), knowledge.judgement)
    assert frame.leading == "acute infection"
    assert frame_of({}, Texts({}), knowledge.judgement).leading == "other"


def test_experience_is_drawn_to_its_measure_where_cases_are_few() -> None:
    counts = {("lipids", "", ""): (90, 10), ("lipids", "ldl", ""): (1, 0), ("lipids", "ldl", "title"): (1, 0)}
    of_measure, of_concept, in_place = experience_of(counts, "lipids", "ldl", "title")
    assert 0 < of_measure < of_concept
    assert experience_of({}, "lipids", "ldl", "title") == pytest.approx((0, 0, 0))
    assert in_place > 0


def test_probabilities_in_words() -> None:
    assert [confidence_of(p) for p in (0.97, 0.8, 0.5)] == ["sure", "likely", "doubtful"]
    assert probability_of({}, {BASE: 0.0}) == 0.5
    assert probability_of({"in title": 1.0}, {BASE: 0.0, "in title": 1000.0}) <= 1
