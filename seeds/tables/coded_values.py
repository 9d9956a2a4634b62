"""Coded values of filters and what people say for them (`coded_values.csv`).

The codes are enumerations of the ClinicalTrials.gov API 2.0.5 (`Phase`, `Status`, `StudyType`, `AgencyClass`, `Sex`)
and the roles of this project; of countries only those that people call otherwise than the registry does.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from seeds.strict import read_csv

PATH = Path(__file__).with_name("coded_values.csv")
OPEN = ("country",)  # dimensions of which not every value stands in the file


@dataclass(frozen=True, slots=True)
class CodedValue:
    """One value of a filter as the data have it; what else is said for it, parted by `|`."""

    dimension: str
    value: str
    said: str


def letters_and_digits(text: str) -> str:
    """Lower case, nothing else: `Phase-3`, `PHASE3` and `phase 3` are one."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


@cache
def coded_values() -> dict[str, tuple[str, ...]]:
    """All values by dimension, in the registry's order."""
    found = defaultdict(list)
    for each in read_csv(PATH, CodedValue):
        if each.dimension not in OPEN:
            found[each.dimension].append(each.value)
    return {dimension: tuple(values) for dimension, values in found.items()}


@cache
def said_for() -> dict[str, dict[str, str]]:
    """The value that is meant, by dimension and by what is said for it as `letters_and_digits`."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for each in read_csv(PATH, CodedValue):
        for said in filter(None, each.said.split("|")):
            found[each.dimension][letters_and_digits(said)] = each.value
    return dict(found)
