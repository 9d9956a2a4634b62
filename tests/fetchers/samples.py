"""Small hand-written records in the API's shape, for tests of what comes after reading them."""

from typing import Any

Record = dict[str, Any]


def record(nct_id: str = "NCT00000001", **changes: Any) -> Record:
    """A trial of sirolimus with one registered outcome; `changes` replace or add protocol modules."""
    protocol: Record = {
        "identificationModule": {"nctId": nct_id, "briefTitle": "Sirolimus in Older Adults"},
        "statusModule": {
            "overallStatus": "COMPLETED",
            "startDateStruct": {"date": "2019-03"},
            "primaryCompletionDateStruct": {"date": "2021-02", "type": "ACTUAL"},
            "lastUpdatePostDateStruct": {"date": "2021-05-04", "type": "ACTUAL"},
        },
        "designModule": {"studyType": "INTERVENTIONAL", "phases": ["PHASE2"]},
        "conditionsModule": {"conditions": ["Aging"]},
        "armsInterventionsModule": {
            "armGroups": [
                {"label": "Sirolimus", "type": "EXPERIMENTAL", "description": "sirolimus 1 mg once daily by mouth"}
            ],
            "interventions": [{"type": "DRUG", "name": "Sirolimus", "armGroupLabels": ["Sirolimus"]}],
        },
        "outcomesModule": {"primaryOutcomes": [{"measure": "Sirolimus trough level", "timeFrame": "8 weeks"}]},
    }
    return {"protocolSection": protocol | changes, "hasResults": False}


def with_results(base: Record, outcomes: list[Record] | None = None, events: Record | None = None) -> Record:
    """The same record with posted outcomes and an adverse-event module."""
    results = {
        "outcomeMeasuresModule": {"outcomeMeasures": outcomes or []},
        "adverseEventsModule": events or {},
    }
    return base | {"resultsSection": results, "hasResults": True}


def posted(title: str, *values: str, status: str = "POSTED", unit: str = "ng/mL") -> Record:
    """A posted outcome with one value per group."""
    measurements = [{"groupId": f"OG{number:03}", "value": value} for number, value in enumerate(values)]
    return {
        "type": "PRIMARY", "title": title, "reportingStatus": status, "unitOfMeasure": unit, "paramType": "MEAN",
        "groups": [{"id": f"OG{number:03}", "title": f"Arm {number}"} for number in range(len(values))],
        "denoms": [{"units": "Participants", "counts": [{"groupId": "OG000", "value": "12"}]}],
        "classes": [{"categories": [{"measurements": measurements}]}],
    }  # fmt: skip
