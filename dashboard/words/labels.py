"""Codes in words: measures, statuses, populations and coded values, as pages print them."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from cache.filters.dimensions import DIMENSIONS
from cache.filters.measure_values import by_measure
from seeds.drugs.family import RAPALOGS, Family
from seeds.interactions.agents import agent_names
from seeds.knowledge import Knowledge
from seeds.measures.rules import Label, measures

GROUP_NAMES = {
    "target_engagement": "Target engagement",
    "exposure": "Drug exposure",
    "healthspan": "Healthspan",
    "liability": "Liabilities",
    "disease": "Disease endpoint",
    "other": "Other",
}
STATUS_NAMES = {
    "reported": "reported",
    "reported_as_ae": "reported as adverse event",
    "not_posted": "registered, not posted",
    "results_pending": "results in review",
    "overdue": "no results after twelve months",
    "awaited": "awaited, not yet due",
    "not_required": "not required to be posted",
    "described_only": "described only",
    "absent": "absent",
    "not_applicable": "owes nothing",
}
# The same where there is little room: a cell of the list of trials.
STATUS_SHORT = STATUS_NAMES | {
    "reported_as_ae": "adverse events",
    "not_posted": "not posted",
    "results_pending": "in review",
    "overdue": "no results",
    "awaited": "not yet due",
    "not_required": "not required",
    "described_only": "described",
}
# One sign per status, told apart by shape.
MARKS = {
    "reported": "●", "reported_as_ae": "◉", "not_posted": "▼", "results_pending": "▽", "overdue": "▲",
    "awaited": "△", "not_required": "◇", "described_only": "○", "absent": "·", "not_applicable": "–",
}  # fmt: skip
# Measures where there is very little room: the head of a narrow column, which tells the whole name to a pointer.
MEASURES_SHORT = {
    "biological_age": "Biol. age", "blood_counts": "Blood", "body_composition": "Body comp.",
    "cardiovascular_function": "Cardiovasc.", "drug_concentration": "Drug conc.", "glucose_insulin": "Glucose",
    "immune_phenotype": "Immune ph.", "infection_resistance": "Inf. resist.", "inflammation_senescence": "Inflamm.",
    "mtorc1_activity": "mTORC1", "mtorc2_activity": "mTORC2", "neurocognition": "Neurocogn.",
    "neurological_symptoms": "Neurol.", "pharmacokinetics": "PK", "physical_function": "Phys. funct.",
    "quality_of_life": "QoL", "reproductive_health": "Reproduct.", "seizure_frequency": "Seizures",
    "skin_ageing": "Skin", "vaccine_response": "Vacc. resp.", "wound_healing": "Wounds",
}  # fmt: skip
VIEW_NAMES = {
    "reported": "Report", "plans": "Plan", "leaves_out": "Leave out", "share": "Share that report",
    "reports": "Report, or adverse events", "reported_anywhere": "Report anywhere",
}  # fmt: skip
# What the map shows in each view, as the caption of its picture says it.
MAP_TITLES = {
    "reported": "Trials that report each measure as an outcome", "plans": "Trials that plan each measure",
    "leaves_out": "Trials that leave out each measure",
    "share": "Share of trials that report each measure as an outcome",
    "reports": "Trials that report each measure as an outcome or in adverse-event rows",
    "reported_anywhere": "Trials that report each measure as an outcome or in the abstract of an article of their own",
}  # fmt: skip
# What was found of a measure outside the registry.
ELSEWHERE_NAMES = {
    "yes": "reported in an article's abstract", "abstract_silent": "articles' abstracts silent",
    "no_abstract": "articles without abstract", "retracted": "only retracted articles",
    "no_article": "no article found", "not_looked": "articles not looked for",
}  # fmt: skip
MEASURE_VIEWS = {
    "reports": "reported or adverse event",
    "plans": "planned",
    "leaves_out": "left out",
    "lacks": "left out or not asked for",
    "mentions": "mentioned",
    "reported_anywhere": "reported anywhere",
    **{f"elsewhere_{state}": words for state, words in ELSEWHERE_NAMES.items()},
}
LEVEL_NAMES = {
    "posted": "Posted with values",
    "posted_empty": "Posted without values",
    "registered": "Registered outcome",
    "ae_table": "Adverse-event table",
    "described": "Described",
    "eligibility": "Eligibility criteria (context, not reporting)",
    "design": "Design",
}
CHANGES = {
    "new": "New trial", "removed": "Removed trial", "status": "Recruitment status", "dates": "Dates",
    "enrolment": "Enrolment", "results_posted": "Results posted", "outcome_added": "Outcome added",
    "outcome_dropped": "Outcome dropped", "outcome_reworded": "Outcome reworded",
    "measure_status": "Measure's status", "relabelled": "Relabelled",
}  # fmt: skip
FILTERS = {dimension.name: dimension.label for dimension in DIMENSIONS} | {"ids": "Chosen trials"}
CODES = {
    "none": "Not stated", "NA": "Not applicable", "PHASE1": "Phase 1", "PHASE2": "Phase 2", "PHASE3": "Phase 3",
    "PHASE4": "Phase 4", "EARLY_PHASE1": "Early phase 1", "NIH": "NIH", "FED": "US federal",
    "OTHER_GOV": "Other government", "INDIV": "Individual", "AMBIG": "Ambiguous",
    "not_a_treatment": "Not a treatment", "ACTIVE_NOT_RECRUITING":
    "Active, not recruiting", "NON_RANDOMIZED": "Not randomised", "RANDOMIZED": "Randomised", "ALL": "All",
    "tsc_epilepsy": "TSC or epilepsy", "lam": "LAM", "overgrowth_vascular": "Overgrowth, vascular",
    "immune_inflammatory": "Immune or inflammatory", "decade": "Decade of start",
    "healthy_volunteers": "Healthy volunteers",
}  # fmt: skip


def in_words(code: str) -> str:
    """A coded value in words: `NOT_YET_RECRUITING` as `Not yet recruiting`; names stay as they are."""
    if code in CODES:
        return CODES[code]
    if code.isupper() or "_" in code or code.islower():
        text = code.replace("_", " ")
        return text[:1].upper() + (text[1:].lower() if code.isupper() else text[1:])
    return code


def column_words(by: str, code: str, words: "Words") -> str:
    """The heading of a column of the map, of which `by` says what its columns stand for."""
    if by == "decade" and code.isdigit():
        return f"{code}s"
    return in_words(code) if by in ("population", "decade") else value_in_words(by, code, words)


def several(count: int, one: str, many: str = "") -> str:
    """`1 trial`, `1,234 trials`; `many` where an s is not enough."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def _status_words(status: str) -> str:
    return MEASURE_VIEWS.get(status) or STATUS_NAMES.get(status) or in_words(status)


