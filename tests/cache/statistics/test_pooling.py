"""Summaries over trials: published tables recomputed, R's metafor on tables made at random, degenerate inputs."""

import math
import random
import shutil
import subprocess
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cache.statistics.pooling import (
    log_ratio_variance,
    mantel_haenszel_ratio,
    paule_mandel,
    pooled_risk_difference,
    pooled_risk_ratio,
    without_largest,
)
from cache.statistics.two_arms import Effect, TwoArms
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


@dataclass(frozen=True)
class Golden:
    """A published table (deaths or cases, and people, treated and control) with what metafor 4 makes of it.

    `difference` by Mantel-Haenszel and Sato; `tau_squared` by Paule and Mandel, its interval by Hartung, Knapp, Sidik
    and Jonkman, never narrower than without (`test = "adhoc"`).
    """

    trials: tuple[TwoArms, ...]
    method: str
    ratio: tuple[float, float, float]
    difference: tuple[float, float, float]
    left_out: int = 0
    tau_squared: float | None = None
    i_squared: float | None = None


MAGNESIUM = (
    TwoArms(1, 40, 2, 36), TwoArms(9, 135, 23, 135), TwoArms(2, 200, 7, 200), TwoArms(1, 48, 1, 46),
    TwoArms(10, 150, 8, 148), TwoArms(1, 59, 9, 56), TwoArms(1, 25, 3, 23), TwoArms(0, 22, 1, 21),
    TwoArms(6, 76, 11, 75), TwoArms(1, 27, 7, 27), TwoArms(2, 89, 12, 80), TwoArms(5, 23, 13, 33),
    TwoArms(4, 130, 8, 122), TwoArms(90, 1159, 118, 1157), TwoArms(4, 107, 17, 108),
)  # fmt: skip
ISIS_4 = TwoArms(2216, 29011, 2103, 29039)
GOLDEN = {
    # diuretics against pre-eclampsia: Collins, Yusuf and Peto 1985, BMJ 290:17
    "diuretics": Golden(
        (TwoArms(14, 131, 14, 136), TwoArms(21, 385, 17, 134), TwoArms(14, 57, 24, 48), TwoArms(6, 38, 18, 40),
         TwoArms(12, 1011, 35, 760), TwoArms(138, 1370, 175, 1336), TwoArms(15, 506, 20, 524), TwoArms(6, 108, 2, 103),
         TwoArms(65, 153, 40, 102)),
        "random effects", (0.6448288, 0.4042113, 1.02868), (-0.03120212, -0.04456869, -0.01783556),
        tau_squared=0.2601176, i_squared=0.811645,
    ),
    # lidocaine after a heart attack: Hine 1989, Arch Intern Med 149:2694, as in Normand 1999, Stat Med 18:322
    "lidocaine": Golden(
        (TwoArms(2, 39, 1, 43), TwoArms(4, 44, 4, 44), TwoArms(6, 107, 4, 110), TwoArms(7, 103, 5, 100),
         TwoArms(7, 110, 3, 106), TwoArms(11, 154, 4, 146)),
        "random effects", (1.69891, 0.8490086, 3.399608), (0.02808327, 0.001948395, 0.05421814),
        tau_squared=0.0, i_squared=0.0,
    ),
    # magnesium after a heart attack, small trials, and with ISIS-4: Egger, Davey Smith and Altman 2001, chapter 18
    "magnesium": Golden(
        MAGNESIUM, "Mantel-Haenszel", (0.5741396, 0.4698441, 0.7015866), (-0.04474239, -0.06061401, -0.02887078)
    ),
    "magnesium with ISIS-4": Golden(
        (*MAGNESIUM, ISIS_4), "Mantel-Haenszel", (1.00564, 0.9518173, 1.062506),
        (0.00042184, -0.003704046, 0.004547726),
    ),
    # antiseptic catheters against bloodstream infection: Niel-Weise 2007, Intensive Care Med 33:2058
    "catheters": Golden(
        (TwoArms(0, 116, 3, 117), TwoArms(1, 44, 3, 35), TwoArms(2, 208, 9, 195), TwoArms(0, 130, 7, 136),
         TwoArms(5, 151, 6, 157), TwoArms(1, 98, 4, 139), TwoArms(1, 174, 3, 177), TwoArms(1, 74, 2, 39),
         TwoArms(1, 97, 19, 103), TwoArms(1, 113, 2, 122), TwoArms(0, 66, 7, 64), TwoArms(0, 70, 1, 58),
         TwoArms(3, 188, 5, 175), TwoArms(6, 187, 11, 180), TwoArms(0, 118, 0, 105), TwoArms(0, 252, 1, 262),
         TwoArms(1, 345, 3, 362), TwoArms(4, 64, 1, 69)),
        "Mantel-Haenszel", (0.3079641, 0.2008146, 0.472286), (-0.02426219, -0.03254168, -0.01598269), left_out=1,
    ),
}  # fmt: skip


