"""A small made-up snapshot for tests of questions and pages, with hostile text wherever a sponsor can type.

Nothing here stands in the registry. `NCT09000001` to `NCT09000006` differ in role, population and results so that
every status, view and page has something to show.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import orjson

from cache.store.parquet import TableWriter
from cache.store.raw import RawWriter, write_sorted
from cache.store.snapshot import Snapshot, Store, seal
from cache.tables.search_index import write_search_words
from fetchers.measures.status import is_gap
from fetchers.rows import Row
from fetchers.tables import not_looked_elsewhere, search_text, totals
from seeds.tables.columns import Column, tables

AS_OF = "2026-03-02T09:00:05"
HOSTILE = (
    "![x](http://evil.example/a.png) [l](http://evil.example/b) <img src=http://evil.example/c onerror=alert(1)> "
    "http://evil.example/d www.evil.example me@evil.example :smile: $x^2$ **b** `c` -> >= 1\u202e =1+1"
)
MEASURES = {
    "phospho_s6": False, "trough_level": False, "drug_concentration": False, "pharmacokinetics": False,
    "frailty": False, "vaccine_response": False, "quality_of_life": False, "stomatitis": True, "infection": True,
    "seizure_frequency": False,
}  # fmt: skip
S6 = "Phospho-S6 in blood cells"
EMPTY: Mapping[str, Any] = {"string": "", "int": None, "float": None, "bool": None, "date": None, "list": ()}


def row(table: str, **values: Any) -> Row:
    """One row of a table; what is not named is empty in the way the column's type is."""
    columns = tables()[table]
    if unknown := set(values) - {column.name for column in columns}:
        raise ValueError(f"table {table} has no column {sorted(unknown)[0]}")
    return {column.name: values.get(column.name, _empty(column)) for column in columns}


def _empty(column: Column) -> Any:
    value = EMPTY[column.type]
    return list(value) if value == () else value


def trial(number: int, **values: Any) -> Row:
    """A trial's row with the usual facts filled in."""
    usual: dict[str, Any] = {
        "nct_id": f"NCT0900000{number}", "brief_title": f"Trial {number}: {HOSTILE}", "official_title": HOSTILE,
        "study_type": "INTERVENTIONAL", "overall_status": "COMPLETED", "phases": ["PHASE2"], "sex": "ALL",
        "enrollment_count": 10 * number, "enrollment_type": "ACTUAL", "start_date": f"201{number}-05",
        "start_year": 2010 + number, "primary_completion_date": f"201{number + 2}-06",
        "results_due_date": date(2013 + number, 6, 30), "lead_sponsor": f"Sponsor {HOSTILE}",
        "sponsor_class": "OTHER", "conditions": [HOSTILE], "keywords": [HOSTILE], "countries": ["Spain", HOSTILE],
        "has_results": False, "is_results_in_review": False, "is_results_due": True, "is_overdue": True,
        "overdue_reason": HOSTILE, "is_probably_obliged": number == 6, "obligation_reason": HOSTILE,
        "is_mention_only": False, "rapalogs": ["sirolimus"],
        "role": "experimental", "role_reason": HOSTILE, "populations": ["ageing"], "routes": ["oral"],
        "frequencies": ["daily"], "regimen": "daily", "minimum_age": "18 Years", "minimum_age_years": 18.0,
        "is_genetic_stratification": False, "is_interaction_control": True, "is_older_adults": False,
        "agents": ["ketamine"], "agents_given": [],
        "org_study_id": HOSTILE, "first_posted_date": f"201{number}-04-01", "last_update_date": "2025-01-02",
    }  # fmt: skip
    return row("trials", **(usual | values))


