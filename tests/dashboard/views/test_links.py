"""What a link holds is restored, what a reader chooses goes into the address, and what cannot be read is told."""

import shutil
from pathlib import Path

from tests.dashboard.sample import write_sample
from tests.dashboard.views.opened import newest_name, open_page, param, said


def test_a_link_restores_filters_and_settings(cache: Path) -> None:
    app = open_page(role="any", view="share", by="drug")
    assert app.multiselect(key="filter_role").value == []
    assert app.selectbox(key="control_by").value == "drug"
    assert "6 trials, 6 placements" in said(app)


def test_a_choice_goes_into_the_address(cache: Path) -> None:
    app = open_page()
    app.multiselect(key="filter_population").set_value(["ageing"]).run()
    assert param(app, "population") == ["ageing"]
    app.button(key="drop_role").click().run()
    assert "role" not in app.query_params
    assert app.multiselect(key="filter_population").value == ["ageing"]


def test_filters_that_are_folded_away_hold_and_show_themselves_when_unfolded(cache: Path) -> None:
    app = open_page(role="any", phase="PHASE2", min_enrolment="10", overdue="no")
    assert "filter_phase" not in {each.key for each in app.multiselect}
    for is_open in (False, True, False, False):
        app.session_state["more_filters"] = is_open
        app.run()
        assert [param(app, name) for name in ("phase", "min_enrolment", "overdue")] == [["PHASE2"], ["10"], ["no"]]
        assert {"drop_phase", "drop_min_enrolment", "drop_overdue"} <= {each.key for each in app.button}
        assert is_open == ("filter_phase" in {each.key for each in app.multiselect})
    app.session_state["more_filters"] = True
    app.run()
    app.multiselect(key="filter_phase").set_value(["PHASE1"]).run()
    assert app.number_input(key="filter_min_enrolment").value == 10
    app.switch_page("views/trials/page.py").run()
    assert param(app, "phase") == ["PHASE1"]
    app.session_state["more_filters"] = False
    app.switch_page("views/reporting/page.py").run()
    assert param(app, "phase") == ["PHASE1"]
    app.button(key="drop_phase").click().run()
    assert "phase" not in app.query_params
    app.session_state["more_filters"] = True
    app.run()
    assert app.multiselect(key="filter_phase").value == []
    assert app.selectbox(key="filter_overdue").value is False
    assert not app.exception


def test_a_link_that_cannot_be_read_is_told_and_the_rest_kept(cache: Path) -> None:
    app = open_page(role="zzz", population="ageing")
    assert "Part of the link was left out" in said(app)
    assert app.multiselect(key="filter_population").value == ["ageing"]


def test_a_range_of_dates_that_ends_before_it_begins_is_told(cache: Path) -> None:
    app = open_page("trials", role="any", from_date="2020", to_date="2019")
    assert "lies beyond" in said(app).replace("\\", "") and "no trial can be between" in said(app)


def test_a_citation_says_sentence_base_interval_data_and_a_link_to_its_snapshot(cache: Path) -> None:
    app = open_page(population="ageing", cell="phospho_s6.ageing")
    name = newest_name(cache)
    number, view = [each.value for each in app.code if "snapshot" in each.value]
    if "Trials that report each measure" in number:
        number, view = view, number
    assert number.startswith(
        "1 of 3 trials that owe a report (33%, 95% interval 6% to 79%) in column “Ageing” report phospho-S6 as an "
        "outcome."
    )
    for words in (name, "data of 2026-03-02T09:00:05 UTC", "RapaTrials 0.1.0, rules abc123", "trials in Ageing",
                  f"cell=phospho_s6.ageing&snapshot={name}"):  # fmt: skip
        assert words in number
    assert "3 trials." in view


def test_a_cited_snapshot_is_shown_while_it_is_kept_and_refused_when_it_is_gone(cache: Path) -> None:
    older = newest_name(cache)
    shutil.rmtree(cache / "draft", ignore_errors=True)
    write_sample(cache, data_timestamp="2026-04-01T09:00:05")
    app = open_page("trials", snapshot=older, role="any")
    assert f"As cited: snapshot {older}" in said(app).replace("\\", "")
    assert "data as of 2026-03-02" in said(app)
    shutil.rmtree(cache / "snapshots" / older)
    app = open_page("trials", snapshot=older, role="any")
    assert "no longer kept here" in app.error[0].value and not app.dataframe
    app.button[0].click().run()
    assert "data as of 2026-04-01" in said(app) and "snapshot" not in app.query_params
    assert "no longer kept here" in open_page("trials", snapshot="../../x").error[0].value
