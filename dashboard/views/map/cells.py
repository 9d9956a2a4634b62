"""The squares of the evidence map: every measure in every column, its number, its strength, what a pointer reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

import pandas as pd

from cache.questions.map import EvidenceMap
from cache.statistics.shares import share
from dashboard.words.labels import GROUP_NAMES, several
from dashboard.words.numbers import percent

# By the page's theme: the fill of nothing, ColorBrewer's Blues from few to many, and the letters on each of the three.
# On a dark page many is bright, so that a 1 does not outshine an 83.
BLUES = ("#DEEBF7", "#C6DBEF", "#9ECAE1", "#6BAED6", "#2171B5", "#08519C", "#08306B")
NIGHT = ("#14283D", "#173756", "#1B4A75", "#215F96", "#6BAED6", "#9ECAE1", "#DEEBF7")
FILLS = {"light": ("#F4F4F2", BLUES), "dark": ("#1F1E1C", NIGHT)}
LETTER_COLORS = {"light": ("#5F6062", "#062A52", "#FFFFFF"), "dark": ("#A3A29E", "#D5E5F5", "#06182B")}
STRONG = 4 / 7  # from here on the letters change


def step_of(shade: float) -> int:
    """The colour of a strength: 0 for nothing, then one for each of the blues."""
    return 0 if shade <= 0 else 1 + min(int(shade * len(BLUES)), len(BLUES) - 1)


def colours(theme: str) -> list[tuple[str, str]]:
    """Ground and letters of every step."""
    (nothing, fills), (faint, dark, bright) = FILLS[theme], LETTER_COLORS[theme]
    strong = round(STRONG * len(fills))
    return [(nothing, faint), *((fill, dark if step < strong else bright) for step, fill in enumerate(fills))]


@dataclass(frozen=True, slots=True)
class Cell:
    """A square of the map: where it stands, what is printed in it, how strong it is (0 to 1), what a pointer reads."""

    measure: str
    column: str
    text: str
    shade: float
    told: str

    @property
    def step(self) -> int:
        """Which of the colours it has: of nothing (0), or from few (1) to many."""
        return step_of(self.shade)


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn of the map, on the page and as a picture. `rows`: groups with their measures; `columns`: code to
    words; `names`: of measures; `key`: words at strengths of the colour.
    """

    cells: Sequence[Cell]
    rows: Sequence[tuple[str, Sequence[str]]]
    columns: Mapping[str, str]
    names: Mapping[str, str]
    key: Mapping[float, str]


def counted_as(view: str) -> str:
    """The column of counts that a view of the map shows."""
    return "reported" if view == "share" else view


def map_cells(found: EvidenceMap, measures: Sequence[str], view: str) -> list[Cell]:
    """Every measure in every column, those without a single trial included."""
    counts = {(row.measure, row.column): row for row in found.cells.itertuples(index=False)}
    largest = largest_count(found, view)
    cells = []
    for measure in measures:
        for column, _ in found.columns:
            row = counts.get((measure, column))
            base = found.base_of(row, view) if row is not None else 0
            count = int(getattr(row, counted_as(view))) if row is not None else 0
            part = share(count, base)
            shade = part.value if view == "share" else (sqrt(count / largest) if largest else 0.0)
            text = percent(part.value) if view == "share" and base else ("–" if not base else f"{count}")
            cells.append(Cell(measure, column, text, shade if count else 0.0, _told(row)))
    return cells


def largest_count(found: EvidenceMap, view: str) -> int:
    """The largest number of the map, which the strongest colour stands for."""
    return int(found.cells[counted_as(view)].max()) if len(found.cells) else 0


def map_in_words(found: EvidenceMap, view: str, by: str) -> str:
    """The map for whoever does not see it: what it counts, and where most and least is to be found."""
    cells = found.cells[found.cells["base"] > 0]
    empty = int((cells["reported"] == 0).sum())
    return (
        f"{view}: {cells['measure'].nunique()} measures by {by.lower()} over {found.trials} trials. In {empty} of "
        f"{len(cells)} squares no trial reports the measure as an outcome. The same figures stand in the table."
    )


def _told(row: Any) -> str:
    if row is None or not row.base:
        return "no trial that owes a report"
    part = share(int(row.reported), int(row.base))
    return (
        f"{part.count} of {part.base} trials report it as an outcome ({percent(part.value)}, 95% interval "
        f"{percent(part.low)} to {percent(part.high)})\n{row.reports - row.reported} only as adverse events\n"
        f"{row.plans} plan it · {row.described} only describe it · {row.leaves_out} leave it out"
    )


def colour_key(largest: int, view: str) -> dict[float, str]:
    """Words at strengths of the colour: shares as they are, numbers by their root."""
    if view == "share":
        return {0.0: "0%", 0.25: "25%", 0.5: "50%", 1.0: "100%"}
    chosen = {0, largest // 16, largest // 4, largest} if largest else set()
    return {
        sqrt(count / largest): several(count, "trial") if count == largest else f"{count:,}" for count in sorted(chosen)
    }


def table_of_map(
    found: EvidenceMap, names: Mapping[str, str], groups: Mapping[str, str], column_names: Mapping[str, str]
) -> pd.DataFrame:
    """The map's figures as rows, for readers who prefer or need a table."""
    frame = found.cells.copy()
    parts = [share(int(row.reported), int(row.base)) for row in frame.itertuples(index=False)]
    frame.insert(0, "group", [GROUP_NAMES.get(groups.get(each, "other"), "Other") for each in frame["measure"]])
    frame["measure"] = [names.get(each, each) for each in frame["measure"]]
    frame["column"] = [column_names.get(each, each) for each in frame["column"]]
    frame["share"] = [100 * part.value if part.base else None for part in parts]
    frame["share_low"] = [100 * part.low if part.base else None for part in parts]
    frame["share_high"] = [100 * part.high if part.base else None for part in parts]
    return frame
