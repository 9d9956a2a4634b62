"""A refresh's word on how it is getting on: in the cache for pages and `status`, on the terminal, in the history."""

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

from cache.refresh.history import Attempt, remember
from cache.refresh.progress import Progress, read_progress, write_progress
from cache.store.snapshot import Store
from dashboard.commands.progress import TellProgress as Printer
from seeds.errors import DiskError


def utc_now() -> datetime:
    """The machine's clock."""
    return datetime.now(UTC)


class Journal:
    """Opened by whoever holds the cache's lock; `online` tells whether the registry is asked."""

    def __init__(
        self, cache: Store, show: Printer, online: bool = True, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self._cache, self._show, self._online, self._clock = cache, show, online, clock
        self._started = self._now()
        self._last = ("starting", 0, 0)
        self._close_earlier()
        self._write("running", "Asking the registry.", None)

    def step(self, phase: str, done: int, total: int) -> None:
        """One step of the work; the file is written once per hundredth."""
        self._show(phase, done, total)
        was, self._last = self._last, (phase, done, total)
        if was[0] != phase or not total or done >= total or 100 * was[1] // total != 100 * done // total:
            self._write("running", f"{phase}: {done} of {total}", None)

    def end(self, outcome: str, message: str, exit_code: int, snapshot: str = "") -> None:
        """The last word; where even that cannot be written, the error that ended the refresh goes first."""
        remembered = Attempt(self._started, self._now(), outcome, exit_code, message, snapshot, self._online)
        with suppress(*((DiskError,) if outcome == "failed" else ())):
            self._write("failed" if outcome == "failed" else "done", message, exit_code)
            remember(self._cache.root, remembered)

    def _close_earlier(self) -> None:
        """Remember a run that was killed before it could say how it ended."""
        word = read_progress(self._cache.root)
        if word and word.exit_code is None:
            message = f"Stopped during {word.phase} ({word.done} of {word.total})."
            remember(self._cache.root, Attempt(word.started_at, word.updated_at, "stopped", None, message))

    def _write(self, state: str, message: str, exit_code: int | None) -> None:
        word = Progress(state, *self._last, message, os.getpid(), self._started, self._now(), exit_code)
        write_progress(self._cache.root, word)

    def _now(self) -> str:
        return self._clock().isoformat(timespec="seconds")
