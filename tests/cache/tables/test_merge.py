"""Two tables sorted by trial become one, byte by byte as if written at once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cache.store.parquet import TableWriter, record_batch, schema
from cache.tables.merge import merged, rows_beyond
from fetchers.rows import Row

LAYOUT = schema("publications")
GROUPS = pytest.mark.parametrize("group", [1, 3, 7, 1000])


def nct(number: int) -> str:
    return f"NCT{number:08}"


def rows(ids: range) -> list[Row]:
    """None to three rows for a trial."""
    return [
        {"nct_id": nct(number), "pmid": str(part), "kind": "", "citation": f"c{number}" * part}
        for number in ids
        for part in range(number % 4)
    ]


@pytest.fixture
def write(tmp_path: Path, group: int) -> Callable[[str, list[Row]], Path]:
    def written(name: str, found: list[Row]) -> Path:
        (tmp_path / name).mkdir()
        with TableWriter(tmp_path / name, ["publications"], limit=group) as writer:
            writer.add_batch("publications", record_batch("publications", found))
        return tmp_path / name / "publications.parquet"

    return written


@GROUPS
def test_merging_gives_the_bytes_of_one_pass_however_the_groups_fall(
    tmp_path: Path, group: int, write: Callable[[str, list[Row]], Path]
) -> None:
    old = write("old", rows(range(0, 60)))
    new = write("new", [*rows(range(20, 30)), *rows(range(60, 70))])
    keep = {nct(number) for number in range(60) if not 20 <= number < 30 and number != 5}
    (tmp_path / "both").mkdir()
    with TableWriter(tmp_path / "both", ["publications"], limit=group) as writer:
        for batch in merged(old, new, keep, LAYOUT):
            writer.add_batch("publications", batch)
    expected = [row for row in rows(range(0, 70)) if row["nct_id"] != nct(5)]
    assert (tmp_path / "both/publications.parquet").read_bytes() == write("once", expected).read_bytes()


@GROUPS
@pytest.mark.parametrize("beyond", [range(0), range(5, 6), range(20, 30), range(0, 60)])
def test_rows_beyond_those_kept_come_in_their_order(
    group: int, beyond: range, write: Callable[[str, list[Row]], Path]
) -> None:
    keep = {nct(number) for number in range(60) if number not in beyond}
    found = rows_beyond(write("old", rows(range(0, 60))), keep, LAYOUT)
    assert found.to_pylist() == rows(beyond)
