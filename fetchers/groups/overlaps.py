"""Whether posted groups hold the same people: totals, crossover, extension and other periods, the same group twice.

Counted twice, people make an incidence look surer than it is. Where it can't be told, a group is left out too.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from fetchers.groups.joins import plain

TOTAL = re.compile(
    r"\b(?:total|overall|pooled|combined|entire|whole)\b|\ball(?: \w+){0,3} "
    r"(?:patients|participants|subjects|arms|groups|doses?|cohorts|treated|enrolled|children|women|men|adults)\b"
    r"|^all$|\bany (?:dose|arm|treatment)\b|\beither (?:arm|group|treatment)\b"
)
PERIOD = re.compile(
    r"\b(?:extension|open label|ole|double blind|blinded|core|roll ?over|follow ?up|run ?in|lead ?in|wash ?out|"
    r"cross(?:ed)? ?over|switch(?:ed|ers)?|long term|re ?treatment|re ?challenge|taper|off treatment|post treatment|"
    r"pre treatment|baseline|maintenance|induction|optional)\b|"
    r"\b(?:period|phase|stage|cycle|visit|part|step|course|year|month|week|day)s? ?(?:\d+|[ivx]+|one|two|three)\b|"
    r"\b(?:first|second|third|1st|2nd|3rd) (?:period|phase|intervention|treatment|part|course|year|dose)\b"
)
SLACK = 1.02  # a few people are counted in the tables and not in the enrolment, or were enrolled twice
BEFORE_AFTER = re.compile(r"\b(?:then|followed by|before|after|prior to|until|during)\b")


@dataclass(frozen=True, slots=True)
class Posted:
    """A posted group's title, its people at risk (the most of its tables) and the arm that it is joined to."""

    title: str
    people: int | None
    arm_index: int | None = None


def overlaps(groups: Sequence[Posted], intervention_model: str = "", enrolled: int | None = None) -> list[str]:
    """Why each group may hold people of another, or an empty string: total, crossover, period, twice, cannot_tell.

    `enrolled`: actual enrolment, where it is known; groups with clearly more people than that share some.
    """
    if len(groups) < 2:
        return [""] * len(groups)
    if intervention_model == "CROSSOVER":
        return ["crossover"] * len(groups)
    titles = [plain(each.title) for each in groups]
    found = ["total" if _is_total(at, titles, groups) else "" for at in range(len(groups))]
    for reason, marked in (("twice", _twice(titles, found)), ("period", _periods(titles, groups, found))):
        for at in marked:
            found[at] = found[at] or reason
    rest = [at for at, reason in enumerate(found) if not reason]
    people = sum(groups[at].people or 0 for at in rest)
    if enrolled and len(rest) > 1 and people > SLACK * enrolled:
        for at in rest:
            found[at] = "cannot_tell"
    return found


def _is_total(at: int, titles: Sequence[str], groups: Sequence[Posted]) -> bool:
    if not TOTAL.search(titles[at]) and not _is_sum(at, groups):
        return False
    own = groups[at].people
    others = [each.people for place, each in enumerate(groups) if place != at and each.people is not None]
    return own is None or not others or own >= max(others)


def _is_sum(at: int, groups: Sequence[Posted]) -> bool:
    """Whether a last or first group has as many people as all others together, which are at least two."""
    others = [each.people for place, each in enumerate(groups) if place != at]
    known = [each for each in others if each]
    return len(known) == len(others) >= 2 and at in (0, len(groups) - 1) and groups[at].people == sum(known)


def _twice(titles: Sequence[str], found: Sequence[str]) -> list[int]:
    rest = [at for at, reason in enumerate(found) if not reason]
    return [at for at in rest if sum(titles[other] == titles[at] for other in rest) > 1]


def _periods(titles: Sequence[str], groups: Sequence[Posted], found: Sequence[str]) -> list[int]:
    """Groups of a part of the time, where other groups are of another part of it or of all.

    Words of time that all titles share tell nothing apart.
    """
    rest = [at for at, reason in enumerate(found) if not reason]
    named = {at: frozenset(match.group() for match in PERIOD.finditer(titles[at])) for at in rest}
    if len(set(named.values())) < 2:
        return []
    in_time = [at for at in rest if named[at]]
    arms = {groups[at].arm_index for at in in_time}
    same_arm = [at for at in rest if not named[at] and groups[at].arm_index in arms]
    return in_time + [at for at in same_arm if BEFORE_AFTER.search(titles[at])]
