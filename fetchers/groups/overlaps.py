"""Whether posted groups hold the same people: totals, crossover, extension and other periods, the same group twice.

Counted twice, people make an incidence look surer than it is. Where it can't be told, a group is left out too.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from fetchers.groups.joins import plain

TOTAL = re.compile(
    r"\b(?:total(?! (?:daily )?doses?\b)|overall|pooled|combined|entire|whole)\b|\ball(?: \w+){0,3} "
    r"(?:patients|participants|subjects|arms|groups|doses?|cohorts|treated|enrolled|children|women|men|adults)\b"
    r"|^all$|^any\b|\bany (?:dose|arm|treatment)\b|\beither (?:arm|group|treatment)\b"
)
SUBSET = re.compile(r"\bsub ?(?:study|studies|set|group|population|cohort)s?\b")
UNIT = r"(?:year|month|week|day)s?"
STRETCH = re.compile(  # a stretch of time that people of other groups live through too
    r"\b(?:extension|open label|ole|double blind|blinded|core (?:study|phase|period|and)|core$|roll ?over|follow ?up|"
    r"run ?in|lead ?in|wash ?out|cross(?:ed)? ?over|switch(?:ed|ers)?|long term|re ?treatment|re ?challenge|taper|"
    r"off treatment|post treatment|pre treatment|baseline|maintenance|induction|optional)\b|"
    rf"\b(?:through|until|up to|after|before|from) (?:the )?(?:{UNIT} ?\d+|\d+ ?{UNIT}|end)\b|"
    rf"\b{UNIT} ?(?:\d+|one|two|three)\b"
)
NUMBERED = re.compile(
    r"\b(?:period|phase|stage|cycle|visit|part|step|course)s? ?(?:\d+|[ivx]+|one|two|three)\b|"
    r"\b(?:first|second|third|1st|2nd|3rd) (?:period|phase|intervention|treatment|part|course|year|dose)\b"
)
CROSSOVER = "CROSSOVER"  # the registry's code of the intervention model
MOST_OF_STARTED = 0.95  # of those who started: some are never treated, and so not at risk
SLACK = 1.02  # a few people are counted in the tables and not in the enrolment, or were enrolled twice
BEFORE_AFTER = re.compile(r"\b(?:then|followed by|before|after|prior to|until|during)\b")


@dataclass(frozen=True, slots=True)
class Posted:
    """A posted group's title, its people at risk (the most of its tables) and the arm that it is joined to."""

    title: str
    people: int | None
    arm_index: int | None = None


def overlaps(
    groups: Sequence[Posted], intervention_model: str = "", enrolled: int | None = None, started: int | None = None
) -> list[str]:
    """Why each group may hold people of another, or nothing: total, subset, crossover, period, twice, cannot_tell.

    `enrolled`: actual enrolment, where it is known; groups with clearly more people than that share some. `started`:
    people in the first period of the participant flow; parts of the time that add up to them are of different people.
    """
    if len(groups) < 2:
        return [""] * len(groups)
    if intervention_model == CROSSOVER:
        return ["crossover"] * len(groups)
    titles = [plain(each.title) for each in groups]
    found = [""] * len(groups)
    for reason, marked in (("total", _totals), ("subset", _subsets), ("twice", _twice), ("period", _periods)):
        for at in marked(titles, groups, [at for at, known in enumerate(found) if not known]):
            found[at] = reason
    if _adds_up(groups, found, started):
        found = ["" if reason == "period" else reason for reason in found]
    rest = [at for at, reason in enumerate(found) if not reason]
    people = sum(groups[at].people or 0 for at in rest)
    if enrolled and len(rest) > 1 and people > SLACK * enrolled:
        for at in rest:
            found[at] = "cannot_tell"
    return found


def _adds_up(groups: Sequence[Posted], found: Sequence[str], started: int | None) -> bool:
    """Whether all groups but totals and parts together are as many people as began the trial, so that nobody is in
    two of them."""
    counts = [each.people for each, reason in zip(groups, found, strict=True) if reason in ("", "period")]
    known = [count for count in counts if count]
    people = started or 0
    return bool(known) and len(known) == len(counts) and MOST_OF_STARTED * people <= sum(known) <= people


def _totals(titles: Sequence[str], groups: Sequence[Posted], rest: Sequence[int]) -> list[int]:
    """Groups of the people of all others. Where several titles say so, each is the whole of an arm, and none is it."""
    if len([at for at in rest if TOTAL.search(titles[at])]) > 1:
        return []
    return [at for at in rest if _is_total(at, titles, groups)]


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


def _subsets(titles: Sequence[str], groups: Sequence[Posted], rest: Sequence[int]) -> list[int]:
    """Groups that are a part of an arm's whole, or call themselves a part where others do not."""
    whole = [at for at in rest if TOTAL.search(titles[at])]
    arms = {groups[at].arm_index for at in whole} if len(whole) > 1 else set()
    parts = [at for at in rest if SUBSET.search(titles[at])]
    called = parts if len(parts) < len(rest) else []
    return sorted({*called, *(at for at in rest if at not in whole and groups[at].arm_index in arms)})


def _twice(titles: Sequence[str], groups: Sequence[Posted], rest: Sequence[int]) -> list[int]:
    return [at for at in rest if sum(titles[other] == titles[at] for other in rest) > 1]


def _periods(titles: Sequence[str], groups: Sequence[Posted], rest: Sequence[int]) -> list[int]:
    """Groups of a part of the time, where other groups are of another part of it or of all.

    Words of time that all titles share tell nothing apart; nor do numbered parts where every group is an arm of its
    own.
    """
    stretches = {at: {match.group() for match in STRETCH.finditer(titles[at])} for at in rest}
    arms_of_rest = [groups[at].arm_index for at in rest]
    if not any(stretches.values()) and None not in arms_of_rest and len(set(arms_of_rest)) == len(rest):
        return []
    named = {at: stretches[at] | {match.group() for match in NUMBERED.finditer(titles[at])} for at in rest}
    if all(each == named[rest[0]] for each in named.values()):
        return []
    in_time = [at for at in rest if named[at]]
    arms = {groups[at].arm_index for at in in_time}
    same_arm = [at for at in rest if not named[at] and groups[at].arm_index in arms]
    return in_time + [at for at in same_arm if BEFORE_AFTER.search(titles[at])]