TRIALS = (
    trial(1, has_results=True, is_overdue=False, results_first_posted_date="2015-01-01",
          populations=["ageing", "healthy_volunteers"]),
    trial(2, overall_status="RECRUITING", start_date="2025-02", start_year=2025, results_due_date=date(2027, 6, 30),
          is_results_due=False, is_overdue=False),
    trial(3, populations=["tsc_epilepsy"], rapalogs=["everolimus"]),
    trial(4, populations=["cardiovascular"], role="device", rapalogs=["zotarolimus"], regimen="", routes=["stent"]),
    trial(5, populations=["oncology"], overall_status="WITHDRAWN", enrollment_count=0, phases=["PHASE1", "PHASE2"],
          is_results_due=False, is_overdue=False),
    trial(6, populations=["ageing"], regimen="intermittent", frequencies=["weekly"], phases=[], sponsor_class=""),
)  # fmt: skip
POPULATIONS = {number: each["populations"] for number, each in enumerate(TRIALS, 1)}
GAP_IN = dict.fromkeys(("frailty", "vaccine_response", "quality_of_life"), ("ageing", "healthy_volunteers"))
# status per trial and measure where it is not `absent` (trial 5 is withdrawn and owes nothing)
STATUS = {
    1: {"phospho_s6": "reported", "trough_level": "reported", "stomatitis": "reported_as_ae", "frailty": "not_posted"},
    2: {"phospho_s6": "awaited", "trough_level": "described_only"},
    3: {"phospho_s6": "overdue", "seizure_frequency": "overdue"},
    6: {"trough_level": "described_only", "quality_of_life": "overdue"},
}
LEVELS = {
    "reported": ["posted", "registered"], "reported_as_ae": ["ae_table"], "not_posted": ["registered", "posted_empty"],
    "awaited": ["registered"], "overdue": ["registered"], "described_only": ["described"],
}  # fmt: skip
OUTCOME = "protocolSection.outcomesModule.primaryOutcomes[0]"
POSTED = "resultsSection.outcomeMeasuresModule.outcomeMeasures[0]"
SUMMARY = "protocolSection.descriptionModule.briefSummary"


def reporting_rows() -> Iterable[Row]:
    """One row per trial and measure."""
    for number in range(1, 7):
        for measure in MEASURES:
            status = "not_applicable" if number == 5 else STATUS.get(number, {}).get(measure, "absent")
            levels = LEVELS.get(status, [])
            told = (number, measure) == (1, "frailty")
            yield row(
                "reporting", nct_id=f"NCT0900000{number}", measure=measure, status=status, levels=levels,
                reason=f"Why {HOSTILE}", evidence_count=len(levels), searched=["outcomes", "summary"],
                is_added_in_results=False, is_gap=is_gap(status, POPULATIONS.get(number, ()), GAP_IN.get(measure, ())),
                reported_elsewhere="yes" if told else "abstract_silent" if number == 1 else "not_looked",
                elsewhere_article="PMID:1" if told else "",
            )  # fmt: skip


def outcome(number: int, source: str, kind: str, position: int, title: str, **values: Any) -> Row:
    """A registered or posted outcome of a trial."""
    lists = {"primary": "primaryOutcomes", "secondary": "secondaryOutcomes"}
    path = f"protocolSection.outcomesModule.{lists[kind]}[{position}]"
    if source == "posted":
        path = f"resultsSection.outcomeMeasuresModule.outcomeMeasures[{position}]"
    usual = {"description": HOSTILE, "time_frame": f"12 weeks {HOSTILE}", "is_left_out": False}
    return row("outcomes", nct_id=f"NCT0900000{number}", source=source, kind=kind, position=position, path=path,
               title=title, **(usual | values))  # fmt: skip


OUTCOMES = (
    outcome(1, "registered", "primary", 0, f"{S6} {HOSTILE}", measures=["phospho_s6"]),
    outcome(1, "registered", "secondary", 0, "Frailty index", measures=["frailty"]),
    outcome(1, "posted", "primary", 0, f"{S6} {HOSTILE}", measures=["phospho_s6"], reporting_status="POSTED",
            has_values=True, unit=HOSTILE, param_type="MEAN"),
    outcome(1, "posted", "secondary", 1, "Frailty index", measures=["frailty"], reporting_status="NOT_POSTED",
            has_values=False, anticipated_posting_date="2027-01"),
    outcome(2, "registered", "primary", 0, S6, measures=["phospho_s6"]),
    outcome(3, "registered", "primary", 0, S6, measures=["phospho_s6"]),
    outcome(3, "registered", "secondary", 0, "Seizure frequency", measures=["seizure_frequency"]),
    outcome(6, "registered", "primary", 0, "SF-36", measures=["quality_of_life"]),
)  # fmt: skip


