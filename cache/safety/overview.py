"""The first figure of the page Safety: a row per population, with incidence, comparison and what confounds them."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import nan
from statistics import median
from typing import Any

import pandas as pd

from cache.safety.comparisons import Pooled

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
    listed = _listed(groups)
    rows = [_row(name, count, listed.get(name, []), best.get(name)) for name, count in apart.items()]
    found = pd.DataFrame(rows, columns=list(OVERVIEW_COLUMNS))
    return found.sort_values(["people", "population"], ascending=[False, True], ignore_index=True)


def _listed(groups: pd.DataFrame) -> dict[str, list[Any]]:
    """The groups that count, by population."""
    is_apart = (groups["overlap"] == "") & (groups["is_with_rapalog"] == True)  # noqa: E712 (empty is unknown)
    is_told = groups["is_listed"].astype(bool) & groups["affected_other"].notna()
    held: dict[str, list[Any]] = defaultdict(list)
    for row in (
        groups.loc[is_apart.astype(bool) & is_told, list(COUNTED_COLUMNS)].astype(object).itertuples(index=False)
    ):
        for population in row.populations:
            held[population].append(row)
    return held


def _row(population: str, apart: int, listed: Sequence[Any], pooled: Pooled | None) -> dict[str, Any]:
    shares = [row.share for row in listed]
    effect = pooled.ratio.effect if pooled else None
    return {
        "population": population,
        "trials": len({row.nct_id for row in listed}),
        "people": sum(int(row.at_risk) for row in listed),
        "share_lowest": min(shares, default=nan),
        "share_median": median(shares) if shares else nan,
        "share_highest": max(shares, default=nan),
        "not_listed": apart - len(listed),
        "ratio": effect.estimate if effect else None,
        "ratio_low": effect.low if effect else None,
        "ratio_high": effect.high if effect else None,
        "compared": pooled.ratio.trials if pooled else 0,
        "control": pooled.stratum.control if pooled else "",
        "trough": _range(listed),
        "most_given": _most_given(listed),
    }


def _range(rows: Sequence[Any]) -> str:
    low = [row.trough_low_ng_ml for row in rows if row.trough_low_ng_ml is not None]
    high = [row.trough_high_ng_ml for row in rows if row.trough_high_ng_ml is not None]
    return f"{min(low):g} to {max(high):g} ng/mL" if low and high else ""


def _most_given(rows: Sequence[Any]) -> list[str]:
    """The names that most groups share, each in its most usual spelling: `Everolimus (RAD001)` is `everolimus` too."""
    spellings: dict[str, Counter[str]] = {}
    for row in rows:
        for name in dict.fromkeys(row.given or ()):
            spellings.setdefault(_ASIDE.sub("", name).strip().casefold() or name, Counter())[name] += 1
    most = sorted(spellings.values(), key=lambda names: -names.total())[:MOST_GIVEN]
    return [names.most_common(1)[0][0] for names in most]
