"""Excerpts hold the first rows of what the plain query gives, and its exact number; summaries agree with the tables."""

from copy import deepcopy
from typing import Any

import duckdb
import pytest

from cache.filters.filters import Filters
from cache.questions import measure, reporting
from cache.questions.excerpts import ALL_ROWS
from cache.questions.map import tallies
from cache.questions.reader import Reader
from cache.store.snapshot import Store
from cache.store.verify import KEYS
from seeds.knowledge import Knowledge
from tests.cache.conftest import make_snapshot

EVERY, SOME = Filters(), Filters(role=("experimental",), phase=("PHASE2", "PHASE3"))
CONDITIONS = {EVERY: "TRUE", SOME: "role = 'experimental' AND list_has_any(phases, ['PHASE2', 'PHASE3'])"}
LIMITS = (1, 2, 7, 50, 200, ALL_ROWS)
WORDING = "lower(trim(regexp_replace({}, '\\s+', ' ', 'g')))"
LEFT_OUT = (
    "o.source = 'registered' AND t.has_results AND NOT EXISTS (SELECT 1 FROM outcomes p WHERE p.source = 'posted' "
    f"AND p.nct_id = o.nct_id AND {WORDING.format('p.title')} = {WORDING.format('o.title')})"
)


@pytest.fixture(scope="module")
def reader(
    rapalog_records: list[dict[str, Any]], sample_knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory
) -> Reader:
    """A few dozen trials of the registry, made by the whole pipeline; each second posted outcome is taken away."""
    records = deepcopy(rapalog_records[::3])
    for each in records:
        if module := each.get("resultsSection", {}).get("outcomeMeasuresModule"):
            del module["outcomeMeasures"][1::2]
    store = Store(tmp_path_factory.mktemp("excerpts"))
    return Reader(make_snapshot(store, records, sample_knowledge, "2026-11-20T09:00:05"))


def plain(reader: Reader, filters: Filters, condition: str, order: str) -> list[tuple[Any, ...]]:
    """Id and title of the outcomes, by one query over the whole table."""
    return reader.rows(
        f"SELECT o.nct_id, o.title FROM outcomes o JOIN trials t USING (nct_id) WHERE {condition} "
        f"AND {CONDITIONS[filters]} ORDER BY t.start_date DESC NULLS LAST, o.nct_id, {order}"
    )


def pairs(rows: Any) -> list[tuple[Any, ...]]:
    return list(rows[["nct_id", "title"]].itertuples(index=False, name=None))


@pytest.mark.records
@pytest.mark.parametrize("filters", [EVERY, SOME])
@pytest.mark.parametrize("name", ["trough_level", "pharmacokinetics", "infection", "phospho_s6", "no_such_measure"])
def test_titles_are_the_first_of_all_titles(reader: Reader, filters: Filters, name: str) -> None:
    expected = plain(reader, filters, f"list_contains(o.measures, '{name}')", "o.source DESC, o.kind, o.position")
    assert expected or name in ("phospho_s6", "no_such_measure")
    for limit in LIMITS:
        found = measure.outcome_titles(reader, filters, name, limit)
        assert (pairs(found.rows), found.total) == (expected[:limit], len(expected))


@pytest.mark.records
@pytest.mark.parametrize("filters", [EVERY, SOME])
@pytest.mark.parametrize(("question", "condition"), [
    (reporting.posted_without_values, "o.source = 'posted' AND NOT o.has_values"),
    (reporting.left_out_of_results, LEFT_OUT),
])  # fmt: skip
def test_outcomes_are_the_first_of_all_outcomes(
    reader: Reader, filters: Filters, question: Any, condition: str
) -> None:
    expected = plain(reader, filters, condition, "o.kind, o.position")
    assert expected
    for limit in LIMITS:
        found = question(reader, filters, limit)
        assert (pairs(found.rows), found.total) == (expected[:limit], len(expected))


@pytest.mark.records
def test_statuses_and_years_are_those_of_the_table_of_statuses(reader: Reader) -> None:
    counts = tallies(reader, EVERY)
    for name in reader.measures:
        stands = measure.how_often_is(reader, EVERY, name)
        assert stands.tally.to_dict("records") == counts[counts["measure"] == name].to_dict("records")
        found = dict(stands.statuses.itertuples(index=False, name=None))
        assert found == dict(reader.rows("SELECT status, count(*) FROM reporting WHERE measure = ? GROUP BY 1", [name]))
        expected = reader.rows(
            "SELECT start_year, count(*), count(*) FILTER (list_contains(levels, 'registered')), "
            "count(*) FILTER (status IN ('reported', 'reported_as_ae')), count(*) FILTER (status = 'described_only') "
            "FROM reporting JOIN trials USING (nct_id) WHERE measure = ? AND status <> 'not_applicable' "
            "AND start_year IS NOT NULL GROUP BY 1 ORDER BY 1",
            [name],
        )
        assert list(stands.years.itertuples(index=False, name=None)) == expected


@pytest.mark.records
@pytest.mark.parametrize("change", [
    "outcomes_left_out_count = outcomes_left_out_count + 1",
    "outcomes_without_values_count = 99",
    "outcome_measures = list_prepend('frailty', outcome_measures)",
    "measure_statuses = upper(measure_statuses)",
])  # fmt: skip
def test_a_summary_that_differs_from_its_tables_is_found(reader: Reader, change: str) -> None:
    column, value = change.split(" = ", 1)
    with duckdb.connect() as connection:
        for table in ("trials", "reporting", "outcomes"):
            path = reader.snapshot.table(table)
            connection.execute(f"CREATE TABLE {table} AS SELECT * FROM read_parquet('{path}')")
        checks = [sql for words, sql in KEYS.items() if "`measure_statuses`" in words or "counts of outcomes" in words]
        assert [connection.execute(sql).fetchall() for sql in checks] == [[], []]
        connection.execute(f"UPDATE trials SET {column} = {value} WHERE nct_id = (SELECT min(nct_id) FROM trials)")
        assert sum(len(connection.execute(sql).fetchall()) for sql in checks) == 1
