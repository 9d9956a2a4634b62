"""Words from outside a record, read in its trial."""

from fetchers.annotate import Annotator
from fetchers.wordings import evidence_in, trial_around
from seeds.knowledge import load_knowledge
from tests.fetchers.samples import record


def test_each_wording_gets_its_own_evidence_and_the_records_words_none() -> None:
    annotator = Annotator(load_knowledge(), few=True)
    found = evidence_in(annotator, record(), ["Grip strength", "Nothing", "Trough level", "Grip strength"])
    labels = [{each.label for each in one if each.level == "registered"} for one in found]
    assert labels == [{"physical_function"}, set(), {"trough_level"}, {"physical_function"}]
    assert evidence_in(annotator, record(), []) == []


def test_a_trial_keeps_its_arms_and_nothing_of_its_outcomes_and_prose() -> None:
    around = trial_around(record(descriptionModule={"briefSummary": "Grip strength"}), ["A"])["protocolSection"]
    assert around["outcomesModule"] == {"secondaryOutcomes": [{"measure": "A"}]}
    assert around["armsInterventionsModule"] and "descriptionModule" not in around
