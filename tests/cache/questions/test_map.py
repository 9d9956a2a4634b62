"""The map's counts, its gaps, and that every square's link gives exactly the trials counted in it."""

from pathlib import Path

import pytest

from cache.filters.filters import Filters
from cache.questions.map import GROUPINGS, cell_filters, evidence_map, tallies
from cache.questions.reader import Reader
from cache.statistics.shares import share
from fetchers.measures.status import STATUSES
from seeds.errors import OptionError
from tests.dashboard.sample import write_sample


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    root: Path = tmp_path_factory.mktemp("cache")
    return Reader(write_sample(root))


def cell(reader: Reader, filters: Filters, by: str, column: str, measure: str) -> dict[str, int]:
    cells = evidence_map(reader, filters, by).cells
    found = cells[(cells["measure"] == measure) & (cells["column"] == column)]
    return {name: int(found[name].iloc[0]) for name in ("base", "reports", "plans", "described", "leaves_out")}


def test_a_cell_counts_trials_that_report_plan_describe_and_leave_out(reader: Reader) -> None:
    ageing = cell(reader, Filters(), "population", "ageing", "phospho_s6")
    assert ageing == {"base": 3, "reports": 1, "plans": 2, "described": 0, "leaves_out": 1}
    described = cell(reader, Filters(), "population", "ageing", "trough_level")
    assert described == {"base": 3, "reports": 1, "plans": 1, "described": 2, "leaves_out": 2}


def test_an_absence_is_a_gap_where_the_measure_is_asked_for(reader: Reader) -> None:
    frail, engaged = (Filters(measure=(f"{measure}:leaves_out",)) for measure in ("frailty", "phospho_s6"))
    assert [reader.count(frail), reader.count(engaged)] == [2, 2]  # trials of ageing alone, and all trials
    assert reader.count(Filters(measure=("frailty:lacks",))) == 4
    assert cell(reader, Filters(), "population", "tsc_epilepsy", "frailty")["leaves_out"] == 0


def test_a_withdrawn_trial_counts_in_no_base(reader: Reader) -> None:
    assert cell(reader, Filters(), "population", "oncology", "frailty")["base"] == 0


def test_a_trial_in_two_populations_is_two_placements(reader: Reader) -> None:
    found = evidence_map(reader, Filters(), "population")
    assert (found.trials, found.placements) == (6, 7)


@pytest.mark.parametrize("by", GROUPINGS)
@pytest.mark.parametrize("filters", [
    Filters(), Filters(role=("experimental",), population=("ageing", "oncology")),
    Filters(measure=("phospho_s6:plans",)), Filters(measure=("phospho_s6", "trough_level:lacks")),
    Filters(measure=("phospho_s6:reported", "phospho_s6:awaited", "trough_level:elsewhere_not_looked")),
])  # fmt: skip
def test_a_cells_link_gives_the_trials_counted_in_it(reader: Reader, by: str, filters: Filters) -> None:
    cells = evidence_map(reader, filters, by).cells
    assert len(cells)
    for row in cells.itertuples(index=False):
        for view in ("reports", "plans", "leaves_out"):
            linked = cell_filters(filters, by, row.column, row.measure, view)
            assert reader.count(linked) == getattr(row, view), (row.measure, row.column, view)


def test_columns_stay_within_the_filter_on_the_same_dimension(reader: Reader) -> None:
    found = evidence_map(reader, Filters(population=("healthy_volunteers",)), "population")
    assert found.columns == (("healthy_volunteers", 1),)


def test_trials_that_state_no_phase_have_a_column_of_their_own(reader: Reader) -> None:
    assert ("none", 1) in evidence_map(reader, Filters(), "phase").columns


def test_an_unknown_grouping_is_named(reader: Reader) -> None:
    with pytest.raises(OptionError, match="grouping `shoe_size`"):
        evidence_map(reader, Filters(), "shoe_size")


def test_tallies_count_each_trial_once(reader: Reader) -> None:
    found = tallies(reader, Filters()).set_index("measure")
    assert found.loc["phospho_s6", ["base", "reports", "plans"]].tolist() == [5, 1, 3]


# Wilson intervals as in Newcombe, Statistics in Medicine 1998;17:857 (table I, method 3)
@pytest.mark.parametrize(
    ("count", "base", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_is_wilsons(count: int, base: int, low: float, high: float) -> None:
    found = share(count, base)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_nothing_is_known_of_an_empty_base() -> None:
    assert (share(0, 0).low, share(0, 0).high, share(0, 0).value) == (0.0, 1.0, 0.0)
    with pytest.raises(ValueError, match="3 of 2"):
        share(3, 2)


REFERENCE = """
SELECT r.measure, g AS "column", count(*) FILTER (r.status <> 'not_applicable') AS base,
count(*) FILTER (r.status = 'reported') AS reported,
count(*) FILTER (r.status IN ('reported', 'reported_as_ae')) AS reports,
count(*) FILTER (list_contains(r.levels, 'registered') AND r.status <> 'not_applicable') AS plans,
count(*) FILTER (r.status = 'described_only') AS described,
count(*) FILTER (r.is_gap) AS leaves_out
FROM (SELECT nct_id, unnest(CASE WHEN len(populations) = 0 THEN ['none'] ELSE populations END) AS g FROM trials
WHERE role = 'experimental') t JOIN reporting r USING (nct_id) GROUP BY ALL ORDER BY ALL
"""


def test_the_short_texts_of_statuses_count_as_the_table_of_statuses_does(reader: Reader) -> None:
    expected = reader.rows(REFERENCE)
    assert expected
    cells = evidence_map(reader, Filters(role=("experimental",)), "population").cells.drop(columns="reported_anywhere")
    assert list(cells.itertuples(index=False, name=None)) == expected


@pytest.mark.parametrize(("view", "condition"), [
    ("", "status NOT IN ('absent', 'not_applicable')"),
    (":reports", "status IN ('reported', 'reported_as_ae')"),
    (":plans", "list_contains(levels, 'registered') AND status <> 'not_applicable'"),
    (":leaves_out", "is_gap"),
    (":lacks", "status IN ('described_only', 'absent')"),
    *((f":{status}", f"status = '{status}'") for status in STATUSES),
])  # fmt: skip
def test_a_filter_by_measure_is_the_table_of_statuses(reader: Reader, view: str, condition: str) -> None:
    for measure in ("phospho_s6", "trough_level", "stomatitis", "frailty"):
        sql = f"SELECT nct_id FROM reporting WHERE measure = ? AND ({condition}) ORDER BY ALL"
        clause = reader.where(Filters(measure=(measure + view,)))
        found = reader.rows(f"SELECT nct_id FROM trials t WHERE {clause.sql} ORDER BY ALL", clause.values)
        assert found == reader.rows(sql, [measure])


def test_an_unknown_measure_is_in_no_trial(reader: Reader) -> None:
    assert reader.count(Filters(measure=("shoe_size",))) == 0
