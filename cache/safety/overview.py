"""The first figure of the page Safety: a row per population, with incidence, comparison and what confounds them."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import isnan
from typing import Any

import pandas as pd

from cache.safety.comparisons import Pooled
from cache.safety.unknown import is_true

_ASIDE = re.compile(r"\s*\([^()]*\)")  # a code or an abbreviation beside a name
MOST_GIVEN = 3  # names of what is given in the arms
OVERVIEW_COLUMNS = (
    "population", "trials", "people", "share_lowest", "share_median", "share_highest", "not_listed", "ratio",
    "ratio_low", "ratio_high", "compared", "control", "trough", "most_given",
)  # fmt: skip
COUNTED_COLUMNS = ("nct_id", "populations", "share", "at_risk", "trough_low_ng_ml", "trough_high_ng_ml", "given")


def overview(groups: pd.DataFrame, pooled: Iterable[Pooled], apart: Mapping[str, int]) -> pd.DataFrame:
    """Per population: the groups with a rapalog that overlap with none, their shares, and the largest comparison.

    `groups` as `incidence` gives them (those of trials that list the event are enough), `apart` as `groups_apart` does.
    Shares are fractions of one, of groups that list more than serious cases; `not_listed` counts the other groups,
    `compared` trials.
    """
    best: dict[str, Pooled] = {}
    for each in pooled:
        best.setdefault(each.stratum.population, each)
    listed = dict(iter(_listed(groups).groupby("populations", sort=False)))
    none = groups.iloc[:0]
    rows = [_row(name, count, listed.get(name, none), best.get(name)) for name, count in apart.items()]
    found = pd.DataFrame(rows, columns=list(OVERVIEW_COLUMNS))
    return found.sort_values(["people", "population"], ascending=[False, True], ignore_index=True)


def _listed(groups: pd.DataFrame) -> pd.DataFrame:
    """The groups that count, a row for each of their populations."""
    is_apart = groups["overlap"].eq("") & is_true(groups["is_with_rapalog"])
    is_told = groups["is_listed"].astype(bool) & groups["affected_other"].notna()
    return groups.loc[is_apart & is_told, list(COUNTED_COLUMNS)].explode("populations")


def _row(population: str, apart: int, listed: pd.DataFrame, pooled: Pooled | None) -> dict[str, Any]:
    shares = listed["share"].astype(float)
    effect = pooled.ratio.effect if pooled else None
    return {
        "population": population,
        "trials": listed["nct_id"].nunique(),
        "people": int(listed["at_risk"].sum()),
        "share_lowest": shares.min(),
        "share_median": shares.median(),
        "share_highest": shares.max(),
        "not_listed": apart - len(listed),
        "ratio": effect.estimate if effect else None,
        "ratio_low": effect.low if effect else None,
        "ratio_high": effect.high if effect else None,
        "compared": pooled.ratio.trials if pooled else 0,
        "control": pooled.stratum.control if pooled else "",
        "trough": _range(listed),
        "most_given": _most_given(listed["given"].dropna()),
    }


def _range(listed: pd.DataFrame) -> str:
    low, high = listed["trough_low_ng_ml"].astype(float).min(), listed["trough_high_ng_ml"].astype(float).max()
    return "" if isnan(low) or isnan(high) else f"{low:g} to {high:g} ng/mL"


def _most_given(given: Iterable[Sequence[str]]) -> list[str]:
    """The names that most groups share, each in its most usual spelling: `Everolimus (RAD001)` is `everolimus` too."""
    counts = Counter(name for names in given for name in dict.fromkeys(names))
    spellings: dict[str, Counter[str]] = {}
    for name, groups in counts.items():
        spellings.setdefault(_ASIDE.sub("", name).strip().casefold() or name, Counter())[name] = groups
    most = sorted(spellings.values(), key=lambda names: -names.total())[:MOST_GIVEN]
    return [names.most_common(1)[0][0] for names in most]
