"""One record written for it, end to end: a row of every table, value by value, as it is read from the snapshot.

`golden/record.json` says something else wherever two columns of a row have the same type, so that whoever mixes two
of them up finds another row than `golden/rows.json`, which was read off the record by eye.
"""

from copy import deepcopy
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path
from shutil import copytree
from typing import Any

import orjson
import pyarrow.parquet as pq
import pytest

from cache.elsewhere.notes import notes_folder
from cache.store.parquet import TableWriter, record_batch
from cache.store.snapshot import Store
from fetchers.rows import ROW_CLASSES
from seeds.knowledge import Knowledge
from seeds.reviews.reviews import Review
from seeds.tables.columns import tables
from tests.cache.conftest import make_snapshot
from tests.conftest import SwapColumns
from tests.fetchers.test_rows import SWAPS

GOLDEN = Path(__file__).with_name("golden")
RECORD = orjson.loads((GOLDEN / "record.json").read_bytes())
ROWS_WANTED: dict[str, dict[str, Any]] = orjson.loads((GOLDEN / "rows.json").read_bytes())
# where a table has several rows: the place of the one that says most
AT = {"outcomes": 3, "annotations": 3, "reporting": 4, "adverse_events": 2, "analyses": 1}
REVIEW = Review(
    "NCT09990001", "protocolSection.outcomesModule.primaryOutcomes[0]", "0123456789abcdef", "frailty", "no", "Reader",
    "2026-11-02", "read in full",
)  # fmt: skip
BEFORE, AFTER = "2026-10-19T09:00:05", "2026-11-20T09:00:05"


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    return value.isoformat() if isinstance(value, date) else value


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory, sample_knowledge: Knowledge) -> dict[str, dict[str, Any]]:
    """The rows of a snapshot after one in which fewer were enrolled, as plain values by column."""
    store, earlier = Store(tmp_path_factory.mktemp("golden")), deepcopy(RECORD)
    copytree(GOLDEN / "elsewhere", notes_folder(store))
    earlier["protocolSection"]["designModule"]["enrollmentInfo"]["count"] = 40
    knowledge = replace(sample_knowledge, reviews=(REVIEW,))
    before = make_snapshot(store, [earlier], knowledge, BEFORE)
    made = make_snapshot(store, [RECORD], knowledge, AFTER)
    rows = {name: pq.read_table(made.table(name)).to_pylist()[AT.get(name, 0)] for name in tables()}
    assert rows["changes"].pop("from_snapshot") == before.name
    return {name: {column: plain(value) for column, value in row.items()} for name, row in rows.items()}


@pytest.mark.parametrize("table", ROW_CLASSES)
def test_every_value_stands_under_its_name(table: str, found: dict[str, dict[str, Any]]) -> None:
    assert found[table] == ROWS_WANTED[table]


@pytest.mark.parametrize("table", ROW_CLASSES)
def test_no_two_columns_of_a_golden_row_can_be_mixed_up(table: str) -> None:
    row = ROWS_WANTED[table]
    named = [each for each in tables()[table] if each.name in row and each.type != "bool"]  # there are but two of these
    alike = [(a.name, b.name) for a, b in combinations(named, 2) if a.type == b.type and row[a.name] == row[b.name]]
    assert alike == []


@pytest.mark.parametrize(("table", "one", "other"), SWAPS)
def test_values_are_bound_to_columns_by_name_wherever_these_stand(
    table: str, one: str, other: str, swap_columns: SwapColumns, tmp_path: Path
) -> None:
    row = {each.name: None for each in tables()[table]} | ROWS_WANTED[table]
    row = {name: date.fromisoformat(str(row[name])) if name in DATES else row[name] for name in row}
    mixed_up = row | {one: row[other], other: row[one]}
    swap_columns(table, one, other)
    with TableWriter(tmp_path, [table]) as writer:
        writer.add({table: [row, mixed_up]})
    written = pq.read_table(tmp_path / f"{table}.parquet")
    assert written.column_names == [each.name for each in tables()[table]]
    assert written.to_pylist() == [row, mixed_up]
    assert row != mixed_up


DATES = {each.name for columns in tables().values() for each in columns if each.type == "date"}


def test_a_row_without_a_column_is_refused() -> None:
    with pytest.raises(KeyError, match="citation"):
        record_batch("publications", [{"nct_id": "NCT00000001", "pmid": "1", "kind": "RESULT"}])
