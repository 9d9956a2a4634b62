"""One record and its annotation as rows of every table, in the order of the columns contract."""

from collections.abc import Set
from dataclasses import fields
from datetime import date
from operator import attrgetter, itemgetter
from typing import Any

from fetchers.annotate import Annotation, Annotator
from fetchers.measures.deadline import ResultsState, obligation, results_state
from fetchers.measures.drug_levels import drug_level_rows
from fetchers.measures.status import reporting_status, status_letter
from fetchers.record import protocol, results
from fetchers.record.nodes import Node, text
from fetchers.text.folding import search_form
from seeds.measures.rules import measures

Row = tuple[Any, ...]
Rows = dict[str, list[Row]]
# what is searched for a measure, told with every `absent`
_FACTS = attrgetter(*(field.name for field in fields(protocol.TrialFacts)))
SEARCHED = ["outcomes", "posted outcomes", "summary", "description", "arms", "interventions", "eligibility"]


class Tabulator:
    """Turns records into rows; holds the annotator and the data's date, by which overdue is judged."""

    def __init__(self, annotator: Annotator, as_of: date) -> None:
        self._annotator = annotator
        self._as_of = as_of
        labels = measures(annotator.knowledge.labels)
        self._searched = {
            label.id: [*SEARCHED, "adverse events"] if label.group == "liability" else SEARCHED for label in labels
        }

    def rows(self, record: Node) -> Rows:
        """Rows of every table but `changes`, by table name."""
        trial, annotation = protocol.nct_id(record), self._annotator.annotate(record)
        found: Rows = {
            "drug_names": [(trial, *each) for each in annotation.names],
            "arms": arm_table_rows(trial, annotation),
            "annotations": [each.row(trial) for each in annotation.evidence],
            "publications": protocol.publication_rows(record),
            "adverse_events": results.event_rows(trial, record, annotation.events),
            "event_groups": results.event_group_rows(trial, record),
            "outcome_values": [],
            "analyses": [],
        }
        for position, outcome in enumerate(results.posted_outcomes(record)):
            found["outcome_values"] += results.value_rows(trial, position, outcome)
            found["analyses"] += results.analysis_rows(trial, position, outcome)
        by_unit = _measures_by_unit(annotation)
        found["drug_levels"] = drug_level_rows(trial, record, by_unit, self._annotator.names)
        facts = protocol.trial_facts(record)
        state = results_state(facts, self._as_of)
        posted = posted_rows(trial, record, by_unit, annotation.filled)
        among = {wording(row[TITLE]) for row in posted} if facts.has_results else None
        found["outcomes"] = registered_rows(trial, record, by_unit, among) + posted
        found["reporting"] = self._reporting(trial, state, annotation)
        found["trials"] = [_trial_row(facts, annotation, found["reporting"], found["outcomes"], state)]
        return found

    def _reporting(self, trial: str, state: ResultsState, annotation: Annotation) -> list[Row]:
        levels: dict[str, dict[str, int]] = {}
        for each in annotation.evidence:
            counts = levels.setdefault(each.label, {})
            counts[each.level] = counts.get(each.level, 0) + 1
        absent, why_absent = reporting_status(set(), state)
        rows: list[Row] = []
        for measure, searched in self._searched.items():
            held = levels.get(measure)
            if not held:
                rows.append((trial, measure, absent, [], why_absent, False, 0, searched))
                continue
            status, reason = reporting_status(held.keys(), state)
            added = "posted" in held and "registered" not in held
            rows.append((trial, measure, status, list(held), reason, added, sum(held.values()), searched))
        return rows


def arm_table_rows(trial: str, annotation: Annotation) -> list[Row]:
    """Rows of table `arms`: one per arm and rapalog given in it; evidence as `field: words (path)`."""
    rows = []
    for each in annotation.arms:
        arm = annotation.arm_texts[each.arm_index]
        given = [one.name for one in annotation.interventions if arm.label in one.arm_labels]
        words = [f"{one.field}: {one.quote.words} ({one.quote.path})" for one in each.evidence]
        rows.append((
            trial, each.arm_index, each.label, each.type, arm.description, given, each.drug, each.route, each.dose,
            each.dose_unit, each.frequency, each.trough_low_ng_ml, each.trough_high_ng_ml, words,
        ))  # fmt: skip
    return rows