def annotation(number: int, measure: str, level: str, path: str, words: str, **values: Any) -> Row:
    """A piece of evidence whose words begin its text."""
    usual = {
        "unit_path": path if path == SUMMARY else path.rsplit(".", 1)[0],
        "start": 0,
        "end": len(words),
        "snippet": f"{words} {HOSTILE}",
    }
    return row("annotations", nct_id=f"NCT0900000{number}", measure=measure, level=level, path=path, words=words,
               rule=f"{measure}.sample", **(usual | values))  # fmt: skip


ANNOTATIONS = (
    annotation(1, "phospho_s6", "registered", f"{OUTCOME}.measure", "Phospho-S6", confidence="reviewed"),
    annotation(1, "phospho_s6", "posted", f"{POSTED}.title", "Phospho-S6"),
    annotation(1, "trough_level", "described", SUMMARY, "trough levels", start=120, end=133,
               snippet=f"… before the trough levels {HOSTILE} …"),
    annotation(2, "phospho_s6", "registered", f"{OUTCOME}.measure", "Phospho-S6"),
    annotation(3, "phospho_s6", "registered", f"{OUTCOME}.measure", "Phospho-S6"),
    annotation(6, "trough_level", "described", SUMMARY, "trough levels"),
)  # fmt: skip


def arm(index: int, **values: Any) -> Row:
    """An arm of trial 1."""
    usual = {"label": f"Arm {index} {HOSTILE}", "type": "EXPERIMENTAL", "description": HOSTILE,
             "interventions": [HOSTILE], "evidence": [HOSTILE]}  # fmt: skip
    return row("arms", nct_id="NCT09000001", arm_index=index, **(usual | values))


def level(group: int, value: float, **values: Any) -> Row:
    """A posted drug level of trial 1."""
    return row("drug_levels", nct_id="NCT09000001", measure="trough_level", path=POSTED, group_id=f"OG00{group}",
               group_title=f"Group {group} {HOSTILE}", class_title=f"Week 4 {HOSTILE}", param_type="MEAN",
               value=str(value), unit="ng/mL", value_ng_ml=value, spread_ng_ml=1.5, participants_count=9,
               dispersion_type="STANDARD_DEVIATION", arm_index=group, arm_label=f"Arm {group} {HOSTILE}",
               arm_certainty="uncertain" if group else "sure", **values)  # fmt: skip


def event(group: int, term: str, measures: list[str], affected: int, serious: bool = False) -> Row:
    """An adverse-event row of trial 1."""
    return row("adverse_events", nct_id="NCT09000001", group_id=f"EG00{group}", group_title=f"Group {group} {HOSTILE}",
               is_serious=serious, position=len(term), term=term, source_vocabulary="MedDRA", organ_system=HOSTILE,
               affected_count=affected, at_risk_count=20, measures=measures)  # fmt: skip


def event_count(group: int, event: str, term: str, affected: int, is_serious: bool = False) -> Row:
    """How many of a posted group of trial 1 have an event, by its only term."""
    return row("event_counts", nct_id="NCT09000001", group_id=f"EG00{group}", event=event, affected_count=affected,
               most_affected_count=affected, at_risk_count=20, term=term, is_serious=is_serious, position=len(term),
               term_count=1, serious_affected_count=affected if is_serious else None,
               other_affected_count=None if is_serious else affected)  # fmt: skip


def group_arm(group: int, **values: Any) -> Row:
    """A posted group of trial 1, joined to the arm of its number."""
    return row("group_arms", nct_id="NCT09000001", group_id=f"EG00{group}", title=f"Group {group} {HOSTILE}",
               arm_index=group, arm_label=f"Arm {group} {HOSTILE}", certainty="sure", basis="title", people_count=20,
               threshold_percent=5.0, time_frame=HOSTILE, **values)  # fmt: skip


def interaction(number: int, agent: str, status: str, basis: str, sentence: str) -> Row:
    """What a trial says of an interacting agent."""
    return row("interactions", nct_id=f"NCT0900000{number}", agent=agent, status=status, basis=basis,
               words=agent, sentence=sentence, path=SUMMARY, start=0, end=len(agent))  # fmt: skip


