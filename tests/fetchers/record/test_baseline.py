"""Who took part, from the posted baseline: totals where they are posted, sums where they are not, nothing made up."""

from typing import Any

from fetchers.record.baseline import baseline_rows
from tests.fetchers.samples import Record


def measure(title: str, *categories: tuple[str, dict[str, str]], kind: str = "NUMBER", unit: str = "years") -> Record:
    held = [
        {"title": name, "measurements": [{"groupId": group, "value": value} for group, value in values.items()]}
        for name, values in categories
    ]
    return {"title": title, "paramType": kind, "unitOfMeasure": unit, "classes": [{"categories": held}]}


def told(groups: dict[str, str], *measures: Record, units: str = "Participants") -> dict[str, Any]:
    module = {
        "groups": [{"id": key, "title": title} for key, title in groups.items()],
        "denoms": [{"units": units, "counts": [{"groupId": key, "value": "10"} for key in groups]}],
        "measures": list(measures),
    }
    return dict(baseline_rows("NCT1", {"resultsSection": {"baselineCharacteristicsModule": module}})[0])


SEX = measure("Sex: Female, Male", ("Female", {"A": "4", "B": "6"}), ("Male", {"A": "6", "B": "4"}))
TWO, WITH_TOTAL = {"A": "Sirolimus", "B": "Placebo"}, {"A": "Sirolimus", "B": "Total"}


def test_groups_are_added_up_where_no_total_is_posted() -> None:
    found = told(TWO, SEX)
    assert (found["participants_count"], found["women_count"], found["men_count"]) == (20, 10, 10)


def test_a_posted_total_is_taken_as_it_is() -> None:
    found = told(WITH_TOTAL, SEX)
    assert (found["participants_count"], found["women_count"], found["men_count"]) == (10, 6, 4)


def test_means_do_not_add_up() -> None:
    age = measure("Age, Continuous", ("", {"A": "60", "B": "70"}), kind="MEAN")
    assert told(TWO, age)["age_mean_years"] is None
    assert told(WITH_TOTAL, age)["age_mean_years"] == 70


def test_months_eyes_and_words_are_no_people_and_no_years() -> None:
    months = measure("Age, Continuous", ("", {"A": "60", "B": "70"}), kind="MEAN", unit="months")
    words = measure("Sex: Female, Male", ("Female", {"A": "NA", "B": "6"}))
    found = told(WITH_TOTAL, months, units="Eyes")
    assert (found["age_mean_years"], found["participants_count"]) == (None, None)
    assert told(TWO, words)["women_count"] is None


def test_a_record_without_a_baseline_has_no_row() -> None:
    assert baseline_rows("NCT1", {}) == []


def test_women_and_men_are_all_the_people_of_real_trials(rapalog_records: list[dict]) -> None:
    rows = [row for each in rapalog_records for row in baseline_rows("x", each)]
    known = [row for row in rows if row["women_count"] is not None and row["men_count"] is not None]
    assert len(known) > 120
    whole = [row["women_count"] + row["men_count"] == row["participants_count"] for row in known]
    assert sum(whole) >= 0.97 * len(whole)
