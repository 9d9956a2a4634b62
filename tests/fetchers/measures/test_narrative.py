"""The judge of descriptions: what is measured by the words of a summary, and what is only spoken of."""

import pytest

from fetchers.annotate import Annotator
from fetchers.evidence import Evidence
from fetchers.measures.judge import probability_of
from fetchers.measures.narrative import DESCRIBED_FROM, experience_in_prose
from fetchers.record.texts import Texts
from seeds.knowledge import load_knowledge


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return Annotator(load_knowledge(), few=True)


def prose(summary: str, description: str = "", outcome: str = "") -> dict:
    """A record with a summary, and a description and a registered outcome where they are given."""
    protocol: dict = {"descriptionModule": {"briefSummary": summary, "detailedDescription": description}}
    if outcome:
        protocol["outcomesModule"] = {"primaryOutcomes": [{"measure": outcome}]}
    return {"protocolSection": protocol}


def told(annotator: Annotator, record: dict) -> dict[str, Evidence]:
    return {each.label: each for each in annotator.annotate(record).evidence if each.level == "described"}


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        ("quality_of_life", "Quality of life will be assessed by SF-36 at baseline and week 12."),
        ("mortality", "Secondary objectives: To estimate overall survival of patients treated with the drug."),
        ("cardiovascular_function", "Blood pressure will be measured at each visit."),
        ("glucose_insulin", "The purpose of this study is to evaluate the effect of metformin on HbA1c."),
        ("physical_function", "We will test whether training improves grip strength and the 6-minute walk distance."),
        ("vaccine_response", "The objective is to measure the antibody response to the influenza vaccine."),
    ],
)
def test_what_is_measured_is_described(annotator: Annotator, measure: str, words: str) -> None:
    record = prose(words)
    if measure == "vaccine_response":  # a trial that says nowhere else that it gives a vaccine is none of a vaccine
        interventions = [{"type": "BIOLOGICAL", "name": "Influenza vaccine"}]
        record["protocolSection"]["armsInterventionsModule"] = {"interventions": interventions}
        record["protocolSection"]["identificationModule"] = {"briefTitle": "Influenza Vaccine in Adults"}
    assert measure in told(annotator, record)


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        ("mortality", "Heart failure is a leading cause of mortality worldwide and costs 30 billion dollars a year."),
        ("quality_of_life", "Migraine is known to impair the quality of life of many people."),
        ("inflammation_senescence", "IL-6 is a cytokine that may be produced by fat tissue."),
        ("glucose_insulin", "Patients with diabetes treated with insulin may suffer from foot ulcers."),
        ("neurological_symptoms", "The drug has been approved for the treatment of depression."),
    ],
)
def test_what_is_only_spoken_of_is_not(annotator: Annotator, measure: str, words: str) -> None:
    assert measure not in told(annotator, prose(words))


def test_the_plainest_sentence_of_a_text_is_its_evidence(annotator: Annotator) -> None:
    words = "Quality of life is often poor in this disease. Quality of life will be assessed by questionnaire."
    found = told(annotator, prose(words))["quality_of_life"]
    assert words[found.start : found.end] == "Quality of life"
    assert found.start > words.index(".")
    assert found.rule == "concept:quality_of_life"
    assert found.confidence in ("sure", "likely", "doubtful")


def test_an_outcome_makes_its_description_more_probable(annotator: Annotator) -> None:
    words = "Participants fill in a diary of their quality of life."
    weights = annotator.knowledge.prose.weights
    chances = []
    for outcome in ("", "Quality of life"):
        record = prose(words, outcome=outcome)
        passages = annotator.prose_passages(record, Texts(record))
        chances += [probability_of(each.weighed, weights) for each in passages if each.measure == "quality_of_life"]
    alone, beside = chances
    assert alone < beside > DESCRIBED_FROM


def test_what_the_trial_is_about_is_heard(annotator: Annotator) -> None:
    record = prose("Infections will be counted.")
    record["protocolSection"]["conditionsModule"] = {"conditions": ["Kidney Transplantation"]}
    found = annotator.prose_passages(record, Texts(record))
    assert found and all("trial of transplantation" in each.features for each in found)
    assert all(f"{each.measure} & trial of transplantation" in each.weighed for each in found)


def test_endless_prose_takes_no_endless_time(annotator: Annotator) -> None:
    words = "Glucose, insulin and LDL will be measured; " * 3000
    assert {"glucose_insulin", "lipids"} <= told(annotator, prose("A trial.", words)).keys()


def test_a_concept_that_nobody_read_is_weighed_by_its_measure() -> None:
    counts = {("lipids", "*"): (30, 10), ("lipids", "ldl"): (9, 0)}
    of_measure, of_new = experience_in_prose(counts, "lipids", "never_read")
    assert of_measure == pytest.approx(of_new)
    assert experience_in_prose(counts, "lipids", "ldl")[1] > of_measure
