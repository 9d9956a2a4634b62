"""The list of trials, trials side by side, and one trial's page."""

from pathlib import Path

import pandas as pd
import pytest

from cache.filters.filters import Filters
from cache.questions.about import holdings, landmark_trials
from cache.questions.reader import Reader
from cache.questions.trial import affected_of, events_by_arm, find_trial, paired_outcomes, timeline
from cache.questions.trials import ORDERS, marks, relaxations, side_by_side, statuses, trial_page
from seeds.errors import OptionError
from seeds.tables.columns import tables
from tests.dashboard.sample import OUTCOMES, STATUS, row, write_sample


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    root: Path = tmp_path_factory.mktemp("cache")
    return Reader(write_sample(root))


@pytest.mark.parametrize("order", ORDERS)
def test_pages_of_every_order_hold_every_trial_once(reader: Reader, order: str) -> None:
    pages = [trial_page(reader, Filters(), order, number, size=4) for number in (1, 2)]
    assert [len(page.rows) for page in pages] == [4, 2]
    assert sorted(i for page in pages for i in page.rows["nct_id"]) == [f"NCT0900000{n}" for n in range(1, 7)]
    assert all(page.total == 6 and page.pages == 2 for page in pages)


def test_a_page_beyond_the_last_is_the_last(reader: Reader) -> None:
    assert trial_page(reader, Filters(), "id", 99, size=4).page == 2
    assert trial_page(reader, Filters(), "id", -1, size=4).page == 1


def test_newest_first(reader: Reader) -> None:
    assert trial_page(reader, Filters(), "newest").rows["nct_id"].iloc[0] == "NCT09000002"


def test_an_unknown_order_is_named(reader: Reader) -> None:
    with pytest.raises(OptionError, match="order `; DROP TABLE`"):
        trial_page(reader, Filters(), "; DROP TABLE")


def test_statuses_of_a_few_trials(reader: Reader) -> None:
    found = statuses(reader, ["NCT09000001", "NCT09000005"])
    assert {m: s for m, s in found["NCT09000001"].items() if s != "absent"} == STATUS[1]
    assert set(found["NCT09000005"].values()) == {"not_applicable"}
    listed = trial_page(reader, Filters(), "id").rows
    assert marks(reader, listed) == statuses(reader, list(listed["nct_id"]))


def test_an_empty_answer_says_which_filter_to_relax(reader: Reader) -> None:
    filters = Filters(role=("device",), population=("ageing",), drug=("zotarolimus",))
    assert reader.count(filters) == 0
    assert relaxations(reader, filters) == [("population", 1)]


def test_side_by_side_keeps_the_order_asked_for(reader: Reader) -> None:
    assert list(side_by_side(reader, ["NCT09000003", "NCT09000001"])["nct_id"]) == ["NCT09000003", "NCT09000001"]


def test_a_trial_with_all_its_parts(reader: Reader) -> None:
    trial = find_trial(reader, "NCT09000001")
    assert trial
    assert trial.facts["populations"] == ["ageing", "healthy_volunteers"]
    assert trial.facts["results_due_date"] == "2014-06-30"
    assert trial.facts["maximum_age_years"] is None
    assert [len(part) for part in (trial.arms, trial.outcomes, trial.drug_levels, trial.publications)] == [2, 4, 2, 1]
    assert set(trial.adverse_events["term"].str.split().str[0]) == {"Mouth", "Pneumonia"}  # a rash is no liability


def test_a_trial_that_is_not_held(reader: Reader) -> None:
    assert find_trial(reader, "NCT00000000") is None


def test_the_timeline_is_in_order(reader: Reader) -> None:
    trial = find_trial(reader, "NCT09000001")
    assert trial
    events = timeline(trial.facts)
    assert [event.what for event in events] == [
        "Registered", "Start", "Primary completion", "Twelve months end", "Results posted", "Latest update",
    ]  # fmt: skip


def test_registered_outcomes_beside_posted_ones(reader: Reader) -> None:
    trial = find_trial(reader, "NCT09000001")
    assert trial
    found = paired_outcomes(trial.outcomes)
    assert list(found["standing"]) == ["posted with values", "posted without values, promised for 2027-01"]


def test_another_dash_or_quotation_mark_makes_no_other_outcome() -> None:
    columns = [column.name for column in tables()["outcomes"]]
    titles = {"registered": 'Walk, 0-6 "minutes"', "posted": "Walk, 0\u20136 \u201cminutes\u201d"}
    rows = [row("outcomes", source=source, kind="primary", title=title) for source, title in titles.items()]
    assert len(paired_outcomes(pd.DataFrame(rows, columns=columns))) == 1


