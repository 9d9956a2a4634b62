"""One record and its annotation as rows of every table (fetchers/rows.py)."""

from collections.abc import Iterable, Iterator, Sequence, Set
from datetime import date
from itertools import islice
from operator import itemgetter

from fetchers.annotate import Annotator
from fetchers.annotation import Annotation
from fetchers.event_counts import event_count_rows
from fetchers.groups.joins import Arm
from fetchers.groups.rows import drugs_in, group_arm_rows, protocol_arms
from fetchers.interactions.rows import interaction_rows
from fetchers.measures.deadline import ResultsState, obligation, results_state
from fetchers.measures.drug_levels import drug_level_rows
from fetchers.measures.status import ELSEWHERE_LETTERS, NOT_LOOKED, is_gap, reporting_status, status_letter
from fetchers.record import protocol, results
from fetchers.record.baseline import baseline_rows
from fetchers.record.nodes import Node, text
from fetchers.reviews.verdicts import review_rows
from fetchers.rows import (
    AnalysisRow,
    ArmRow,
    DrugLevelRow,
    DrugNameRow,
    OutcomeRow,
    OutcomeValueRow,
    ReportingRow,
    Rows,
    TrialDeadline,
    TrialElsewhere,
    TrialFacts,
    TrialRow,
    TrialSearch,
    TrialTotals,
)
from fetchers.text.folding import search_form
from fetchers.text.search_words import search_lines
from seeds.measures.rules import measures

TOGETHER = 40  # records annotated step by step; more bring little and need memory
# what is searched for a measure, told with every `absent`
SEARCHED = ["outcomes", "posted outcomes", "summary", "description", "arms", "interventions", "eligibility"]


class Tabulator:
    """Turns records into rows; holds the annotator and the data's date, by which overdue is judged."""

    def __init__(self, annotator: Annotator, as_of: date) -> None:
        self._annotator = annotator
        self._as_of = as_of
        self._drugs_in = drugs_in(annotator.names)
        self._called = {
            drug.id: [drug.id, *(each.name for each in drug.names if each.kind == "generic" and each.query)]
            for drug in annotator.knowledge.drugs.drugs
        }
        labels = measures(annotator.knowledge.labels)
        self._searched = {
            label.id: [*SEARCHED, "adverse events"] if label.group == "liability" else SEARCHED for label in labels
        }
        self._gap_in = {label.id: label.gap_in for label in labels}

    def rows(self, record: Node) -> Rows:
        """Rows of every table that a record gives, by table name."""
        return self._rows(record, self._annotator.annotate(record))

    def rows_of(self, records: Iterable[Node]) -> Iterator[Rows]:
        """The same of many records, of which some are in memory at once."""
        records = iter(records)
        while some := [*islice(records, TOGETHER)]:
            yield from map(self._rows, some, self._annotator.annotate_all(some))

    def _rows(self, record: Node, annotation: Annotation) -> Rows:
        trial = protocol.nct_id(record)
        facts = protocol.trial_facts(record)
        state = results_state(facts, self._as_of)
        by_unit = _measures_by_unit(annotation)
        posted = posted_rows(trial, record, by_unit, annotation.filled)
        among = {search_form(row["title"]) for row in posted} if facts["has_results"] else None
        outcomes = registered_rows(trial, record, by_unit, among) + posted
        reporting = self._reporting(trial, state, annotation)
        joinable = protocol_arms(annotation.arms, annotation.arm_texts, annotation.interventions)
        values, analyses, levels = self._posted(trial, record, by_unit, joinable)
        arms = arm_rows(trial, annotation)
        events = results.event_rows(trial, record, annotation.events)
        trial_row: TrialRow = {
            **facts, **deadline(facts, state), **annotation.summary,
            **search_text(facts, [name for drug in annotation.rapalogs for name in self._called[drug]], outcomes, arms),
            **totals(reporting, outcomes),
            **not_looked_elsewhere(reporting),
        }  # fmt: skip
        return {
            "trials": [trial_row],
            "drug_names": drug_name_rows(trial, annotation),
            "arms": arms,
            "outcomes": outcomes,
            "annotations": [each.row(trial) for each in annotation.evidence],
            "reporting": reporting,
            "outcome_values": values,
            "analyses": analyses,
            "drug_levels": levels,
            "adverse_events": events,
            "event_groups": results.event_group_rows(trial, record),
            "group_arms": group_arm_rows(record, facts, joinable, arms, self._drugs_in) if annotation.given else [],
            "event_counts": event_count_rows(trial, events) if annotation.given else [],
            "baseline": baseline_rows(trial, record),
            "interactions": interaction_rows(trial, annotation.interactions),
            "publications": protocol.publication_rows(record),
            "reviews": review_rows(trial, annotation.reviews),
        }

    def _posted(
        self, trial: str, record: Node, measures_of: dict[str, list[str]], arms: list[Arm]
    ) -> tuple[list[OutcomeValueRow], list[AnalysisRow], list[DrugLevelRow]]:
        """What the posted outcomes hold; every value is read once, and those that are levels are converted."""
        values: list[OutcomeValueRow] = []
        analyses: list[AnalysisRow] = []
        levels: list[DrugLevelRow] = []
        for position, outcome in enumerate(results.posted_outcomes(record)):
            its_values = results.value_rows(trial, position, outcome)
            labels = measures_of.get(results.POSTED_PATH.format(position), [])
            values += its_values
            analyses += results.analysis_rows(trial, position, outcome)
            levels += drug_level_rows(outcome, its_values, labels, self._annotator.names, arms)
        return values, analyses, levels

    def _reporting(self, trial: str, state: ResultsState, annotation: Annotation) -> list[ReportingRow]:
        levels: dict[str, dict[str, int]] = {}
        for each in annotation.evidence:
            counts = levels.setdefault(each.label, {})
            counts[each.level] = counts.get(each.level, 0) + 1
        absent, why_absent = reporting_status(set(), state)
        rows: list[ReportingRow] = []
        for measure, searched in self._searched.items():
            held = levels.get(measure, {})
            status, reason = reporting_status(held.keys(), state) if held else (absent, why_absent)
            rows.append({
                "nct_id": trial, "measure": measure, "status": status, "levels": list(held), "reason": reason,
                "is_added_in_results": "posted" in held and "registered" not in held,
                "is_gap": is_gap(status, annotation.populations, self._gap_in[measure]),
                "evidence_count": sum(held.values()), "searched": searched,
                "reported_elsewhere": NOT_LOOKED, "elsewhere_article": "",
            })  # fmt: skip
        return rows


