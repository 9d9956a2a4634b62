"""Several trials together: random effects where events are common, Mantel-Haenszel where they are rare.

Random effects on the log risk ratio: variance between trials by Paule and Mandel 1982, interval by Hartung and Knapp
2001 (never narrower than without it: the modification of Knapp and Hartung 2003), prediction interval with k-1
degrees of freedom. Mantel-Haenszel: risk ratio with the variance of Greenland and Robins 1985, risk difference with
that of Sato 1989; both need no correction of empty cells. Trials without any event say nothing about a ratio and
are left out of it, and counted; the difference has them in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np
from scipy.special import stdtrit

from cache.statistics.shares import Z_95
from cache.statistics.two_arms import Effect, TwoArms

PerTrial = np.ndarray[tuple[int], np.dtype[np.float64]]  # one a trial
FEWEST = 2  # trials; one trial is no summary
FEWEST_PREDICTING = 3  # trials; two tell next to nothing of the next one (Higgins, Thompson, Spiegelhalter 2009)
RARE = 5  # events per arm over all trials; below, only methods for sparse tables hold


@dataclass(frozen=True, slots=True)
class Summary:
    """A summary over trials, or why there is none.

    `effect` is on the scale of the ratio (or difference). `tau_squared` is the variance between trials of the log
    ratio, `i_squared` the share of variation beyond chance; both, and the prediction interval, are of random effects
    only, the latter from three trials. `trials`, `people`: what went in; `left_out`: trials without any event that the
    ratio had to leave out.
    """

    effect: Effect
    method: str
    trials: int
    people: int
    left_out: int = 0
    tau_squared: float | None = None
    i_squared: float | None = None
    prediction_low: float | None = None
    prediction_high: float | None = None


def pooled_risk_ratio(trials: Sequence[TwoArms]) -> Summary:
    """The risk ratio over trials, by the method that their counts allow."""
    informative = [each for each in trials if not each.is_double_zero]
    left_out, people = len(trials) - len(informative), sum(each.people for each in informative)
    if len(informative) < FEWEST:
        return Summary(
            Effect(None, None, None, _too_few(len(informative), left_out)), "none", len(informative), people, left_out
        )
    events = sum(each.affected for each in informative), sum(each.control_affected for each in informative)
    if 0 in events:
        side = "control" if events[1] == 0 else "treatment"
        note = f"No {side} arm of any trial has an event: no common ratio can be told."
        return Summary(Effect(None, None, None, note), "none", len(informative), people, left_out)
    if min(events) < RARE or any(each.affected == 0 or each.control_affected == 0 for each in informative):
        return Summary(mantel_haenszel_ratio(informative), "Mantel-Haenszel", len(informative), people, left_out)
    return _random_effects(informative, people, left_out)


def _too_few(informative: int, left_out: int) -> str:
    if informative == 1:
        return "One trial with an event is no summary."
    return "No trial has an event." if left_out else "There is no trial to compare."


def _random_effects(trials: Sequence[TwoArms], people: int, left_out: int) -> Summary:
    effects = np.array([log(each.risk / each.control_risk) for each in trials])
    variances = np.array([log_ratio_variance(each) for each in trials])
    if not variances.all():  # everybody affected in both arms: the ratio is one, without a measurable error
        return Summary(mantel_haenszel_ratio(trials), "Mantel-Haenszel", len(trials), people, left_out)
    tau_squared = paule_mandel(effects, variances)
    weights = 1 / (variances + tau_squared)
    mean = float(np.sum(weights * effects) / np.sum(weights))
    degrees = len(trials) - 1
    scale = float(np.sum(weights * (effects - mean) ** 2) / degrees)
    variance = max(1.0, scale) / float(np.sum(weights))
    quantile = float(stdtrit(degrees, 0.975))  # of Student's t
    reach, outer = quantile * sqrt(variance), quantile * sqrt(variance + tau_squared)
    is_told = len(trials) >= FEWEST_PREDICTING
    return Summary(
        Effect(exp(mean), exp(mean - reach), exp(mean + reach)), "random effects", len(trials), people, left_out,
        tau_squared, i_squared(variances, tau_squared), exp(mean - outer) if is_told else None,
        exp(mean + outer) if is_told else None,
    )  # fmt: skip


def paule_mandel(effects: PerTrial, variances: PerTrial) -> float:
    """The variance between trials with which their weighted spread is that of chance: one less than trials.

    Nought where they spread no more than that without it. The spread falls as the variance grows, and lies below that
    of chance where the variance is the sum of all squared deviations: between the two stands the root.
    """

    from scipy.optimize import brentq  # here: it takes half a second, for which no other page or command should wait

    def excess(tau_squared: float) -> float:
        weights = 1 / (variances + tau_squared)
        mean = np.sum(weights * effects) / np.sum(weights)
        return float(np.sum(weights * (effects - mean) ** 2)) - (len(effects) - 1)

    if excess(0.0) <= 0:
        return 0.0
    beyond = float(np.sum((effects - effects.mean()) ** 2))
    return float(brentq(excess, 0.0, beyond, xtol=1e-14, rtol=1e-12))


def log_ratio_variance(arms: TwoArms) -> float:
    """Large-sample variance of the log risk ratio (Katz 1978); both arms must have events."""
    return 1 / arms.affected - 1 / arms.at_risk + 1 / arms.control_affected - 1 / arms.control_at_risk


def i_squared(variances: PerTrial, tau_squared: float) -> float:
    """The share of variation that is between trials, from tau squared and a typical variance (Higgins 2002)."""
    weights = 1 / variances
    typical = (len(weights) - 1) * weights.sum() / (weights.sum() ** 2 - (weights**2).sum())
    return float(tau_squared / (tau_squared + typical))


def mantel_haenszel_ratio(trials: Sequence[TwoArms]) -> Effect:
    """Risk ratio over trials of which some have an event in each arm."""
    top = sum(each.affected * each.control_at_risk / each.people for each in trials)
    bottom = sum(each.control_affected * each.at_risk / each.people for each in trials)
    spread = sum(
        (each.at_risk * each.control_at_risk * (each.affected + each.control_affected)
         - each.affected * each.control_affected * each.people) / each.people**2
        for each in trials
    )  # fmt: skip
    error = sqrt(spread / (top * bottom))
    ratio = top / bottom
    return Effect(ratio, ratio * exp(-Z_95 * error), ratio * exp(Z_95 * error))


def pooled_risk_difference(trials: Sequence[TwoArms]) -> Summary:
    """Risk difference over trials by Mantel-Haenszel; trials without any event are in."""
    people = sum(each.people for each in trials)
    if len(trials) < FEWEST:
        note = "One trial is no summary." if trials else "There is no trial to compare."
        return Summary(Effect(None, None, None, note), "none", len(trials), people)
    weights = [each.at_risk * each.control_at_risk / each.people for each in trials]
    total = sum(weights)
    mean = sum(w * (each.risk - each.control_risk) for w, each in zip(weights, trials, strict=True)) / total
    p = sum(_sato_p(each) for each in trials)
    q = sum(_sato_q(each) for each in trials)
    reach = Z_95 * sqrt(max(0.0, mean * p + q) / total**2)
    return Summary(Effect(mean, mean - reach, mean + reach), "Mantel-Haenszel", len(trials), people)


def _sato_p(arms: TwoArms) -> float:
    n, m, people = arms.at_risk, arms.control_at_risk, arms.people
    return (n**2 * arms.control_affected - m**2 * arms.affected + n * m * (m - n) / 2) / people**2


def _sato_q(arms: TwoArms) -> float:
    unaffected, control_unaffected = arms.at_risk - arms.affected, arms.control_at_risk - arms.control_affected
    return (arms.affected * control_unaffected + arms.control_affected * unaffected) / (2 * arms.people)


def without_largest(trials: Sequence[TwoArms]) -> list[TwoArms]:
    """All but the trial with most people: how much hangs on it."""
    largest = max(range(len(trials)), key=lambda at: trials[at].people, default=None)
    return [each for at, each in enumerate(trials) if at != largest]
