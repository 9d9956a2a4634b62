"""Each page runs over the sample without an exception and says its key facts."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from cache.refresh.progress import Progress, write_progress
from cache.store.snapshot import Store
from dashboard.views.compare.comparison import DIFFERS, GROUP, HEAD, chosen_ids
from tests.dashboard.sample import MEASURES, write_sample

APP = Path(__file__).parents[2] / "dashboard" / "app.py"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A cache folder with the sample as its current snapshot."""
    write_sample(tmp_path)
    monkeypatch.setenv("RAPATRIALS_CACHE", str(tmp_path))
    yield tmp_path


def open_page(name: str = "", **params: str | list[str]) -> AppTest:
    """A page after its first run, without exceptions."""
    app = AppTest.from_file(str(APP), default_timeout=60)
    for key, value in params.items():
        app.query_params[key] = value
    app.run()
    if name:
        app.switch_page(f"views/{name}/page.py").run()
    assert not app.exception, [each.message for each in app.exception]
    return app


def param(app: AppTest, name: str) -> list[str]:
    """The values of one parameter of the page's address."""
    found = app.query_params[name]
    return [found] if isinstance(found, str) else list(found)


def said(app: AppTest) -> str:
    """All Markdown and captions of the page."""
    return "\n".join(str(each.value) for each in [*app.markdown, *app.caption, *app.warning, *app.info, *app.error])


def map_data(app: AppTest) -> dict[str, Any]:
    """What the browser draws the map from."""
    (drawn,) = (each.proto for each in app.get("bidi_component") if each.proto.component_name == "squares")
    return dict(json.loads(drawn.json))


def test_the_map_opens_on_experimental_trials(cache: Path) -> None:
    app = open_page()
    assert param(app, "role") == ["experimental"]
    assert "Registered **3**: of these posted 1, no results after twelve months 1, not yet due 1" in said(app)
    assert "5 trials, 6 placements" in said(app)
    groups = [name for name, _ in map_data(app)["groups"]]
    assert groups == ["Target engagement", "Drug exposure", "Healthspan"]
    assert not app.get("plotly_chart")  # what draws it is half of a first load


def test_a_square_without_trials_says_so_and_leads_nowhere(cache: Path) -> None:
    app = open_page(cell="frailty.ageing")
    assert "0 trials with" in said(app)
    assert not [each for each in app.get("page_link") if "Open all" in each.proto.label]


def test_the_map_is_drawn_as_a_picture_where_the_reader_asks_for_it(cache: Path) -> None:
    app = open_page()
    app.session_state["map_as_picture"] = True
    (figure,) = app.run().get("plotly_chart")
    assert "Trials that report each measure as an outcome" in figure.proto.spec


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


def newest_name(cache: Path) -> str:
    """The name of the current snapshot."""
    found = Store(cache).current()
    assert found
    return found.name


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


def test_levels_stand_along_the_dose_of_their_own_arm(cache: Path) -> None:
    app = open_page("measure", id="trough_level", role="any", along="dose")
    assert "1 posted level of 1 trial at what their own arm gives" in said(app)
    assert "Left out: 1 level in ng/mL whose arm" in said(app).replace("\\", "")
    frame = next(each.value for each in app.dataframe if "Arm is" in each.value)
    assert list(frame["Dose"].dropna()) == [2.0] and sorted(frame["Arm is"]) == ["sure", "uncertain"]
    app = open_page("measure", id="trough_level", role="any", along="target", of="sirolimus")
    assert "1 posted level of 1 trial" in said(app)


def test_a_range_of_dates_that_ends_before_it_begins_is_told(cache: Path) -> None:
    app = open_page("trials", role="any", from_date="2020", to_date="2019")
    assert "lies beyond" in said(app).replace("\\", "") and "no trial can be between" in said(app)


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


def test_the_feed_of_changes_can_be_taken_once_it_is_there(cache: Path) -> None:
    app = open_page("changes")
    assert "changes.atom" in said(app)
    assert not [each for each in app.get("download_button") if "Atom" in each.proto.label]
    (cache / "changes.atom").write_bytes(b"<feed/>")
    assert [each for each in app.run().get("download_button") if "Atom" in each.proto.label]


def test_a_measure_shows_definition_rules_years_and_levels(cache: Path) -> None:
    app = open_page("measure", id="trough_level", role="any")
    text = said(app)
    assert "**1** reported" in text
    assert "**2** described only" in text
    assert any(each.label.startswith("How it is found") for each in app.expander)
    levels = next(each.value for each in app.dataframe if "ng/mL" in each.value)
    assert list(levels["ng/mL"]) == [7.5, 11.0]


@pytest.mark.parametrize(
    ("kind", "fact"),
    [
        ("overdue", "**2 of 3** (67%"),
        ("without_values", "1 posted outcome holds no usable value"),
        ("left_out", "0 registered outcomes"),
        ("described", "none of their outcomes"),
    ],
)
def test_reporting_says_what_is_owed(cache: Path, kind: str, fact: str) -> None:
    text = said(open_page("reporting", kind=kind))
    assert fact in text
    assert "a journal article may exist" in text


def test_changes_are_listed_with_the_flagged_first(cache: Path) -> None:
    app = open_page("changes", role="any")
    assert "3 changes" in said(app)
    assert list(app.dataframe[0].value["Kind"]) == ["Outcome dropped", "New trial", "Results posted"]
    assert list(open_page("changes", role="any", change="new").dataframe[0].value["Kind"]) == ["New trial"]


