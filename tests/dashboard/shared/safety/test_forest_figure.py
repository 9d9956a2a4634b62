"""A forest plot: a line a trial, the largest first, ratios where halves and doubles are alike far from 1."""

import math

import pytest

from cache.safety.comparisons import Comparison
from cache.statistics.pooling import Summary
from cache.statistics.two_arms import Effect, TwoArms
from dashboard.shared.safety.forest_figure import (
    ALL_TOGETHER,
    MOST_LINES,
    NARROWEST,
    WIDEST,
    drawn,
    forest_figure,
    forest_in_words,
)
from dashboard.words.labels import words_of
from seeds.knowledge import load_knowledge
from tests.dashboard.sample import HOSTILE

WORDS = words_of(load_knowledge())
NONE = Effect(None, None, None, "no events")
SUMMED = Summary(Effect(2.0, 1.0, 4.0), "Mantel-Haenszel", 2, 300)


def compared(number: int, ratio: Effect, people: int = 100) -> Comparison:
    arms = TwoArms(4, people, 2, people)
    return Comparison(f"NCT{number:08d}", arms, ratio, NONE, (), (HOSTILE,), ("Placebo",), ("sirolimus",))


TRIALS = [compared(1, Effect(2.0, 0.5, 8.0)), compared(2, Effect(4.0, 1.0, None), 200), compared(3, NONE, 900)]


def test_trials_with_a_ratio_stand_from_the_largest_down_and_their_summary_last() -> None:
    (panel,) = forest_figure(TRIALS, SUMMED, "Caption", WORDS).panels
    assert panel.y.ticks == [(0, "NCT00000002"), (1, "NCT00000001"), (2, ALL_TOGETHER)]
    assert [point.symbol for point in panel.points] == ["square", "square", "diamond"]
    assert [10**point.x for point in panel.points] == pytest.approx([4.0, 2.0, 2.0])
    low, high = panel.points[1].across or (0, 0)
    assert panel.points[1].x - low == pytest.approx(high - panel.points[1].x)  # a quarter and four times are alike far


def test_a_bound_that_is_none_reaches_the_edge_and_nothing_goes_beyond() -> None:
    (panel,) = forest_figure([TRIALS[1], compared(4, Effect(90.0, 0.001, 900.0))], SUMMED, "Caption", WORDS).panels
    edges = (math.log10(NARROWEST), math.log10(WIDEST))
    assert (panel.x.low, panel.x.high) == edges
    assert [point.across for point in panel.points[:2]] == [(0.0, edges[1]), edges]


def test_without_a_summary_there_is_no_line_for_it() -> None:
    (panel,) = forest_figure(TRIALS, Summary(NONE, "none", 0, 0), "Caption", WORDS).panels
    assert [words for _, words in panel.y.ticks or ()] == ["NCT00000002", "NCT00000001"]


def test_no_more_trials_are_drawn_than_can_be_read() -> None:
    many = [compared(number, Effect(2.0, 1.0, 4.0)) for number in range(1, MOST_LINES + 9)]
    assert len(drawn(many)) == MOST_LINES
    assert f"Risk ratios of {MOST_LINES} trials" in forest_in_words(many, "2.0")


def test_a_pointer_reads_people_and_titles_of_both_sides() -> None:
    (panel,) = forest_figure(TRIALS[:1], SUMMED, "Caption", WORDS).panels
    trial, with_rapalog, without = panel.points[0].told.split("\n")
    assert trial == "NCT00000001"
    assert with_rapalog.startswith("with: 4 of 100 (")
    assert without == "without: 2 of 100 (Placebo)"
