"""The list of a record's versions, and which of them must be looked at to tell what became of the outcomes."""

import re
from typing import Any, NamedTuple

from fetchers.record.nodes import Node, child, objects, text, texts

OUTCOMES_LABEL, RESULTS_LABEL = "Outcome Measures", "Outcome Measures (Results)"
BEFORE_RESULTS, WITH_RESULTS, AFTER_RESULTS = "before_results", "with_results", "after_results"
_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?", re.ASCII)


class RecordVersion(NamedTuple):
    """One version: its number (from 0), the day it was submitted, whether outcomes changed, whether results came."""

    number: int
    date: str
    is_outcomes: bool
    is_results: bool


class Step(NamedTuple):
    """Two versions to compare, the later None for the current record, and the versions in which outcomes changed."""

    name: str
    earlier: int
    later: int | None
    changed_in: tuple[RecordVersion, ...]


def versions_of(body: Any) -> list[RecordVersion]:
    """The versions in an answer of `/history`, in their order; an empty list where it holds none that can be read."""
    found = []
    for each in objects(body, "changes") if isinstance(body, dict) else ():
        number, date = each.get("version"), text(each, "date")
        if type(number) is int and number >= 0 and _DAY.fullmatch(date):
            labels = texts(each, "moduleLabels")
            found.append(RecordVersion(number, date, OUTCOMES_LABEL in labels, RESULTS_LABEL in labels))
    return sorted(found)


def steps_of(versions: list[RecordVersion]) -> list[Step]:
    """The comparisons that tell what became of the outcomes; none where no version changed them.

    Posting results rewrites outcomes: what changed in that version stands apart from what changed before and after.
    """
    changed = [each for each in versions if each.number and each.is_outcomes]
    results = next((each.number for each in versions if each.is_results and each.number), None)
    if results is None:
        return [Step(BEFORE_RESULTS, 0, None, tuple(changed))] if changed else []
    before = tuple(each for each in changed if each.number < results)
    at = tuple(each for each in changed if each.number == results)
    after = tuple(each for each in changed if each.number > results)
    last_before = results - 1 if before else 0  # nothing changed up to there, so the first version stands for it
    now = results if after else None
    steps = [
        Step(BEFORE_RESULTS, 0, last_before, before),
        Step(WITH_RESULTS, last_before, now, at),
        Step(AFTER_RESULTS, results, None, after),
    ]
    return [step for step in steps if step.changed_in]


def wanted_versions(steps: list[Step]) -> list[int]:
    """The numbers of the versions that the steps compare, the current record left out."""
    return sorted({each for step in steps for each in (step.earlier, step.later) if each is not None})


def outcomes_node(body: Any) -> Node | None:
    """The outcomes of a version as `/history/N` answers it; None where the answer holds no study."""
    protocol = child(body, "study", "protocolSection") if isinstance(body, dict) else {}
    return child(protocol, "outcomesModule") if protocol else None
