"""Which rapalogs a posted group was given: those of its arm, unless the group's own words say otherwise.

Sponsors link every drug of a trial to every arm, the arms of a crossover are sequences of which a group is one part,
and people on placebo go on to open-label treatment. Where words and arm disagree, what was given cannot be told; where
every arm gives a rapalog, a group of all of them together was given it.
"""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from fetchers.groups.joins import JOIN_LIKELY, JOIN_SURE, Arm, DrugsIn, Join, plain
from seeds.drugs.other_drugs import other_drugs

NO_TREATMENT = re.compile(r"\b(?:placebos?|sham|vehicle|no (?:treatment|intervention|drug)|untreated|observation)\b")
OTHER_TREATMENT = re.compile(r"\b(?:calcineurin|cni|continu\w+|standard (?:of care|therapy|treatment|regimen))\b")
EVERYBODY = re.compile(
    r"(?:(?:all|total|overall|entire|combined|pooled|whole|study|treated) )*"
    r"(?:all|total|overall|groups?|participants|patients|subjects|(?:study |safety )?population|cohort)"
)
THEN = re.compile(r"\b(?:then|followed by)\b")
MOVED_ON = re.compile(r"\b(?:open label|cross(?:ed)? ?over|switch(?:ed|ers)?|roll ?over|extension)\b")


class GroupDrugs(NamedTuple):
    """The rapalogs given in a group, and whether one is: None where it cannot be told."""

    drugs: list[str]
    is_with_rapalog: bool | None


UNTOLD, NO_RAPALOG = GroupDrugs([], None), GroupDrugs([], False)


def given_in_groups(joins: Sequence[Join], drugs: DrugsIn, is_crossover: bool, arms: Sequence[Arm]) -> list[GroupDrugs]:
    """What each joined group was given, in the order of the joins, in a trial that gives a rapalog; `drugs` gives the
    rapalogs that a text names, `arms` are all of the trial. Where none of them gives one, no arm tells."""
    do_arms_tell = any(arm.drugs for arm in arms)
    by_all = frozenset.intersection(*(arm.drugs for arm in arms)) if arms and not is_crossover else frozenset()
    named = [drugs(join.group.title) | drugs(join.group.description) for join in joins]
    return [
        _given(join, drugs, is_crossover, any(words for other, words in enumerate(named) if other != at))
        if do_arms_tell and join.arm and join.certainty in (JOIN_SURE, JOIN_LIKELY)
        else _given_without_arm(join.group.title, drugs, by_all)
        for at, join in enumerate(joins)
    ]


def _given_without_arm(title: str, drugs: DrugsIn, by_all: AbstractSet[str]) -> GroupDrugs:
    if in_title := drugs(title):
        return GroupDrugs(sorted(in_title), True)
    return GroupDrugs(sorted(by_all), True) if by_all and EVERYBODY.fullmatch(plain(title)) else UNTOLD


def _given(join: Join, drugs: DrugsIn, is_crossover: bool, is_named_by_others: bool) -> GroupDrugs:
    assert join.arm
    title = plain(join.group.title)
    in_title = drugs(join.group.title)
    if not join.arm.drugs:
        if NO_TREATMENT.search(title):
            is_untold = MOVED_ON.search(title) or (in_title and THEN.search(title))
        else:
            is_untold = in_title or drugs(join.group.description)
        return UNTOLD if is_untold else NO_RAPALOG
    if in_title or not is_named_by_others:
        return GroupDrugs(sorted(join.arm.drugs), True)
    if is_crossover and NO_TREATMENT.search(title):
        return NO_RAPALOG
    words = f"{join.group.title} {join.group.description} {join.arm.label} {join.arm.description}"
    is_other = NO_TREATMENT.search(title) or OTHER_TREATMENT.search(title) or other_drugs().search(title)
    return UNTOLD if is_other and not drugs(words) else GroupDrugs(sorted(join.arm.drugs), True)