def test_changes_are_told_trial_by_trial_in_words_before_beside_after(cache: Path) -> None:
    app = open_page("changes", role="any")
    text = said(app).replace("\\", "")
    assert "the 3 trials that changed last" in text
    assert "What | Before | After" in text
    assert "2026-03-02 · results posted on" in text
    assert "2026-03-02 · :material/flag: registered outcome gone | " in text
    assert "2 changes" not in text
    app = open_page("changes", role="any", since="2026-03-03")
    assert "0 changes" in said(app) and param(app, "since") == ["2026-03-03"]
    assert "3 changes" in said(open_page("changes", role="any", since="2026-03-02"))
    assert "3 changes" in said(open_page("changes", role="any", since="x"))


def test_two_snapshots_are_compared(cache: Path) -> None:
    write_sample(cache, data_timestamp="2026-04-02T09:00:05")
    app = open_page("changes")
    first = app.selectbox(key="control_from").options[-1]
    app.selectbox(key="control_from").set_value(app.selectbox(key="control_from").options[-1]).run()
    assert not app.exception
    assert first.startswith("2026-03-02")
    assert "0 changes" in said(app)


def test_about_names_source_date_and_limits(cache: Path) -> None:
    text = said(open_page("about"))
    assert "2026\\-03\\-02T09:00:05" in text.replace("\\:", ":")
    assert "journal article may exist" in text


def test_an_empty_cache_opens_on_the_digest_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAPATRIALS_CACHE", str(tmp_path))
    text = said(open_page())
    assert "landmark trials as of" in text
    assert "not the registry" in text
    assert "rapatrials refresh" in text


def test_a_failed_refresh_says_how_to_try_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAPATRIALS_CACHE", str(tmp_path))
    then = "2026-03-02T09:00:05+00:00"
    write_progress(tmp_path, Progress("failed", "crawl", 0, 0, "No answer.", 1, then, then, 4))
    assert "The refresh did not succeed: No answer" in said(open_page())


def test_newer_data_are_offered_and_not_forced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAPATRIALS_CACHE", str(tmp_path))
    app = open_page()
    write_sample(tmp_path)
    app.run()
    assert "landmark trials as of" in said(app)
    app.button(key="open_newer").click().run()
    assert not app.exception
    assert "landmark trials as of" not in said(app)
    assert "5 trials, 6 placements" in said(app)


def test_a_damaged_cache_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "current").write_text("no name")
    monkeypatch.setenv("RAPATRIALS_CACHE", str(tmp_path))
    app = open_page()
    assert "does not name a snapshot" in said(app)


def test_no_page_lets_html_through_or_reads_with_sql() -> None:
    for path in APP.parent.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "unsafe_allow_html" not in text, path
        assert "st.html" not in text, path
        if "commands" not in path.parts:
            assert "SELECT " not in text, path


def test_each_page_reads_like_a_table_of_contents() -> None:
    for path in (APP.parent / "views").rglob("page.py"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 130, path


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


def test_the_map_counts_what_is_reported_anywhere(cache: Path) -> None:
    app = open_page(role="any", view="reported_anywhere")
    numbers = {name: [text for text, _, _ in cells] for _, rows in map_data(app)["groups"] for _, name, cells in rows}
    assert "1" in numbers["Frailty"]
    assert "Articles were looked for of 1 of 6 trials. A silent abstract proves nothing" in said(app)


def test_a_square_of_what_is_reported_anywhere_answers(cache: Path) -> None:
    app = open_page(role="any", view="reported_anywhere", cell="frailty.ageing")
    assert "reported anywhere" in said(app)
    assert any("registered, not posted, in an abstract" in each.proto.label for each in app.get("page_link"))
    (claim,) = {each.value for each in app.code if "report frailty as an outcome or in the abstract" in each.value}
    assert "1 of 3 trials" in claim


def test_the_list_names_what_abstracts_report_first_where_that_is_asked(cache: Path) -> None:
    (table,) = (each.value for each in open_page("trials", role="any", measure="frailty:elsewhere_yes").dataframe)
    assert list(table)[:3] == ["Trial", "Title", "In abstracts"] and table["In abstracts"].tolist() == ["Frailty"]
    (table,) = (each.value for each in open_page("trials", role="any").dataframe)
    assert list(table)[2] != "In abstracts" and "Frailty" in table["In abstracts"].tolist()


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("elsewhere", "registered measures without posted results"),
        ("lost", "Over 1 trial whose versions were looked at"),
    ],
)
def test_the_page_reporting_tells_of_gaps_and_losses(cache: Path, kind: str, words: str) -> None:
    assert words in said(open_page("reporting", role="any", kind=kind))


@pytest.mark.parametrize(
    "name", ["map", "trials", "people", "safety", "claims", "interactions", "reporting", "changes"]
)
def test_no_cell_says_of_a_missing_number_that_it_is_none(cache: Path, name: str) -> None:
    app = open_page(name, role="any")
    words = [str(value) for table in app.dataframe for value in table.value.to_numpy().ravel()]
    assert not [each for each in words if re.search(r"\bnan\b|\bNaT\b", each) and each not in ("nan", "NaT")]
