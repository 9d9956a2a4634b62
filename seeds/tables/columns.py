"""The contract of tables and columns: one list feeds Parquet schemas, exports, docs and page headings."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from seeds.errors import SeedError
from seeds.strict import read_csv

TYPES = ("string", "int", "float", "bool", "date", "list")
PATH = Path(__file__).with_name("columns.csv")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of one table; `type` is one of TYPES (`list` holds strings), `unit` may be empty."""

    table: str
    name: str
    type: str
    unit: str
    meaning: str

    def __post_init__(self) -> None:
        if self.type not in TYPES:
            raise ValueError(f"type `{self.type}` is not one of {', '.join(TYPES)}")
        if not self.meaning:
            raise ValueError(f"column `{self.name}` has no meaning")


@cache
def tables() -> dict[str, tuple[Column, ...]]:
    """Columns by table, in the order of the tables' rows."""
    found: dict[str, list[Column]] = {}
    for column in read_csv(PATH, Column):
        columns = found.setdefault(column.table, [])
        if any(known.name == column.name for known in columns):
            raise SeedError(f"{PATH}: table `{column.table}` names column `{column.name}` twice.")
        columns.append(column)
    return {table: tuple(columns) for table, columns in found.items()}


def dictionary_markdown() -> str:
    """The data dictionary of all tables as Markdown: docs/data-dictionary.md, written by `make dictionary`."""
    parts = [
        "# Data dictionary",
        "",
        "Written by `make dictionary` from `seeds/tables/columns.csv`; change that file, not this one. "
        "Types: `list` is a list of strings; an empty cell means that the registry does not say.",
    ]
    for table, columns in tables().items():
        parts += ["", f"## {table}", "", "| column | type | unit | meaning |", "|---|---|---|---|"]
        parts += [f"| `{each.name}` | {each.type} | {each.unit} | {_cell(each.meaning)} |" for each in columns]
    return "\n".join(parts) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    print(dictionary_markdown(), end="")
