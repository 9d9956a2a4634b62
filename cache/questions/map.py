"""The evidence map: how many trials report, plan or leave out each measure, by population or another grouping."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from cache.filters.dimensions import REPORTED_ANYWHERE, UNSTATED
from cache.filters.filters import Filters
from cache.questions.marks import COUNTED, FLOW, anywhere_counts, measure_counts
from cache.questions.reader import Reader
from seeds.errors import OptionError

COLUMN_LIMIT = 12  # more columns cannot be read; the smallest groups are left out, and the page says so


@dataclass(frozen=True, slots=True)
class Grouping:
    """What the map's columns stand for: the filter dimension (or `decade`) and the column of `trials`."""

    name: str
    column: str
    is_list: bool = False


GROUPINGS = {
    grouping.name: grouping
    for grouping in (
        Grouping("population", "populations", True),
        Grouping("drug", "rapalogs", True),
        Grouping("phase", "phases", True),
        Grouping("decade", "start_year"),
        Grouping("sponsor_class", "sponsor_class"),
        Grouping("regimen", "regimen"),
    )
}


@dataclass(frozen=True, slots=True)
class EvidenceMap:
    """Cells (`measure`, `column`, `base`, `reported`, `reports`, `plans`, `described`, `leaves_out`,
    `reported_anywhere`), the columns with their trials in the order to show, how many trials there are, and how many
    placements (a trial in two columns is two).
    """

    cells: pd.DataFrame
    columns: tuple[tuple[str, int], ...]
    trials: int
    placements: int
    hidden: tuple[str, ...] = ()

    def base_of(self, cell: Any, view: str) -> int:
        """Of how many trials a cell's number is: those that owe a report; of what articles tell, all of its column."""
        return dict(self.columns)[cell.column] if view == REPORTED_ANYWHERE else int(cell.base)


def evidence_map(reader: Reader, filters: Filters, by: str) -> EvidenceMap:
    """Counts per measure and column over the filtered trials; OptionError for an unknown grouping."""
    if by not in GROUPINGS:
        raise OptionError(f"grouping `{by}` is unknown; known are {', '.join(GROUPINGS)}.")
    clause, grouping = reader.where(filters), GROUPINGS[by]
    found = reader.rows(
        f"WITH p AS MATERIALIZED (SELECT t.{grouping.column} AS held, t.measure_statuses AS statuses, "
        f"t.measure_elsewhere AS elsewhere, count(*) AS n FROM trials t WHERE {clause.sql} GROUP BY ALL) "
        f"SELECT {_column(grouping)} AS g, statuses, elsewhere, n, (SELECT CAST(sum(n) AS BIGINT) FROM p) FROM p",
        clause.values,
    )
    sizes: Counter[str] = Counter()
    for column, _, _, count, _ in found:
        sizes[column] += count
    names = sorted(sizes, key=lambda name: (-sizes[name], name))
    shown = _shown(names, filters, by)
    placed = [(each, statuses, other, n) for each, statuses, other, n, _ in found if each in shown]
    cells = measure_counts(reader.measures, [(each, statuses, n) for each, statuses, _, n in placed])
    cells[REPORTED_ANYWHERE] = anywhere_counts(reader.measures, placed)[REPORTED_ANYWHERE]
    columns = [(name, sizes[name]) for name in shown]
    if by == "decade":
        columns.sort()
    hidden = tuple(name for name in names if name not in shown)
    trials = found[0][4] if found else 0
    return EvidenceMap(cells, tuple(columns), trials, sum(n for _, n in columns), hidden)


def _shown(names: list[str], filters: Filters, by: str) -> list[str]:
    """The columns to show: those that a cell's link can name, within the filter on the same dimension."""
    if by == "decade":  # a trial without a start year has no decade to filter by
        return [name for name in names if name != UNSTATED]
    chosen = getattr(filters, by)
    return [name for name in names if not chosen or name in chosen][:COLUMN_LIMIT]


def _column(grouping: Grouping) -> str:
    """SQL for the map's column of what the trial holds (`held`)."""
    if grouping.name == "decade":
        return f"coalesce(CAST(held // 10 * 10 AS VARCHAR), '{UNSTATED}')"
    if grouping.is_list:
        return f"unnest(CASE WHEN coalesce(len(held), 0) = 0 THEN ['{UNSTATED}'] ELSE list_distinct(held) END)"
    return f"coalesce(nullif(held, ''), '{UNSTATED}')"


def cell_filters(filters: Filters, by: str, column: str, measure: str, view: str) -> Filters:
    """The filters that give exactly the trials counted in a cell."""
    status = {"share": "reported"}.get(view, view)
    changed: dict[str, Any] = _decade(filters, column) if by == "decade" else {by: (column,)}
    return filters.but(**changed).with_measure(measure, status)


def _decade(filters: Filters, column: str) -> dict[str, date]:
    first, last = date(int(column), 1, 1), date(int(column) + 9, 12, 31)
    return {"from_date": max(first, filters.from_date or first), "to_date": min(last, filters.to_date or last)}


def tallies(reader: Reader, filters: Filters) -> pd.DataFrame:
    """Per measure over all filtered trials: `measure`, the counts of the map, and what became of plans (`FLOW`)."""
    clause = reader.where(filters)
    patterns = reader.rows(
        f"SELECT '', t.measure_statuses AS statuses, count(*) FROM trials t WHERE {clause.sql} GROUP BY ALL",
        clause.values,
    )
    found = [(g, statuses, n) for g, statuses, n in patterns]
    return measure_counts(reader.measures, found, COUNTED | FLOW).drop(columns="column")
