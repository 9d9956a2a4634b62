"""Summaries over trials: published tables recomputed, R's metafor on tables made at random, degenerate inputs."""

import math
import random
import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cache.statistics.pooling import (
    mantel_haenszel_ratio,
    pooled_risk_difference,
    pooled_risk_ratio,
    without_largest,
)
from cache.statistics.two_arms import TwoArms
from tests.cache.statistics.test_two_arms import arms

# BCG vaccine against tuberculosis, 13 trials: Colditz 1994, JAMA 271:698; cases and people, vaccinated and not.
BCG = [
    TwoArms(4, 123, 11, 139), TwoArms(6, 306, 29, 303), TwoArms(3, 231, 11, 220), TwoArms(62, 13598, 248, 12867),
    TwoArms(33, 5069, 47, 5808), TwoArms(180, 1541, 372, 1451), TwoArms(8, 2545, 10, 629),
    TwoArms(505, 88391, 499, 88391), TwoArms(29, 7499, 45, 7277), TwoArms(17, 1716, 65, 1665),
    TwoArms(186, 50634, 141, 27338), TwoArms(5, 2498, 3, 2341), TwoArms(27, 16913, 29, 17854),
]  # fmt: skip


def three_digits(value: float) -> object:
    return pytest.approx(value, rel=5e-3)


def test_the_bcg_trials_by_random_effects() -> None:
    found = pooled_risk_ratio(BCG)
    assert found.method == "random effects"
    assert (found.trials, found.people, found.left_out) == (13, 357347, 0)
    # metafor's vignettes over the same table: RR 0.489, tau2 by Paule and Mandel 0.318, I2 92.3%
    assert found.effect.estimate == three_digits(0.489)
    assert found.tau_squared == three_digits(0.318)
    assert found.i_squared == three_digits(0.923)
    assert (found.prediction_low, found.prediction_high) == (three_digits(0.1346), three_digits(1.778))


def test_the_bcg_trials_by_mantel_haenszel() -> None:
    # the summary that Colditz's table gives by this method: 0.635 (0.588 to 0.686)
    effect = mantel_haenszel_ratio(BCG)
    assert (effect.estimate, effect.low, effect.high) == (three_digits(0.635), three_digits(0.588), three_digits(0.686))


def test_one_trial_is_no_summary() -> None:
    for found in (pooled_risk_ratio(BCG[:1]), pooled_risk_difference(BCG[:1])):
        assert found.effect.estimate is None
        assert found.effect.note == "One trial with an event is no summary." or "One trial" in found.effect.note


def test_trials_without_an_event_are_counted_and_spoil_nothing() -> None:
    nothing = TwoArms(0, 50, 0, 50)
    found = pooled_risk_ratio([*BCG, nothing, nothing])
    assert (found.trials, found.left_out) == (13, 2)
    assert found.effect == pooled_risk_ratio(BCG).effect
    assert pooled_risk_ratio([nothing, nothing]).effect.note == "No trial has an event."
    assert pooled_risk_difference([nothing, nothing]).effect.estimate == 0


def test_events_on_one_side_only_give_no_ratio_and_say_why() -> None:
    found = pooled_risk_ratio([TwoArms(3, 50, 0, 50), TwoArms(2, 40, 0, 41)])
    assert found.effect.estimate is None
    assert "No control arm" in found.effect.note
    assert pooled_risk_difference([TwoArms(3, 50, 0, 50), TwoArms(2, 40, 0, 41)]).effect.estimate == three_digits(
        0.0555
    )


def test_rare_events_are_not_summed_by_large_sample_variances() -> None:
    assert pooled_risk_ratio([TwoArms(1, 50, 2, 50), TwoArms(0, 40, 1, 41)]).method == "Mantel-Haenszel"


def test_the_largest_trial_can_be_left_out() -> None:
    assert BCG[7] not in without_largest(BCG)
    assert len(without_largest(BCG)) == 12
    assert without_largest([]) == []


@given(st.lists(arms(), max_size=6))
def test_no_table_ends_in_a_number_that_is_none(trials: list[TwoArms]) -> None:
    for found in (pooled_risk_ratio(trials), pooled_risk_difference(trials)):
        values = [found.effect.estimate, found.effect.low, found.effect.high, found.tau_squared, found.i_squared]
        assert all(each is None or not math.isnan(each) for each in values)
        assert found.effect.estimate is not None or found.effect.note


R_SCRIPT = """
suppressMessages(library(metafor))
d <- read.csv(file("stdin"), header = FALSE)
mh <- rma.mh(ai=V1, n1i=V2, ci=V3, n2i=V4, data=d, measure="RR", correct=FALSE, add=0, to="none")
rd <- rma.mh(ai=V1, n1i=V2, ci=V3, n2i=V4, data=d, measure="RD", add=0, to="none")
re <- rma(measure="RR", ai=V1, n1i=V2, ci=V3, n2i=V4, data=d, method="PM", test="adhoc", control=list(tol=1e-12))
p <- predict(re)
cat(exp(c(mh$beta, mh$ci.lb, mh$ci.ub)), rd$beta, rd$ci.lb, rd$ci.ub,
    exp(c(re$beta, re$ci.lb, re$ci.ub)), re$tau2, re$I2 / 100, exp(c(p$pi.lb, p$pi.ub)))
"""


def by_metafor(trials: list[TwoArms]) -> list[float]:
    rscript = shutil.which("Rscript")
    if rscript is None or subprocess.run([rscript, "-e", "library(metafor)"], capture_output=True).returncode:
        pytest.skip("R with the package metafor is not here (Debian: r-cran-metafor): nothing to compare with")
    rows = "\n".join(f"{t.affected},{t.at_risk},{t.control_affected},{t.control_at_risk}" for t in trials)
    run = subprocess.run([rscript, "-e", R_SCRIPT], input=rows, capture_output=True, text=True, check=True)
    return [float(each) for each in run.stdout.split()]


def made_at_random(seed: int) -> list[TwoArms]:
    draw = random.Random(seed)  # noqa: S311 - tables, not secrets
    return [
        TwoArms(draw.randint(3, 40), draw.randint(45, 400), draw.randint(3, 40), draw.randint(45, 400))
        for _ in range(draw.randint(3, 12))
    ]


@pytest.mark.parametrize("seed", range(10))
def test_r_finds_the_same(seed: int) -> None:
    trials = made_at_random(seed)
    ratio, difference, summary = (
        mantel_haenszel_ratio(trials),
        pooled_risk_difference(trials).effect,
        pooled_risk_ratio(trials),
    )
    found = [
        ratio.estimate, ratio.low, ratio.high, difference.estimate, difference.low, difference.high,
        summary.effect.estimate, summary.effect.low, summary.effect.high, summary.tau_squared, summary.i_squared,
        summary.prediction_low, summary.prediction_high,
    ]  # fmt: skip
    assert found == [pytest.approx(each, rel=1e-3, abs=1e-6) for each in by_metafor(trials)]
