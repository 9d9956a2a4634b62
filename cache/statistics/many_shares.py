"""The intervals of many shares at once."""

import numpy as np
from numpy.typing import NDArray

from cache.statistics.shares import Z_95

Numbers = NDArray[np.float64]


def wilson_bounds(counts: Numbers, bases: Numbers) -> tuple[Numbers, Numbers]:
    """The lower and upper bounds that `share` gives, as fractions of one; not a number where a base is none."""
    with np.errstate(invalid="ignore", divide="ignore"):
        at, square = counts / bases, Z_95**2
        middle = (at + square / (2 * bases)) / (1 + square / bases)
        reach = Z_95 * np.sqrt(at * (1 - at) / bases + square / (4 * bases**2)) / (1 + square / bases)
        return np.maximum(0.0, middle - reach), np.minimum(1.0, middle + reach)
