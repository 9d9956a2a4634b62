"""The judge of outcomes: its examples, its words of confidence, and what a term and its context are."""

import csv
from pathlib import Path

import pytest

from fetchers.annotate import Annotator
from fetchers.measures.concepts import has_word, spellings, word_end
from fetchers.measures.context import experience_of, generality
from fetchers.measures.frame import frame_of
from fetchers.measures.judge import BASE, confidence_of, probability_of
from fetchers.record.texts import Texts
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
    assert generality("number of participants with adverse events", general) == 1
    assert 0.7 < generality("number of participants with neutropenia", general) < 1
    assert generality("", general) == 1


def test_the_frame_is_what_the_trial_is_about(knowledge: Knowledge) -> None:
    record = outcome("Recovery", conditionsModule={"conditions": ["COVID-19 Pneumonia"]})
    frame = frame_of(record, Texts(record), knowledge.judgement)
    assert frame.leading == "acute infection"
    assert frame_of({}, Texts({}), knowledge.judgement).leading == "other"


def test_experience_is_drawn_to_what_is_wider_where_cases_are_few() -> None:
    counts = with_sums({("lipids", "hdl", "hdl", "title"): (89, 10), ("lipids", "ldl", "ldl-c", "title"): (1, 0)})
    seen = list(experience_of(counts, "lipids", "ldl", "ldl-c", "title").values())
    assert 0 < seen[0] < seen[1] < seen[3]
    assert list(experience_of({}, "lipids", "ldl", "ldl-c", "title").values()) == pytest.approx([0] * 5)
    unseen_term = experience_of(counts, "lipids", "ldl", "direct ldl", "class")
    assert unseen_term["experience with term"] == pytest.approx(unseen_term["experience with concept"], abs=0.3)


def test_probabilities_in_words() -> None:
    assert [confidence_of(p) for p in (0.97, 0.8, 0.5)] == ["sure", "likely", "doubtful"]
    assert probability_of({}, {BASE: 0.0}) == 0.5
    assert probability_of({"in title": 1.0}, {BASE: 0.0, "in title": 1000.0}) <= 1
