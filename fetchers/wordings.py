"""What words from outside a record carry (an abstract's sentence, an outcome of an older version), read in its trial.

The label engine reads them as outcomes of a record that has the trial's title, conditions, design and arms around them:
whose level they tell, and what they mean, follows from the trial as it does for the record's own words.
"""

import re
from collections.abc import Sequence

from fetchers.annotate import Annotator
from fetchers.evidence import Evidence
from fetchers.record.nodes import Node, child

SURROUNDINGS = ("identificationModule", "conditionsModule", "designModule", "armsInterventionsModule")
WORDING_PLACE = re.compile(r"\.secondaryOutcomes\[(\d+)\]\Z")


def evidence_in(annotator: Annotator, record: Node, wordings: Sequence[str]) -> list[list[Evidence]]:
    """The evidence that each wording gives, in their order."""
    found: list[list[Evidence]] = [[] for _ in wordings]
    for each in annotator.annotate(trial_around(record, wordings)).evidence if wordings else ():
        if place := WORDING_PLACE.search(each.unit_path):
            found[int(place[1])].append(each)
    return found


def trial_around(record: Node, wordings: Sequence[str] = ()) -> Node:
    """The record without its own prose and outcomes; the wordings stand where outcomes do."""
    protocol = child(record, "protocolSection")
    outcomes = {"secondaryOutcomes": [{"measure": each} for each in wordings]}
    return {"protocolSection": {name: child(protocol, name) for name in SURROUNDINGS} | {"outcomesModule": outcomes}}
