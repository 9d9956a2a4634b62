"""The parts of a trial's page as small frames in words: facts, arms, outcomes, levels, publications."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.words.labels import Words, in_words
from dashboard.words.text import as_read, plain, pubmed_url

FACT_NAMES = {
    "official_title": "Official title", "acronym": "Acronym", "org_study_id": "Sponsor's id", "aliases": "Older ids",
    "secondary_ids": "Other ids",
    "conditions": "Conditions", "rapalogs": "Rapalogs", "role": "Role of the rapalog", "role_reason": "Why this role",
    "populations": "Populations", "routes": "Routes", "frequencies": "Frequencies", "regimen": "Regimen",
    "study_type": "Type", "phases": "Phases", "allocation": "Allocation", "intervention_model": "Model",
    "masking": "Masking", "primary_purpose": "Purpose", "enrollment_count": "Participants",
    "enrollment_type": "Participants are", "sex": "Sex", "minimum_age": "Minimum age", "maximum_age": "Maximum age",
    "is_results_in_review": "Results in review", "submissions": "Submissions of results",
    "is_results_waived": "Results waived",
    "overall_status": "Recruitment status", "why_stopped": "Why stopped", "lead_sponsor": "Lead sponsor",
    "sponsor_class": "Class of sponsor", "collaborators": "Collaborators", "countries": "Countries",
    "site_count": "Sites", "is_genetic_stratification": "Genetic stratification",
    "is_interaction_control": "Interaction control", "is_intermittent_dosing": "Intermittent dosing",
    "is_older_adults": "Older adults", "overdue_reason": "Results", "obligation_reason": "Obliged to post results?",
}  # fmt: skip
EVENT_HEADINGS = {
    "measure": "Liability", "term": "Term", "table": "Table", "organ_system": "Organ system",
    "vocabulary": "Vocabulary",
}  # fmt: skip
AGE_LIMITS = {"minimum_age", "maximum_age"}  # where the record states none, everybody is admitted on that side
CODED_FACTS = {"role", "populations", "routes", "frequencies", "regimen", "study_type", "phases", "allocation",
         "intervention_model", "masking", "primary_purpose", "enrollment_type", "sex", "overall_status",
         "sponsor_class"}  # fmt: skip


def facts_in_words(facts: Mapping[str, Any], words: Words) -> dict[str, str]:
    """The trial's facts as Markdown by name; what the record leaves empty is left out."""
    found = {words.said(name): fact_words(column, facts.get(column), words) for column, name in FACT_NAMES.items()}
    return {name: plain(value) for name, value in found.items() if value}


def fact_words(column: str, value: Any, words: Words) -> str:
    """One fact in words; empty where nothing is known."""
    if value is None or value == "" or value == []:
        return "no limit stated" if column in AGE_LIMITS else ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(_coded(column, str(each), words) for each in value)
    return _coded(column, str(value), words)


def _coded(column: str, value: str, words: Words) -> str:
    if column == "populations" and value in words.names:
        return words.names[value]
    return in_words(value) if column in CODED_FACTS else value


def arms_frame(arms: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Arms with dose, frequency, route and target trough of the rapalog."""
    return pd.DataFrame(
        {
            "Arm": arms["label"],
            "Type": [in_words(each or "") for each in arms["type"]],
            words.said("Rapalog"): arms["drug"],
            "Dose": [dose(row.dose, row.dose_unit) for row in arms.itertuples(index=False)],
            "Frequency": [in_words(each or "") for each in arms["frequency"]],
            "Route": [in_words(each or "") for each in arms["route"]],
            "Target trough, ng/mL": [
                span(row.trough_low_ng_ml, row.trough_high_ng_ml) for row in arms.itertuples(index=False)
            ],
            "Description": [as_read(each) for each in arms["description"]],
            "Read from": [[as_read(words) for words in each] for each in arms["evidence"]],
        }
    )


def dose(amount: float, unit: str) -> str:
    """`2 mg`; empty where the text gives no dose."""
    return "" if pd.isna(amount) else f"{amount:g} {unit}".strip()


def span(low: float, high: float) -> str:
    """`5 to 10`, `at most 10`, `at least 5`, or empty."""
    if pd.isna(low) and pd.isna(high):
        return ""
    if pd.isna(low):
        return f"at most {high:g}"
    return f"at least {low:g}" if pd.isna(high) else f"{low:g} to {high:g}"


def outcomes_frame(pairs: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Registered beside posted outcomes, measures in words."""
    return pd.DataFrame(
        {
            "Kind": pairs["kind"],
            "Registered outcome": pairs["registered"],
            "Posted outcome": pairs["posted"],
            "Standing": pairs["standing"],
            "Time frame": pairs["time_frame"],
            "Measures": [[words.name(each) for each in found] for found in pairs["measures"]],
        }
    )


def levels_frame(levels: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Posted drug levels as written and in ng/mL."""
    return pd.DataFrame(
        {
            "Measure": [words.name(each) for each in levels["measure"]],
            "Group": levels["group_title"],
            "Class": levels["class_title"],
            "Category": levels["category_title"],
            "Figure": [in_words(each or "") for each in levels["param_type"]],
            "Value": levels["value"],
            "Unit": levels["unit"],
            "ng/mL": levels["value_ng_ml"],
            "Spread, ng/mL": levels["spread_ng_ml"],
            "Kept as posted": levels["unconverted_reason"],
            "Kind of spread": [in_words(each or "") for each in levels["dispersion_type"]],
            "Participants": levels["participants_count"],
        }
    )


def publications_frame(publications: pd.DataFrame) -> pd.DataFrame:
    """Publications that the record cites, results first."""
    return pd.DataFrame(
        {
            "Kind": [in_words(each or "") for each in publications["kind"]],
            "Citation": publications["citation"],
            "PubMed": [pubmed_url(each or "") or None for each in publications["pmid"]],
        }
    )
