"""A canary for changes of the registry's format: which fields stand there, and whether they hold what they should.

It looks at every object on the way but only at the first few items of each list: a change of format touches all
of them, and the look must cost little beside the rules.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fetchers.record.dates import last_day
from fetchers.record.figures import LARGEST
from fetchers.record.nodes import Node
from seeds.tables.registry_fields import RegistryField

ITEMS = 2  # looked at per list
# what every registered trial has, whatever its type and age (data structure of the API)
SECTIONS = (
    "identificationModule", "statusModule", "sponsorCollaboratorsModule", "descriptionModule", "conditionsModule",
    "designModule", "eligibilityModule",
)  # fmt: skip
JSON_KINDS: Mapping[str, tuple[type, ...]] = {
    "object": (dict,), "whole": (int,), "number": (int, float), "yes_no": (bool,),
}  # fmt: skip
NOTHING: tuple[object, ...] = (None, "", [], {})  # with False, what says no more than an absent field


@dataclass(slots=True)
class _Known:
    path: str = ""
    is_list: bool = False
    types: tuple[type, ...] = (dict,)
    is_date: bool = False
    values: frozenset[str] | None = None  # of an enumeration
    below: "dict[str, _Known]" = field(default_factory=dict)


@dataclass(slots=True)
class FieldCounts:
    """Records looked at, and in how many of them each field or oddity stands, by path.

    `present` are known fields that hold something, `unknown` those that the API's list lacks, `missing` sections,
    `mistyped` values of another kind, `unreadable` dates that are none and codes that no enumeration has.
    """

    records: int = 0
    present: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)
    mistyped: Counter[str] = field(default_factory=Counter)
    unreadable: Counter[str] = field(default_factory=Counter)

    def add(self, other: "FieldCounts") -> None:
        """Add the counts of further records."""
        self.records += other.records
        for mine, others in zip(self._counters(), other._counters(), strict=True):
            mine.update(others)

    def _counters(self) -> tuple[Counter[str], ...]:
        return self.present, self.unknown, self.missing, self.mistyped, self.unreadable

    def summary(self) -> dict[str, Any]:
        """The counts as plain values."""
        names = ("present", "unknown", "missing", "mistyped", "unreadable")
        counts = zip(names, self._counters(), strict=True)
        return {"records": self.records, **{name: dict(sorted(each.items())) for name, each in counts}}


class Shape:
    """Counts, over the records shown to it, in how many each field and each oddity stands."""

    def __init__(self, fields: Iterable[RegistryField], enumerations: Mapping[str, frozenset[str]]) -> None:
        self._root = _Known()
        for each in fields:
            known = self._root
            for name in each.path.split("."):
                known = known.below.setdefault(name, _Known())
            known.path, known.is_list = each.path, each.is_list == "yes"
            known.types = JSON_KINDS.get(each.kind, (str,))
            known.is_date, known.values = each.kind == "date", enumerations.get(each.kind)
        self._counts = FieldCounts()

    def look(self, record: Node) -> None:
        """Count one record's fields and oddities."""
        counts, found = self._counts, _Found()
        counts.records += 1
        self._walk(record, self._root, found)
        for name in ("present", "unknown", "mistyped", "unreadable"):
            getattr(counts, name).update(getattr(found, name))
        protocol = record.get("protocolSection")
        present = protocol if isinstance(protocol, dict) else {}
        counts.missing.update(name for name in SECTIONS if not present.get(name))

    def _walk(self, node: Node, known: _Known, found: "_Found") -> None:
        for name, value in node.items():
            below = known.below.get(name)
            if below is None:
                found.unknown.add(f"{known.path}.{name}" if known.path else name)
                continue
            if value is not False and value not in NOTHING:
                found.present.add(below.path)
            if below.is_list != (type(value) is list):
                found.mistyped.add(below.path)
                continue
            for item in value[:ITEMS] if below.is_list else (value,):
                self._value(item, below, found)

    def _value(self, value: object, known: _Known, found: "_Found") -> None:
        if type(value) not in known.types or (type(value) is int and abs(value) > LARGEST):
            found.mistyped.add(known.path)
        elif type(value) is dict:
            self._walk(value, known, found)
        elif type(value) is str:
            is_known = known.values is None or value in known.values
            if not is_known or (known.is_date and last_day(value) is None):
                found.unreadable.add(known.path)

    def take(self) -> FieldCounts:
        """The counts of all records shown since the last time."""
        taken, self._counts = self._counts, FieldCounts()
        return taken


@dataclass(slots=True)
class _Found:
    """What one record shows: paths, each once however often it stands there."""

    present: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)
    mistyped: set[str] = field(default_factory=set)
    unreadable: set[str] = field(default_factory=set)