def test_outcomes_that_stand_in_one_list_alone() -> None:
    columns = [column.name for column in tables()["outcomes"]]
    posted = row("outcomes", source="posted", kind="primary", title="Walk", has_values=True)
    frame = pd.DataFrame([OUTCOMES[1], posted], columns=columns)
    found = paired_outcomes(frame)
    assert list(found["standing"]) == ["not among the posted", "posted with values; not among the registered"]
    alone = paired_outcomes(frame[frame["source"] == "registered"])
    assert list(alone["standing"]) == ["no results posted"]


def test_adverse_events_by_arm(reader: Reader) -> None:
    trial = find_trial(reader, "NCT09000001")
    assert trial
    found = events_by_arm(trial.adverse_events)
    mouth = found[found["measure"] == "stomatitis"].iloc[0]
    assert list(mouth[found.columns[5:]]) == ["8 / 20 (40%)", "1 / 20 (5%)"]
    serious = found[found["table"] == "serious"].iloc[0]
    assert list(serious[found.columns[5:]]) == ["2 / 20 (10%)", ""]


def posted_event(position: int, group: str, affected: int | None, **values: object) -> tuple[object, ...]:
    usual = {"term": "Pneumonia", "measures": ["infection"], "at_risk_count": 20, "is_serious": False,
             "organ_system": "Infections", "source_vocabulary": "", "group_title": ""}  # fmt: skip
    usual |= {"position": position, "group_id": group, "affected_count": affected}
    return row("adverse_events", **(usual | values))


def by_arm(*rows: tuple[object, ...]) -> pd.DataFrame:
    return events_by_arm(pd.DataFrame(rows, columns=[column.name for column in tables()["adverse_events"]]))


def test_a_term_that_stands_twice_keeps_both_rows() -> None:
    found = by_arm(
        posted_event(0, "EG000", 1),
        posted_event(0, "EG001", 0),
        posted_event(1, "EG000", 2, organ_system="Lungs"),
        posted_event(2, "EG000", 3, source_vocabulary="MedDRA 14.1"),
        posted_event(0, "EG000", 4, is_serious=True),
        posted_event(3, "EG001", 5, measures=["infection", "wound_healing"]),
    )
    assert list(found["EG000"]) == ["1 / 20 (5%)", "2 / 20 (10%)", "3 / 20 (15%)", "4 / 20 (20%)", ""]
    assert list(found["EG001"]) == ["0 / 20 (0%)", "", "", "", "5 / 20 (25%)"]
    assert list(found["organ_system"])[:2] == ["Infections", "Lungs"]


def test_groups_of_one_title_and_of_none_keep_their_columns() -> None:
    found = by_arm(
        posted_event(0, "EG000", 1, group_title="Drug"),
        posted_event(0, "EG001", 2, group_title="Drug"),
        posted_event(0, "EG007", 3),
        posted_event(0, "EG007", 4),
        posted_event(1, "", None),
    )
    assert list(found.columns[5:]) == ["Drug (EG000)", "Drug (EG001)", "EG007"]
    assert list(found["EG007"]) == ["3 / 20 (15%); 4 / 20 (20%)", ""]


def test_submissions_of_results_stand_in_the_timeline_in_their_order() -> None:
    told = ["2024-01-02 submitted", "date unknown withdrawn", "2024-03-02 submitted"]
    facts = {"start_date": "2020-01", "last_update_date": "2024-02-01", "submissions": told}
    assert [(event.date, event.what) for event in timeline(facts)] == [
        ("2020-01", "Start"), ("2024-01-02", "Results submitted"), ("", "Results withdrawn"),
        ("2024-02-01", "Latest update"), ("2024-03-02", "Results submitted"),
    ]  # fmt: skip


def test_counts_that_are_missing() -> None:
    assert affected_of(float("nan"), 20) == "not posted"
    assert affected_of(3, float("nan")) == "3 / –"
    assert affected_of(0, 0) == "0 / –"


def test_what_a_snapshot_holds(reader: Reader) -> None:
    found = holdings(reader)
    assert (found.trials, found.with_results, found.mention_only) == (6, 1, 0)
    assert found.by_role == (("experimental", 5), ("device", 1))
    assert landmark_trials(reader)[0][0] == "NCT09000001"
