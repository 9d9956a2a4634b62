"""Two arms of one trial: risk ratio and risk difference with intervals that hold where counts are zero.

Both intervals of 95% are made of the two arms' Wilson intervals: Newcombe 1998, method 10 (difference), and Donner and
Zou 2012 (ratio).
"""

from dataclasses import dataclass
from math import sqrt

from cache.statistics.shares import Share, share


@dataclass(frozen=True, slots=True)
class TwoArms:
    """People with an event among those at risk, with the treatment and without it.

    ValueError where an arm has nobody at risk, or more people affected than at risk.
    """

    affected: int
    at_risk: int
    control_affected: int
    control_at_risk: int

    def __post_init__(self) -> None:
        for affected, at_risk in ((self.affected, self.at_risk), (self.control_affected, self.control_at_risk)):
            if at_risk <= 0:
                raise ValueError("an arm has nobody at risk")
            if not 0 <= affected <= at_risk:
                raise ValueError(f"{affected} affected of {at_risk} at risk cannot be")

    @property
    def risk(self) -> float:
        """Share affected with the treatment."""
        return self.affected / self.at_risk

    @property
    def control_risk(self) -> float:
        """Share affected without it."""
        return self.control_affected / self.control_at_risk

    @property
    def people(self) -> int:
        """At risk in both arms."""
        return self.at_risk + self.control_at_risk

    @property
    def is_double_zero(self) -> bool:
        """Nobody affected in either arm: such a trial says nothing about a ratio."""
        return self.affected == 0 and self.control_affected == 0


@dataclass(frozen=True, slots=True)
class Effect:
    """A comparison with its interval of 95%; a bound of None is none (a ratio over zero events has no upper bound).

    `note` says in words why there is no estimate, where there is none.
    """

    estimate: float | None
    low: float | None
    high: float | None
    note: str = ""


def risk_ratio(arms: TwoArms) -> Effect:
    """Risk with the treatment over risk without it."""
    if arms.is_double_zero:
        return Effect(None, None, None, "Nobody had the event in either arm: no ratio can be told.")
    treated, control = share(arms.affected, arms.at_risk), share(arms.control_affected, arms.control_at_risk)
    low, high = _ratio_bound(treated, control, -1), _ratio_bound(treated, control, 1)
    if arms.control_affected == 0:
        note = "Nobody had the event in the control arm: the ratio has no upper bound."
        return Effect(None, low, None, note)
    return Effect(treated.value / control.value, low, high)


def _ratio_bound(treated: Share, control: Share, side: int) -> float | None:
    """The lower (-1) or upper (1) bound of the ratio; none where it is infinite."""
    near, far = (treated.high, control.low) if side > 0 else (treated.low, control.high)
    below = far * (2 * control.value - far)
    if below == 0:
        return None
    product = treated.value * control.value
    root = sqrt(max(0.0, product**2 - near * (2 * treated.value - near) * below))
    return max(0.0, (product + side * root) / below)


def risk_difference(arms: TwoArms) -> Effect:
    """Risk with the treatment less risk without it, as a fraction of one."""
    treated, control = share(arms.affected, arms.at_risk), share(arms.control_affected, arms.control_at_risk)
    mean = treated.value - control.value
    down = sqrt((treated.value - treated.low) ** 2 + (control.high - control.value) ** 2)
    up = sqrt((treated.high - treated.value) ** 2 + (control.value - control.low) ** 2)
    return Effect(mean, max(-1.0, mean - down), min(1.0, mean + up))