def _measures_by_unit(annotation: Annotation) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in annotation.evidence:
        if each.level in ("registered", "posted", "posted_empty"):
            found.setdefault(each.unit_path, []).append(each.label)
    return found


def wording(title: str) -> str:
    """A title's words, whatever their capitals and spaces: the registry fills the posted list from the registered."""
    return " ".join(title.lower().split())


def registered_rows(
    trial: str, record: Node, measures_of: dict[str, list[str]], posted: Set[str] | None = None
) -> list[Row]:
    """Rows of table `outcomes` for the registered outcomes; `posted` are the wordings in posted results, if any."""
    return [
        (
            trial, "registered", kind, position, path, text(each, "measure"), text(each, "description"),
            text(each, "timeFrame"), "", "", "", "", "", None, measures_of.get(path, []),
            posted is not None and wording(text(each, "measure")) not in posted,
        )
        for kind, path, position, each in protocol.registered_outcomes(record)
    ]  # fmt: skip


# places in a row of `outcomes`
TITLE, HAS_VALUES, MEASURES, IS_LEFT_OUT = 5, 13, 14, 15
KINDS = {"PRIMARY": "primary", "SECONDARY": "secondary", "OTHER_PRE_SPECIFIED": "other", "POST_HOC": "post_hoc"}


def posted_rows(trial: str, record: Node, measures_of: dict[str, list[str]], filled: list[bool]) -> list[Row]:
    """Rows of table `outcomes` for the posted outcomes, `filled` or not; an unknown kind passes through as coded."""
    rows = []
    for position, each in enumerate(results.posted_outcomes(record)):
        path, kind = results.POSTED_PATH.format(position), text(each, "type")
        rows.append((
            trial, "posted", KINDS.get(kind, kind), position, path, text(each, "title"), text(each, "description"),
            text(each, "timeFrame"), text(each, "reportingStatus"), text(each, "anticipatedPostingDate"),
            text(each, "paramType"), text(each, "dispersionType"), text(each, "unitOfMeasure"),
            filled[position], measures_of.get(path, []), False,
        ))  # fmt: skip
    return rows


def _trial_row(
    facts: protocol.TrialFacts, annotation: Annotation, reporting: list[Row], outcomes: list[Row], state: ResultsState
) -> Row:
    reported = [row[1] for row in reporting if row[2] in ("reported", "reported_as_ae")]
    planned = [row[1] for row in reporting if "registered" in row[3]]
    late = (state.is_due, state.is_overdue, state.reason, *obligation(facts))
    found = search_text(facts, annotation.rapalogs)
    return (*_FACTS(facts), *late, *annotation.summary, found, reported, planned, *totals(reporting, outcomes))


def search_text(facts: protocol.TrialFacts, rapalogs: list[str]) -> str:
    """What a search reads of a trial, a line for each title, name or id."""
    ids = (facts.nct_id, *facts.aliases, facts.org_study_id, *facts.secondary_ids)
    named = (facts.lead_sponsor, *facts.collaborators, *facts.conditions, *facts.keywords, *rapalogs)
    lines = (*ids, facts.brief_title, facts.official_title, facts.acronym, *named)
    return "\n".join(filter(None, map(search_form, dict.fromkeys(lines))))


def totals(reporting: list[Row], outcomes: list[Row]) -> Row:
    """What pages ask of all trials at once, so that they need not read every row of the larger tables."""
    letters = "".join(status_letter(row[2], "registered" in row[3]) for row in sorted(reporting, key=itemgetter(1)))
    about = sorted(measure for row in outcomes for measure in set(row[MEASURES]))
    left_out = sum(row[IS_LEFT_OUT] for row in outcomes)
    without_values = sum(row[1] == "posted" and not row[HAS_VALUES] for row in outcomes)
    return letters, about, left_out, without_values
