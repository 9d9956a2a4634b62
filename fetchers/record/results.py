"""What a record posted: outcomes with their values, analyses, and adverse events by group."""

from collections.abc import Callable, Iterable

from fetchers.record.figures import LARGEST, number_of
from fetchers.record.nodes import Node, child, number, objects, strings, text, texts
from fetchers.rows import AdverseEventRow, AnalysisRow, EventGroupRow, OutcomeValueRow

MISSING_VALUES = {
    "",
    "NA",
    "NR",
    "N/A",
}  # "NA" and "NR" are posted where there is no figure (docs/registry-api.md, section 6)
POSTED_PATH = "resultsSection.outcomeMeasuresModule.outcomeMeasures[{}]"
TermMeasures = Callable[[str, str | None], tuple[str, ...]]


def posted_outcomes(record: Node) -> list[Node]:
    """The posted outcome measures, in the sponsor's order."""
    return objects(child(record, "resultsSection", "outcomeMeasuresModule"), "outcomeMeasures")


def holds_values(outcome: Node) -> bool:
    """Whether a posted outcome is POSTED and has a measurement that is a value (docs/measures.md, `posted`)."""
    if outcome.get("reportingStatus") == "NOT_POSTED":
        return False
    for one in objects(outcome, "classes"):
        for category in objects(one, "categories"):
            for measurement in objects(category, "measurements"):
                if text(measurement, "value").strip(" -\u2013\u2014").upper() not in MISSING_VALUES:
                    return True
    return False


def value_rows(trial: str, position: int, outcome: Node) -> list[OutcomeValueRow]:
    """Rows of table `outcome_values`: one per posted measurement, values as text and as numbers."""
    path, unit = POSTED_PATH.format(position), text(outcome, "unitOfMeasure")
    param = text(outcome, "paramType")
    titles = {text(group, "id"): text(group, "title") for group in objects(outcome, "groups")}
    overall = _counts(outcome)
    rows: list[OutcomeValueRow] = []
    for class_position, one in enumerate(objects(outcome, "classes")):
        class_title, counts = text(one, "title"), _counts(one) or overall
        for category_position, category in enumerate(objects(one, "categories")):
            category_title = text(category, "title")
            for measurement in objects(category, "measurements"):
                get = strings(measurement).get
                group, value = get("groupId", ""), get("value", "")
                rows.append({
                    "nct_id": trial, "path": path, "position": position, "class_position": class_position,
                    "category_position": category_position, "group_id": group,
                    "group_title": titles.get(group, ""), "class_title": class_title, "category_title": category_title,
                    "value": value, "value_number": number_of(value), "unit": unit, "param_type": param,
                    "spread": get("spread", ""), "lower_limit": get("lowerLimit", ""),
                    "upper_limit": get("upperLimit", ""), "comment": get("comment", ""),
                    "participants_count": counts.get(group),
                })  # fmt: skip
    return rows


def _counts(node: Node) -> dict[str, int | None]:
    """Participants analysed by group: the denominators in participants, or the first given."""
    denoms = objects(node, "denoms")
    if not denoms:
        return {}
    chosen = next((each for each in denoms if text(each, "units") == "Participants"), denoms[0])
    return {text(count, "groupId"): number(count, "value") for count in objects(chosen, "counts")}


def analysis_rows(trial: str, position: int, outcome: Node) -> list[AnalysisRow]:
    """Rows of table `analyses`: one per posted statistical analysis."""
    path = POSTED_PATH.format(position)
    return [
        {
            "nct_id": trial,
            "path": path,
            "position": position,
            "analysis_position": analysis_position,
            "groups": texts(each, "groupIds"),
            "method": text(each, "statisticalMethod"),
            "p_value": text(each, "pValue"),
            "param_type": text(each, "paramType"),
            "param_value": text(each, "paramValue"),
            "ci_percent": text(each, "ciPctValue"),
            "ci_sides": text(each, "ciNumSides"),
            "ci_lower": text(each, "ciLowerLimit"),
            "ci_upper": text(each, "ciUpperLimit"),
        }
        for analysis_position, each in enumerate(objects(outcome, "analyses"))
    ]


