"""One class for each table: the row's fields, in the order and of the types of seeds/tables/columns.csv.

A row is a dict with these keys: made by name and read by name, and nothing anywhere relies on where a field stands.
Adverse events come by the hundred thousand, and a dict is made five times faster than an object by keywords; the
type checker knows every field all the same. A test holds the classes against the column file.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypedDict

Row = Mapping[str, Any]  # of any table
Rows = Mapping[str, Sequence[Row]]  # by table


class TrialFacts(TypedDict):
    """What a trial's row takes straight from the record."""

    nct_id: str
    brief_title: str
    official_title: str
    acronym: str
    org_study_id: str
    aliases: list[str]
    secondary_ids: list[str]
    study_type: str
    overall_status: str
    why_stopped: str
    phases: list[str]
    allocation: str
    intervention_model: str
    masking: str
    primary_purpose: str
    enrollment_count: int | None
    enrollment_type: str
    start_date: str
    start_year: int | None
    primary_completion_date: str
    primary_completion_type: str
    completion_date: str
    first_posted_date: str
    last_update_date: str
    results_first_submitted_date: str
    results_first_posted_date: str
    results_due_date: date | None
    has_results: bool
    is_results_in_review: bool
    submissions: list[str]
    certificate_first_submitted_date: str
    certificate_first_posted_date: str
    is_results_waived: bool | None
    is_fda_regulated_drug: bool | None
    is_fda_regulated_device: bool | None
    intervention_types: list[str]
    lead_sponsor: str
    sponsor_class: str
    collaborators: list[str]
    conditions: list[str]
    keywords: list[str]
    countries: list[str]
    site_count: int
    sex: str
    minimum_age: str
    minimum_age_years: float | None
    maximum_age: str
    maximum_age_years: float | None
    is_healthy_volunteers: bool | None


class TrialDeadline(TypedDict):
    """Whether a trial's results are late, and whether it is probably obliged to post any."""

    is_results_due: bool
    is_overdue: bool
    overdue_reason: str
    is_probably_obliged: bool
    obligation_reason: str


class TrialAnnotation(TypedDict):
    """What the rules say of a trial as a whole."""

    rapalogs: list[str]
    is_mention_only: bool
    role: str
    role_reason: str
    populations: list[str]
    routes: list[str]
    frequencies: list[str]
    regimen: str
    is_genetic_stratification: bool
    is_interaction_control: bool
    is_intermittent_dosing: bool
    is_older_adults: bool
    agents: list[str]
    agents_given: list[str]


class TrialSearch(TypedDict):
    """What a search reads of a trial."""

    search_text: str


class TrialTotals(TypedDict):
    """What a trial's other rows come to."""

    measures_reported: list[str]
    measures_planned: list[str]
    measure_statuses: str
    outcome_measures: list[str]
    outcomes_left_out_count: int
    outcomes_without_values_count: int


class TrialElsewhere(TypedDict):
    """What was found of a trial outside the registry's current record."""

    measure_elsewhere: str
    own_article_count: int | None
    articles_asked_date: date | None
    history_asked_date: date | None
    version_count: int | None
    dropped_measures: list[str]
    demoted_measures: list[str]


class TrialRow(TrialFacts, TrialDeadline, TrialAnnotation, TrialSearch, TrialTotals, TrialElsewhere):
    """A row of table `trials`: a trial."""


class DrugNameRow(TypedDict):
    """A row of table `drug_names`: a mention of a rapalog."""

    nct_id: str
    drug: str
    name: str
    words: str
    place: str
    path: str
    start: int
    end: int


class ArmRow(TypedDict):
    """A row of table `arms`: an arm and a rapalog given in it, or none."""

    nct_id: str
    arm_index: int
    label: str
    type: str
    description: str
    interventions: list[str]
    drug: str
    route: str
    dose: float | None
    dose_unit: str
    frequency: str
    trough_low_ng_ml: float | None
    trough_high_ng_ml: float | None
    evidence: list[str]


