"""A row per population: shares, people, and what its groups are given, each thing under one name."""

import pandas as pd

from cache.safety.overview import COUNTED_COLUMNS, overview


def groups(*given: list[str]) -> pd.DataFrame:
    """Groups that list the event, with what they are given."""
    rows = [
        dict.fromkeys(COUNTED_COLUMNS)
        | {"nct_id": f"NCT0900000{number}", "populations": ["oncology"], "share": 0.1 * number, "at_risk": 10}
        | {"given": names, "overlap": "", "is_with_rapalog": True, "is_listed": True, "affected_other": 1}
        for number, names in enumerate(given, 1)
    ]
    return pd.DataFrame(rows)


def test_one_thing_in_several_spellings_is_named_once_by_the_most_usual() -> None:
    given = [
        ["Everolimus (RAD001)", "Letrozole"],
        ["everolimus", "Exemestane"],
        ["Everolimus", "Exemestane"],
        ["Everolimus"],
    ]
    found = overview(groups(*given), (), {"oncology": 6})
    assert found.loc[0, "most_given"] == ["Everolimus", "Exemestane", "Letrozole"]
    assert found.loc[0, ["trials", "people", "not_listed"]].tolist() == [4, 40, 2]


def test_a_group_of_which_nothing_given_is_known_names_nothing() -> None:
    found = overview(groups(["Everolimus"], pd.NA), (), {"oncology": 2})  # type: ignore[arg-type]
    assert found.loc[0, "most_given"] == ["Everolimus"] and found.loc[0, "trials"] == 2


def test_a_population_without_the_event_names_nothing() -> None:
    found = overview(groups(["Everolimus"]), (), {"oncology": 1, "ageing": 2})
    assert found.loc[found["population"] == "ageing", "most_given"].tolist() == [[]]
