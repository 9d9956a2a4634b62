"""How a long run of shards is getting on: trials a second, and how long the rest will take at that rate."""

import sys
import time
from collections.abc import Callable
from typing import TextIO

from cache.shards.shard import FinishedShard
from dashboard.commands.progress import printer

MINUTE, HOUR = 60, 3600


class Pace:
    """Progress on standard error: a bar on a terminal, lines in a log; shards that were there do not count as work."""

    def __init__(
        self, stream: TextIO | None = None, quiet: bool = False, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.words = ""
        self._print = printer(stream or sys.stderr, quiet, lambda: self.words)
        self._clock, self._began = clock, clock()
        self._weight = self._worked = self._trials = 0

    def step(self, shard: FinishedShard, total: int) -> None:
        """One more shard is finished, of sources that weigh `total` bytes."""
        self._weight += shard.weight
        if not shard.was_there:
            self._worked += shard.weight
            self._trials += len(shard.ids)
        taken = self._clock() - self._began
        if self._worked and taken > 0:
            left = max(0, total - self._weight) * taken / self._worked
            self.words = f"{self._trials / taken:,.0f} trials/s, {duration(left)} left"
        self._print("annotating", min(self._weight, total) * 100 // max(total, 1), 100)


def duration(seconds: float) -> str:
    """`40 s`, `12 min`, `3 h 20 min`: as exact as a forecast may be."""
    if seconds < MINUTE:
        return f"{seconds:.0f} s"
    if seconds < HOUR:
        return f"{seconds / MINUTE:.0f} min"
    return f"{seconds // HOUR:.0f} h {seconds % HOUR / MINUTE:.0f} min"
