"""A page's figures as files: safe for spreadsheets, exact for programs."""

import csv
import io
import zipfile

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest

from cache.exports.frame_files import FILE_KINDS, frame_bytes
from cache.exports.table_files import ABOUT_KEY
from seeds.errors import OptionError

FRAME = pd.DataFrame({"title": ["=1+1", "fine"], "count": [3, -4], "share": [0.5, None], "many": [["a", "=b"], []]})


def test_csv_neutralises_formulas_and_keeps_numbers() -> None:
    rows = list(csv.DictReader(io.StringIO(frame_bytes(FRAME, "csv", "", {}).decode("utf-8-sig"))))
    assert rows == [
        {"title": "'=1+1", "count": "3", "share": "0.5", "many": "a; =b"},
        {"title": "fine", "count": "-4", "share": "", "many": ""},
    ]


def test_xlsx_holds_text_figures_and_what_they_mean() -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(frame_bytes(FRAME, "xlsx", "Filter: all\nSource: x", {"count": "How many"}))
    )
    assert [cell.value for cell in book["figures"][2]] == ["'=1+1", 3, 0.5, "a; =b"]
    assert book["figures"]["A2"].data_type == "s"
    assert book["about"]["A1"].value == "Filter: all"
    assert [cell.value for cell in book["columns"][1]] == ["count", "How many"]


def test_parquet_is_exact() -> None:
    table = pq.read_table(io.BytesIO(frame_bytes(FRAME, "parquet", "Filter: all", {"count": "How many"})))
    assert table.to_pylist()[0]["title"] == "=1+1"
    assert table.to_pylist()[1]["count"] == -4
    assert table.schema.metadata[ABOUT_KEY] == b"Filter: all"
    assert table.schema.field("count").metadata[b"meaning"] == b"How many"


def test_the_archive_carries_sentence_and_dictionary() -> None:
    with zipfile.ZipFile(io.BytesIO(frame_bytes(FRAME, "zip", "Filter: all", {"count": "How many"}))) as archive:
        assert sorted(archive.namelist()) == ["about.txt", "columns.csv", "figures.csv"]
        assert archive.read("about.txt") == b"Filter: all"
        assert b"How many" in archive.read("columns.csv")


def test_an_unknown_format_is_named() -> None:
    assert "pdf" not in FILE_KINDS
    with pytest.raises(OptionError, match="format `pdf`"):
        frame_bytes(FRAME, "pdf", "", {})
