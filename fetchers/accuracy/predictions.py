"""An annotation in the form that hand-made labels have, so that the two can be compared."""

from typing import Any

from fetchers.annotation import Annotation
from fetchers.record.nodes import Node
from fetchers.record.protocol import nct_id
from fetchers.record.texts import Texts

OUTCOME_LEVELS = {"registered", "posted", "posted_empty"}


def prediction(record: Node, annotation: Annotation) -> dict[str, Any]:
    """Measures by outcome path and of the description, design flags, drugs, role, population."""
    units: dict[str, list[str]] = {}
    described = set()
    for each in annotation.evidence:
        if each.level in OUTCOME_LEVELS:
            units.setdefault(each.unit_path, []).append(each.label)
        elif each.level == "described":
            described.add(each.label)
    return {
        "nct": nct_id(record),
        "units": {path: sorted(set(labels)) for path, labels in units.items()},
        "described": sorted(described),
        "design": annotation.design,
        "drugs": annotation.given,
        "role": annotation.role.name or None,
        "population": annotation.populations,
    }


def unit_text(record: Node, path: str) -> str:
    """All words of one judged unit, or nothing where the path names none."""
    texts = Texts(record)
    return next((texts.cased[unit.start : unit.end] for unit in texts.units if unit.path == path), "")
