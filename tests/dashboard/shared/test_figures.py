"""The map's squares, their figures and what they print."""

import pandas as pd
import pytest

from cache.questions.map import EvidenceMap
from dashboard.shared.level_figures import (
    AXIS_PX,
    levels_figure,
    levels_in_words,
    overdue_figure,
    overdue_in_words,
    years_figure,
    years_in_words,
)
from dashboard.views.map.figure import colour_key, map_cells, map_figure, map_in_words, table_of_map
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
    cells = map_cells(FOUND, ["a", "b"], "reported", NAMES, COLUMNS)
    assert [(cell.measure, cell.column, cell.text) for cell in cells] == [
        ("a", "x", "9"), ("a", "y", "–"), ("b", "x", "0"), ("b", "y", "–"),
    ]  # fmt: skip
    assert cells[0].shade > 0 == cells[2].shade


def test_shares_are_printed_with_their_interval() -> None:
    cell = map_cells(FOUND, ["a"], "share", NAMES, COLUMNS)[0]
    assert cell.text == "4%"
    assert "9 of 200 trials report it as an outcome (4%, 95% interval 2% to 8%)" in cell.hover
    assert "3 only as adverse events" in cell.hover


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0%"), (1e-17, "0%"), (0.001, "<1%"), (0.5, "50%"), (0.999, ">99%"), (1 - 1e-16, "100%"), (1, "100%")],
)
def test_percentages_never_round_to_none_or_all(value: float, text: str) -> None:
    assert percent(value) == text


def test_the_figure_keeps_codes_for_clicks_and_escapes_words() -> None:
    cells = map_cells(FOUND, ["a", "b"], "leaves_out", NAMES, COLUMNS)
    figure = map_figure(
        cells,
        [("Group", ["a", "b"])],
        list(COLUMNS.items()),
        NAMES,
        f"Caption {HOSTILE}",
        colour_key(200, "leaves_out"),
    )
    trace = figure.data[-1]
    printed = {(x, y): text for layer in figure.data[:3] for y, row in enumerate(layer.text)
               for x, text in enumerate(row) if text}  # fmt: skip
    assert printed == {(0, 1): "170", (1, 1): "–", (0, 2): "200", (1, 2): "–"}
    assert list(trace.customdata[0]) == ["a", "x"]
    caption = figure.layout.annotations[0].text
    assert "Caption" in caption
    words = [*figure.layout.xaxis.ticktext, *figure.layout.yaxis.ticktext, caption, *trace.hovertext]
    assert not any("<img" in word or "<a " in word for word in words)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_is_told_from_few_and_few_from_many_by_fill_and_letters(theme: str) -> None:
    cells = map_cells(FOUND, ["a", "b"], "reported", NAMES, COLUMNS)
    figure = map_figure(cells, [("Group", ["a", "b"])], list(COLUMNS.items()), NAMES, "Caption", {0.0: "0"}, theme)
    assert len({layer.textfont.color for layer in figure.data[:3]}) == 3
    assert {layer.textfont.size for layer in figure.data[:3]} == {12}
    assert figure.data[-1].unselected.marker.opacity == 0  # nothing that is seen fades
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


YEARS = pd.DataFrame({"year": [2011, 2013], "base": [3, 1], "plans": [1, 0], "reports": [2, 0]})
LEVELS = pd.DataFrame(
    {"nct_id": ["NCT1", "NCT1", "NCT2"], "value_ng_ml": [5.0, 7.5, None], "spread_ng_ml": [1.0, None, None],
     "low": [4.0, 4.0, None], "high": [9.0, 9.0, None], "value": ["5", "7.5", "x"], "unit": "ng/mL",
     "param_type": "MEAN", "group_title": HOSTILE, "class_title": "", "category_title": ""}
)  # fmt: skip
DUE = pd.DataFrame({"name": ["2012", "2014"], "due": [5, 9], "overdue": [1, 0], "obliged": [1, 0]})


def test_bars_are_told_apart_by_place_or_pattern_and_not_by_colour_alone() -> None:
    years = years_figure(YEARS, "Caption")
    assert [bar.offset for bar in years.data[1:]] == [-0.4, 0.0]
    assert overdue_figure(DUE, "Caption").data[1].marker.pattern.shape == "/"


def test_few_trials_are_counted_in_whole_steps() -> None:
    assert years_figure(YEARS, "Caption").layout.yaxis.dtick == 1
    assert overdue_figure(DUE, "Caption").layout.yaxis.dtick is None


def test_levels_show_their_target_range_and_escape_words() -> None:
    target, levels = levels_figure(LEVELS, "Caption").data
    assert (list(target.x), target.name) == ([4.0, 9.0], "target range of the trough")
    assert list(levels.x) == [5.0, 7.5]
    assert not any("<img" in words for words in levels.hovertext)


def test_figures_are_said_in_words() -> None:
    assert "4 in all, of which 1 plan and 2 report Frailty" in years_in_words(YEARS, "Frailty")
    assert levels_in_words(LEVELS).startswith("2 posted levels of 1 trial, 5 to 7.5 ng/mL")
    assert (
        "2012 to 2014: 14 in all, of which 1 have no results and 1 of these are probably obliged"
        in overdue_in_words(DUE)
    )


def test_every_figure_carries_its_caption_clear_of_the_axis() -> None:
    for figure in (years_figure(YEARS, "Caption"), levels_figure(LEVELS, "Caption"), overdue_figure(DUE, "Caption")):
        assert figure.layout.title.text == "Caption"
        assert figure.layout.margin.b > AXIS_PX


def test_the_table_holds_the_maps_figures() -> None:
    found = table_of_map(FOUND, NAMES, {"a": "exposure"}, COLUMNS)
    assert list(found["group"]) == ["Drug exposure", "Drug exposure", "Other"]
    assert found["share"].iloc[0] == pytest.approx(4.5)
    assert pd.isna(found["share"].iloc[1])


def test_plotly_takes_every_figure_and_adds_no_theme_of_its_own() -> None:
    years = pd.DataFrame({"year": [2015], "base": [3], "plans": [2], "reports": [1], "name": ["2015"], "due": [3]})
    levels = pd.DataFrame([("NCT09000001", 7.5, None, 5.0, 10.0, "7.5", "ng/mL", "MEAN", "", "", "")],
                          columns=["nct_id", "value_ng_ml", "spread_ng_ml", "low", "high", "value", "unit",
                                   "param_type", "group_title", "class_title", "category_title"])  # fmt: skip
    cells = map_cells(FOUND, ["a", "b"], "reported", NAMES, COLUMNS)
    for drawn in (
        map_figure(cells, [("Group", ["a", "b"])], list(COLUMNS.items()), NAMES, "Caption", {}),
        years_figure(years, "Caption"),
        overdue_figure(years.assign(overdue=1, obliged=0), "Caption"),
        levels_figure(levels, "Caption"),
    ):
        assert drawn.data
        assert "template" not in drawn.to_dict()["layout"]
