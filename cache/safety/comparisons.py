"""A rapalog against none within each trial, and the trials together where they belong together.

Groups that may hold the same people, or of which the arm is uncertain, are never compared; every trial left out has its
reason. Arms with a rapalog on both sides are a comparison of doses, not a control.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from cache.statistics.pooling import Summary, pooled_risk_difference, pooled_risk_ratio, without_largest
from cache.statistics.two_arms import Effect, TwoArms, risk_difference, risk_ratio
from fetchers.drugs.role import CONTROL_TYPES, DEVICE_ROUTES
from fetchers.groups.joins import JOIN_LIKELY, JOIN_SURE

COMPARED_COLUMNS = (
    "nct_id", "title", "certainty", "overlap", "drugs", "is_with_rapalog", "allocation", "route", "role", "arm_type",
    "populations", "is_listed", "affected", "at_risk",
)  # fmt: skip
INACTIVE_CONTROLS = CONTROL_TYPES - {"ACTIVE_COMPARATOR"}
LEFT_OUT_BECAUSE = {
    "total": "a total of other groups",
    "subset": "a part of another group",
    "crossover": "the same people in every group of a crossover",
    "period": "another part of the time of the same people",
    "twice": "the same title twice",
    "cannot_tell": "more people at risk than the trial enrolled",
}


@dataclass(frozen=True, slots=True)
class Stratum:
    """What makes trials comparable: one population, one way of giving the rapalog, one kind of control."""

    population: str
    way: str  # device or drug
    control: str  # nothing (placebo, sham, no treatment) or active


@dataclass(frozen=True, slots=True)
class Comparison:
    """A trial's people with a rapalog against those without, by the largest single term of the event."""

    nct_id: str
    arms: TwoArms
    ratio: Effect
    difference: Effect
    strata: tuple[Stratum, ...]
    with_rapalog: tuple[str, ...]  # titles of groups
    control: tuple[str, ...]
    drugs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """The comparisons, and why each other trial has none, by its id."""

    comparisons: tuple[Comparison, ...]
    left_out: dict[str, str]


@dataclass(frozen=True, slots=True)
class Pooled:
    """Trials of one stratum together: ratio, difference, and the ratio without the largest trial."""

    stratum: Stratum
    trials: tuple[Comparison, ...]
    ratio: Summary
    difference: Summary
    ratio_without_largest: Summary


def compare(groups: pd.DataFrame) -> Compared:
    """Within-trial comparisons of the rows that `incidence` gives."""
    comparisons, left_out = [], {}
    for trial, rows in _listing(groups).items():
        usable, reason = _usable(rows)
        if reason:
            left_out[trial] = reason
        else:
            comparisons.append(_comparison(trial, usable))
    return Compared(tuple(comparisons), left_out)


def _listing(groups: pd.DataFrame) -> dict[str, list[Any]]:
    """The rows of each trial in which some group lists the event, by id."""
    trials = groups.loc[groups["is_listed"].astype(bool), "nct_id"]
    held: dict[str, list[Any]] = {str(trial): [] for trial in sorted(set(trials))}
    listing = groups.loc[groups["nct_id"].isin(trials), list(COMPARED_COLUMNS)]
    for row in listing.astype(object).itertuples(index=False):  # counts of their own type are slow to go through
        held[str(row.nct_id)].append(row)
    return held


def _usable(rows: Sequence[Any]) -> tuple[list[Any], str]:
    """The groups to compare, or why there are none."""
    if any(row.allocation == "NON_RANDOMIZED" for row in rows):
        return [], "Arms were not made by chance (non-randomised)."
    apart = [row for row in rows if row.overlap == ""]
    kept = [row for row in apart if row.certainty in (JOIN_SURE, JOIN_LIKELY)]
    if len(kept) < max(2, len(apart)):  # those who are left would not be all that chance put there
        return [], _why_unusable(rows)
    if not all(row.is_listed for row in kept):
        return [], "The event has no figure in one of the groups."
    if any(row.is_with_rapalog is None for row in kept):
        return [], "Whether one of the groups was given a rapalog cannot be told."
    if all(row.is_with_rapalog for row in kept):
        return [], "A rapalog in every group: a comparison of doses or companions, not a control."
    if not any(row.is_with_rapalog for row in kept):
        return [], "No group that is surely with a rapalog."
    return kept, ""


def _why_unusable(rows: Sequence[Any]) -> str:
    if len(rows) == 1:
        return "One group: nothing to compare it with."
    overlapping = [LEFT_OUT_BECAUSE.get(row.overlap, row.overlap) for row in rows if row.overlap]
    if overlapping:
        return f"Groups may hold the same people ({Counter(overlapping).most_common(1)[0][0]})."
    return "Which arms the groups are cannot be told."


def _comparison(trial: str, rows: Sequence[Any]) -> Comparison:
    treated, control = [row for row in rows if row.is_with_rapalog], [row for row in rows if not row.is_with_rapalog]
    arms = TwoArms(
        sum(int(row.affected) for row in treated), sum(int(row.at_risk) for row in treated),
        sum(int(row.affected) for row in control), sum(int(row.at_risk) for row in control),
    )  # fmt: skip
    return Comparison(
        trial, arms, risk_ratio(arms), risk_difference(arms), _strata(treated, control),
        tuple(row.title for row in treated), tuple(row.title for row in control),
        tuple(sorted({drug for row in treated for drug in row.drugs})),
    )  # fmt: skip


def _strata(treated: Sequence[Any], control: Sequence[Any]) -> tuple[Stratum, ...]:
    is_device = {row.route for row in treated} & DEVICE_ROUTES or {row.role for row in treated} == {"device"}
    way = "device" if is_device else "drug"
    kind = "nothing" if {row.arm_type for row in control} <= INACTIVE_CONTROLS else "active"
    return tuple(Stratum(population, way, kind) for population in treated[0].populations)


def pool(compared: Compared) -> list[Pooled]:
    """The trials of each stratum together, the most trials first; trials of two populations stand in both."""
    held: dict[Stratum, list[Comparison]] = {}
    for each in compared.comparisons:
        for stratum in each.strata:
            held.setdefault(stratum, []).append(each)
    found = []
    for stratum, trials in held.items():
        arms = [each.arms for each in trials]
        rest = pooled_risk_ratio(without_largest(arms))
        found.append(Pooled(stratum, tuple(trials), pooled_risk_ratio(arms), pooled_risk_difference(arms), rest))
    return sorted(found, key=lambda each: (-len(each.trials), each.stratum.population, each.stratum.control))