def change(number: int, kind: str, **values: Any) -> Row:
    """A difference from the snapshot before."""
    usual = {"field": HOSTILE, "before": HOSTILE, "after": HOSTILE, "is_flagged": kind == "outcome_dropped",
             "from_snapshot": "20260101T090000-aaaaaaaa", "to_snapshot": AS_OF,
             "data_date": date(2026, 3, 2)}  # fmt: skip
    return row("changes", nct_id=f"NCT0900000{number}", kind=kind, **(usual | values))


def summed_up(trial: Row) -> Row:
    """The trial's row with the statuses and counts of its other rows."""
    reporting, outcomes = (
        [each for each in rows if each["nct_id"] == trial["nct_id"]] for rows in (reporting_rows(), OUTCOMES)
    )
    searched = search_text(trial, trial["rapalogs"], outcomes, [])  # type: ignore[arg-type]
    return {**trial, **totals(reporting, outcomes), **searched, **found_elsewhere(trial, reporting)}


def found_elsewhere(trial: Row, reporting: Sequence[Row]) -> Row:
    """Of trial 1: an article reports frailty, and lipids were dropped; nobody looked for the others."""
    nobody = not_looked_elsewhere(reporting)
    if trial["nct_id"] != "NCT09000001":
        return nobody
    measures = sorted(each["measure"] for each in reporting)
    states = "".join("y" if measure == "frailty" else "s" for measure in measures)
    return nobody | {
        "measure_elsewhere": states, "own_article_count": 1, "articles_asked_date": date(2026, 3, 1),
        "history_asked_date": date(2026, 3, 1), "version_count": 4, "dropped_measures": ["lipids"],
        "demoted_measures": ["trough_level"],
    }  # fmt: skip


def sample_rows() -> dict[str, list[Row]]:
    """All rows by table."""
    rows: dict[str, list[Row]] = {name: [] for name in tables()}
    rows |= {
        "trials": [summed_up(each) for each in TRIALS],
        "reporting": list(reporting_rows()),
        "outcomes": list(OUTCOMES),
        "annotations": list(ANNOTATIONS),
        "arms": [
            arm(0, drug="sirolimus", dose=2.0, dose_unit="mg", frequency="daily", route="oral",
                trough_low_ng_ml=5.0, trough_high_ng_ml=10.0),
            arm(1, type="PLACEBO_COMPARATOR"),
        ],
        "drug_levels": [level(0, 7.5), level(1, 11.0)],
        "adverse_events": [
            event(0, f"Mouth ulceration {HOSTILE}", ["stomatitis"], 8),
            event(1, f"Mouth ulceration {HOSTILE}", ["stomatitis"], 1),
            event(0, "Pneumonia", ["infection"], 2, serious=True),
            event(0, "Rash", [], 3),
        ],
        "event_groups": [row("event_groups", nct_id="NCT09000001", group_id=f"EG00{g}", title=f"Group {g} {HOSTILE}",
                             description=HOSTILE, serious_affected_count=2, serious_at_risk_count=20) for g in (0, 1)],
        "group_arms": [
            group_arm(0, drugs=["sirolimus"], is_with_rapalog=True, dose=2.0, dose_unit="mg", frequency="daily",
                      route="oral", trough_low_ng_ml=5.0, trough_high_ng_ml=10.0),
            group_arm(1, is_with_rapalog=False, arm_type="PLACEBO_COMPARATOR"),
        ],
        "event_counts": [
            event_count(0, "stomatitis", f"Mouth ulceration {HOSTILE}", 8),
            event_count(1, "stomatitis", f"Mouth ulceration {HOSTILE}", 1),
            event_count(0, "infection", "Pneumonia", 2, is_serious=True),
            event_count(0, "pneumonia", "Pneumonia", 2, is_serious=True),
            event_count(0, "rash", "Rash", 3),
        ],
        "baseline": [row("baseline", nct_id="NCT09000001", participants_count=40, women_count=8, men_count=32,
                         age_mean_years=70.5, children_count=0, adults_count=10, older_count=30)],
        "interactions": [
            interaction(1, "ketamine", "studied", "title", f"Sirolimus and ketamine {HOSTILE}"),
            interaction(3, "cyp3a_inhibitors", "excluded", "exclusion", f"* Ketoconazole {HOSTILE}"),
        ],
        "publications": [row("publications", nct_id="NCT09000001", pmid="123456", kind="RESULT", citation=HOSTILE)],
        "articles": [row("articles", nct_id="NCT09000001", article="PMID:1", pmid="1", title=HOSTILE, journal=HOSTILE,
                         year=2024, kind="results", belongs="own", reason=HOSTILE, is_corrected=True,
                         is_retracted=False, links=["databank"], asked_date=date(2026, 3, 1))],
        "article_measures": [row("article_measures", nct_id="NCT09000001", measure="frailty", article="PMID:1",
                                 level="article", sentence=f"The frailty index fell. {HOSTILE}", confidence="sure")],
        "outcome_history": [row("outcome_history", nct_id="NCT09000001", change="dropped", step="before_results",
                                group_before="secondary", wording_before=f"LDL {HOSTILE}", is_certain=False,
                                measures=["lipids"], since_version=1, version=2, version_date="2020-02-02")],
        "reviews": [row("reviews", nct_id="NCT09000001", place=OUTCOME, measure="phospho_s6", verdict="yes",
                        reviewers=[f"A {HOSTILE}"], review_date="2026-02-01", reason=HOSTILE, state="applied"),
                    row("reviews", nct_id="NCT09000002", place=OUTCOME, measure="frailty", verdict="no",
                        reviewers=["A"], review_date="2026-02-01", reason="read", state="words_changed")],
        "drug_names": [row("drug_names", nct_id="NCT09000001", drug="sirolimus", name="rapamycin", words="Rapamycin",
                           place="title", path="protocolSection.identificationModule.briefTitle", start=0, end=9)],
        "changes": [change(2, "new"), change(3, "outcome_dropped"), change(1, "results_posted")],
    }  # fmt: skip
    return rows


