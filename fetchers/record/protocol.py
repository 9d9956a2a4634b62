"""What a trial plans: identity, status, dates, sponsor, design, arms, registered outcomes."""

from dataclasses import dataclass
from datetime import date

from fetchers.record.dates import age_in_years, last_day, year_of, years_later
from fetchers.record.nodes import Node, child, number, objects, text, texts, truth
from fetchers.record.submissions import first_submitted, in_review, submissions
from fetchers.record.texts import OUTCOME_LISTS
from fetchers.rows import PublicationRow, TrialFacts

UNKNOWN_ENROLLMENT = 99_999_999  # the registry's sentinel for "not known" (docs/registry-api.md, section 6)


@dataclass(slots=True, eq=False)
class ArmText:
    """An arm group as registered; `index` is its place in the record."""

    index: int
    label: str
    type: str = ""
    description: str = ""


@dataclass(slots=True, eq=False)
class InterventionText:
    """An intervention as registered, with the labels of the arms that get it."""

    index: int
    name: str
    type: str = ""
    description: str = ""
    other_names: tuple[str, ...] = ()
    arm_labels: tuple[str, ...] = ()


def nct_id(record: Node) -> str:
    """The registry identifier, or an empty string."""
    return text(child(record, "protocolSection", "identificationModule"), "nctId")


def brief_title(record: Node) -> str:
    """The short title."""
    return text(child(record, "protocolSection", "identificationModule"), "briefTitle")


def minimum_age(record: Node) -> str:
    """The youngest age as registered, or an empty string."""
    return text(child(record, "protocolSection", "eligibilityModule"), "minimumAge")


def maximum_age(record: Node) -> str:
    """The oldest age as registered, or an empty string."""
    return text(child(record, "protocolSection", "eligibilityModule"), "maximumAge")


def last_update_date(record: Node) -> str:
    """The day of the latest posted update, or an empty string."""
    return text(child(record, "protocolSection", "statusModule", "lastUpdatePostDateStruct"), "date")


def trial_facts(record: Node) -> TrialFacts:
    """The facts of a trial; a missing leaf is empty (text, list) or None (number, date)."""
    protocol = child(record, "protocolSection")
    identity, status = child(protocol, "identificationModule"), child(protocol, "statusModule")
    design, eligibility = child(protocol, "designModule"), child(protocol, "eligibilityModule")
    info, enrolment = child(design, "designInfo"), child(design, "enrollmentInfo")
    sponsors, conditions = child(protocol, "sponsorCollaboratorsModule"), child(protocol, "conditionsModule")
    sites = objects(child(protocol, "contactsLocationsModule"), "locations")
    start, primary = _date(status, "startDateStruct"), _date(status, "primaryCompletionDateStruct")
    oversight, given = child(protocol, "oversightModule"), child(protocol, "armsInterventionsModule")
    lead = child(sponsors, "leadSponsor")
    youngest, oldest = text(eligibility, "minimumAge"), text(eligibility, "maximumAge")
    return {
        "nct_id": text(identity, "nctId"),
        "brief_title": text(identity, "briefTitle"),
        "official_title": text(identity, "officialTitle"),
        "acronym": text(identity, "acronym"),
        "org_study_id": text(child(identity, "orgStudyIdInfo"), "id"),
        "aliases": [alias.strip().upper() for alias in texts(identity, "nctIdAliases") if alias.strip()],
        "secondary_ids": [text(each, "id") for each in objects(identity, "secondaryIdInfos") if text(each, "id")],
        "study_type": text(design, "studyType"),
        "overall_status": text(status, "overallStatus"),
        "why_stopped": text(status, "whyStopped"),
        "phases": texts(design, "phases"),
        "allocation": text(info, "allocation"),
        "intervention_model": text(info, "interventionModel"),
        "masking": text(child(info, "maskingInfo"), "masking"),
        "primary_purpose": text(info, "primaryPurpose"),
        "enrollment_count": _enrolment(enrolment),
        "enrollment_type": text(enrolment, "type"),
        "start_date": start,
        "start_year": year_of(start),
        "primary_completion_date": primary,
        "primary_completion_type": text(child(status, "primaryCompletionDateStruct"), "type"),
        "completion_date": _date(status, "completionDateStruct"),
        "first_posted_date": _date(status, "studyFirstPostDateStruct"),
        "last_update_date": _date(status, "lastUpdatePostDateStruct"),
        "results_first_submitted_date": first_submitted(record),
        "results_first_posted_date": _date(status, "resultsFirstPostDateStruct"),
        "results_due_date": results_due(primary),
        "has_results": has_results(record),
        "is_results_in_review": in_review(record) and not has_results(record),
        "submissions": [each.words for each in submissions(record)],
        "certificate_first_submitted_date": text(status, "dispFirstSubmitDate"),
        "certificate_first_posted_date": _date(status, "dispFirstPostDateStruct"),
        "is_results_waived": truth(status, "resultsWaived"),
        "is_fda_regulated_drug": truth(oversight, "isFdaRegulatedDrug"),
        "is_fda_regulated_device": truth(oversight, "isFdaRegulatedDevice"),
        "intervention_types": sorted({text(each, "type") for each in objects(given, "interventions")} - {""}),
        "lead_sponsor": text(lead, "name"),
        "sponsor_class": text(lead, "class"),
        "collaborators": [text(each, "name") for each in objects(sponsors, "collaborators")],
        "conditions": texts(conditions, "conditions"),
        "keywords": texts(conditions, "keywords"),
        "countries": sorted({country for site in sites if type(country := site.get("country")) is str and country}),
        "site_count": len(sites),
        "sex": text(eligibility, "sex"),
        "minimum_age": youngest,
        "minimum_age_years": age_in_years(youngest),
        "maximum_age": oldest,
        "maximum_age_years": age_in_years(oldest),
        "is_healthy_volunteers": truth(eligibility, "healthyVolunteers"),
    }


