"""Two tables sorted by trial become one, byte by byte as if written at once; or are found to be the same."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cache.merge import merged, same_rows
from cache.parquet import TableWriter, record_batch, schema

Row = tuple[str, str, str, str]
LAYOUT = schema("publications")
GROUPS = pytest.mark.parametrize("group", [1, 3, 7, 1000])


def nct(number: int) -> str:
    return f"NCT{number:08}"


def rows(ids: range) -> list[Row]:
    """None to three rows for a trial."""
    return [(nct(number), str(part), "", f"c{number}" * part) for number in ids for part in range(number % 4)]


@pytest.fixture
def write(tmp_path: Path, group: int) -> Callable[[str, list[Row]], Path]:
    def written(name: str, found: list[Row]) -> Path:
        (tmp_path / name).mkdir()
        with TableWriter(tmp_path / name, ["publications"], rows_per_group=group) as writer:
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
    with TableWriter(tmp_path / "both", ["publications"], rows_per_group=group) as writer:
        for batch in merged(old, new, keep, LAYOUT):
            writer.add_batch("publications", batch)
    expected = [row for row in rows(range(0, 70)) if row[0] != nct(5)]
    assert (tmp_path / "both/publications.parquet").read_bytes() == write("once", expected).read_bytes()


@GROUPS
@pytest.mark.parametrize("again", [range(0), range(5, 6), range(20, 30), range(0, 60)])
def test_rows_made_again_as_they_were_are_the_same(
    group: int, again: range, write: Callable[[str, list[Row]], Path]
) -> None:
    keep = {nct(number) for number in range(60) if number not in again}
    assert same_rows(write("old", rows(range(0, 60))), write("new", rows(again)), keep, LAYOUT)


AGAIN = rows(range(20, 30))
OTHERWISE = {
    "a row more": [*AGAIN, (nct(29), "9", "", "")],
    "a trial more": [*AGAIN, *rows(range(61, 62))],
    "the last row lacks": AGAIN[:-1],
    "no row is left": [],
    "another value": [*AGAIN[:4], (*AGAIN[4][:3], "other"), *AGAIN[5:]],
    "another order within a trial": [AGAIN[0], AGAIN[2], AGAIN[1], *AGAIN[3:]],
    "the row of another trial": [*AGAIN[:2], (nct(24), *AGAIN[2][1:]), *AGAIN[3:]],
}


@GROUPS
@pytest.mark.parametrize("name", OTHERWISE)
def test_any_difference_is_seen(group: int, name: str, write: Callable[[str, list[Row]], Path]) -> None:
    keep = {nct(number) for number in range(60) if not 20 <= number < 30}
    assert not same_rows(write("old", rows(range(0, 60))), write("new", OTHERWISE[name]), keep, LAYOUT)
