"""Trials that stand alike in all measures, counted together: what makes the map fast over many trials.

`reporting` has a row per trial and measure. Reading all of them at each change of a filter costs seconds where there
are 600,000 trials; but trials fall into far fewer patterns (who reports, plans, describes what). Each reader finds
the patterns once; a count then asks how many of the chosen trials show each pattern.
"""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from cache.filters import VIEWS
from cache.query import Reader

# What is counted, as conditions on `reporting r`; the views are those that filters by measure use.
FLAGS = {
    "base": "r.status <> 'not_applicable'",
    "reports": VIEWS["reports"],
    "plans": VIEWS["plans"],
    "described": "r.status = 'described_only'",
    "leaves_out": VIEWS["leaves_out"],
}
BITS = 60  # measures per whole number
POSITIONS = (
    "SELECT measure, row_number() OVER (ORDER BY measure) - 1 AS position FROM (SELECT DISTINCT measure FROM reporting)"
)


def measure_counts(reader: Reader, chosen: str, values: Sequence[Any]) -> pd.DataFrame:
    """Counts per `measure` and `column`: `base`, `reports`, `plans`, `described`, `leaves_out`, in that order.

    `chosen` is SQL that gives `nct_id` and `g` (the column) of the trials to count, with its bound values.
    """
    _prepare(reader)
    sums = ", ".join(f"CAST(sum(n) FILTER (f.{flag}) AS BIGINT) AS {flag}" for flag in FLAGS)
    found = reader.frame(
        "WITH counted AS (SELECT c.g, p.pattern, count(*) AS n "
        f"FROM ({chosen}) c JOIN trial_patterns p USING (nct_id) GROUP BY ALL) "
        f'SELECT f.measure, c.g AS "column", {sums} FROM counted c JOIN pattern_facts f USING (pattern) '
        "GROUP BY ALL ORDER BY ALL",
        values,
    )
    counts = found[[*FLAGS]].fillna(0).astype("int64")
    return pd.concat([found[["measure", "column"]], counts], axis=1)


def _prepare(reader: Reader) -> None:
    """Make the tables `trial_patterns` (nct_id, pattern) and `pattern_facts` (pattern, measure, flags), once."""
    reader.keep("positions", lambda: POSITIONS)
    reader.keep("trial_patterns", lambda: _patterns(_words(reader)))
    reader.keep("pattern_facts", lambda: _facts(_words(reader)))


def _words(reader: Reader) -> range:
    """The whole numbers needed to hold a bit for every measure."""
    return range(int(reader.rows("SELECT count(*) FROM positions")[0][0]) // BITS + 1)


def _patterns(words: range) -> str:
    bits = [
        f"bit_or(CASE WHEN b.position // {BITS} = {word} AND ({condition}) "
        f"THEN CAST(1 AS UBIGINT) << CAST(b.position % {BITS} AS UBIGINT) ELSE 0 END) AS {flag}_{word}"
        for word in words
        for flag, condition in FLAGS.items()
    ]
    columns = ", ".join(f"{flag}_{word}" for word in words for flag in FLAGS)
    return (
        f"SELECT nct_id, dense_rank() OVER (ORDER BY {columns}) AS pattern, {columns} FROM (SELECT r.nct_id, "
        f"{', '.join(bits)} FROM reporting r JOIN positions b USING (measure) GROUP BY r.nct_id)"
    )


def _facts(words: range) -> str:
    facts = []
    for flag in FLAGS:
        word = " ".join(f"WHEN {word} THEN p.{flag}_{word}" for word in words)
        bit = f"(CASE b.position // {BITS} {word} END >> CAST(b.position % {BITS} AS UBIGINT)) & 1"
        facts.append(f"{bit} = 1 AS {flag}")
    distinct = "SELECT DISTINCT ON (pattern) * FROM trial_patterns"
    return f"SELECT p.pattern, b.measure, {', '.join(facts)} FROM ({distinct}) p CROSS JOIN positions b"
