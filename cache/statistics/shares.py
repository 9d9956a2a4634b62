"""A share with its base and its interval."""

from dataclasses import dataclass
from math import sqrt

Z_95 = 1.959963984540054  # standard normal quantile for a two-sided interval of 95%


@dataclass(frozen=True, slots=True)
class Share:
    """`count` of `base` with the Wilson score interval of 95% (Wilson 1927), all as fractions of one."""

    count: int
    base: int
    low: float
    high: float

    @property
    def value(self) -> float:
        """The share itself; 0 where the base is 0."""
        return self.count / self.base if self.base else 0.0


def share(count: int, base: int) -> Share:
    """A share with its Wilson interval; of an empty base nothing is known, so the interval is 0 to 1."""
    if not 0 <= count <= base:
        raise ValueError(f"{count} of {base} is no share")
    if base == 0:
        return Share(0, 0, 0.0, 1.0)
    at, square = count / base, Z_95**2
    middle = (at + square / (2 * base)) / (1 + square / base)
    reach = Z_95 * sqrt(at * (1 - at) / base + square / (4 * base**2)) / (1 + square / base)
    return Share(count, base, max(0.0, middle - reach), min(1.0, middle + reach))
