"""Who took part, from the posted baseline: people, women and men, ages; of the whole trial.

The total is the group that says so, or the only one, or else the sum of all. Where a table is not of people (eyes,
lesions) or a count is no whole number, the figure is none.
"""

import re
from collections.abc import Callable, Iterable, Sequence

from fetchers.record.figures import number_of, whole_number
from fetchers.record.nodes import Node, child, objects, text
from fetchers.rows import BaselineRow

_TOTAL = re.compile(r"\s*(?:total|overall|all (?:patients|participants|subjects))\b", re.IGNORECASE)
_SEX = re.compile(r"\s*(?:sex|gender)\b", re.IGNORECASE)
_AGE_GROUPS = {"<=18 years": "children_count", "Between 18 and 65 years": "adults_count", ">=65 years": "older_count"}
Values = dict[str, str]  # by group


def baseline_rows(trial: str, record: Node) -> list[BaselineRow]:
    """The row of table `baseline`, where a baseline is posted."""
    module = child(record, "resultsSection", "baselineCharacteristicsModule")
    groups = [text(each, "id") for each in objects(module, "groups")]
    if not groups:
        return []
    totals = [text(each, "id") for each in objects(module, "groups") if _TOTAL.match(text(each, "title"))]
    whole = totals[-1:] if totals else groups
    people = next((_counted(each, whole) for each in objects(module, "denoms") if _of_people(each)), None)
    women, men = (_of_category(module, _is_sex, whole, name) for name in ("Female", "Male"))
    ages = {column: _of_category(module, _is_age_groups, whole, name) for name, column in _AGE_GROUPS.items()}
    return [
        {
            "nct_id": trial,
            "participants_count": people,
            "women_count": women,
            "men_count": men,
            "age_mean_years": _mean_age(module, whole),
            "children_count": ages["children_count"],
            "adults_count": ages["adults_count"],
            "older_count": ages["older_count"],
        }
    ]


def _of_people(denom: Node) -> bool:
    return text(denom, "units").lower() in ("participants", "")


def _counted(denom: Node, whole: Sequence[str]) -> int | None:
    values = {text(each, "groupId"): text(each, "value") for each in objects(denom, "counts")}
    return _sum(values, whole)


def _sum(values: Values, whole: Sequence[str]) -> int | None:
    counts = [whole_number(values.get(group, "")) for group in whole]
    return None if None in counts else sum(count for count in counts if count is not None)


def _is_sex(measure: Node) -> bool:
    return bool(_SEX.match(text(measure, "title")))


def _is_age_groups(measure: Node) -> bool:
    return text(measure, "title") == "Age, Categorical"


def _of_category(module: Node, is_it: Callable[[Node], bool], whole: Sequence[str], name: str) -> int | None:
    """The people of a category in the first measure of the kind that counts people."""
    for measure in objects(module, "measures"):
        if is_it(measure) and text(measure, "paramType") in ("COUNT_OF_PARTICIPANTS", "NUMBER"):
            for title, values in _categories(measure):
                if title.strip().lower() == name.lower():
                    return _sum(values, whole)
    return None


def _categories(measure: Node) -> Iterable[tuple[str, Values]]:
    for one in objects(measure, "classes"):
        for category in objects(one, "categories"):
            values = {text(each, "groupId"): text(each, "value") for each in objects(category, "measurements")}
            yield text(category, "title") or text(one, "title"), values


def _mean_age(module: Node, whole: Sequence[str]) -> float | None:
    """The posted mean age in years; only where one group is the whole, for means of groups do not add up."""
    for measure in objects(module, "measures"):
        is_age = text(measure, "title").startswith("Age") and text(measure, "unitOfMeasure").lower() == "years"
        if is_age and text(measure, "paramType") in ("MEAN", "MEDIAN") and len(whole) == 1:
            for _, values in _categories(measure):
                return number_of(values.get(whole[0], ""))
    return None
