"""Labels to be reviewed: the least sure first, with the words and the hash by which a verdict will hold."""

from dataclasses import replace
from pathlib import Path

import pytest

from cache.filters.filters import Filters
from cache.questions.reader import Reader
from cache.questions.reviewing import LEAST_SURE, given_reviews, hashes, standing_counts, to_review
from cache.store.snapshot import Store
from fetchers.reviews.verdicts import words_hash
from seeds.errors import OptionError
from seeds.knowledge import Knowledge
from seeds.reviews.reviews import Review
from tests.cache.conftest import make_snapshot, sample_records

ALL = Filters()
OUTCOME = "protocolSection.outcomesModule.primaryOutcomes[0]"
TROUGH = words_hash([(".measure", "Sirolimus trough level")])


def test_a_label_comes_with_its_words_and_their_hash(sample_reader: Reader) -> None:
    found = to_review(sample_reader, ALL, ["trough_level"], LEAST_SURE)
    registered = [each for each in found if each.place == OUTCOME]
    assert {each.nct_id for each in registered} == {"NCT00000001", "NCT00000002"}
    assert {(each.words_hash, each.text) for each in registered} == {(TROUGH, "Sirolimus trough level")}


def test_the_least_sure_come_first_and_only_as_sure_as_asked(sample_reader: Reader) -> None:
    found = to_review(sample_reader, ALL, (), LEAST_SURE, 1000)
    sureness = [LEAST_SURE.index(each.confidence) for each in found]
    assert found
    assert sureness == sorted(sureness)
    for word in {each.confidence for each in found}:
        assert to_review(sample_reader, ALL, (), [word], 1000) == [each for each in found if each.confidence == word]


def test_only_the_filtered_trials_and_no_more_than_asked(sample_reader: Reader) -> None:
    found = to_review(sample_reader, Filters(ids=("NCT00000002",)), (), LEAST_SURE)
    assert {each.nct_id for each in found} == {"NCT00000002"}
    assert len(to_review(sample_reader, ALL, (), LEAST_SURE, 1)) == 1


def test_an_unknown_measure_is_told(sample_reader: Reader) -> None:
    with pytest.raises(OptionError, match="measure `fraility` is unknown"):
        to_review(sample_reader, ALL, ["fraility"])


def test_every_judged_place_of_a_trial_has_a_hash(sample_reader: Reader) -> None:
    assert hashes(sample_reader, "NCT00000001")[OUTCOME] == TROUGH
    assert hashes(sample_reader, "NCT99999999") == {}


def test_verdicts_are_counted_and_those_that_fell_come_first(tmp_path: Path, sample_knowledge: Knowledge) -> None:
    said = [
        Review("NCT00000001", OUTCOME, given, "trough_level", "no", "A", "2026-11-01", "")
        for given in (TROUGH, "0" * 16)
    ]
    knowledge = replace(sample_knowledge, reviews=tuple(said))
    reader = Reader(make_snapshot(Store(tmp_path), sample_records(), knowledge, "2026-11-20T09:00:05"))
    assert standing_counts(reader) == {"applied": 1, "words_changed": 1}
    assert [each["state"] for each in given_reviews(reader, ALL)] == ["words_changed", "applied"]
    statuses = dict(reader.rows("SELECT nct_id, status FROM reporting WHERE measure = 'trough_level'"))
    assert statuses["NCT00000001"] == "reported"  # the posted outcome still shows it
    assert reader.rows(f"SELECT count(*) FROM annotations WHERE nct_id = 'NCT00000001' AND unit_path = '{OUTCOME}' "
                       "AND measure = 'trough_level'") == [(0,)]  # fmt: skip
