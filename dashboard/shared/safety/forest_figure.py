"""A forest plot: a trial a line, the risk ratio with its interval on an axis of ratios."""

import math
from collections.abc import Sequence
from dataclasses import replace

from cache.safety.comparisons import Comparison
from cache.statistics.pooling import Summary
from cache.statistics.two_arms import Effect
from dashboard.shared.figures.marks import BLUE, VERMILION, Axis, Chart, Line, Panel, Point, told
from dashboard.words.labels import Words

RATIO_AXIS = "risk ratio: fewer with a rapalog left of 1, more right of it"
MOST_LINES = 40  # trials of which the lines can be read
NARROWEST, WIDEST = 0.02, 50.0  # ratios; what reaches further is cut at the edge
RATIOS = (0.05, 0.2, 0.5, 1, 2, 5, 20)  # on the axis
ALL_TOGETHER = "all together"
FOREST_LINE_PX = 24


def drawn(trials: Sequence[Comparison]) -> list[Comparison]:
    """The trials that a forest plot shows: those with a ratio, at most the largest MOST_LINES."""
    with_ratio = [each for each in trials if each.ratio.estimate]
    return sorted(with_ratio, key=lambda each: (-each.arms.people, each.nct_id))[:MOST_LINES]


def forest_figure(trials: Sequence[Comparison], summary: Summary, caption: str, words: Words) -> Chart:
    """The trials, the largest first, and their summary where there is one."""
    lines = drawn(trials)
    names = [each.nct_id for each in lines]
    points = [_point(each.ratio, at, read(each)) for at, each in enumerate(lines)]
    if summary.effect.estimate:
        together = _point(summary.effect, len(lines), f"{ALL_TOGETHER}: {summary.effect.estimate:.2f}")
        points.append(replace(together, fill=VERMILION, of_interval=VERMILION, symbol="diamond", size=11))
        names.append(ALL_TOGETHER)
    ratios = Axis(_place(NARROWEST), _place(WIDEST), words.said(RATIO_AXIS), [(_place(at), f"{at:g}") for at in RATIOS])
    down = Axis(len(names) - 0.3, -0.7, ticks=list(enumerate(names)))
    even = Line((0, down.low), (0, down.high))
    return Chart([Panel(ratios, down, FOREST_LINE_PX * (len(names) + 0.4), lines=[even], points=points)], caption)


def _point(effect: Effect, line: int, words: str) -> Point:
    """A ratio with its interval; a bound that is none reaches the edge."""
    low, high = _place(effect.low or NARROWEST), _place(WIDEST if effect.high is None else effect.high)
    at = _place(effect.estimate or NARROWEST)
    return Point(at, line, BLUE, "square", across=(low, high), told=words)


def _place(ratio: float) -> float:
    """Where a ratio stands on an axis of ratios, on which halves and doubles are alike far from 1."""
    return math.log10(min(WIDEST, max(NARROWEST, ratio)))


def read(each: Comparison) -> str:
    """What a pointer reads over a trial: both sides' people and titles."""
    arms = each.arms
    return told(
        each.nct_id,
        f"with: {arms.affected} of {arms.at_risk} ({', '.join(each.with_rapalog)})",
        f"without: {arms.control_affected} of {arms.control_at_risk} ({', '.join(each.control)})",
    )


def forest_in_words(trials: Sequence[Comparison], told: str) -> str:
    """The forest plot for whoever does not see it."""
    return f"Risk ratios of {len(drawn(trials))} trials, a line each, and together: {told}. The table has every trial."
