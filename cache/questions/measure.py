"""One measure: how often and how it is reported over time, in which words, and at which posted levels."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from cache.filters.dimensions import letters
from cache.filters.filters import Filters
from cache.questions.excerpts import ROWS, Excerpt, newest_trials
from cache.questions.marks import COUNTED, FLOW, measure_counts
from cache.questions.reader import Reader
from fetchers.measures.status import LETTERS

LEVEL_COLUMNS = (
    "nct_id", "group_title", "class_title", "category_title", "param_type", "value", "unit", "value_ng_ml",
    "spread_ng_ml", "dispersion_type", "participants_count",
)  # fmt: skip
LEVEL_MEASURES = ("trough_level", "drug_concentration")


@dataclass(frozen=True, slots=True)
class HowOften:
    """How the filtered trials stand to a measure.

    `statuses`: `status`, `trials`, the most frequent first. `years`: `year` of start with `base`, `plans`, `reports`,
    `described`, over trials that owe a report and state when they start. `tally`: the measure's row of
    `cache.questions.map.tallies`, none where no trial is left.
    """

    statuses: pd.DataFrame
    years: pd.DataFrame
    tally: pd.DataFrame


def how_often_is(reader: Reader, filters: Filters, measure: str) -> HowOften:
    """Statuses, years and what became of plans, counted in one reading of the filtered trials."""
    clause = reader.where(filters)
    found = reader.rows(
        f"SELECT t.start_year, status_of(t.measure_statuses, ?) AS letter, count(*) FROM trials t WHERE {clause.sql} "
        "GROUP BY ALL HAVING letter IS NOT NULL",
        [measure, *clause.values],
    )
    alike = [("", letter, count) for _, letter, count in found]
    tally = measure_counts((measure,), alike, COUNTED | FLOW).drop(columns="column")
    return HowOften(_by_status(found), _by_year(found), tally)


_Counted = Sequence[tuple[int | None, str, int]]  # year of start, letter of the status, trials


def _by_status(found: _Counted) -> pd.DataFrame:
    rows = [(status, sum(count for _, letter, count in found if letter in letters(status))) for status in LETTERS]
    rows = sorted(((status, count) for status, count in rows if count), key=lambda row: (-row[1], row[0]))
    return pd.DataFrame(rows, columns=["status", "trials"])


def _by_year(found: _Counted) -> pd.DataFrame:
    names = ("base", "plans", "reports", "described")
    owing = [each for each in found if each[0] is not None and each[1] in COUNTED["base"]]
    years = sorted({year for year, _, _ in owing if year is not None})
    rows = [
        (year, *(sum(n for at, letter, n in owing if at == year and letter in COUNTED[name]) for name in names))
        for year in years
    ]
    return pd.DataFrame(rows, columns=["year", *names], dtype="int64")


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


def levels_by_dose(reader: Reader, filters: Filters, measure: str) -> pd.DataFrame:
    """Posted levels in ng/mL with what their own arm gives: `drug`, `dose`, `dose_unit`, `frequency`, target range
    `low` to `high`, `arm_label` and `arm_certainty`.

    An arm of two rapalogs has a dose for a level only where the posted texts say of which. Figures that are no levels
    (ratios, areas, no number) have no ng/mL, and are not here.
    """
    clause = reader.where(filters)
    return reader.frame(
        "WITH levels AS MATERIALIZED (SELECT * FROM drug_levels WHERE measure = ? AND value_ng_ml >= 0 "
        f"AND nct_id IN (SELECT t.nct_id FROM trials t WHERE {clause.sql})), "
        "given AS (SELECT nct_id, arm_index, drug, dose, dose_unit, frequency, trough_low_ng_ml, trough_high_ng_ml, "
        "count(*) OVER (PARTITION BY nct_id, arm_index) AS drugs FROM arms "
        "WHERE drug <> '' AND nct_id IN (SELECT nct_id FROM levels)) "
        "SELECT l.nct_id, coalesce(nullif(l.drug, ''), a.drug, '') AS drug, a.dose, a.dose_unit, a.frequency, "
        "a.trough_low_ng_ml AS low, a.trough_high_ng_ml AS high, l.value_ng_ml, l.spread_ng_ml, l.param_type, "
        "l.dispersion_type, l.participants_count, l.group_title, l.class_title, l.category_title, l.value, l.unit, "
        "l.arm_label, l.arm_certainty "
        "FROM levels l LEFT JOIN given a ON a.nct_id = l.nct_id AND a.arm_index = l.arm_index "
        "AND (a.drug = l.drug OR (l.drug = '' AND a.drugs = 1)) "
        "ORDER BY drug, l.nct_id, l.path, l.group_id, l.class_title, l.category_title",
        [measure, *clause.values],
    )
