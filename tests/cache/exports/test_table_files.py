import csv
import json
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest

from cache.exports.table_files import WRITERS, cell, write_export
from cache.filters.filters import Filters
from cache.questions.reader import Reader
from cache.store.parquet import schema
from seeds.errors import DiskError, OptionError
from seeds.tables.columns import tables
from tests.cache.conftest import HOSTILE


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("-5", "'-5"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        (-5, -5),
        (["a", "=b"], "a; =b"),
        (["=a"], "'=a"),
        (None, ""),
        (True, "TRUE"),
    ],
)
def test_cells_that_a_spreadsheet_would_run_are_neutralised(value: object, expected: object) -> None:
    assert cell(value) == expected


@pytest.mark.parametrize("table", tables())
@pytest.mark.parametrize("kind", WRITERS)
def test_every_table_in_every_format(sample_reader: Reader, tmp_path: Path, table: str, kind: str) -> None:
    out = tmp_path / f"{table}.{kind}"
    made = write_export(sample_reader, table, Filters(), kind, out, "all trials")
    sql, values = sample_reader.table(table, Filters())
    assert made.rows == len(sample_reader.rows(sql, values))
    assert [path.name for path in made.files] == [out.name, f"{out.name}.columns.csv", f"{out.name}.about.txt"]
    with Path(made.files[1]).open(encoding="utf-8-sig", newline="") as sheet:
        assert [row[0] for row in csv.reader(sheet)][1:] == [column.name for column in tables()[table]]
    assert "Filter: all trials" in made.files[2].read_text(encoding="utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(path.name for path in made.files)


def test_csv_opens_in_a_spreadsheet_as_text(sample_reader: Reader, tmp_path: Path) -> None:
    out = tmp_path / "trials.csv"
    write_export(sample_reader, "trials", Filters(), "csv", out, "all trials")
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    with out.open(encoding="utf-8-sig", newline="") as sheet:
        rows = list(csv.DictReader(sheet))
    assert rows[1]["brief_title"] == "'" + HOSTILE
    assert rows[2]["enrollment_count"] == "-5"


def test_xlsx_holds_no_formula(sample_reader: Reader, tmp_path: Path) -> None:
    out = tmp_path / "trials.xlsx"
    write_export(sample_reader, "trials", Filters(), "xlsx", out, "all trials")
    book = openpyxl.load_workbook(out)
    cells = [each for row in book["trials"].iter_rows() for each in row]
    assert not [each for each in cells if each.data_type == "f" or each.hyperlink]
    assert "'" + HOSTILE in {each.value for each in cells}
    assert book.sheetnames == ["trials", "columns"]
    book.close()


def test_programs_get_values_exactly_as_stored(sample_reader: Reader, tmp_path: Path) -> None:
    out = tmp_path / "trials.jsonl"
    write_export(sample_reader, "trials", Filters(ids=("NCT00000002",)), "jsonl", out, "one")
    (line,) = out.read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["brief_title"] == HOSTILE
    out = tmp_path / "trials.parquet"
    write_export(sample_reader, "trials", Filters(), "parquet", out, "all trials")
    found = pq.read_table(out)
    assert found.schema.equals(schema("trials"))
    assert found.column("brief_title").to_pylist()[1] == HOSTILE


def test_wrong_wishes_are_one_sentence_and_leave_nothing(sample_reader: Reader, tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="format `xls` is unknown"):
        write_export(sample_reader, "trials", Filters(), "xls", tmp_path / "x", "")
    with pytest.raises(OptionError, match="table `trails` is unknown"):
        write_export(sample_reader, "trails", Filters(), "csv", tmp_path / "x", "")
    (tmp_path / "file").write_text("")
    with pytest.raises(DiskError, match="Writing the export"):
        write_export(sample_reader, "trials", Filters(), "csv", tmp_path / "file" / "x.csv", "")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
