"""Shares, effects and refusals of the safety pages and command in words."""

from typing import Any

import pandas as pd

from cache.safety.comparisons import Stratum
from cache.statistics.pooling import Summary
from dashboard.words.labels import several

CAUTION = (
    "From posted registry tables: how events were asked for differs between trials, and so do people and doses. "
    "Not medical advice."
)
OVERLAP_WORDS = {
    "": "", "total": "total of other groups", "subset": "part of another group",
    "crossover": "crossover: the same people", "period": "part of the time", "twice": "title stands twice",
    "cannot_tell": "more people than enrolled",
}  # fmt: skip
CONTROLS = {"nothing": "placebo or no treatment", "active": "active control"}


DOSE_AXES = {
    "daily_dose": "Dose a day, mg", "weekly_dose": "Dose a week where it is given weekly, mg",
    "target_trough": "Middle of the target trough, ng/mL", "posted_trough": "Posted trough, ng/mL",
}  # fmt: skip
DOSE_CAUTION = (
    "A point is a posted group that may hold nobody of another one and lists more than serious cases. Trials differ in "
    "people, companions and time, so a slope is no effect of the dose; a line is drawn only for a drug with at least "
    "10 groups of 8 trials."
)


def percent(fraction: float) -> str:
    """A fraction of one in percent, with a decimal below ten."""
    value = 100 * fraction
    return f"{value:.0f}%" if value >= 10 or value == 0 else f"{value:.1f}%"


def share_words(row: Any) -> str:
    """A group's share with its base and interval, or that the event is not listed for it."""
    if not row.is_listed:
        threshold = row.threshold_percent
        known = threshold is not None and threshold == threshold
        return f"not listed (threshold {threshold:g}%)" if known else "not listed (threshold not stated)"
    text = f"{percent(row.share)} ({row.affected} of {row.at_risk}; {percent(row.low)} to {percent(row.high)})"
    if pd.isna(row.affected_other):
        text += ", serious ones alone"
    if row.affected_most > row.affected:
        several = f"over {row.terms} terms" if row.terms > 1 else "with serious and other ones together"
        text += f", at most {percent(row.share_most)} {several}"
    return text


def ratio_words(row: Any) -> str:
    """The ratio of an overview's row with its interval, or that there is none."""
    if row.ratio is None or row.ratio != row.ratio:
        return f"no summary of {several(row.compared, 'trial')}" if row.compared else "nothing compared"
    return f"{row.ratio:.2f} ({row.ratio_low:.2f} to {row.ratio_high:.2f}), {several(row.compared, 'trial')}"


def effect_words(found: Summary) -> str:
    """A pooled risk ratio with its interval and base, or why there is none."""
    base = f"{found.trials} trials, {found.people:,} people"
    if found.left_out:
        base += f"; {found.left_out} without any event left out"
    if found.effect.estimate is None:
        return f"no summary: {found.effect.note} ({base})"
    low, high = (f"{bound:.2f}" if bound is not None else "no bound" for bound in (found.effect.low, found.effect.high))
    text = f"risk ratio {found.effect.estimate:.2f} ({low} to {high}), {found.method}; {base}"
    if found.i_squared is not None:
        text += f"; I² {percent(found.i_squared)}, tau² {found.tau_squared:.3f}"
        text += (
            "; two trials are too few to tell how the next one may end"
            if found.prediction_low is None
            else f", prediction interval {found.prediction_low:.2f} to {found.prediction_high:.2f}"
        )
    return text


def stratum_words(stratum: Stratum, names: dict[str, str] | None = None) -> str:
    """What the trials of a summary have in common."""
    population = (names or {}).get(stratum.population, stratum.population)
    return f"{population}, {stratum.way}, against {CONTROLS[stratum.control]}"
