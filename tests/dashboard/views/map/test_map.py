"""The map's squares: what they print, on the page, in the picture and in the table."""

import pandas as pd
import pytest

from cache.questions.map import EvidenceMap
from dashboard.views.map.cells import Drawing, colour_key, colours, map_cells, map_in_words, table_of_map
from dashboard.views.map.figure import map_figure
from dashboard.views.map.squares import squares
from dashboard.words.numbers import percent
from tests.dashboard.sample import HOSTILE

CELLS = pd.DataFrame(
    [("a", "x", 200, 9, 12, 20, 5, 170), ("a", "y", 0, 0, 0, 0, 0, 0), ("b", "x", 200, 0, 0, 0, 0, 200)],
    columns=["measure", "column", "base", "reported", "reports", "plans", "described", "leaves_out"],
)
FOUND = EvidenceMap(CELLS, (("x", 200), ("y", 1)), 200, 201)
NAMES = {"a": "A", "b": f"B {HOSTILE}"}
COLUMNS = {"x": f"X {HOSTILE}", "y": "Y"}


def test_every_measure_stands_in_every_column() -> None:
    cells = map_cells(FOUND, ["a", "b"], "reported")
    assert [(cell.measure, cell.column, cell.text) for cell in cells] == [
        ("a", "x", "9"), ("a", "y", "–"), ("b", "x", "0"), ("b", "y", "–"),
    ]  # fmt: skip
    assert cells[0].shade > 0 == cells[2].shade


def test_shares_are_printed_with_their_interval() -> None:
    cell = map_cells(FOUND, ["a"], "share")[0]
    assert cell.text == "4%"
    assert "9 of 200 trials report it as an outcome (4%, 95% interval 2% to 8%)" in cell.told
    assert "3 only as adverse events" in cell.told


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0%"), (1e-17, "0%"), (0.001, "<1%"), (0.5, "50%"), (0.999, ">99%"), (1 - 1e-16, "100%"), (1, "100%")],
)
def test_percentages_never_round_to_none_or_all(value: float, text: str) -> None:
    assert percent(value) == text


def drawing(view: str = "reported") -> Drawing:
    key = colour_key(200, view)
    return Drawing(map_cells(FOUND, ["a", "b"], view), [("Group", ["a", "b"])], COLUMNS, NAMES, key)


def test_the_page_is_given_every_square_by_its_codes_and_words_as_they_are() -> None:
    data = squares(drawing("leaves_out"), "light", "Said", "a.x")
    assert data["columns"] == [("x", COLUMNS["x"]), ("y", "Y")]
    ((group, rows),) = data["groups"]
    assert (group, [(code, name) for code, name, _ in rows]) == ("Group", [("a", "A"), ("b", NAMES["b"])])
    assert [[text for text, _, _ in cells] for *_, cells in rows] == [["170", "–"], ["200", "–"]]
    assert [[step for _, step, _ in cells] for *_, cells in rows] == [[7, 0], [7, 0]]
    assert data["key"] == [[0, "0"], [2, "12"], [4, "50"], [7, "200 trials"]]
    assert (data["label"], data["chosen"]) == ("Said", "a.x")


def test_the_picture_prints_the_same_and_escapes_words() -> None:
    figure = map_figure(drawing("leaves_out"), f"Caption {HOSTILE}")
    printed = {(x, y): text for layer in figure.data for y, row in enumerate(layer.text)
               for x, text in enumerate(row) if text}  # fmt: skip
    assert printed == {(0, 1): "170", (1, 1): "–", (0, 2): "200", (1, 2): "–"}
    caption = figure.layout.annotations[0].text
    assert "Caption" in caption
    words = [*figure.layout.xaxis.ticktext, *figure.layout.yaxis.ticktext, caption]
    assert not any("<img" in word or "<a " in word for word in words)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_is_told_from_few_and_few_from_many_by_fill_and_letters(theme: str) -> None:
    shown = colours(theme)
    assert len({ground for ground, _ in shown}) == len(shown) == 8
    assert [letters for _, letters in shown].count(shown[1][1]) == 4
    assert len({letters for _, letters in shown}) == 3
    figure = map_figure(drawing(), "Caption", theme)
    assert [layer.textfont.color for layer in figure.data] == list(dict.fromkeys(letters for _, letters in shown))
    assert {layer.textfont.size for layer in figure.data} == {12}
    assert figure.layout.coloraxis.showscale


def test_the_key_names_numbers_by_their_root_and_shares_as_they_are() -> None:
    assert colour_key(64, "reported") == {0.0: "0", 0.25: "4", 0.5: "16", 1.0: "64 trials"}
    assert colour_key(0, "reported") == {}
    assert colour_key(64, "share")[0.5] == "50%"


def test_the_map_is_said_in_words() -> None:
    assert map_in_words(FOUND, "Trials that report each measure", "Population") == (
        "Trials that report each measure: 2 measures by population over 200 trials. In 1 of 2 squares no trial reports "
        "the measure as an outcome. The same figures stand in the table."
    )


def test_the_table_holds_the_maps_figures() -> None:
    found = table_of_map(FOUND, NAMES, {"a": "exposure"}, COLUMNS)
    assert list(found["group"]) == ["Drug exposure", "Drug exposure", "Other"]
    assert found["share"].iloc[0] == pytest.approx(4.5)
    assert pd.isna(found["share"].iloc[1])


def test_plotly_takes_the_picture_and_adds_no_theme_of_its_own() -> None:
    drawn = map_figure(drawing(), "Caption")
    assert drawn.data
    assert "template" not in drawn.to_dict()["layout"]