def drug_name_rows(trial: str, annotation: Annotation) -> list[DrugNameRow]:
    """Rows of table `drug_names`."""
    return [
        {
            "nct_id": trial,
            "drug": each.drug,
            "name": each.name,
            "words": each.words,
            "place": each.place,
            "path": each.path,
            "start": each.start,
            "end": each.end,
        }
        for each in annotation.names
    ]


def arm_rows(trial: str, annotation: Annotation) -> list[ArmRow]:
    """Rows of table `arms`: one per arm and rapalog given in it; evidence as `field: words (path)`."""
    names: dict[str, list[str]] = {}
    for one in annotation.interventions:
        for label in dict.fromkeys(one.arm_labels):
            names.setdefault(label, []).append(one.name)
    rows: list[ArmRow] = []
    for each in annotation.arms:
        arm = annotation.arm_texts[each.arm_index]
        rows.append({
            "nct_id": trial,
            "arm_index": each.arm_index,
            "label": each.label,
            "type": each.type,
            "description": arm.description,
            "interventions": names.get(arm.label, []),
            "drug": each.drug,
            "route": each.route,
            "dose": each.dose,
            "dose_unit": each.dose_unit,
            "frequency": each.frequency,
            "trough_low_ng_ml": each.trough_low_ng_ml,
            "trough_high_ng_ml": each.trough_high_ng_ml,
            "evidence": [f"{one.field}: {one.quote.words} ({one.quote.path})" for one in each.evidence],
        })  # fmt: skip
    return rows


def _measures_by_unit(annotation: Annotation) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in annotation.evidence:
        if each.level in ("registered", "posted", "posted_empty"):
            found.setdefault(each.unit_path, []).append(each.label)
    return found


def registered_rows(
    trial: str, record: Node, measures_of: dict[str, list[str]], posted: Set[str] | None = None
) -> list[OutcomeRow]:
    """Rows of table `outcomes` for the registered outcomes; `posted` are the titles in posted results, if any.

    The registry fills the posted list from the registered one, so that titles pair them, in the form of searches:
    older records have another dash, quotation mark or soft hyphen in one of the two.
    """
    return [
        {
            "nct_id": trial,
            "source": "registered",
            "kind": kind,
            "position": position,
            "path": path,
            "title": text(each, "measure"),
            "description": text(each, "description"),
            "time_frame": text(each, "timeFrame"),
            "reporting_status": "",
            "anticipated_posting_date": "",
            "param_type": "",
            "dispersion_type": "",
            "unit": "",
            "has_values": None,
            "measures": measures_of.get(path, []),
            "is_left_out": posted is not None and search_form(text(each, "measure")) not in posted,
        }
        for kind, path, position, each in protocol.registered_outcomes(record)
    ]


