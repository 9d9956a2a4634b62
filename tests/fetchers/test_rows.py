"""A table's row has the fields of the column file, in its order and of its types: swap two columns, and this fails."""

from datetime import date
from types import NoneType
from typing import get_args, get_type_hints

import pytest

from fetchers.rows import ROW_CLASSES
from seeds.tables import columns
from tests.conftest import SwapColumns

TYPES = {"string": str, "int": int, "float": float, "bool": bool, "date": date, "list": list[str]}
# two columns of one table and type, which no type and no count tells apart
SWAPS = [
    ("event_groups", "deaths_affected_count", "serious_affected_count"),
    ("group_arms", "certainty", "basis"),
    ("event_counts", "affected_count", "at_risk_count"),
    ("outcome_values", "lower_limit", "upper_limit"),
    ("trials", "allocation", "masking"),
    ("trials", "has_results", "is_results_in_review"),
    ("adverse_events", "affected_count", "at_risk_count"),
    ("analyses", "ci_lower", "ci_upper"),
    ("annotations", "start", "end"),
    ("arms", "trough_low_ng_ml", "trough_high_ng_ml"),
    ("changes", "before", "after"),
    ("drug_levels", "value_ng_ml", "spread_ng_ml"),
    ("drug_names", "name", "words"),
    ("baseline", "women_count", "men_count"),
    ("interactions", "words", "sentence"),
    ("outcomes", "title", "description"),
    ("publications", "pmid", "citation"),
    ("reporting", "status", "reason"),
    ("reviews", "reason", "words_hash"),
    ("search_words", "word", "nct_id"),
    ("articles", "kind", "belongs"),
    ("article_measures", "rule", "confidence"),
    ("outcome_history", "wording_before", "wording_now"),
]


def field_types(row: type) -> list[tuple[str, object]]:
    """A row's fields in order, each with its type where it is not None."""
    found = []
    for name, kind in get_type_hints(row).items():
        kinds = [each for each in get_args(kind) if each is not NoneType] if NoneType in get_args(kind) else [kind]
        found.append((name, *kinds))
    return found


def differing() -> list[str]:
    """The tables whose rows have other fields than the column file says."""
    contract = {table: [(each.name, TYPES[each.type]) for each in found] for table, found in columns.tables().items()}
    assert list(contract) == list(ROW_CLASSES)
    return [table for table, fields in contract.items() if field_types(ROW_CLASSES[table]) != fields]


def test_every_row_has_the_fields_of_its_columns_in_order_and_type() -> None:
    assert differing() == []


@pytest.mark.parametrize(("table", "one", "other"), SWAPS)
def test_two_columns_that_are_swapped_are_found(table: str, one: str, other: str, swap_columns: SwapColumns) -> None:
    assert len({each.type for each in columns.tables()[table] if each.name in (one, other)}) == 1
    swap_columns(table, one, other)
    assert differing() == [table]


def test_swaps_reach_every_table() -> None:
    assert {table for table, *_ in SWAPS} == set(ROW_CLASSES)
