"""The rules of a measure in words: what each looks for, where, and examples of what counts."""

import pandas as pd

from seeds.drugs.family import RAPALOGS, Family
from seeds.measures.rules import Label, Rule

FIELD_WORDS = {
    "outcome": "outcomes", "narrative": "summary, description, arms", "eligibility": "eligibility criteria",
    "title": "titles", "condition": "conditions", "keyword": "keywords", "arm": "arms and interventions",
    "summary": "summary",
}  # fmt: skip


def rules_frame(label: Label, family: Family = RAPALOGS) -> pd.DataFrame:
    """One row per rule of the label."""
    return pd.DataFrame(
        {
            "Rule": [rule.id.replace("_", " ") for rule in label.rule],
            "Looks for": [list(rule.literals) for rule in label.rule],
            "In": [family.said(places(rule)) for rule in label.rule],
            "Counts, for example": [rule.positive[0] for rule in label.rule],
            "Does not count": [rule.negative[0] if rule.negative else "" for rule in label.rule],
            "Source": [rule.source for rule in label.rule],
        }
    )


def places(rule: Rule) -> str:
    """Where a rule may fire, and under which conditions."""
    words = ", ".join(FIELD_WORDS.get(field, field) for field in rule.fields)
    conditions = []
    if rule.place == "title":
        conditions.append("in the outcome's title")
    if rule.subject == "rapalog":
        conditions.append("where it is the rapalog's own")
    if rule.requires:
        conditions.append("with a second sign beside it")
    return f"{words}; {', '.join(conditions)}" if conditions else words