class OutcomeRow(TypedDict):
    """A row of table `outcomes`: a registered or a posted outcome."""

    nct_id: str
    source: str
    kind: str
    position: int
    path: str
    title: str
    description: str
    time_frame: str
    reporting_status: str
    anticipated_posting_date: str
    param_type: str
    dispersion_type: str
    unit: str
    has_values: bool | None
    measures: list[str]
    is_left_out: bool


class AnnotationRow(TypedDict):
    """A row of table `annotations`: a piece of evidence."""

    nct_id: str
    measure: str
    level: str
    unit_path: str
    path: str
    start: int
    end: int
    words: str
    snippet: str
    rule: str
    confidence: str


class ReportingRow(TypedDict):
    """A row of table `reporting`: a trial and a measure."""

    nct_id: str
    measure: str
    status: str
    levels: list[str]
    reason: str
    is_added_in_results: bool
    is_gap: bool
    evidence_count: int
    searched: list[str]
    reported_elsewhere: str
    elsewhere_article: str


class OutcomeValueRow(TypedDict):
    """A row of table `outcome_values`: a posted measurement."""

    nct_id: str
    path: str
    position: int
    class_position: int
    category_position: int
    group_id: str
    group_title: str
    class_title: str
    category_title: str
    value: str
    value_number: float | None
    unit: str
    param_type: str
    spread: str
    lower_limit: str
    upper_limit: str
    comment: str
    participants_count: int | None


class AnalysisRow(TypedDict):
    """A row of table `analyses`: a posted statistical analysis."""

    nct_id: str
    path: str
    position: int
    analysis_position: int
    groups: list[str]
    method: str
    p_value: str
    param_type: str
    param_value: str
    ci_percent: str
    ci_sides: str
    ci_lower: str
    ci_upper: str


class DrugLevelRow(TypedDict):
    """A row of table `drug_levels`: a posted level of a rapalog."""

    nct_id: str
    measure: str
    path: str
    group_id: str
    group_title: str
    class_title: str
    category_title: str
    param_type: str
    value: str
    unit: str
    value_ng_ml: float | None
    spread_ng_ml: float | None
    unconverted_reason: str
    dispersion_type: str
    participants_count: int | None
    drug: str
    arm_index: int | None
    arm_label: str
    arm_certainty: str


class AdverseEventRow(TypedDict):
    """A row of table `adverse_events`: a posted event in a group."""

    nct_id: str
    group_id: str
    group_title: str
    is_serious: bool
    term: str
    organ_system: str
    source_vocabulary: str
    position: int
    affected_count: int | None
    at_risk_count: int | None
    event_count: int | None
    assessment: str
    measures: list[str]


class EventGroupRow(TypedDict):
    """A row of table `event_groups`: a group of participants with its totals of events."""

    nct_id: str
    group_id: str
    title: str
    description: str
    deaths_affected_count: int | None
    deaths_at_risk_count: int | None
    serious_affected_count: int | None
    serious_at_risk_count: int | None
    other_affected_count: int | None
    other_at_risk_count: int | None


class GroupFacts(TypedDict):
    """A group of the adverse-event tables, the arm that it is and what it may overlap."""

    nct_id: str
    group_id: str
    title: str
    arm_index: int | None
    arm_label: str
    certainty: str
    basis: str
    drugs: list[str]
    is_with_rapalog: bool | None
    overlap: str
    people_count: int | None
    threshold_percent: float | None
    time_frame: str


class ArmFacts(TypedDict):
    """What is given in a group's arm."""

    arm_type: str
    given: list[str]
    route: str
    dose: float | None
    dose_unit: str
    frequency: str
    trough_low_ng_ml: float | None
    trough_high_ng_ml: float | None


class GroupArmRow(GroupFacts, ArmFacts):
    """A row of table `group_arms`."""


