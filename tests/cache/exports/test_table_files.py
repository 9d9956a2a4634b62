import csv
import json
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest

from cache.exports.cells import LONGEST_CELL
from cache.exports.table_files import ABOUT_KEY, WRITERS, write_export
from cache.filters.filters import Filters
from cache.questions.reader import Reader
from cache.store.parquet import schema
from cache.store.snapshot import Store
from seeds.errors import OptionError
from seeds.knowledge import Knowledge
from seeds.tables.columns import tables
from tests.cache.conftest import HOSTILE, make_snapshot


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
    assert book.sheetnames == ["trials", "about", "columns"]
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
    about = found.schema.metadata[ABOUT_KEY].decode()
    assert "Filter: all trials" in about and sample_reader.snapshot.name in about
    assert found.schema.field("nct_id").metadata[b"meaning"]
    assert found.column("brief_title").to_pylist()[1] == HOSTILE


def test_wrong_wishes_are_one_sentence_and_leave_nothing(sample_reader: Reader, tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="format `xls` is unknown"):
        write_export(sample_reader, "trials", Filters(), "xls", tmp_path / "x", "")
    with pytest.raises(OptionError, match="table `trails` is unknown"):
        write_export(sample_reader, "trails", Filters(), "csv", tmp_path / "x", "")
    (tmp_path / "file").write_text("")
    with pytest.raises(OptionError, match="there is no folder"):
        write_export(sample_reader, "trials", Filters(), "csv", tmp_path / "file" / "x.csv", "")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_cells_that_hold_too_much_say_so(
    shared: Path, sample_knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    lines = [(shared / "tried" / f"{name}.jsonl").read_bytes().splitlines() for name in ("long-cell", "spreadsheet")]
    records = [json.loads(line) for some in lines for line in some]
    root = tmp_path_factory.mktemp("tried")
    reader = Reader(make_snapshot(Store(root), records, sample_knowledge, "2026-11-20T09:00:05"))
    write_export(reader, "trials", Filters(), "xlsx", tmp_path / "t.xlsx", "all trials")
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    names = [each.value for each in book["trials"][1]]
    rows = {row[0].value: dict(zip(names, (each.value for each in row), strict=True)) for row in book["trials"]}
    assert rows["NCT99001201"]["keywords"].endswith("CSV, Parquet and JSON lines hold all]")
    assert all(len(str(value)) <= LONGEST_CELL for row in rows.values() for value in row.values())
    about = [each.value for each in book["about"]["A"]]
    assert any("keywords" in line and "Row" in line for line in about)
    starts = [str(rows[f"NCT9900060{number}"]["brief_title"])[:3] for number in (1, 2, 3, 6)]
    assert starts == ["'＝H", "'=1", "'＋1", "' ="]
    assert rows["NCT99000603"]["org_study_id"] == "'＠SUM(1)"
    book.close()
    with (tmp_path / "t.csv").open("w"):
        write_export(reader, "trials", Filters(), "csv", tmp_path / "t.csv", "all trials")
    with (tmp_path / "t.csv").open(encoding="utf-8-sig", newline="") as sheet:
        found = {row["nct_id"]: row for row in csv.DictReader(sheet)}
    assert found["NCT99000605"]["brief_title"].endswith("fifth\ufffe")
    assert (
        "keyword number 00000" in found["NCT99001201"]["keywords"][:40]
        and "[cut" not in found["NCT99001201"]["keywords"]
    )
