import openpyxl
import pytest

from cache.exports.cells import LONGEST_CELL, cell, fitted
from cache.exports.workbook import Workbook


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("-5", "'-5"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        ("＝1+1", "'＝1+1"),
        ("＋1", "'＋1"),
        ("－1", "'－1"),
        ("＠SUM(1)", "'＠SUM(1)"),
        ("﹦1", "'﹦1"),
        ("\u22121", "'\u22121"),
        (" =2+2", "' =2+2"),
        ("\u200b=2+2", "'\u200b=2+2"),
        ("\u3000＝2", "'\u3000＝2"),
        ("\x00=2", "'\x00=2"),
        ("a = b", "a = b"),
        ("(=b)", "(=b)"),
        ("", ""),
        (" ", " "),
        (-5, -5),
        (["a", "=b"], "a; =b"),
        (["=a"], "'=a"),
        (None, ""),
        (True, "TRUE"),
    ],
)
def test_cells_that_a_spreadsheet_would_run_are_neutralised(value: object, expected: object) -> None:
    assert cell(value) == expected


@pytest.mark.parametrize("words", ["x" * LONGEST_CELL, "", "\U0001f600" * (LONGEST_CELL // 2)])
def test_what_fits_is_left_as_it_is(words: str) -> None:
    assert fitted(words) == (words, False)


@pytest.mark.parametrize("words", ["x" * (LONGEST_CELL + 1), "\U0001f600" * LONGEST_CELL, "é" * 100_000])
def test_what_does_not_fit_says_so(words: str) -> None:
    kept, is_cut = fitted(words)
    assert is_cut and len(kept.encode("utf-16-le")) // 2 <= LONGEST_CELL
    assert kept[:10] == words[:10] and f"[cut: {len(words)} characters" in kept


def test_characters_that_a_sheet_refuses_are_replaced() -> None:
    assert fitted("a\x00b\ufffec\x1b") == ("a\ufffdb\ufffdc\ufffd", False)


def test_a_workbook_tells_which_cells_were_cut(tmp_path) -> None:  # type: ignore[no-untyped-def]
    book = Workbook(str(tmp_path / "t.xlsx"), "t", ["a", "b"])
    book.add(1, ["fine", "y" * 40_000])
    book.add(2, [1, "＝1"])
    book.close("Table: t\x1b", [("a", "first"), ("b", "=second")])
    found = openpyxl.load_workbook(tmp_path / "t.xlsx")
    told = [each.value for each in found["about"]["A"]]
    assert told[-1] == "Row 2, b: 40000 characters" and "32,767 characters: 1." in told[-2]
    assert found["columns"]["B2"].data_type == "s" and found["t"]["B3"].value == "'＝1"