def records() -> Iterable[dict[str, Any]]:
    """The records that the outcomes stand in."""
    for number in range(1, 7):
        nct_id = f"NCT0900000{number}"
        mine = [each for each in OUTCOMES if each["nct_id"] == nct_id]
        registered = {
            f"{kind}Outcomes": [
                {"measure": each["title"], "description": each["description"]}
                for each in mine if (each["source"], each["kind"]) == ("registered", kind)
            ]
            for kind in ("primary", "secondary")
        }  # fmt: skip
        posted = [{"title": each["title"], "description": each["description"]} for each in mine
                  if each["source"] == "posted"]  # fmt: skip
        yield {
            "protocolSection": {"identificationModule": {"nctId": nct_id}, "outcomesModule": registered,
                                "descriptionModule": {"briefSummary": "trough levels"}},
            "resultsSection": {"outcomeMeasuresModule": {"outcomeMeasures": posted}},
        }  # fmt: skip


def write_records(draft: Path) -> None:
    """The records as a refresh keeps them."""
    arrived = RawWriter(draft.with_name("arrived"))
    for each in records():
        arrived.add(each["protocolSection"]["identificationModule"]["nctId"], orjson.dumps(each), "2026-01-01")
    arrived.close()
    write_sorted(arrived.path, arrived.members.values(), draft)


def write_sample(root: Path, **facts: Any) -> Snapshot:
    """Seal the sample as the current snapshot of a cache folder; `facts` replace those of its manifest."""
    store = Store(root)
    store.prepare()
    draft = root / "draft"
    draft.mkdir()
    with TableWriter(draft, tables()) as writer:
        writer.add(sample_rows())
    write_records(draft)
    words = write_search_words(draft)
    usual = {
        "endpoint": "https://example.invalid/api/v2", "queries": ["sirolimus OR everolimus"],
        "data_timestamp": AS_OF, "created_at": "2026-03-02T10:00:00+00:00", "program_version": "0.1.0",
        "seeds_version": "abc123", "trial_count": writer.counts["trials"],
        "row_counts": writer.counts | {"search_words": words},
    }  # fmt: skip
    snapshot = seal(draft, usual | facts, store.snapshots)
    store.make_current(snapshot)
    return snapshot
