"""One table in a workbook (XLSX), with sheets that tell what it is, what its columns mean and which cells were cut."""

from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO

import xlsxwriter

from cache.exports.cells import cell, fitted

PLAIN = {"strings_to_formulas": False, "strings_to_urls": False}
CUTS_TOLD = 1_000  # one by one; of more the number


class Workbook:
    """A workbook whose first sheet holds a table, written row by row."""

    def __init__(self, target: str | BinaryIO, name: str, columns: Sequence[str], *, row_by_row: bool = False) -> None:
        """`row_by_row` keeps only one row in memory."""
        self._book = xlsxwriter.Workbook(target, PLAIN | {"constant_memory": row_by_row, "in_memory": not row_by_row})
        self._sheet, self._columns = self._book.add_worksheet(name[:31]), list(columns)
        self._sheet.freeze_panes(1, 0)
        bold = self._book.add_format({"bold": True})
        for position, column in enumerate(columns):
            self._sheet.write_string(0, position, column, bold)
        self._cuts: list[str] = []

    def add(self, number: int, row: Iterable[Any]) -> None:
        """Write row `number` (from 1) of the table."""
        for position, value in enumerate(map(cell, row)):
            if not isinstance(value, str):
                self._sheet.write_number(number, position, value)
            elif value:
                words, is_cut = fitted(value)
                self._sheet.write_string(number, position, words)
                if is_cut:
                    self._cuts.append(f"Row {number + 1}, {self._columns[position]}: {len(value)} characters")

    def close(self, about: str, meanings: Iterable[Sequence[str]]) -> None:
        """Add the sheets `about` and `columns`, and finish."""
        guide = self._book.add_worksheet("about")
        for number, line in enumerate([*about.splitlines(), *self._told()]):
            guide.write_string(number, 0, fitted(line)[0])
        sheet = self._book.add_worksheet("columns")
        for number, meaning in enumerate(meanings):
            for position, words in enumerate(meaning):
                sheet.write_string(number, position, words)
        self._book.close()

    def _told(self) -> list[str]:
        if not self._cuts:
            return ["No cell was cut."]
        told = f"Cells that were cut, for a cell holds no more than 32,767 characters: {len(self._cuts)}."
        return [told, *self._cuts[:CUTS_TOLD]]
