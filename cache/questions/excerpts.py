"""The first rows of a long table with the exact number of all, read without reading the table.

A row of `trials` says how many rows the trial has in a larger table. So the newest trials that fill a page are known,
and the number of all rows is, before the larger table is touched; of that only these trials' rows are read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import pandas as pd

from cache.filters.clauses import Clause
from cache.filters.filters import Filters
from cache.questions.reader import Reader

ROWS = 200  # at most this many rows of one table go to a page; totals are exact
ALL_ROWS = 2**31 - 1  # for downloads, which hold every row


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The first rows of a table and the number of all."""

    rows: pd.DataFrame
    total: int


@dataclass(frozen=True, slots=True)
class Newest:
    """SQL over `outcomes o` and `trials t` for the newest trials that have the wanted rows, and the rows of all."""

    clause: Clause
    total: int


def newest_trials(
    reader: Reader, filters: Filters, count: str, values: Sequence[Any] = (), limit: int = ROWS
) -> Newest:
    """The newest of the filtered trials that together have at least `limit` rows; every trial where that is ALL.

    `count` is SQL over `trials t` (with its bound values) for the number of rows that a trial has.
    """
    clause = reader.where(filters)
    found = reader.rows(
        f"WITH held AS MATERIALIZED (SELECT t.nct_id, t.start_date, {count} AS rows_held FROM trials t "
        f"WHERE rows_held > 0 AND {clause.sql}) "
        "SELECT nct_id, rows_held, (SELECT CAST(sum(rows_held) AS BIGINT) FROM held) FROM held "
        "ORDER BY start_date DESC NULLS LAST, nct_id LIMIT ?",
        [*values, *clause.values, ROWS if limit == ALL_ROWS else limit],
    )
    total = int(found[0][2]) if found else 0
    if limit == ALL_ROWS:
        return Newest(clause, total)
    earlier = accumulate((rows for _, rows, _ in found), initial=0)
    ids = [nct_id for (nct_id, _, _), before in zip(found, earlier, strict=False) if before < limit]
    narrow = "list_contains(CAST(? AS VARCHAR[]), t.nct_id) AND list_contains(CAST(? AS VARCHAR[]), o.nct_id)"
    return Newest(Clause(narrow, (ids, ids)), total)
