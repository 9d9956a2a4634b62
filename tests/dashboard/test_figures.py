"""The map's squares, their figures and what they print."""

import pandas as pd
import pytest

from cache.questions.map import EvidenceMap
from dashboard.figures import map_cells, map_figure, percent, table_of_map
from tests.dashboard.sample import HOSTILE

CELLS = pd.DataFrame(
    [("a", "x", 200, 9, 20, 5, 170), ("a", "y", 0, 0, 0, 0, 0), ("b", "x", 200, 0, 0, 0, 200)],
    columns=["measure", "column", "base", "reports", "plans", "described", "leaves_out"],
)
FOUND = EvidenceMap(CELLS, (("x", 200), ("y", 1)), 200, 201)
NAMES = {"a": "A", "b": f"B {HOSTILE}"}
COLUMNS = {"x": f"X {HOSTILE}", "y": "Y"}


def test_every_measure_stands_in_every_column() -> None:
    cells = map_cells(FOUND, ["a", "b"], "reports", NAMES, COLUMNS)
    assert [(cell.measure, cell.column, cell.text) for cell in cells] == [
        ("a", "x", "9"), ("a", "y", "–"), ("b", "x", "0"), ("b", "y", "–"),
    ]  # fmt: skip
    assert cells[0].shade > 0 == cells[2].shade


def test_shares_are_printed_with_their_interval() -> None:
    cell = map_cells(FOUND, ["a"], "share", NAMES, COLUMNS)[0]
    assert cell.text == "4%"
    assert "9 of 200 trials report it (4%, 95% interval 2% to 8%)" in cell.hover


@pytest.mark.parametrize(("value", "text"), [(0, "0%"), (0.001, "<1%"), (0.5, "50%"), (0.999, ">99%"), (1, "100%")])
def test_percentages_never_round_to_none_or_all(value: float, text: str) -> None:
    assert percent(value) == text


def test_the_figure_keeps_codes_for_clicks_and_escapes_words() -> None:
    cells = map_cells(FOUND, ["a", "b"], "leaves_out", NAMES, COLUMNS)
    figure = map_figure(cells, [("Group", ["a", "b"])], list(COLUMNS.items()), NAMES, f"Caption {HOSTILE}")
    trace = figure.data[0]
    assert list(trace.text) == ["170", "–", "200", "–"]
    assert list(trace.customdata[0]) == ["a", "x"]
    words = [*figure.layout.xaxis.ticktext, *figure.layout.yaxis.ticktext, figure.layout.title.text, *trace.hovertext]
    assert not any("<img" in word or "<a " in word for word in words)


def test_the_table_holds_the_maps_figures() -> None:
    found = table_of_map(FOUND, NAMES, {"a": "exposure"}, COLUMNS)
    assert list(found["group"]) == ["Drug exposure", "Drug exposure", "Other"]
    assert found["share"].iloc[0] == pytest.approx(4.5)
    assert pd.isna(found["share"].iloc[1])