OUTCOME_KINDS = {"PRIMARY": "primary", "SECONDARY": "secondary", "OTHER_PRE_SPECIFIED": "other", "POST_HOC": "post_hoc"}


def posted_rows(trial: str, record: Node, measures_of: dict[str, list[str]], filled: list[bool]) -> list[OutcomeRow]:
    """Rows of table `outcomes` for the posted outcomes, `filled` or not; an unknown kind passes through as coded."""
    return [
        {
            "nct_id": trial,
            "source": "posted",
            "kind": OUTCOME_KINDS.get(text(each, "type"), text(each, "type")),
            "position": position,
            "path": results.POSTED_PATH.format(position),
            "title": text(each, "title"),
            "description": text(each, "description"),
            "time_frame": text(each, "timeFrame"),
            "reporting_status": text(each, "reportingStatus"),
            "anticipated_posting_date": text(each, "anticipatedPostingDate"),
            "param_type": text(each, "paramType"),
            "dispersion_type": text(each, "dispersionType"),
            "unit": text(each, "unitOfMeasure"),
            "has_values": filled[position],
            "measures": measures_of.get(results.POSTED_PATH.format(position), []),
            "is_left_out": False,
        }
        for position, each in enumerate(results.posted_outcomes(record))
    ]


def deadline(facts: TrialFacts, state: ResultsState) -> TrialDeadline:
    """Whether results are late and owed, with the reasons."""
    is_obliged, why = obligation(facts)
    return {
        "is_results_due": state.is_due,
        "is_overdue": state.is_overdue,
        "overdue_reason": state.reason,
        "is_probably_obliged": is_obliged,
        "obligation_reason": why,
    }


def search_text(
    facts: TrialFacts, rapalogs: list[str], outcomes: Iterable[OutcomeRow], arms: Iterable[ArmRow]
) -> TrialSearch:
    """What a search reads of a trial: names, then topics, with all names of its `rapalogs` that are no brand or code
    ("rapamycin" finds sirolimus), then outcomes and arms."""
    ids = (facts["nct_id"], *facts["aliases"], facts["org_study_id"], *facts["secondary_ids"], facts["acronym"])
    topics = (facts["lead_sponsor"], *facts["collaborators"], *facts["conditions"], *facts["keywords"], *rapalogs)
    given = (words for row in arms for words in (row["label"], *row["interventions"]))
    details = (*(row["title"] for row in outcomes), *given)
    return {"search_text": search_lines((*ids, facts["brief_title"], facts["official_title"]), topics, details)}


def not_looked_elsewhere(reporting: Sequence[ReportingRow]) -> TrialElsewhere:
    """What a trial's row says of other places before any was asked; `cache/elsewhere` fills it in."""
    return {
        "measure_elsewhere": ELSEWHERE_LETTERS[NOT_LOOKED] * len(reporting), "own_article_count": None,
        "articles_asked_date": None, "history_asked_date": None, "version_count": None, "dropped_measures": [],
        "demoted_measures": [],
    }  # fmt: skip


def totals(reporting: list[ReportingRow], outcomes: list[OutcomeRow]) -> TrialTotals:
    """What pages ask of all trials at once, so that they need not read every row of the larger tables."""
    in_order = sorted(reporting, key=itemgetter("measure"))
    return {
        "measures_reported": [row["measure"] for row in reporting if row["status"] in ("reported", "reported_as_ae")],
        "measures_planned": [row["measure"] for row in reporting if "registered" in row["levels"]],
        "measure_statuses": "".join(
            status_letter(row["status"], "registered" in row["levels"], row["is_gap"]) for row in in_order
        ),
        "outcome_measures": sorted(measure for row in outcomes for measure in set(row["measures"])),
        "outcomes_left_out_count": sum(row["is_left_out"] for row in outcomes),
        "outcomes_without_values_count": sum(row["source"] == "posted" and not row["has_values"] for row in outcomes),
    }
