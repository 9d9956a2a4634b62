"""Codes, places, sentences and marks in words."""

from datetime import date

import pandas as pd
import pytest

from cache.filters.filters import Filters
from cache.questions.marks import FLOW
from cache.refresh.progress import Progress
from dashboard.shared.data_notice import amount, data_line, failure, fraction
from dashboard.shared.downloads import so_many
from dashboard.shared.trial_table import with_something
from dashboard.views.trial.evidence import event_line, events_alone, evidence_lines
from dashboard.views.trial.parts import dose, span
from dashboard.words.labels import MARKS, STATUS_NAMES, Words, in_words, several, value_in_words, words_of
from dashboard.words.places import place_in_words
from dashboard.words.statements import gap_tiles, owing_nothing
from fetchers.measures.status import STATUSES as CODES
from seeds.knowledge import load_knowledge

WORDS = Words(("phospho_s6", "frailty"), {"phospho_s6": "target_engagement", "frailty": "healthspan"},
              {"phospho_s6": "Phospho-S6", "frailty": "Frailty", "ageing": "Ageing"}, {})  # fmt: skip


def test_every_status_has_words_and_a_sign_of_its_own() -> None:
    assert set(STATUS_NAMES) == set(MARKS) == set(CODES)
    assert len(set(MARKS.values())) == len(MARKS)


@pytest.mark.parametrize(
    ("code", "words"),
    [("PHASE2", "Phase 2"), ("NOT_YET_RECRUITING", "Not yet recruiting"), ("ageing", "Ageing"), ("none", "Not stated"),
     ("NEW_CODE", "New code"), ("Mayo Clinic", "Mayo Clinic"), ("", "")],
)  # fmt: skip
def test_codes_in_words(code: str, words: str) -> None:
    assert in_words(code) == words


def test_values_of_filters_in_words() -> None:
    assert value_in_words("measure", "phospho_s6:described_only", WORDS) == "Phospho-S6: described only"
    assert value_in_words("population", "ageing", WORDS) == "Ageing"
    assert value_in_words("country", "UNITED_STATES", WORDS) == "UNITED_STATES"
    assert value_in_words("results", False, WORDS) == "no"


def test_unknown_measures_come_last_in_a_group_of_their_own() -> None:
    assert WORDS.by_group(["zzz", "frailty"]) == [("Healthspan", ["frailty"]), ("Other", ["zzz"])]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("protocolSection.outcomesModule.primaryOutcomes[0].measure", "Registered primary outcome 1, title"),
        (
            "resultsSection.outcomeMeasuresModule.outcomeMeasures[3].classes[1].title",
            "Posted outcome 4, class 2, title",
        ),
        ("protocolSection.descriptionModule.briefSummary", "Brief summary"),
        ("protocolSection.armsInterventionsModule.armGroups[1].description", "Arm 2, description"),
        ("resultsSection.adverseEventsModule.otherEvents[9].term", "Other adverse event 10, term"),
        ("somewhere.else[2]", "somewhere.else[2]"),
    ],
)
def test_places_in_words(path: str, words: str) -> None:
    assert place_in_words(path) == words


def test_evidence_is_one_line_per_text_with_all_its_words_marked() -> None:
    base = {"level": "registered", "unit_path": "u", "path": "p.briefSummary", "snippet": "S6 and pS6", "rule": "r",
            "confidence": "sure"}  # fmt: skip
    rows = [{**base, "words": "S6", "start": 0}, {**base, "words": "pS6", "start": 7}]
    rows.append({**base, "level": "posted", "words": "S6", "start": 0})
    assert evidence_lines(pd.DataFrame(rows)) == [
        "- *Posted with values, Brief summary:* :yellow-background[**S6**] and pS6",
        "- *Registered outcome, Brief summary:* :yellow-background[**S6**] and :yellow-background[**pS6**]",
    ]


def test_adverse_event_rows_are_one_line_that_leads_to_their_numbers() -> None:
    rows = [{"level": "ae_table", "path": f"events[{place}]"} for place in (0, 1, 1)]
    assert event_line(pd.DataFrame(rows)) == ["- *Adverse-event table:* 2 rows, [with numbers](#adverse-events)"]
    assert event_line(pd.DataFrame([{"level": "posted", "path": "p"}])) == []
    assert events_alone({"frailty": 2, "phospho_s6": 1}, WORDS) == (
        "◉ **Reported as adverse event:** Frailty (2 rows), Phospho\\-S6 (1 row), [with numbers](#adverse-events)."
    )


