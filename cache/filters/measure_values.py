"""Values of the filter by measure: `ID`, `ID:STATUS`, or `ID:STATUS:STATUS`, of which all must hold at once.

Of one measure any of the values may hold (nobody has two statuses), of several measures every one must.
"""

from collections.abc import Iterable

from cache.filters.dimensions import ELSEWHERE_VIEWS, REPORTED_ANYWHERE, VIEWS, letters
from fetchers.measures.status import ELSEWHERE_LETTERS, LETTERS

WITHOUT_STATUS = "mentions"  # what a measure without a status asks for
STATUSES_COLUMN, ELSEWHERE_COLUMN = "measure_statuses", "measure_elsewhere"


def by_measure(values: Iterable[str]) -> dict[str, list[list[str]]]:
    """The measures in their order, each with its alternatives: statuses or views that must hold together."""
    found: dict[str, list[list[str]]] = {}
    for value in values:
        measure, *statuses = value.split(":")
        found.setdefault(measure, []).append(statuses or [WITHOUT_STATUS])
    return found


def looks(status: str) -> list[tuple[str, str]]:
    """The columns of `trials` that answer for a status or view of a measure, each with the letters that may stand
    there."""
    if status in ELSEWHERE_VIEWS:
        return [(ELSEWHERE_COLUMN, ELSEWHERE_VIEWS[status])]
    if status == REPORTED_ANYWHERE:
        return [(STATUSES_COLUMN, letters("reported")), (ELSEWHERE_COLUMN, ELSEWHERE_LETTERS["yes"])]
    return [(STATUSES_COLUMN, VIEWS.get(status) or (letters(status) if status in LETTERS else ""))]


def narrowed(values: Iterable[str], measure: str, status: str) -> tuple[str, ...]:
    """The values, and of this measure the status too: exactly the trials that a number within the filter counts."""
    held = by_measure(values)
    mine = held.get(measure, [[]])
    together = [_together(each, status) for each in mine]
    possible = [each for each in together if _is_possible(each)] or together[:1]
    return written(held | {measure: possible})


def written(held: dict[str, list[list[str]]]) -> tuple[str, ...]:
    """The values again, each once; `by_measure` reads them."""
    said = (
        measure if each == [WITHOUT_STATUS] else ":".join([measure, *each])
        for measure in held
        for each in held[measure]
    )
    return tuple(dict.fromkeys(said))


def _together(held: list[str], status: str) -> list[str]:
    """Statuses that hold together, without those that others of them say already."""
    if any(_implies(each, status) for each in held):
        return held
    return [*(each for each in held if not _implies(status, each)), status]


def _implies(one: str, other: str) -> bool:
    """Whether whatever has the one has the other: reported is mentioned."""
    wider = dict(looks(other))
    return all(set(found) <= set(wider.get(column, "")) for column, found in looks(one))


def _is_possible(statuses: list[str]) -> bool:
    """Whether a trial can have them all; the registry and articles elsewhere speak of different things."""
    within = [found for found in map(looks, statuses) if [column for column, _ in found] == [STATUSES_COLUMN]]
    return not within or bool(set.intersection(*(set(letter) for ((_, letter),) in within)))
