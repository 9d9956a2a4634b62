"""What stands outside the registry, over many trials: gaps that an abstract fills, measures dropped or demoted."""

from typing import NamedTuple

import pandas as pd

from cache.filters.dimensions import letters
from cache.filters.filters import Filters
from cache.questions.excerpts import ROWS
from cache.questions.reader import Reader
from fetchers.measures.status import ELSEWHERE_LETTERS

# registered and owed, but not to be read in the registry's results
GAP = [letter for letter in letters("not_posted", "overdue") if letter.isupper()]


def gap_flow(reader: Reader, filters: Filters) -> pd.DataFrame:
    """Per measure: `gaps` (registered, not posted or overdue) and what was found of them elsewhere, a column each."""
    clause = reader.where(filters)
    found = reader.rows(
        f"SELECT t.measure_statuses, t.measure_elsewhere, count(*) FROM trials t WHERE {clause.sql} GROUP BY ALL",
        clause.values,
    )
    counts = {measure: dict.fromkeys(ELSEWHERE_LETTERS.values(), 0) for measure in reader.measures}
    for statuses, elsewhere, trials in found:
        for measure, status, letter in zip(reader.measures, statuses, elsewhere, strict=True):
            if status in GAP:
                counts[measure][letter] += trials
    rows = [
        {"measure": measure, "gaps": sum(each.values())}
        | {state: each[letter] for state, letter in ELSEWHERE_LETTERS.items()}
        for measure, each in counts.items()
    ]
    return pd.DataFrame(rows, columns=["measure", "gaps", *ELSEWHERE_LETTERS])


class LookedAt(NamedTuple):
    """How many of the filtered trials there are, and of how many articles were looked for and versions looked at."""

    trials: int
    articles: int
    versions: int


def looked_at(reader: Reader, filters: Filters) -> LookedAt:
    """How far these trials were looked at elsewhere."""
    clause = reader.where(filters)
    counted = "count(*), count(t.articles_asked_date), count(t.version_count)"
    return LookedAt(*reader.rows(f"SELECT {counted} FROM trials t WHERE {clause.sql}", clause.values)[0])


def lost_measures(reader: Reader, filters: Filters) -> pd.DataFrame:
    """Per measure that trials lost: how many `dropped` it, and how many `demoted` it."""
    clause = reader.where(filters)
    return reader.frame(
        f"WITH chosen AS MATERIALIZED (SELECT dropped_measures, demoted_measures FROM trials t WHERE {clause.sql}), "
        "one AS (SELECT unnest(dropped_measures) AS measure, 1 AS dropped, 0 AS demoted FROM chosen UNION ALL BY NAME "
        "SELECT unnest(demoted_measures) AS measure, 0 AS dropped, 1 AS demoted FROM chosen) "
        "SELECT measure, CAST(sum(dropped) AS BIGINT) AS dropped, CAST(sum(demoted) AS BIGINT) AS demoted "
        "FROM one GROUP BY measure ORDER BY dropped DESC, measure",
        clause.values,
    )


def lost_by_trial(reader: Reader, filters: Filters, limit: int = ROWS) -> pd.DataFrame:
    """The dropped outcomes of trials that dropped a measure, newest change first."""
    clause = reader.where(filters)
    return reader.frame(
        "SELECT o.nct_id, t.brief_title, o.group_before, o.wording_before, o.measures, o.version_date, o.step "
        "FROM outcome_history o JOIN trials t USING (nct_id) "
        f"WHERE o.change = 'dropped' AND list_has_any(o.measures, t.dropped_measures) AND {clause.sql} "
        "ORDER BY o.version_date DESC, o.nct_id, o.wording_before LIMIT ?",
        [*clause.values, limit],
    )
