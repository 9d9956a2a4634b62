"""Safety, claims, interactions and people say figures with their base."""

from pathlib import Path

import pandas as pd

from tests.dashboard.views.opened import open_page, said


def test_safety_shows_shares_with_their_base_and_why_trials_are_not_compared(cache: Path) -> None:
    app = open_page("safety", event="stomatitis")
    found = app.dataframe[1].value["People with the event"]
    assert "40% (8 of 20; 22% to 61%)" in list(found) or "40% (8 of 20; 22% to 61%)" in str(app.dataframe[2].value)
    assert "not zero" in said(app)
    assert "Not medical advice" in said(app)


def test_claims_stand_beside_posted_data_with_a_verdict_of_the_scale(cache: Path) -> None:
    app = open_page("claims", role="any")
    verdicts = pd.concat([each.value for each in app.dataframe[:2]])["Verdict"]
    assert {each.split(":")[0] for each in verdicts} == {"no data", "not comparable"}
    assert len(verdicts) == 15
    assert "**within**: the median" in said(app)
    assert "Nothing here is stated as fact" in said(app)


def test_interactions_are_counted_and_ketamine_and_cannabidiol_stand_by_themselves(cache: Path) -> None:
    app = open_page("interactions", agent="cyp3a_inhibitors")
    assert list(app.dataframe[0].value["Excluded"]) == [1, 0, 0, 0, 0, 0, 0, 0]
    assert "A rapalog with ketamine or cannabidiol (1 trial)" in [each.value for each in app.subheader]
    assert list(app.dataframe[1].value["With"]) == ["Ketamine"]
    assert list(app.dataframe[2].value["Says"]) == ["excluded"]
    assert "Not medical advice" in said(app)


def test_people_tell_who_the_evidence_is_about_and_who_is_missing(cache: Path) -> None:
    app = open_page("people", measure_of="phospho_s6")
    rows = app.dataframe[0].value.set_index("Population")
    assert rows.loc["Ageing", "Women"] == "20% of 40"
    assert rows.loc["Ageing", "Mean age, years"] == "70 to 70, median 70"
    assert "women are 20% of 40 people, no trial admits children, no trial is stratified" in said(app)
