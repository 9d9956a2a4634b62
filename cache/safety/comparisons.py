"""A rapalog against none within each trial, and the trials together where they belong together.

Groups that may hold the same people, or of which the arm is uncertain, are never compared; every trial left out has its
reason. Arms with a rapalog on both sides are a comparison of doses, not a control.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from cache.safety.unknown import is_true
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
WHICH_ARMS = "Which arms the groups are cannot be told."


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
    rows, trials = _listing(groups)
    reasons = _reasons(rows)
    left_out = {str(trials[at]): str(reason) for at, reason in reasons.items() if reason}
    usable = rows[_is_kept(rows) & reasons.eq("").loc[rows.index].to_numpy()]
    held: dict[str, list[Any]] = {}
    for row in usable.astype(object).itertuples(index=False):  # counts of their own type are slow to go through
        held.setdefault(str(row.nct_id), []).append(row)
    return Compared(tuple(_comparison(trial, held[trial]) for trial in sorted(held)), left_out)


def _listing(groups: pd.DataFrame) -> tuple[pd.DataFrame, pd.Index]:
    """The groups of trials in which some group lists the event, under their trial's number; and trials by number."""
    of_trial, trials = pd.factorize(groups["nct_id"], sort=True)
    lists_it = np.bincount(of_trial, groups["is_listed"].astype(bool), len(trials)) > 0
    return groups[list(COMPARED_COLUMNS)].set_axis(of_trial)[lists_it[of_trial]], trials


def _is_kept(rows: pd.DataFrame) -> pd.Series:
    """Whether a group overlaps with none and is surely or likely an arm of the trial."""
    return rows["overlap"].eq("") & rows["certainty"].isin([JOIN_SURE, JOIN_LIKELY])


def _reasons(rows: pd.DataFrame) -> pd.Series:
    """By the number of the trial, in order, why its groups are not compared; empty where they are."""
    is_kept, is_apart = _is_kept(rows), rows["overlap"].eq("")
    is_known, is_with = rows["is_with_rapalog"].notna(), is_true(rows["is_with_rapalog"])
    said = pd.DataFrame({
        "by_choice": rows["allocation"].eq("NON_RANDOMIZED"), "apart": is_apart, "kept": is_kept,
        "silent": is_kept & ~rows["is_listed"].astype(bool), "unknown": is_kept & ~is_known,
        "treated": is_kept & is_with,
    })  # fmt: skip
    found = said.groupby(level=0).sum()
    why = [
        (found["by_choice"] > 0, "Arms were not made by chance (non-randomised)."),
        # who is left would not be all that chance put there
        (found["kept"] < found["apart"].clip(lower=2), _why_fewer(rows)),
        (found["silent"] > 0, "The event has no figure in one of the groups."),
        (found["unknown"] > 0, "Whether one of the groups was given a rapalog cannot be told."),
        (found["treated"] == found["kept"],
         "A rapalog in every group: a comparison of doses or companions, not a control."),
        (found["treated"] == 0, "No group that is surely with a rapalog."),
    ]  # fmt: skip
    return pd.Series("", found.index, dtype=object).case_when(why)


def _why_fewer(rows: pd.DataFrame) -> pd.Series:
    """By trial, why too few of its groups can be compared; of as many overlaps of two kinds, the first one listed."""
    kinds = [*LEFT_OUT_BECAUSE, *sorted({*rows["overlap"]} - {"", *LEFT_OUT_BECAUSE})]
    overlaps = pd.DataFrame({kind: rows["overlap"].eq(kind) for kind in kinds}).groupby(level=0).sum()
    told = {kind: f"Groups may hold the same people ({LEFT_OUT_BECAUSE.get(kind, kind)})." for kind in kinds}
    found = overlaps.idxmax(axis="columns").map(told).where(overlaps.sum(axis="columns") > 0, WHICH_ARMS)
    return found.where(rows.groupby(level=0).size() > 1, "One group: nothing to compare it with.")


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
