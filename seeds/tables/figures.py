"""What the columns of the pages' own figures mean: those that a download of a figure carries."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from seeds.strict import read_csv, refuse_twice

PATH = Path(__file__).with_name("figure_columns.csv")
WILD = "*"


@dataclass(frozen=True, slots=True)
class FigureColumn:
    """One column of one figure (figure `*`: of every one that has no row of its own for it; column `*`: any other)."""

    figure: str
    column: str
    meaning: str

    def __post_init__(self) -> None:
        if not self.meaning:
            raise ValueError(f"column `{self.column}` has no meaning")


@cache
def figure_columns() -> dict[tuple[str, str], str]:
    """Meanings by figure and column; SeedError names what stands twice."""
    rows = read_csv(PATH, FigureColumn)
    refuse_twice((f"{each.figure},{each.column}" for each in rows), PATH, "column")
    return {(each.figure, each.column): each.meaning for each in rows}


def meaning_of(figure: str, column: str) -> str:
    """What a column of a figure means; nothing for one that nobody described."""
    known = figure_columns()
    return known.get((figure, column)) or known.get((WILD, column)) or known.get((figure, WILD), "")
