"""Readers' verdicts on a record: they stand for the words that were read, and are told to be dropped with them."""

from dataclasses import replace

import pytest

from fetchers.annotate import Annotator
from fetchers.evidence import Evidence
from fetchers.reviews.verdicts import BY_READERS, REVIEWED, words_by_place, words_hash
from seeds.knowledge import Knowledge, load_knowledge
from seeds.reviews.reviews import Review
from tests.fetchers.samples import Record, posted, record, with_results

OUTCOME = "protocolSection.outcomesModule.primaryOutcomes[0]"
KNOWLEDGE = load_knowledge()


def hash_at(trial: Record, place: str) -> str:
    return words_hash(words_by_place(trial)[place])


def review(trial: Record, measure: str, verdict: str, place: str = OUTCOME, reviewer: str = "A") -> Review:
    return Review("NCT00000001", place, hash_at(trial, place), measure, verdict, reviewer, "2026-11-01", "as read")


def with_reviews(*reviews: Review) -> Knowledge:
    return replace(KNOWLEDGE, reviews=reviews)


def told(knowledge: Knowledge, trial: Record) -> dict[str, Evidence]:
    found = Annotator(knowledge, few=True).annotate(trial).evidence
    return {each.label: each for each in found if each.unit_path == OUTCOME}


def state(knowledge: Knowledge, trial: Record) -> list[str]:
    return [each.state for each in Annotator(knowledge, few=True).annotate(trial).reviews]


def test_a_no_takes_a_label_away_and_leaves_the_others() -> None:
    trial = record()
    assert "trough_level" in told(KNOWLEDGE, trial)
    left = told(with_reviews(review(trial, "trough_level", "no")), trial)
    assert "trough_level" not in left
    assert left.keys() == told(KNOWLEDGE, trial).keys() - {"trough_level"}


def test_a_yes_confirms_what_is_there_and_adds_what_is_not() -> None:
    trial = record()
    found = told(with_reviews(review(trial, "trough_level", "yes"), review(trial, "frailty", "yes")), trial)
    assert found["trough_level"].confidence == found["frailty"].confidence == REVIEWED
    assert (found["frailty"].words, found["frailty"].rule, found["frailty"].level) == (
        "Sirolimus trough level", BY_READERS, "registered",
    )  # fmt: skip
    assert found["trough_level"].rule != BY_READERS  # what fired is still told


def test_an_added_label_of_a_posted_outcome_knows_whether_it_holds_values() -> None:
    trial = with_results(record(), [posted("Walking", "1.0"), posted("Walking and more", "")])
    places = [f"resultsSection.outcomeMeasuresModule.outcomeMeasures[{number}]" for number in (0, 1)]
    knowledge = with_reviews(*(review(trial, "frailty", "yes", place) for place in places))
    found = Annotator(knowledge, few=True).annotate(trial).evidence
    assert [each.level for each in found if each.label == "frailty"] == ["posted", "posted_empty"]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (record(), "applied"),
        (record(outcomesModule={"primaryOutcomes": [{"measure": "Sirolimus  trough\n level"}]}), "applied"),
        (record(outcomesModule={"primaryOutcomes": [{"measure": "Sirolimus trough levels"}]}), "words_changed"),
        (record(outcomesModule={"secondaryOutcomes": [{"measure": "Sirolimus trough level"}]}), "place_gone"),
    ],
)
def test_a_verdict_lasts_as_long_as_its_words(changed: Record, expected: str) -> None:
    knowledge = with_reviews(review(record(), "frailty", "yes"))
    assert state(knowledge, changed) == [expected]
    assert ("frailty" in told(knowledge, changed)) == (expected == "applied")


def test_where_readers_are_even_the_engine_decides_and_the_dispute_is_told() -> None:
    trial = record()
    knowledge = with_reviews(review(trial, "trough_level", "no"), review(trial, "trough_level", "yes", reviewer="B"))
    assert state(knowledge, trial) == ["disputed"]
    assert told(knowledge, trial)["trough_level"].confidence != REVIEWED


def test_words_are_told_apart_by_where_they_stand() -> None:
    title, description = [(".measure", "a b")], [(".measure", "a"), (".description", "b")]
    assert words_hash(title) != words_hash(description)
    assert words_hash([(".measure", "half a character \ud800")])
