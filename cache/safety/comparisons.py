"""A rapalog against none within each trial, and the trials together where they belong together.

Groups that may hold the same people, or of which the arm is uncertain, are never compared; every trial left out has its
reason. Arms with a rapalog on both sides are a comparison of doses, not a control.
"""

from collections import Counter
from dataclasses import dataclass

import pandas as pd

from cache.statistics.pooling import Summary, pooled_risk_difference, pooled_risk_ratio, without_largest
from cache.statistics.two_arms import Effect, TwoArms, risk_difference, risk_ratio
from fetchers.drugs.role import CONTROL_TYPES, DEVICE_ROUTES

INACTIVE_CONTROLS = CONTROL_TYPES - {"ACTIVE_COMPARATOR"}
LEFT_OUT_BECAUSE = {
    "total": "a total of other groups",
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
    for trial, rows in groups.groupby("nct_id", sort=True):
        if not rows["is_listed"].any():
            continue
        usable, reason = _usable(rows)
        if reason:
            left_out[str(trial)] = reason
        else:
            comparisons.append(_comparison(str(trial), usable))
    return Compared(tuple(comparisons), left_out)


def _usable(rows: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """The groups to compare, or why there are none."""
    if (rows["allocation"] == "NON_RANDOMIZED").any():
        return rows, "Arms were not made by chance (non-randomised)."
    kept = rows[(rows["overlap"] == "") & rows["certainty"].isin(["sure", "likely"])]
    if kept.empty or len(kept) < 2:
        return rows, _why_unusable(rows)
    if not kept["is_listed"].all():
        return rows, "The event has no figure in one of the groups."
    with_it = kept["is_with_rapalog"].astype(bool)
    if with_it.all():
        return rows, "A rapalog in every group: a comparison of doses or companions, not a control."
    if not with_it.any():
        return rows, "No group that is surely with a rapalog."
    return kept, ""


def _why_unusable(rows: pd.DataFrame) -> str:
    if len(rows) == 1:
        return "One group: nothing to compare it with."
    overlapping = [LEFT_OUT_BECAUSE.get(reason, reason) for reason in rows["overlap"] if reason]
    if overlapping:
        return f"Groups may hold the same people ({Counter(overlapping).most_common(1)[0][0]})."
    return "Which arms the groups are cannot be told."


def _comparison(trial: str, rows: pd.DataFrame) -> Comparison:
    treated, control = rows[rows["is_with_rapalog"].astype(bool)], rows[~rows["is_with_rapalog"].astype(bool)]
    arms = TwoArms(
        int(treated["affected"].sum()), int(treated["at_risk"].sum()),
        int(control["affected"].sum()), int(control["at_risk"].sum()),
    )  # fmt: skip
    return Comparison(
        trial, arms, risk_ratio(arms), risk_difference(arms), _strata(treated, control), tuple(treated["title"]),
        tuple(control["title"]), tuple(sorted({drug for drugs in treated["drugs"] for drug in drugs})),
    )  # fmt: skip


def _strata(treated: pd.DataFrame, control: pd.DataFrame) -> tuple[Stratum, ...]:
    is_device = set(treated["route"].dropna()) & DEVICE_ROUTES or set(treated["role"]) == {"device"}
    way = "device" if is_device else "drug"
    kind = "nothing" if set(control["arm_type"]) <= INACTIVE_CONTROLS else "active"
    return tuple(Stratum(population, way, kind) for population in treated["populations"].iloc[0])


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
