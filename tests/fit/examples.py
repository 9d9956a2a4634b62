"""What judges learn from besides trials that were read: sentences and trials made up by hand.

`tests/fetchers/data/outcome_examples.csv` holds outcomes in a few words each, on which labels once erred.
`tests/fetchers/data/example_trials.jsonl` holds trials made up in the manner of registered ones, a line each: `title`,
`conditions`, `keywords`, `given` (names of interventions), `purpose`, `observational`, and `outcomes` (`title`,
`description`, `classes`, and in `holds` which of the measures in `asked` they carry).
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from fetchers.annotate import Annotator
from tests.fit.cases import Judged, judged_cases

EXAMPLES, EXAMPLE_TRIALS = "examples", "example trials"  # sources
MADE_UP = "made up"  # a feature of the cases of made-up trials, so that no other learns to tell them from real ones
REGISTERED = "protocolSection.outcomesModule.primaryOutcomes"
POSTED = "resultsSection.outcomeMeasuresModule.outcomeMeasures"
Row = dict[str, Any]


def example_cases(annotator: Annotator, path: Path) -> Iterator[Judged]:
    """The cases of hand-made examples (measure, words with ` || ` before a description, yes or no): one by one."""
    with path.open(encoding="utf-8", newline="") as sheet:
        for number, row in enumerate(csv.DictReader(sheet)):
            title, _, description = row["words"].partition(" || ")
            holds = [row["measure"]] if row["holds"] == "yes" else []
            record = {"protocolSection": {"outcomesModule": {"primaryOutcomes": [_outcome(title, description)]}}}
            labels = {"nct": f"example {number}", "units": {f"{REGISTERED}[0]": holds}}
            cases_of_row = judged_cases(annotator, record, EXAMPLES, labels)
            yield from (each for each in cases_of_row if each.measure == row["measure"])


def read_example_trials(path: Path) -> list[Row]:
    """The made-up trials, each with a name of its own in `nct`."""
    lines = path.read_bytes().splitlines()
    return [orjson.loads(line) | {"nct": f"example trial {number}"} for number, line in enumerate(lines)]


def example_trial_cases(annotator: Annotator, path: Path) -> Iterator[Judged]:
    """The cases of the measures that are asked of the outcomes of made-up trials."""
    for row in read_example_trials(path):
        labels = {"nct": row["nct"], "units": {at: each["holds"] for at, each in placed_outcomes(row).items()}}
        found = judged_cases(annotator, record_of(row), EXAMPLE_TRIALS, labels)
        asked = [each for each in found if each.measure in row["asked"]]
        yield from (each._replace(features=each.features | {MADE_UP: 1.0}) for each in asked)


def placed_outcomes(row: Row) -> dict[str, Row]:
    """The outcomes of a made-up trial by their path in its record: those with classes are posted."""
    registered, posted = ([each for each in row["outcomes"] if ("classes" in each) is kind] for kind in (False, True))
    return {
        f"{path}[{at}]": each
        for path, those in ((REGISTERED, registered), (POSTED, posted))
        for at, each in enumerate(those)
    }


def record_of(row: Row) -> Row:
    """A made-up trial as a record of the registry."""
    outcomes = placed_outcomes(row)
    return {
        "protocolSection": {
            "identificationModule": {"nctId": row["nct"], "briefTitle": row["title"]},
            "conditionsModule": {"conditions": row["conditions"], "keywords": row.get("keywords", [])},
            "designModule": {
                "studyType": "OBSERVATIONAL" if row.get("observational") else "INTERVENTIONAL",
                "designInfo": {"primaryPurpose": row.get("purpose", "")},
            },
            "armsInterventionsModule": {"interventions": [{"name": each} for each in row["given"]]},
            "outcomesModule": {
                "primaryOutcomes": [
                    _outcome(each["title"], each.get("description", ""))
                    for at, each in outcomes.items()
                    if at.startswith(REGISTERED)
                ]
            },
        },
        "resultsSection": {
            "outcomeMeasuresModule": {
                "outcomeMeasures": [_posted(each) for at, each in outcomes.items() if at.startswith(POSTED)]
            }
        },
    }


def _outcome(title: str, description: str) -> Row:
    return {"measure": title, "description": description}


def _posted(outcome: Row) -> Row:
    classes = [
        {"title": each, "categories": [{"measurements": [{"groupId": "OG000", "value": "1"}]}]}
        for each in outcome["classes"]
    ]
    return {"title": outcome["title"], "description": outcome.get("description", ""), "classes": classes}