@dataclass(frozen=True, slots=True)
class Words:
    """Names of measures in the order to show them, with their groups; `labels` for looking up definitions, `family` for
    what the drugs are called.
    """

    order: tuple[str, ...]
    groups: dict[str, str]
    names: dict[str, str]
    labels: dict[str, Label] = field(repr=False)
    family: Family = RAPALOGS

    def said(self, text: str) -> str:
        """A text of the program about rapalogs, in the words of the drugs at hand."""
        return self.family.said(text)

    def name(self, measure: str) -> str:
        """A measure's name; an unknown id in words."""
        return self.names.get(measure) or in_words(measure)

    def head(self, measure: str, characters: int) -> str:
        """A measure's name for the head of a column with room for so many characters."""
        name = self.name(measure)
        return name if len(name) <= characters else MEASURES_SHORT.get(measure, name)

    def with_status(self, value: str) -> str:
        """`phospho_s6:plans:overdue` as `Phospho-S6: planned and no results after twelve months`."""
        return self.ways(value) if ":" in value else self.name(value)

    def ways(self, *values: str) -> str:
        """Values of the filter by measure: `Phospho-S6: reported or awaited and Trough level: planned`."""
        return " and ".join(
            f"{self.name(measure)}: {' or '.join(' and '.join(map(_status_words, together)) for together in ways)}"
            for measure, ways in by_measure(values).items()
        )

    def by_group(self, present: Iterable[str]) -> list[tuple[str, list[str]]]:
        """Group names with their measures, for the measures present in the data, in order."""
        there = list(dict.fromkeys(present))
        ordered = [each for each in self.order if each in there] + sorted(set(there) - set(self.order))
        found: dict[str, list[str]] = {}
        for measure in ordered:
            found.setdefault(self.groups.get(measure, "other"), []).append(measure)
        return [(GROUP_NAMES.get(group, in_words(group)), found[group]) for group in [*GROUP_NAMES] if group in found]

    def for_sentence(self) -> dict[str, str]:
        """Names for the filter's sentence."""
        return {**CODES, **self.names, **MEASURE_VIEWS, **STATUS_NAMES}


def words_of(knowledge: Knowledge, family: Family = RAPALOGS) -> Words:
    """Names and order from the reviewed labels, their definitions in the family's words."""
    chosen = measures(knowledge.labels)
    return Words(
        tuple(label.id for label in chosen),
        {label.id: label.group for label in chosen},
        {label.id: label.name for label in knowledge.labels},
        {label.id: replace(label, definition=family.said(label.definition)) for label in knowledge.labels},
        family,
    )


def value_in_words(dimension: str, value: object, words: Words) -> str:
    """One value of a filter as its widget and chip print it."""
    if dimension == "measure":
        return words.with_status(str(value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if dimension in ("q", "sponsor", "country", "drug") or not isinstance(value, str):
        return "Not stated" if value == "none" else str(value)
    if dimension in ("interacting", "given_with"):
        return agent_names().get(value) or in_words(value)
    return (words.names.get(str(value)) if dimension == "population" else None) or in_words(str(value))
