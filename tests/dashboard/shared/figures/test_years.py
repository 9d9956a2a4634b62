"""Bars over the years: what they count, how they are told apart, and what is said of them."""

import pandas as pd

from dashboard.shared.figures.years import overdue_figure, overdue_in_words, years_figure, years_in_words

YEARS = pd.DataFrame({"year": [2011, 2013], "base": [3, 1], "plans": [1, 0], "reports": [2, 0]})
DUE = pd.DataFrame({"name": ["2012", "2014"], "due": [5, 9], "overdue": [1, 0], "obliged": [1, 0]})


def test_a_years_bars_stand_around_it_and_are_as_high_as_its_counts() -> None:
    bars = years_figure(YEARS, "Caption").panels[0].bars
    assert [(bar.across, bar.up[1]) for bar in bars[:3]] == [
        ((2010.6, 2011.4), 3), ((2010.6, 2011.0), 1), ((2011.0, 2011.4), 2),
    ]  # fmt: skip
    assert {bar.told for bar in bars[:3]} == {"2011\n3 in all\n1 plan it\n2 report it"}


def test_bars_are_told_apart_by_place_or_pattern_and_not_by_colour_alone() -> None:
    assert [bar.is_hatched for bar in overdue_figure(DUE, "Caption").panels[0].bars[:3]] == [False, True, False]
    assert [entry.is_hatched for entry in years_figure(YEARS, "Caption").key] == [False, True, False]


def test_trials_and_years_are_counted_in_whole_steps_within_the_axes() -> None:
    for figure in (years_figure(YEARS, "Caption"), overdue_figure(DUE, "Caption")):
        (panel,) = figure.panels
        assert panel.x.is_whole and panel.y.is_whole
        assert all(panel.x.low <= edge <= panel.x.high for bar in panel.bars for edge in bar.across)
        assert all(panel.y.low <= edge <= panel.y.high for bar in panel.bars for edge in bar.up)
        assert figure.caption == "Caption"


def test_the_bars_are_said_in_words() -> None:
    assert "4 in all, of which 1 plan and 2 report Frailty" in years_in_words(YEARS, "Frailty")
    assert (
        "2012 to 2014: 14 in all, of which 1 have no results and 1 of these are probably obliged"
        in overdue_in_words(DUE)
    )
