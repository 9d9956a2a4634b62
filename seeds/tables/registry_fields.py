"""The fields that a registry record may have, from the field list of the ClinicalTrials.gov API v2 (`ctg-oas-v2`).

`registry_fields.csv` holds one path per line, with whether a list stands there; facts of the API (version 2.0.5).
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from seeds.strict import read_csv

PATH = Path(__file__).with_name("registry_fields.csv")


@dataclass(frozen=True, slots=True)
class RegistryField:
    """One field: its path with dots, and `yes` where the registry sends a list."""

    path: str
    is_list: str


@cache
def registry_fields() -> tuple[RegistryField, ...]:
    """All fields, sections before what stands in them."""
    return tuple(read_csv(PATH, RegistryField))
