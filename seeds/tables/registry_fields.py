"""The fields that a registry record may have, from the field list of the ClinicalTrials.gov API v2 (`ctg-oas-v2`).

`registry_fields.csv` holds one path per line, with whether a list stands there and what kind of value;
`registry_enumerations.csv` the values of each enumeration; facts of the API (version 2.0.5). `expected_fields.csv`
holds what nearly every record has where it has the field `given` (an empty one: every record): shares counted over
some 7,000 records of every kind. A first snapshot is held against it.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from seeds.strict import read_csv

PATH = Path(__file__).with_name("registry_fields.csv")
ENUMERATIONS = Path(__file__).with_name("registry_enumerations.csv")
EXPECTED = Path(__file__).with_name("expected_fields.csv")


@dataclass(frozen=True, slots=True)
class RegistryField:
    """One field: its path with dots, `yes` where the registry sends a list, and the kind of its values.

    `kind`: object, text, whole, number, yes_no, date, or the name of an enumeration.
    """

    path: str
    is_list: str
    kind: str


@dataclass(frozen=True, slots=True)
class _Value:
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class ExpectedField:
    """A field that stands in `share` of the records that have `given`."""

    path: str
    given: str
    share: str


@cache
def registry_fields() -> tuple[RegistryField, ...]:
    """All fields, sections before what stands in them."""
    return tuple(read_csv(PATH, RegistryField))


@cache
def enumerations() -> Mapping[str, frozenset[str]]:
    """The values of each enumeration, by its name."""
    found: dict[str, set[str]] = defaultdict(set)
    for each in read_csv(ENUMERATIONS, _Value):
        found[each.name].add(each.value)
    return {name: frozenset(values) for name, values in found.items()}


@cache
def expected_fields() -> tuple[ExpectedField, ...]:
    """What a first snapshot is held against."""
    return tuple(read_csv(EXPECTED, ExpectedField))