class EventCountRow(TypedDict):
    """A row of table `event_counts`: a posted group and an event that it lists."""

    nct_id: str
    group_id: str
    event: str
    affected_count: int
    most_affected_count: int
    at_risk_count: int
    term: str
    is_serious: bool
    position: int
    assessment: str
    term_count: int
    serious_affected_count: int | None
    other_affected_count: int | None


class BaselineRow(TypedDict):
    """A row of table `baseline`: who took part in a trial, as posted for all of its groups together."""

    nct_id: str
    participants_count: int | None
    women_count: int | None
    men_count: int | None
    age_mean_years: float | None
    children_count: int | None
    adults_count: int | None
    older_count: int | None


class InteractionRow(TypedDict):
    """A row of table `interactions`: what a trial says of an interacting agent, with a sentence that says so."""

    nct_id: str
    agent: str
    status: str
    basis: str
    words: str
    sentence: str
    path: str
    start: int
    end: int


class PublicationRow(TypedDict):
    """A row of table `publications`: a citation."""

    nct_id: str
    pmid: str
    kind: str
    citation: str


class ReviewRow(TypedDict):
    """A row of table `reviews`: what readers decided about a label, and whether its words are still those."""

    nct_id: str
    place: str
    measure: str
    verdict: str
    reviewers: list[str]
    review_date: str
    reason: str
    words_hash: str
    state: str


class SearchWordRow(TypedDict):
    """A row of table `search_words`: a word that a search finds a trial by."""

    word: str
    nct_id: str
    weight: int


class ArticleRow(TypedDict):
    """A row of table `articles`: an article that a trial's ids or references lead to."""

    nct_id: str
    article: str
    pmid: str
    pmcid: str
    doi: str
    preprint: str
    preprint_joined_by: str
    title: str
    journal: str
    year: int | None
    kind: str
    belongs: str
    reason: str
    is_retracted: bool
    is_corrected: bool
    links: list[str]
    possible_ids: list[str]
    has_abstract: bool
    abstract_sha256: str
    asked_date: date


class ArticleMeasureRow(TypedDict):
    """A row of table `article_measures`: a measure that the abstract of a trial's own article reports."""

    nct_id: str
    measure: str
    article: str
    level: str
    section: str
    sentence: str
    rule: str
    confidence: str


class OutcomeHistoryRow(TypedDict):
    """A row of table `outcome_history`: what became of an outcome between versions of a record."""

    nct_id: str
    change: str
    step: str
    group_before: str
    wording_before: str
    time_frame_before: str
    group_now: str
    wording_now: str
    time_frame_now: str
    is_certain: bool
    measures: list[str]
    since_version: int
    version: int
    version_date: str


class ChangeRow(TypedDict):
    """A row of table `changes`: a difference from the snapshot before."""

    nct_id: str
    kind: str
    field: str
    before: str
    after: str
    is_flagged: bool
    from_snapshot: str
    to_snapshot: str
    data_date: date


ROW_CLASSES: Mapping[str, type] = {
    "trials": TrialRow,
    "drug_names": DrugNameRow,
    "arms": ArmRow,
    "outcomes": OutcomeRow,
    "annotations": AnnotationRow,
    "reporting": ReportingRow,
    "outcome_values": OutcomeValueRow,
    "analyses": AnalysisRow,
    "drug_levels": DrugLevelRow,
    "adverse_events": AdverseEventRow,
    "event_groups": EventGroupRow,
    "group_arms": GroupArmRow,
    "event_counts": EventCountRow,
    "baseline": BaselineRow,
    "interactions": InteractionRow,
    "publications": PublicationRow,
    "articles": ArticleRow,
    "article_measures": ArticleMeasureRow,
    "outcome_history": OutcomeHistoryRow,
    "changes": ChangeRow,
    "reviews": ReviewRow,
    "search_words": SearchWordRow,
}
