"""How often an event is against how much of the rapalog is given: by dose, by target trough, by posted trough.

A point is a posted group that may hold nobody of another one. Trials differ in people, companions and time: the points
show what there is and no effect of the dose.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from math import nan
from typing import Any

import numpy as np
import pandas as pd

from cache.filters.filters import Filters
from cache.questions.reader import Reader
from cache.safety.unknown import is_true
from fetchers.groups.joins import JOIN_LIKELY, JOIN_SURE, Arm, Group, join_groups

# Doses are those of one time; what a day or a week has of them. Other frequencies have no one dose a day.
TIMES_A_DAY = {"daily": 1, "twice_daily": 2}
POINT_COLUMNS = ("nct_id", "group_id", "title", "drug", "at", "share", "low", "high", "affected", "at_risk", "term")
DOSED_COLUMNS = (
    "nct_id", "group_id", "title", "drugs", "share", "low", "high", "affected", "at_risk", "term", "arm_index", "dose",
    "dose_unit", "frequency", "trough_low_ng_ml", "trough_high_ng_ml",
)  # fmt: skip
FEWEST_GROUPS, FEWEST_TRIALS = 10, 8  # below, no line is drawn
Troughs = Mapping[tuple[str, int], float]  # ng/mL by trial and arm


def dosed(groups: pd.DataFrame) -> pd.DataFrame:
    """The groups of `incidence` with a rapalog that overlap with none and list more than serious cases."""
    is_told = groups["is_listed"].astype(bool) & groups["affected_other"].notna() & groups["overlap"].eq("")
    return groups.loc[is_told & is_true(groups["is_with_rapalog"]), list(DOSED_COLUMNS)]


def dose_points(groups: pd.DataFrame, against: str, troughs: Troughs) -> pd.DataFrame:
    """The groups of `dosed`, `at` the amount of the rapalog that they get.

    `against`: daily_dose, weekly_dose, target_trough or posted_trough; groups that state none are left out.
    """
    points = groups.assign(at=_amounts(groups, against, troughs).astype(float)).dropna(subset=["at"])
    points["drug"] = [", ".join(drugs) for drugs in points["drugs"]]
    return points[list(POINT_COLUMNS)].sort_values(["at", "nct_id"], kind="stable", ignore_index=True)


def _amounts(groups: pd.DataFrame, against: str, troughs: Troughs) -> pd.Series:
    """How much each group gets, in mg or ng/mL; none where that is not stated as one figure."""
    if against == "target_trough":
        return (groups["trough_low_ng_ml"].astype(float) + groups["trough_high_ng_ml"].astype(float)) / 2
    if against == "posted_trough":
        arms = zip(groups["nct_id"], groups["arm_index"], strict=True)
        found = [nan if pd.isna(arm) else troughs.get((trial, int(arm)), nan) for trial, arm in arms]
        return pd.Series(found, groups.index, dtype=float)
    times = groups["frequency"].map(TIMES_A_DAY if against == "daily_dose" else {"weekly": 1}).astype(float)
    return groups["dose"].astype(float).where(groups["dose_unit"].eq("mg")) * times


def posted_troughs(reader: Reader, filters: Filters) -> dict[tuple[str, int], float]:
    """The posted trough of each arm of the filtered trials, ng/mL: the median of its groups' means and medians, whose
    groups are joined to arms as those of adverse events are.
    """
    clause = reader.where(filters)
    levels = reader.rows(
        "SELECT nct_id, group_title, median(value_ng_ml) FROM drug_levels JOIN trials t USING (nct_id) "
        f"WHERE measure = 'trough_level' AND value_ng_ml > 0 AND {clause.sql} GROUP BY ALL ORDER BY ALL",
        clause.values,
    )
    trials = sorted({str(trial) for trial, _, _ in levels})
    arms = reader.rows(
        "SELECT nct_id, arm_index, any_value(label), any_value(description), any_value(interventions), list(drug) "
        "FROM arms WHERE list_contains(?, nct_id) GROUP BY nct_id, arm_index ORDER BY ALL",
        [trials],
    )
    found: dict[tuple[str, int], list[float]] = {}
    arms_of = _by_trial(arms)
    for trial, rows in _by_trial(levels).items():
        for arm, value in _levels_of_arms([_arm(*row) for row in arms_of[trial]], rows):
            found.setdefault((trial, arm), []).append(value)
    return {key: float(np.median(values)) for key, values in found.items()}


def _by_trial(rows: Sequence[tuple[Any, ...]]) -> dict[str, list[tuple[Any, ...]]]:
    """Rows without their first value, by it."""
    found: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for trial, *rest in rows:
        found[str(trial)].append(tuple(rest))
    return found


def _levels_of_arms(arms: list[Arm], levels: Sequence[tuple[Any, ...]]) -> Iterator[tuple[int, float]]:
    """Arms with the levels of the groups (title and level) that are surely or likely theirs."""
    joins = join_groups([Group("", title) for title, _ in levels], arms, lambda text: _named(text, arms))
    for join, (_, value) in zip(joins, levels, strict=True):
        if join.arm and join.certainty in (JOIN_SURE, JOIN_LIKELY):
            yield join.arm.index, float(value)


def _arm(index: int, label: str, description: str, interventions: list[str], drugs: list[str]) -> Arm:
    return Arm(index, label, description, " ".join(interventions or ()), frozenset(filter(None, drugs)))


def _named(text: str, arms: list[Arm]) -> frozenset[str]:
    """The trial's rapalogs that a title names."""
    return frozenset(drug for arm in arms for drug in arm.drugs if drug in text.lower())


def straight_line(points: pd.DataFrame) -> tuple[float, float] | None:
    """Intercept and slope of the shares over `at`, weighted by people; none where there are too few groups or trials,
    or too few amounts to tell a slope.
    """
    if len(points) < FEWEST_GROUPS or points["nct_id"].nunique() < FEWEST_TRIALS or points["at"].nunique() < 3:
        return None
    at, share, people = (points[name].to_numpy(dtype=float) for name in ("at", "share", "at_risk"))
    slope, intercept = np.polyfit(at, share, 1, w=np.sqrt(people))
    return float(intercept), float(slope)