def bounds(effect: Effect) -> tuple[float | None, ...]:
    return effect.estimate, effect.low, effect.high


@pytest.mark.parametrize("wanted", GOLDEN.values(), ids=GOLDEN)
def test_published_tables_are_summed_up_as_elsewhere(wanted: Golden) -> None:
    found, difference = pooled_risk_ratio(wanted.trials), pooled_risk_difference(wanted.trials)
    assert (found.method, found.left_out) == (wanted.method, wanted.left_out)
    assert bounds(found.effect) == tuple(pytest.approx(each, rel=1e-3) for each in wanted.ratio)
    assert bounds(difference.effect) == tuple(pytest.approx(each, rel=1e-3) for each in wanted.difference)
    for told, known in ((found.tau_squared, wanted.tau_squared), (found.i_squared, wanted.i_squared)):
        assert told == (None if known is None else pytest.approx(known, rel=1e-3, abs=1e-6))


def test_without_the_largest_trial_magnesium_seems_to_help() -> None:
    """The textbook's warning, which the page repeats for every summary."""
    trials = [*MAGNESIUM, ISIS_4]
    assert pooled_risk_ratio(without_largest(trials)) == pooled_risk_ratio(MAGNESIUM)


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


R_TABLES = 10  # made at random
R_SCRIPT = """
suppressMessages(library(metafor))
tables <- read.csv(file("stdin"), header = FALSE)
for (d in split(tables, tables$V5)) {
  mh <- rma.mh(ai=V1, n1i=V2, ci=V3, n2i=V4, data=d, measure="RR", correct=FALSE, add=0, to="none")
  rd <- rma.mh(ai=V1, n1i=V2, ci=V3, n2i=V4, data=d, measure="RD", add=0, to="none")
  re <- rma(measure="RR", ai=V1, n1i=V2, ci=V3, n2i=V4, data=d, method="PM", test="adhoc", control=list(tol=1e-12))
  p <- predict(re)
  cat(exp(c(mh$beta, mh$ci.lb, mh$ci.ub)), rd$beta, rd$ci.lb, rd$ci.ub,
      exp(c(re$beta, re$ci.lb, re$ci.ub)), re$tau2, re$I2 / 100, exp(c(p$pi.lb, p$pi.ub)), "\\n")
}
"""


@pytest.fixture(scope="module")
def by_metafor() -> list[list[float]]:
    """What metafor makes of each table made at random; R, which takes long to start, is started once."""
    rscript = shutil.which("Rscript")
    if rscript is None or subprocess.run([rscript, "-e", "library(metafor)"], capture_output=True).returncode:
        pytest.skip("R with the package metafor is not here (Debian: r-cran-metafor): nothing to compare with")
    rows = "\n".join(
        f"{t.affected},{t.at_risk},{t.control_affected},{t.control_at_risk},{seed}"
        for seed in range(R_TABLES)
        for t in made_at_random(seed)
    )
    run = subprocess.run([rscript, "-e", R_SCRIPT], input=rows, capture_output=True, text=True, check=True)
    return [[float(each) for each in line.split()] for line in run.stdout.splitlines()]


def made_at_random(seed: int) -> list[TwoArms]:
    draw = random.Random(seed)  # noqa: S311 - tables, not secrets
    return [
        TwoArms(draw.randint(3, 40), draw.randint(45, 400), draw.randint(3, 40), draw.randint(45, 400))
        for _ in range(draw.randint(3, 12))
    ]


def test_trials_that_differ_by_more_than_chance_have_a_variance_between_them() -> None:
    # an iteration that takes a rounding error at the root for "no variance" gave nought for one such table in eight
    for trials in map(made_at_random, range(300)):
        effects = np.array([math.log(each.risk / each.control_risk) for each in trials])
        variances = np.array([log_ratio_variance(each) for each in trials])
        tau_squared = paule_mandel(effects, variances)
        weights = 1 / (variances + tau_squared)
        spread = weights @ (effects - weights @ effects / weights.sum()) ** 2
        if tau_squared:
            assert spread == pytest.approx(len(trials) - 1)
        else:
            assert spread <= len(trials) - 1


@pytest.mark.parametrize("seed", range(R_TABLES))
def test_r_finds_the_same(by_metafor: list[list[float]], seed: int) -> None:
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
    assert found == [pytest.approx(each, rel=1e-3, abs=1e-6) for each in by_metafor[seed]]
