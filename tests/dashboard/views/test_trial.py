"""One trial's page, and several side by side."""

from pathlib import Path

import pytest

from dashboard.views.compare.comparison import DIFFERS, GROUP, HEAD, chosen_ids
from tests.dashboard.views.opened import open_page, param, said


def test_a_trial_shows_status_reason_and_marked_words(cache: Path) -> None:
    app = open_page("trial", nct="NCT09000001")
    text = said(app)
    assert "**Phospho\\-S6: reported.**" in text
    assert "*Posted with values, Posted outcome 1, title:* :yellow-background[**Phospho\\-S6**]" in text
    assert "a journal article may exist" in text
    short = text.index("**Drug exposure** :blue-badge[● reported] Trough level")
    assert short < text.index("**Gaps**") < text.index("**Phospho\\-S6: reported.**")
    assert "- Registered, and the posted results leave it out: Frailty." in text
    app.selectbox[-2].set_value("trough_level").run()
    (line,) = app.code[-1].value.splitlines()
    assert line.startswith("NCT09000001,protocolSection.descriptionModule.briefSummary,")
    assert ",trough_level,no,your name," in line
    assert "Phospho\\-S6, Registered primary outcome 1: holds, by A " in text
    assert text.count("· read by hand") == 1


def test_a_trial_shows_its_liabilities_arm_by_arm_and_its_interactions(cache: Path) -> None:
    app = open_page("trial", nct="NCT09000001")
    tables = [each.value for each in app.dataframe]
    liabilities = next(each for each in tables if "Liability" in each and "Term" not in each)
    assert list(liabilities["Liability"]) == ["Infection", "Stomatitis"]
    assert list(liabilities.iloc[1])[1].startswith("40% (8 of 20; 22% to 61%)")
    agents = next(each for each in tables if "Agent" in each)
    assert list(agents["Says"]) == ["studied together"]


@pytest.mark.parametrize(
    ("asked", "answer"),
    [("NCT00000000", "not among the"), ("<script>", "is no registry id"), ("", "Choose a trial")],
)
def test_a_trial_that_is_not_there(cache: Path, asked: str, answer: str) -> None:
    assert answer in said(open_page("trial", nct=asked))


def test_a_trials_page_tells_of_articles_and_of_what_was_dropped(cache: Path) -> None:
    app = open_page("trial", nct="NCT09000001")
    words = said(app)
    assert "identifiers lead to 1 article of its own with results" in words
    assert "Earlier versions registered more" in words and r"Lipids \(version 2 to 3, 2020\-02\-02\)" in words
    assert r"in the abstract of an article of its own: Frailty \(PMID:1\)" in words.replace(r"\:", ":")
    (articles,) = (each.value for each in app.dataframe if "Why" in each.value)
    assert articles["Kind"].tolist() == ["Results, corrected"]
    (versions,) = (each.value for each in app.dataframe if "Submitted" in each.value)
    assert versions[["Change", "Version"]].values.tolist() == [["Dropped (uncertain)", "2 to 3"]]
    assert "Nobody has looked for articles" in said(open_page("trial", nct="NCT09000002"))


def test_a_link_restores_a_comparison(cache: Path) -> None:
    app = open_page("compare", nct=["NCT09000003", "nct09000001"])
    frame = app.dataframe[0].value
    assert list(frame) == [GROUP, HEAD, DIFFERS, "NCT09000003", "NCT09000001"]
    assert (frame.set_index(HEAD).loc["Phospho-S6", DIFFERS], frame.set_index(HEAD).loc["Phase", DIFFERS]) == ("≠", "")
    statuses = frame.set_index(HEAD).loc["Phospho-S6"]
    assert list(statuses[["NCT09000003", "NCT09000001"]]) == ["▲ no results after twelve months", "● reported"]
    facts = frame.set_index(HEAD)["NCT09000001"]
    assert (facts["Minimum age"], facts["Maximum age"], facts["Allocation"]) == ("18 Years", "no limit stated", "–")


def test_trials_are_added_to_a_comparison_and_removed(cache: Path) -> None:
    app = open_page("compare", nct=["NCT09000003", "NCT09000001"], role="any")
    app.button(key="remove_NCT09000003").click().run()
    assert param(app, "nct") == ["NCT09000001"]
    added = app.selectbox(key="added")
    assert len(added.options) == 5
    added.set_value(next(each for each in added.options if each.startswith("NCT09000006"))).run()
    assert not app.exception
    assert param(app, "nct") == ["NCT09000001", "NCT09000006"]
    app.button_group(key="control_rows").set_value("differences").run()
    assert set(app.dataframe[0].value[DIFFERS]) == {"≠"}
    assert param(app, "rows") == ["differences"]


def test_a_comparison_leaves_out_what_it_cannot_show_and_says_so(cache: Path) -> None:
    app = open_page("compare", nct=["<script>", "NCT09000001", "NCT00000000"])
    assert list(app.dataframe[0].value) == [GROUP, HEAD, DIFFERS, "NCT09000001"]
    assert "is no registry id" in said(app)
    assert "NCT00000000 is not among" in said(app)
    assert "Select two to 6 trials" in said(open_page("compare"))


def test_a_comparison_is_bounded() -> None:
    ids, faults = chosen_ids([f"NCT0900000{number}" for number in (1, 1, 2, 3, 4, 5, 6, 7, 8)])
    assert ids == [f"NCT0900000{number}" for number in range(1, 7)]
    assert faults == [f"NCT0900000{number}: no more than 6 trials stand side by side." for number in (7, 8)]
    assert len(chosen_ids(str(number) for number in range(1000))[1]) == 12
