"""The made-up trials that judges learn from: well formed, read as records, and mostly within the vocabulary."""

from collections import Counter
from pathlib import Path

import pytest

from fetchers.annotate import Annotator
from fetchers.record.texts import Texts
from seeds.knowledge import load_knowledge
from tests.fit.examples import (
    POSTED,
    REGISTERED,
    Row,
    example_trial_cases,
    placed_outcomes,
    read_example_trials,
    record_of,
)

FILE = Path(__file__).parents[1] / "data" / "example_trials.jsonl"
KEYS = {"nct", "title", "conditions", "keywords", "given", "purpose", "observational", "outcomes", "asked"}


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return Annotator(load_knowledge(), few=True)


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return read_example_trials(FILE)


def test_every_trial_says_what_it_asks_in_the_measures_own_names(rows: list[Row]) -> None:
    measures = {label.id for label in load_knowledge().labels}
    assert max(Counter(row["title"] for row in rows).values()) == 1
    for row in rows:
        held = {each for outcome in row["outcomes"] for each in outcome["holds"]}
        assert set(row) <= KEYS, row["title"]
        assert held <= set(row["asked"]) <= measures, row["title"]


def test_a_trial_is_read_as_a_record() -> None:
    row = {
        "nct": "example trial 0", "title": "A trial", "conditions": ["Influenza"], "given": ["Vaccine"],
        "outcomes": [
            {"title": "Events", "classes": ["Pneumonia", "Rash"], "holds": ["infection"]},
            {"title": "Influenza", "description": "by PCR", "holds": ["infection_resistance"]},
        ],
    }  # fmt: skip
    texts = Texts(record_of(row))
    words = {unit.path: texts.lower[unit.start : unit.end] for unit in texts.units}
    assert list(placed_outcomes(row)) == [f"{REGISTERED}[0]", f"{POSTED}[0]"]
    assert "influenza" in words[f"{REGISTERED}[0]"] and "by pcr" in words[f"{REGISTERED}[0]"]
    assert "pneumonia" in words[f"{POSTED}[0]"]


def test_the_vocabulary_knows_the_words_of_nearly_all(annotator: Annotator, rows: list[Row]) -> None:
    cases = {(each.trial, each.path, each.measure) for each in example_trial_cases(annotator, FILE) if each.is_right}
    held = {
        (row["nct"], at, measure)
        for row in rows
        for at, each in placed_outcomes(row).items()
        for measure in each["holds"]
    }
    assert cases <= held
    assert len(cases) >= 0.97 * len(held)
