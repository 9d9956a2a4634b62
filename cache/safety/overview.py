"""The first figure of the page Safety: a row per population, with incidence, comparison and what confounds them."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

import pandas as pd

from cache.safety.comparisons import Pooled

MOST_GIVEN = 3  # names of what is given in the arms
OVERVIEW_COLUMNS = (
    "population", "trials", "people", "share_lowest", "share_median", "share_highest", "not_listed", "ratio",
    "ratio_low", "ratio_high", "compared", "control", "trough", "most_given",
)  # fmt: skip


def overview(groups: pd.DataFrame, pooled: Iterable[Pooled]) -> pd.DataFrame:
    """Per population: the groups with a rapalog that overlap with none, their shares, and the largest comparison.

    `groups` as `incidence` gives them. Shares are fractions of one, of groups that list more than serious cases;
    `not_listed` counts the other groups, `compared` trials.
    """
    is_apart = (groups["overlap"] == "") & (groups["is_with_rapalog"] == True)  # noqa: E712 (empty is unknown)
    kept = groups.loc[is_apart.astype(bool)]
    best: dict[str, Pooled] = {}
    for each in pooled:
        best.setdefault(each.stratum.population, each)
    rows = [
        _row(str(population), rows, best.get(str(population)))
        for population, rows in kept.explode("populations").groupby("populations")
    ]
    found = pd.DataFrame(rows, columns=list(OVERVIEW_COLUMNS))
    return found.sort_values(["people", "population"], ascending=[False, True], ignore_index=True)


def _row(population: str, rows: pd.DataFrame, pooled: Pooled | None) -> dict[str, Any]:
    listed = rows.loc[rows["is_listed"].astype(bool) & rows["affected_other"].notna()]
    shares = listed["share"].astype(float)
    effect = pooled.ratio.effect if pooled else None
    return {
        "population": population,
        "trials": listed["nct_id"].nunique(),
        "people": int(listed["at_risk"].sum()),
        "share_lowest": shares.min(),
        "share_median": shares.median(),
        "share_highest": shares.max(),
        "not_listed": len(rows) - len(listed),
        "ratio": effect.estimate if effect else None,
        "ratio_low": effect.low if effect else None,
        "ratio_high": effect.high if effect else None,
        "compared": pooled.ratio.trials if pooled else 0,
        "control": pooled.stratum.control if pooled else "",
        "trough": _range(listed),
        "most_given": _most_given(listed),
    }


def _range(rows: pd.DataFrame) -> str:
    low, high = rows["trough_low_ng_ml"].dropna(), rows["trough_high_ng_ml"].dropna()
    return f"{low.min():g} to {high.max():g} ng/mL" if len(low) and len(high) else ""


def _most_given(rows: pd.DataFrame) -> list[str]:
    names = Counter(name for given in rows["given"] if given is not None for name in dict.fromkeys(given))
    return [name for name, _ in names.most_common(MOST_GIVEN)]
