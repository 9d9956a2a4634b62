"""One measure: how often and how it is reported over time, in which words, and at which posted levels."""

import pandas as pd

from cache.filters.dimensions import letters
from cache.filters.filters import Filters
from cache.questions.excerpts import ROWS, Excerpt, newest_trials
from cache.questions.marks import COUNTED
from cache.questions.reader import Reader
from fetchers.measures.status import LETTERS

LEVEL_COLUMNS = (
    "nct_id", "group_title", "class_title", "category_title", "param_type", "value", "unit", "value_ng_ml",
    "spread_ng_ml", "dispersion_type", "participants_count",
)  # fmt: skip
LEVEL_MEASURES = ("trough_level", "drug_concentration")


def status_counts(reader: Reader, filters: Filters, measure: str) -> pd.DataFrame:
    """`status`, `trials`: how many of the filtered trials have each status for the measure."""
    clause = reader.where(filters)
    found = dict(
        reader.rows(
            f"SELECT status_of(t.measure_statuses, ?) AS letter, count(*) FROM trials t WHERE {clause.sql} "
            "GROUP BY letter HAVING letter IS NOT NULL",
            [measure, *clause.values],
        )
    )
    rows = [(status, sum(found.get(letter, 0) for letter in set(letters(status)))) for status in LETTERS]
    rows = [(status, count) for status, count in rows if count]
    rows.sort(key=lambda row: (-row[1], row[0]))
    return pd.DataFrame(rows, columns=["status", "trials"])


def by_year(reader: Reader, filters: Filters, measure: str) -> pd.DataFrame:
    """`year` of start, `base`, `plans`, `reports`, `described`: over the filtered trials that owe a report."""
    clause = reader.where(filters)
    names = ("plans", "reports", "described")
    counts = ", ".join(f"count(*) FILTER (list_contains(?, letter)) AS {name}" for name in names)
    return reader.frame(
        f"SELECT t.start_year AS year, count(*) AS base, {counts} "
        "FROM (SELECT *, status_of(measure_statuses, ?) AS letter FROM trials) t "
        f"WHERE list_contains(?, letter) AND t.start_year IS NOT NULL AND {clause.sql} GROUP BY year ORDER BY year",
        [*(list(COUNTED[name]) for name in names), measure, list(COUNTED["base"]), *clause.values],
    )


def outcome_titles(reader: Reader, filters: Filters, measure: str, limit: int = ROWS) -> Excerpt:
    """Outcomes about the measure in the filtered trials: `nct_id`, `source`, `kind`, `title`, `time_frame`, `unit`."""
    about = "len(list_filter(t.outcome_measures, lambda each: each = ?))"
    newest = newest_trials(reader, filters, about, [measure], limit)
    rows = reader.frame(
        "SELECT o.nct_id, o.source, o.kind, o.title, o.time_frame, o.unit, o.has_values "
        f"FROM outcomes o JOIN trials t USING (nct_id) WHERE list_contains(o.measures, ?) AND {newest.clause.sql} "
        f"ORDER BY t.start_date DESC NULLS LAST, o.nct_id, o.source DESC, o.kind, o.position LIMIT ?",
        [measure, *newest.clause.values, limit],
    )
    return Excerpt(rows, newest.total)


def posted_levels(reader: Reader, filters: Filters, measure: str, limit: int = ROWS) -> Excerpt:
    """Posted levels in ng/mL with the trial's doses and target range; rows without a convertible unit come last."""
    clause = reader.where(filters)
    order = "value_ng_ml IS NULL, nct_id, path, group_id, class_title"
    rows = reader.frame(
        f"WITH levels AS MATERIALIZED (SELECT {', '.join(LEVEL_COLUMNS)}, path, group_id FROM drug_levels "
        f"WHERE measure = ? AND nct_id IN (SELECT t.nct_id FROM trials t WHERE {clause.sql})), "
        f"chosen AS MATERIALIZED (SELECT * FROM levels ORDER BY {order} LIMIT ?), "
        "target AS (SELECT nct_id, min(trough_low_ng_ml) AS low, max(trough_high_ng_ml) AS high, "
        "string_agg(DISTINCT printf('%g %s %s', dose, dose_unit, frequency), '; ' ORDER BY "
        "printf('%g %s %s', dose, dose_unit, frequency)) FILTER (dose IS NOT NULL) AS doses "
        "FROM arms WHERE drug <> '' AND nct_id IN (SELECT nct_id FROM chosen) GROUP BY nct_id) "
        f"SELECT {', '.join(LEVEL_COLUMNS)}, low, high, doses, (SELECT count(*) FROM levels) AS total "
        f"FROM chosen LEFT JOIN target USING (nct_id) ORDER BY {order}",
        [measure, *clause.values, limit],
    )
    return Excerpt(rows.drop(columns="total"), int(rows["total"].iloc[0]) if len(rows) else 0)