def test_evidence_is_shown_without_the_registrys_escapes() -> None:
    row = {"level": "described", "unit_path": "u", "path": "p.briefSummary", "rule": "r", "start": 20,
           "confidence": "sure",
           "snippet": r"4.5 mg/m\^2, trough \> 5 ng/mL \[LC\]", "words": r"trough \> 5 ng/mL"}  # fmt: skip
    line = r"4\.5 mg\/m\^2, :yellow-background[**trough \> 5 ng\/mL**] \[LC\]"
    assert evidence_lines(pd.DataFrame([row])) == [f"- *Described, Brief summary:* {line}"]


def test_plan_and_fate_are_told_as_a_flow_and_gaps_with_base_and_interval() -> None:
    rows = pd.DataFrame(
        {"measure": ["phospho_s6", "frailty"], "base": 214, "reported": [4, 0], "reports": [4, 0], "plans": [5, 1],
         "described": [3, 0], "leaves_out": [200, 213]}
    ).assign(**dict.fromkeys(FLOW, 0))  # fmt: skip
    rows.loc[0, ["plan_reported", "plan_overdue", "unregistered"]] = [2, 3, 2]
    first, *_, last = gap_tiles(rows, WORDS.names, with_interval=True)
    assert first.text == (
        "Registered **5**: of these posted 2, no results after twelve months 3. Posted without registering **2**."
    )
    assert (last.title, last.text) == ("No record reports", "frailty.")
    rarest = [tile.text for tile in gap_tiles(rows.head(1), WORDS.names, with_interval=True)][-1]
    assert "**4 of 214** (2%, 95% interval 1% to 5%)" in rarest
    assert "interval" not in [tile.text for tile in gap_tiles(rows.head(1), WORDS.names, with_interval=False)][-1]
    assert gap_tiles(rows.head(0), WORDS.names, with_interval=True) == []


@pytest.mark.parametrize(
    ("total", "base", "said"),
    [(123, 122, "Of 123 trials, 1 owes no report"), (9, 4, "Of 9 trials, 5 owe no report"), (4, 4, ""), (4, 0, "")],
)
def test_a_base_smaller_than_the_number_of_trials_is_explained(total: int, base: int, said: str) -> None:
    assert owing_nothing(total, base).startswith(said)
    assert bool(owing_nothing(total, base)) == bool(said)


def test_one_trial_is_no_plural() -> None:
    assert [several(1, "trial"), several(2000, "trial"), several(0, "entry", "entries")] == [
        "1 trial", "2,000 trials", "0 entries",
    ]  # fmt: skip
    assert so_many(1, Filters(population=("ageing",)), WORDS) == "1 trial in Ageing"
    assert so_many(1234, Filters(population=("ageing",)), WORDS) == "1,234 trials in Ageing"
    assert so_many(1234, Filters(), WORDS) == "All 1,234 trials"


def test_columns_without_anything_are_left_out() -> None:
    rows = pd.DataFrame({"a": ["", ""], "b": [0, 0], "c": [None, float("nan")], "d": [[], []], "e": [False, False]})
    assert list(with_something(rows)) == ["b", "e"]
    assert list(with_something(rows.head(0))) == ["a", "b", "c", "d", "e"]


def test_doses_and_targets() -> None:
    assert dose(2.0, "mg") == "2 mg"
    assert dose(float("nan"), "") == ""
    assert [span(5, 10), span(float("nan"), 10), span(5, float("nan")), span(float("nan"), float("nan"))] == [
        "5 to 10", "at most 10", "at least 5", "",
    ]  # fmt: skip


def test_old_data_say_how_old() -> None:
    assert data_line("2026-03-02T09:00:05", date(2026, 3, 10)) == "ClinicalTrials.gov data as of 2026-03-02."
    assert "40 days old" in data_line("2026-03-02T09:00:05", date(2026, 4, 11))


def test_the_progress_of_a_refresh_in_words() -> None:
    running = Progress("running", "annotating", 1200, 4873, "", 1, "", "")
    assert (amount(running), round(fraction(running), 2)) == ("1,200 of 4,873", 0.25)
    unknown = Progress("failed", "crawl", 0, 0, "The registry did not answer.", 1, "", "", 4)
    assert (amount(unknown), fraction(unknown)) == ("", 0.0)
    assert "rapatrials refresh" in failure(unknown)


def test_heads_of_narrow_columns_are_short_names_that_fit() -> None:
    words = words_of(load_knowledge())
    assert words.head("neurocognition", 20) == "Neurocognition"
    shorts = [words.head(measure, 10) for measure in words.order]
    assert len(set(shorts)) == len(shorts)
    assert max(map(len, shorts)) <= 12  # of which a column of 88 pixels shows all, if they are as narrow as in these
    assert words.head("unknown_measure", 10) == "Unknown measure"
