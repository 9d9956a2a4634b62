"""Who the evidence is about: sex, age and genetic stratification of the trials that report a measure, by population."""

import pandas as pd

from cache.filters.filters import Filters
from cache.questions.reader import Reader

CHILD_YEARS, OLDER_YEARS = 18, 65  # the registry's own age groups
PEOPLE_COLUMNS = (
    "population", "trials", "reporting", "participants", "women", "men", "women_only", "men_only", "age_lowest",
    "age_median", "age_highest", "admit_children", "admit_older", "older_share", "stratified", "no_baseline",
)  # fmt: skip
REPORTS_IT = "(? = '' OR list_contains(t.measures_reported, ?))"


def people(reader: Reader, filters: Filters, measure: str = "") -> pd.DataFrame:
    """A row per population of the filtered trials. `trials` are all; the other columns are of those that report the
    measure (of all where none is named).

    `participants`, `women` and `men` count people of posted baselines, ages are means of trials in years, `older_share`
    is the fraction of 65 years or more where age groups are posted; the other columns count trials, `no_baseline` those
    of which nothing is known about people.
    """
    clause = reader.where(filters)
    rows = reader.rows(
        f"""
        WITH chosen AS (SELECT t.*, {REPORTS_IT} AS is_in FROM trials t WHERE {clause.sql}),
        apart AS (SELECT unnest(populations) AS population, * EXCLUDE (populations) FROM chosen)
        SELECT population, count(*), count(*) FILTER (is_in), coalesce(sum(participants_count) FILTER (is_in), 0),
            coalesce(sum(women_count) FILTER (is_in), 0), coalesce(sum(men_count) FILTER (is_in), 0),
            count(*) FILTER (is_in AND sex = 'FEMALE'), count(*) FILTER (is_in AND sex = 'MALE'),
            min(age_mean_years) FILTER (is_in), median(age_mean_years) FILTER (is_in),
            max(age_mean_years) FILTER (is_in),
            count(*) FILTER (is_in AND coalesce(minimum_age_years < {CHILD_YEARS}, TRUE)),
            count(*) FILTER (is_in AND coalesce(maximum_age_years >= {OLDER_YEARS}, TRUE)),
            sum(older_count) FILTER (is_in) / nullif(sum(children_count + adults_count + older_count)
                FILTER (is_in AND older_count IS NOT NULL), 0),
            count(*) FILTER (is_in AND is_genetic_stratification),
            count(*) FILTER (is_in AND participants_count IS NULL)
        FROM apart LEFT JOIN baseline USING (nct_id) GROUP BY population ORDER BY 3 DESC, population
        """,
        [measure, measure, *clause.values],
    )
    return pd.DataFrame(rows, columns=list(PEOPLE_COLUMNS))


def missing(rows: pd.DataFrame, names: dict[str, str]) -> list[str]:
    """Sentences on who is missing from the evidence of each population that has trials which report."""
    found = []
    for row in rows[rows["reporting"] > 0].itertuples(index=False):
        name, gaps = names.get(row.population, row.population), []
        if row.women + row.men and row.women < row.men / 3:
            gaps.append(f"women are {row.women / (row.women + row.men):.0%} of {row.women + row.men:,} people")
        if row.women + row.men and row.men < row.women / 3:
            gaps.append(f"men are {row.men / (row.women + row.men):.0%} of {row.women + row.men:,} people")
        if not row.admit_children:
            gaps.append("no trial admits children")
        if not row.admit_older:
            gaps.append(f"no trial admits people of {OLDER_YEARS}")
        if not row.stratified:
            gaps.append("no trial is stratified by genotype")
        if gaps:
            found.append(f"{name}: {', '.join(gaps)}.")
    return found
