"""What the browser is given of a figure: plain values that JSON has, words as they are."""

import json
import re
from pathlib import Path

import pytest

import dashboard.shared.figures as room
from dashboard.shared.figures.drawing import figure_data
from dashboard.shared.figures.marks import Axis, Bar, Chart, KeyEntry, Line, Panel, Point, reach, told
from dashboard.words.text import unturned
from tests.dashboard.sample import HOSTILE

MARKS = Panel(
    Axis(0, 1, HOSTILE), Axis(1, 0, ticks=[(0, HOSTILE)]), 100, [Bar((0, 1), (0, 1), "#000000", told=HOSTILE)],
    [Line((0, 0), (1, 1))], [Point(0.5, 0.5, "#000000", name=HOSTILE, up=(0, 1))],
)  # fmt: skip
FIGURE = Chart([MARKS], HOSTILE, [KeyEntry(HOSTILE, "#000000")])


def test_the_browser_is_given_plain_values() -> None:
    data = json.loads(json.dumps(figure_data(FIGURE, "Said", "file"), allow_nan=False))
    assert (data["alt"], data["stem"], data["caption"]) == ("Said", "file", unturned(HOSTILE))
    assert data["panels"][0]["points"][0] | {"x": 0} == {
        "x": 0, "y": 0.5, "fill": "#000000", "symbol": "circle", "is_open": False, "size": 9, "across": None,
        "up": [0, 1], "of_interval": "#767676", "name": unturned(HOSTILE), "told": "",
    }  # fmt: skip


def test_no_word_turns_the_direction_of_writing() -> None:
    turned = Panel(Axis(0, 1, "a\u202eb"), Axis(0, 1), 100, points=[Point(0, 0, "#000000", told=told("c\u202ed"))])
    data = figure_data(Chart([turned], "e\u2066f", [KeyEntry("g\u202eh", "#000000")]), "Said", "file")
    (panel,) = data["panels"]
    words = [panel["x"]["title"], panel["points"][0]["told"], data["caption"], data["key"][0]["words"]]
    assert words == ["ab", "cd", "ef", "gh"]


def test_the_script_makes_text_of_words_and_never_html() -> None:
    for script in Path(room.__file__).parent.glob("*.js"):
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval", script.read_text("utf-8"))


@pytest.mark.parametrize(
    ("values", "end"), [([], 1.0), ([None, float("nan")], 1.0), ([0.0], 1.0), ([2.0, None, 10.0], 10.5)]
)
def test_an_axis_reaches_beyond_its_highest_value(values: list[float | None], end: float) -> None:
    assert reach(values) == end


def test_words_at_a_pointer_are_lines_cut_at_a_word() -> None:
    first, second = told("NCT00000001", "", "word " * 40).split("\n")
    assert first == "NCT00000001"
    assert len(second) <= 72 and second.endswith("word …")
