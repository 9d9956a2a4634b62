"""The list of trials: its number, order, columns, search and selection."""

from pathlib import Path

import pytest

from tests.dashboard.sample import MEASURES
from tests.dashboard.views.opened import open_page, param, said


def test_the_list_says_its_filter_and_its_number(cache: Path) -> None:
    app = open_page("trials")
    assert "5 trials with the rapalog as experimental" in said(app)
    assert len(app.dataframe[0].value) == 5


def test_pages_of_a_long_list_turn_without_a_warning(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cache.questions.trials.trial_page.__defaults__", (1, 2))
    monkeypatch.setattr("cache.questions.trials.PAGE_ROWS", 2)
    app = open_page("trials", role="any", order="id", page="2")
    assert list(app.dataframe[0].value["Registry"].str[-1]) == ["3", "4"]
    assert "All 6 trials; 3 to 4 are shown" in said(app)
    assert not app.warning
    app.multiselect(key="filter_role").set_value(["experimental"]).run()
    assert list(app.dataframe[0].value["Registry"].str[-1]) == ["1", "2"]
    assert "page" not in app.query_params
    assert not app.warning
    assert "1 to 2 are shown" in said(open_page("trials", role="any", page="-7"))
    assert "5 to 6 are shown" in said(open_page("trials", role="any", page="99999"))


def test_an_empty_list_says_what_to_relax(cache: Path) -> None:
    app = open_page("trials", role="device", population="ageing")
    assert "No trial matches" in said(app)
    assert "Without *Role of the rapalog* there would be 3" in said(app)


def test_a_misspelt_search_says_what_was_sought_instead(cache: Path) -> None:
    app = open_page("trials", role="any", q="everolimis")
    assert "No record holds “everolimis”: everolimus is sought instead" in said(app).replace("\\", "")
    assert [url[-1] for url in app.dataframe[0].value["Registry"]] == ["3"]
    assert app.selectbox(key="control_order").value == "best_match"
    assert "nor a word near to it" in said(open_page("trials", role="any", q="qqqqqq"))


def test_a_link_restores_the_selection_beside_another_order(cache: Path) -> None:
    app = open_page("trials", role="any", chosen="NCT09000004,NCT09000002,zzz")
    assert list(app.dataframe[1].value)[3:] == ["NCT09000004", "NCT09000002"]
    app.multiselect(key="filter_population").set_value(["ageing"]).run()
    assert param(app, "chosen") == ["NCT09000004,NCT09000002"]
    next(each for each in app.button if each.label == "Let go of them").click().run()
    assert "chosen" not in app.query_params
    assert len(app.dataframe) == 1


def test_the_filtered_measure_has_its_column_with_the_status_in_full(cache: Path) -> None:
    app = open_page("trials", role="any", measure="frailty:not_posted", shown="exposure", order="trough_level")
    frame = app.dataframe[0].value
    assert list(frame)[2:6] == ["Frailty", "Trough level", "Drug concentration", "Pharmacokinetics"]
    assert list(frame["Frailty"]) == ["▼ registered, not posted"]
    assert list(frame["Trough level"]) == ["● reported"]
    options = app.multiselect(key="filter_measure").options
    assert options.count("Frailty: reported") == 1
    assert not [each for each in options if each.startswith(("Frailty: reported as", "Frailty: reported or"))]
    assert {"Stomatitis: reported", "Stomatitis: reported as adverse event"} <= set(options)


def test_a_long_old_link_with_many_statuses_of_every_measure_still_opens(cache: Path) -> None:
    options = open_page("trials").multiselect(key="filter_measure")
    every = [f"{measure}:{status}" for measure in MEASURES for status in ("reported", "overdue", "awaited", "absent")]
    app = open_page("trials", role="any", measure=every)
    assert "2 trials with Phospho\\-S6 reported or no results after twelve months or awaited" in said(app)
    assert app.multiselect(key="filter_measure").value == every
    assert len(options.options) > len(every)


def test_a_list_is_ordered_by_the_status_of_a_measure(cache: Path) -> None:
    frame = open_page("trials", role="any", order="phospho_s6").dataframe[0].value
    assert list(frame["Phospho-S6"]) == [
        "● reported", "▲ no results", "△ not yet due", "· absent", "· absent", "– owes nothing",
    ]  # fmt: skip


def test_the_list_names_what_abstracts_report_first_where_that_is_asked(cache: Path) -> None:
    (table,) = (each.value for each in open_page("trials", role="any", measure="frailty:elsewhere_yes").dataframe)
    assert list(table)[:3] == ["Trial", "Title", "In abstracts"] and table["In abstracts"].tolist() == ["Frailty"]
    (table,) = (each.value for each in open_page("trials", role="any").dataframe)
    assert list(table)[2] != "In abstracts" and "Frailty" in table["In abstracts"].tolist()
