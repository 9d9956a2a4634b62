"""A forest plot: a trial a line, the risk ratio with its interval on an axis of ratios."""

from collections.abc import Sequence

import plotly.graph_objects as go

from cache.safety.comparisons import Comparison
from cache.statistics.pooling import Summary
from dashboard.shared.figures import GREY, caption_layout, figure
from dashboard.words.labels import Words
from dashboard.words.text import for_plotly, shortened

BLUE, VERMILION = "#0072B2", "#D55E00"
RATIO_AXIS = "risk ratio: fewer with a rapalog left of 1, more right of it"
MOST_LINES = 40  # trials of which the lines can be read
LINE = "rgba(138,138,138,0.25)"  # of the grid, on white and on black
NARROWEST, WIDEST = 0.02, 50.0  # ratios; what reaches further is cut at the edge


def drawn(trials: Sequence[Comparison]) -> list[Comparison]:
    """The trials that a forest plot shows: those with a ratio, at most the largest MOST_LINES."""
    told = [each for each in trials if each.ratio.estimate]
    return sorted(told, key=lambda each: (-each.arms.people, each.nct_id))[:MOST_LINES]


def forest_figure(trials: Sequence[Comparison], summary: Summary, caption: str, words: Words) -> go.Figure:
    """The trials, the largest first, and their summary where there is one."""
    lines = drawn(trials)
    traces = [
        {
            "type": "scatter", "mode": "markers", "x": [_within(each.ratio.estimate) for each in lines],
            "y": [each.nct_id for each in lines], "hoverinfo": "text", "hovertext": [hover(each) for each in lines],
            "marker": {"color": BLUE, "symbol": "square", "size": 9, "line": {"color": GREY, "width": 1}},
            "error_x": _bars([(each.ratio.estimate, each.ratio.low, each.ratio.high) for each in lines], GREY),
        }
    ]  # fmt: skip
    effect = summary.effect
    if effect.estimate:
        traces.append({
            "type": "scatter", "mode": "markers", "x": [_within(effect.estimate)], "y": ["all together"],
            "marker": {"color": VERMILION, "symbol": "diamond", "size": 13}, "hoverinfo": "x",
            "error_x": _bars([(effect.estimate, effect.low, effect.high)], VERMILION),
        })  # fmt: skip
    axis = {"fixedrange": True, "automargin": True, "gridcolor": LINE}
    layout = {
        "height": 150 + 24 * (len(lines) + 1), "dragmode": False,
        "xaxis": axis | {
            "type": "log", "title": {"text": for_plotly(words.said(RATIO_AXIS))},
            "tickvals": [0.05, 0.2, 0.5, 1, 2, 5, 20], "tickangle": 0, "title_font": {"size": 11},
        },
        "yaxis": axis | {"range": [len(lines) + 0.7, -0.7], "type": "category", "dtick": 1, "tickfont": {"size": 11}},
        "shapes": [{"type": "line", "x0": 1, "x1": 1, "y0": 0, "y1": 1, "yref": "paper", "line": {"color": GREY}}],
    }  # fmt: skip
    return figure(traces, layout | caption_layout(caption, 44))


def _within(value: float | None) -> float:
    return min(WIDEST, max(NARROWEST, value or NARROWEST))


def _bars(effects: Sequence[tuple[float | None, float | None, float | None]], colour: str) -> dict[str, object]:
    """Arms of the intervals; a bound that is none reaches the edge."""
    up = [_within(WIDEST if high is None else high) - _within(at) for at, _, high in effects]
    down = [_within(at) - _within(low) for at, low, _ in effects]
    return {"type": "data", "symmetric": False, "array": up, "arrayminus": down, "color": colour, "thickness": 1}


def hover(each: Comparison) -> str:
    """What a pointer reads over a trial: both sides' people and titles."""
    arms = each.arms
    sides = (
        f"with: {arms.affected} of {arms.at_risk} ({shortened(', '.join(each.with_rapalog), 70)})",
        f"without: {arms.control_affected} of {arms.control_at_risk} ({shortened(', '.join(each.control), 70)})",
    )
    return "<br>".join(for_plotly(part) for part in (each.nct_id, *sides))


def forest_in_words(trials: Sequence[Comparison], told: str) -> str:
    """The forest plot for whoever does not see it."""
    return f"Risk ratios of {len(drawn(trials))} trials, a line each, and together: {told}. The table has every trial."
