"""JSON paths of a record as places that a reader can find on the registry's page."""

import re

STEP = re.compile(r"([A-Za-z]+)(?:\[(\d+)\])?")
PLACE_NAMES = {
    "briefTitle": "Brief title",
    "officialTitle": "Official title",
    "acronym": "Acronym",
    "briefSummary": "Brief summary",
    "detailedDescription": "Detailed description",
    "eligibilityCriteria": "Eligibility criteria",
    "conditions": "Condition",
    "keywords": "Keyword",
    "armGroups": "Arm",
    "interventions": "Intervention",
    "primaryOutcomes": "Registered primary outcome",
    "secondaryOutcomes": "Registered secondary outcome",
    "otherOutcomes": "Registered other outcome",
    "outcomeMeasures": "Posted outcome",
    "seriousEvents": "Serious adverse event",
    "otherEvents": "Other adverse event",
    "minimumAge": "Minimum age",
    "stdAges": "Age group",
    "sex": "Sex",
}
PARTS = {
    "measure": "title",
    "title": "title",
    "description": "description",
    "timeFrame": "time frame",
    "classes": "class",
    "categories": "category",
    "name": "name",
    "otherNames": "other name",
    "label": "label",
    "term": "term",
}


def place_in_words(path: str) -> str:
    """`...outcomeMeasures[3].classes[1].title` as `Posted outcome 4, class 2, title`; an unknown path as it is."""
    steps = STEP.findall(path)
    start = next((at for at, (name, _) in enumerate(steps) if name in PLACE_NAMES), None)
    if start is None:
        return path
    words = [numbered(PLACE_NAMES[steps[start][0]], steps[start][1])]
    words += [numbered(PARTS.get(name, name), position) for name, position in steps[start + 1 :]]
    return ", ".join(words)


def numbered(word: str, position: str) -> str:
    """A word with its place in a list, counted from 1 as people do."""
    return f"{word} {int(position) + 1}" if position else word
