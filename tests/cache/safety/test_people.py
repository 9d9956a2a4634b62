"""Who the evidence is about, and who is missing."""

import pandas as pd

from cache.filters.filters import Filters
from cache.questions.reader import Reader
from cache.safety.people import PEOPLE_COLUMNS, missing, people
from cache.store.snapshot import Store
from seeds.knowledge import Knowledge
from tests.cache.conftest import make_snapshot
from tests.fetchers.samples import posted, record, with_results

BASELINE = {
    "groups": [{"id": "BG000", "title": "All"}],
    "denoms": [{"units": "Participants", "counts": [{"groupId": "BG000", "value": "20"}]}],
    "measures": [
        {
            "title": "Sex: Female, Male", "paramType": "COUNT_OF_PARTICIPANTS",
            "classes": [{"categories": [
                {"title": "Female", "measurements": [{"groupId": "BG000", "value": "2"}]},
                {"title": "Male", "measurements": [{"groupId": "BG000", "value": "18"}]},
            ]}],
        },
    ],
}  # fmt: skip


def test_people_are_those_of_trials_that_report(sample_knowledge: Knowledge, tmp_path_factory) -> None:  # type: ignore[no-untyped-def]
    first = with_results(
        record("NCT00000001", eligibilityModule={"minimumAge": "65 Years", "sex": "ALL"}),
        [posted("Sirolimus trough level", "7.1")],
    )
    first["resultsSection"]["baselineCharacteristicsModule"] = BASELINE
    trials = [first, record("NCT00000002", eligibilityModule={"sex": "FEMALE"})]
    store = Store(tmp_path_factory.mktemp("people"))
    reader = Reader(make_snapshot(store, trials, sample_knowledge, "2026-11-20T09:00:05"))
    everyone = people(reader, Filters()).set_index("population").loc["ageing"]
    assert everyone[["trials", "reporting", "women", "men", "women_only", "no_baseline"]].tolist() == [
        2,
        2,
        2,
        18,
        1,
        1,
    ]
    told = people(reader, Filters(), "trough_level").set_index("population").loc["ageing"]
    assert told[["trials", "reporting", "participants", "admit_children"]].tolist() == [2, 1, 20, 0]


def test_who_is_missing_is_told_with_the_count() -> None:
    usual = dict.fromkeys(PEOPLE_COLUMNS, 0) | {"population": "ageing", "reporting": 2, "women": 2, "men": 18}
    row = usual | {"admit_older": 2, "stratified": 1}
    assert missing(pd.DataFrame([row]), {"ageing": "Ageing"}) == [
        "Ageing: women are 10% of 20 people, no trial admits children."
    ]
    assert missing(pd.DataFrame([row | {"reporting": 0}]), {}) == []