def _date(status: Node, name: str) -> str:
    return text(child(status, name), "date")


def _enrolment(info: Node) -> int | None:
    count = number(info, "count")
    return None if count == UNKNOWN_ENROLLMENT else count


def results_due(primary_completion: str) -> date | None:
    """A year after the primary completion, a partial date taken at its last day (docs/measures.md, `overdue`)."""
    day = last_day(primary_completion)
    return years_later(day, 1) if day else None


def has_results(record: Node) -> bool:
    """Whether results are posted; the flag and the section are read, for records fetched without one of them."""
    return truth(record, "hasResults") is True or bool(child(record, "resultsSection"))


def arms(record: Node) -> tuple[list[ArmText], list[InterventionText]]:
    """Arms and interventions; an intervention belongs to the arms it lists, or else to those that list its name."""
    module = child(record, "protocolSection", "armsInterventionsModule")
    groups = [
        (ArmText(index, text(each, "label"), text(each, "type"), text(each, "description")), each)
        for index, each in enumerate(objects(module, "armGroups"))
    ]
    interventions = []
    for index, each in enumerate(objects(module, "interventions")):
        name = text(each, "name")
        named_by = [arm.label for arm, node in groups if name and name in _names_in_arm(node)]
        # two interventions may share a name and differ in dose: the list of names cannot tell them apart
        labels = tuple(dict.fromkeys(texts(each, "armGroupLabels") or named_by))
        others = tuple(texts(each, "otherNames"))
        interventions.append(
            InterventionText(index, name, text(each, "type"), text(each, "description"), others, labels)
        )
    return [arm for arm, _ in groups], interventions


def _names_in_arm(arm: Node) -> set[str]:
    return {name.partition(": ")[2] for name in texts(arm, "interventionNames")}


def registered_outcomes(record: Node) -> list[tuple[str, str, int, Node]]:
    """Kind, JSON path, position and node of every registered outcome, in the sponsor's order."""
    module = child(record, "protocolSection", "outcomesModule")
    return [
        (kind, f"protocolSection.outcomesModule.{name}[{position}]", position, outcome)
        for name, kind in OUTCOME_LISTS
        for position, outcome in enumerate(objects(module, name))
    ]


def publication_rows(record: Node) -> list[PublicationRow]:
    """Rows of table `publications`."""
    module = child(record, "protocolSection", "referencesModule")
    trial = nct_id(record)
    return [
        {"nct_id": trial, "pmid": text(each, "pmid"), "kind": text(each, "type"), "citation": text(each, "citation")}
        for each in objects(module, "references")
    ]
