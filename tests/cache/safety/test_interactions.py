"""Counts by agent, sentences and combinations of a snapshot."""

from pathlib import Path

import pytest

from cache.filters.filters import Filters
from cache.questions.reader import Reader
from cache.safety.interactions import by_agent, combined, sentences
from cache.store.snapshot import Store
from seeds.errors import OptionError
from seeds.knowledge import Knowledge
from tests.cache.conftest import make_snapshot
from tests.fetchers.samples import record

KETAMINE = record(
    "NCT00000001",
    identificationModule={"nctId": "NCT00000001", "briefTitle": "Interaction of Sirolimus and Ketamine"},
    outcomesModule={"primaryOutcomes": [{"measure": "Sirolimus trough level"}]},
)
KEEPS_OUT = record(
    "NCT00000002", eligibilityModule={"eligibilityCriteria": "Exclusion Criteria:\n\n* Ketamine\n* Ketoconazole"}
)
SILENT = record("NCT00000003")


@pytest.fixture(scope="module")
def trials(sample_knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    store = Store(Path(tmp_path_factory.mktemp("interactions")))
    return Reader(make_snapshot(store, [KETAMINE, KEEPS_OUT, SILENT], sample_knowledge, "2026-11-20T09:00:05"))


def test_every_agent_is_counted_by_what_trials_say(trials: Reader) -> None:
    found = by_agent(trials, Filters()).set_index("agent")
    assert found.loc["ketamine", ["studied", "excluded", "not_mentioned", "trials"]].tolist() == [1, 1, 1, 3]
    assert found.loc["statins", ["studied", "excluded", "not_mentioned"]].tolist() == [0, 0, 3]


def test_sentences_are_those_of_the_filtered_trials(trials: Reader) -> None:
    assert list(sentences(trials, Filters(), "ketamine")["status"]) == ["studied", "excluded"]
    found = sentences(trials, Filters(ids=("NCT00000002",)), "ketamine", "excluded")
    assert list(found["sentence"]) == ["* Ketamine"]


def test_combinations_tell_what_is_measured(trials: Reader) -> None:
    found = combined(trials, Filters()).rows.iloc[0]
    assert found["nct_id"] == "NCT00000001"
    assert list(found["primary_outcomes"]) == ["Sirolimus trough level"]
    assert "trough_level" in found["measures"]
    begun = combined(trials, Filters(), most=0)
    assert (len(begun.rows), begun.total) == (0, 1)


def test_combinations_are_cut_by_trial(sample_knowledge: Knowledge, tmp_path: Path) -> None:
    names = [f"Drug: {name}" for name in ("Sirolimus", "Ketamine", "Cannabidiol")]
    given = {
        "armGroups": [{"label": "All", "type": "EXPERIMENTAL", "interventionNames": names}],
        "interventions": [
            {"type": "DRUG", "name": name.removeprefix("Drug: "), "armGroupLabels": ["All"]} for name in names
        ],
    }
    both = [record(nct, armsInterventionsModule=given) for nct in ("NCT00000001", "NCT00000002")]
    reader = Reader(make_snapshot(Store(tmp_path), both, sample_knowledge, "2026-11-20T09:00:05"))
    assert len(combined(reader, Filters()).rows) == 4
    found = combined(reader, Filters(), most=1)
    assert list(zip(found.rows["nct_id"], found.rows["agent"], strict=True)) == [
        ("NCT00000001", "cannabidiol"), ("NCT00000001", "ketamine"),
    ]  # fmt: skip
    assert found.total == 2


def test_what_is_unknown_is_told_with_what_is_known(trials: Reader) -> None:
    with pytest.raises(OptionError, match="known are cyp3a_inhibitors"):
        sentences(trials, Filters(), "ketamin")
    with pytest.raises(OptionError, match="known are studied"):
        sentences(trials, Filters(), "ketamine", "liked")