class Event:
    """A posted adverse event: its list and place in it, term, organ system, the liabilities it is, and its node."""

    __slots__ = ("listed", "measures", "node", "organ_system", "position", "term")

    def __init__(
        self, listed: str, position: int, term: str, organ_system: str, measures: tuple[str, ...], node: Node
    ) -> None:
        self.listed, self.position = listed, position
        self.term, self.organ_system, self.measures, self.node = term, organ_system, measures, node

    @property
    def path(self) -> str:
        """The JSON path: asked for by few events."""
        return f"resultsSection.adverseEventsModule.{self.listed}[{self.position}]"

    @property
    def serious(self) -> bool:
        """Whether it was posted as serious."""
        return self.listed == "seriousEvents"


def posted_events(record: Node, measures: TermMeasures) -> list[Event]:
    """Every posted adverse event, serious ones first; `measures` maps a term and its organ system to liabilities."""
    module = child(record, "resultsSection", "adverseEventsModule")
    found = []
    for name in ("seriousEvents", "otherEvents"):
        for position, event in enumerate(objects(module, name)):
            term, system = text(event, "term"), text(event, "organSystem")
            found.append(Event(name, position, term, system, measures(term, system), event))
    return found


def event_rows(trial: str, record: Node, events: Iterable[Event]) -> list[AdverseEventRow]:
    """Rows of table `adverse_events`: one per posted row and group, or one without group where it has no figures."""
    groups = objects(child(record, "resultsSection", "adverseEventsModule"), "eventGroups")
    titles = {text(group, "id"): text(group, "title") for group in groups}
    rows: list[AdverseEventRow] = []
    for event in events:
        serious, term, system, liabilities = event.serious, event.term, event.organ_system, list(event.measures)
        position = event.position
        assessment, vocabulary = text(event.node, "assessmentType"), text(event.node, "sourceVocabulary")
        for stat in objects(event.node, "stats") or [{}]:
            group = stat.get("groupId")
            if type(group) is not str:
                group = ""
            affected, at_risk, occurred = _figures(stat)
            rows.append({
                "nct_id": trial, "group_id": group, "group_title": titles.get(group, ""), "is_serious": serious,
                "term": term, "organ_system": system, "source_vocabulary": vocabulary, "position": position,
                "affected_count": affected, "at_risk_count": at_risk, "event_count": occurred,
                "assessment": assessment, "measures": liabilities,
            })  # fmt: skip
    return rows


def _figures(stat: Node) -> tuple[int | None, int | None, int | None]:
    """Participants affected, participants at risk, events."""
    get = stat.get
    affected, at_risk, events = get("numAffected"), get("numAtRisk"), get("numEvents")
    if type(affected) is type(at_risk) is int and events is None and 0 <= affected <= LARGEST >= at_risk >= 0:
        return affected, at_risk, None  # as most are
    return number(stat, "numAffected"), number(stat, "numAtRisk"), number(stat, "numEvents")


def event_group_rows(trial: str, record: Node) -> list[EventGroupRow]:
    """Rows of table `event_groups`: totals of deaths, serious and other events by group."""
    module = child(record, "resultsSection", "adverseEventsModule")
    return [
        {
            "nct_id": trial,
            "group_id": text(group, "id"),
            "title": text(group, "title"),
            "description": text(group, "description"),
            "deaths_affected_count": number(group, "deathsNumAffected"),
            "deaths_at_risk_count": number(group, "deathsNumAtRisk"),
            "serious_affected_count": number(group, "seriousNumAffected"),
            "serious_at_risk_count": number(group, "seriousNumAtRisk"),
            "other_affected_count": number(group, "otherNumAffected"),
            "other_at_risk_count": number(group, "otherNumAtRisk"),
        }
        for group in objects(module, "eventGroups")
    ]
