"""The gaps in sentences: figures with their base and interval."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from cache.statistics.shares import share
from dashboard.words.numbers import percent
from dashboard.words.text import plain

EXPOSURE, ENGAGEMENT = "trough_level", "phospho_s6"
HEALTHSPAN = ("frailty", "physical_function", "neurocognition", "vaccine_response", "biological_age")


def gap_sentences(tallies: pd.DataFrame, names: Mapping[str, str], about: str) -> list[str]:
    """Up to four Markdown sentences over the filtered trials (`about` says which, as plain text).

    `tallies` has one row per measure: `measure`, `base`, `reports`, `plans`, `described`, `leaves_out`.
    """
    rows: dict[str, Any] = {row.measure: row for row in tallies.itertuples(index=False) if row.base}
    found = []
    if ENGAGEMENT in rows:
        found.append(_planned_and_reported(rows[ENGAGEMENT], names[ENGAGEMENT], about))
    if EXPOSURE in rows:
        found.append(_described_only(rows[EXPOSURE], names[EXPOSURE]))
    if healthspan := [rows[measure] for measure in HEALTHSPAN if measure in rows]:
        found.append(_healthspan(healthspan, names))
    if rows:
        found.append(_most_left_out(list(rows.values()), names))
    return found


def owing_nothing(total: int, base: int) -> str:
    """Why the sentences' base is smaller than the number of trials; empty where it is not."""
    if not base or total <= base:
        return ""
    some = "1 owes" if total - base == 1 else f"{total - base:,} owe"
    return (
        f"Of {total:,} trials, {some} no report (withdrawn or expanded access): they are listed, but count in no base. "
    )


def counted(count: int, base: int) -> str:
    """`9 of 214 (4%, 95% interval 2% to 8%)`."""
    part = share(count, base)
    return (
        f"**{count:,} of {base:,}** ({percent(part.value)}, 95% interval {percent(part.low)} to {percent(part.high)})"
    )


def _planned_and_reported(row: Any, name: str, about: str) -> str:
    return (
        f"Of {plain(about)}, {counted(int(row.plans), int(row.base))} registered {plain(name)} as an outcome and "
        f"{counted(int(row.reports), int(row.base))} report it."
    )


def _described_only(row: Any, name: str) -> str:
    return (
        f"{counted(int(row.described), int(row.base))} describe {plain(_lower(name))} without making it an outcome; "
        f"{counted(int(row.reports), int(row.base))} report it."
    )


def _healthspan(rows: Sequence[Any], names: Mapping[str, str]) -> str:
    parts = [f"{plain(_lower(names[row.measure]))} {int(row.reports):,}" for row in rows]
    return f"Of {int(rows[0].base):,} trials, the number that report healthspan outcomes: {', '.join(parts)}."


def _most_left_out(rows: Sequence[Any], names: Mapping[str, str]) -> str:
    nothing = sorted(
        (row for row in rows if not row.reports), key=lambda row: names.get(row.measure, row.measure).lower()
    )
    if nothing:
        listed = ", ".join(plain(_lower(names.get(row.measure, row.measure))) for row in nothing)
        return f"No trial at all reports {listed}."
    rarest = min(rows, key=lambda row: row.reports / row.base)
    name = plain(_lower(names.get(rarest.measure, rarest.measure)))
    return f"The rarest is {name}: {counted(int(rarest.reports), int(rarest.base))} report it."


def _lower(name: str) -> str:
    """A name inside a sentence; abbreviations keep their capitals."""
    return name if len(name) > 1 and not name[1].islower() else name[:1].lower() + name[1:]
