"""A canary for changes of the registry's format: fields not known, sections missing, values of another kind.

It looks at every object on the way but only at the first few items of each list: a change of format touches all
of them, and the look must cost little beside the rules.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from fetchers.record.figures import LARGEST
from fetchers.record.nodes import Node
from seeds.tables.registry_fields import RegistryField

ITEMS = 2  # looked at per list
# what every registered trial has, whatever its type and age (data structure of the API)
SECTIONS = (
    "identificationModule", "statusModule", "sponsorCollaboratorsModule", "descriptionModule", "conditionsModule",
    "designModule", "eligibilityModule",
)  # fmt: skip


@dataclass(slots=True)
class _Known:
    is_list: bool = False
    below: "dict[str, _Known]" = field(default_factory=dict)


@dataclass(slots=True)
class Counts:
    """Records looked at, and in how many of them each oddity stands, by path."""

    records: int = 0
    unknown: Counter[str] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)
    mistyped: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Counts") -> None:
        """Add the counts of further records."""
        self.records += other.records
        self.unknown += other.unknown
        self.missing += other.missing
        self.mistyped += other.mistyped

    def summary(self) -> dict[str, Any]:
        """The counts as plain values."""
        counts = {"unknown": self.unknown, "missing": self.missing, "mistyped": self.mistyped}
        return {"records": self.records, **{name: dict(sorted(each.items())) for name, each in counts.items()}}


class Shape:
    """Counts, over the records shown to it, in how many each oddity stands."""

    def __init__(self, fields: Iterable[RegistryField]) -> None:
        self._root = _Known()
        for each in fields:
            known = self._root
            for name in each.path.split("."):
                known = known.below.setdefault(name, _Known())
            known.is_list = each.is_list == "yes"
        self._counts = Counts()

    def look(self, record: Node) -> None:
        """Count one record's oddities."""
        counts = self._counts
        counts.records += 1
        found: set[tuple[bool, str]] = set()
        self._walk(record, self._root, "", found)
        for is_known, path in found:
            (counts.mistyped if is_known else counts.unknown)[path] += 1
        protocol = record.get("protocolSection")
        present = protocol if isinstance(protocol, dict) else {}
        counts.missing.update(name for name in SECTIONS if not present.get(name))

    def _walk(self, node: Node, known: _Known, path: str, found: set[tuple[bool, str]]) -> None:
        for name, value in node.items():
            below = known.below.get(name)
            if below is None:
                found.add((False, f"{path}{name}"))
            elif below.is_list != (type(value) is list):
                found.add((True, f"{path}{name}"))
            elif below.below:
                for item in value[:ITEMS] if below.is_list else (value,):
                    if type(item) is dict:
                        self._walk(item, below, f"{path}{name}.", found)
                    else:
                        found.add((True, f"{path}{name}"))
            elif type(value) is int and abs(value) > LARGEST:  # lost, for no column holds it
                found.add((True, f"{path}{name}"))

    def take(self) -> Counts:
        """The counts of all records shown since the last time."""
        taken, self._counts = self._counts, Counts()
        return taken
