"""Progress on standard error: a bar on a terminal, lines with time and level in a log."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TextIO

TellProgress = Callable[[str, int, int], None]
WordsBeside = Callable[[], str]  # for example a rate
WIDTH = 30
LINES_PER_PHASE = 10


def printer(stream: TextIO | None = None, quiet: bool = False, beside: WordsBeside = lambda: "") -> TellProgress:
    """A reporter of (phase, done, total) that suits the stream; `beside` gives what else is to be said."""
    if quiet:
        return lambda phase, done, total: None
    target = stream or sys.stderr
    return _bar(target, beside) if target.isatty() else _lines(target, beside)


def _bar(stream: TextIO, beside: WordsBeside) -> TellProgress:
    def show(phase: str, done: int, total: int) -> None:
        filled = WIDTH * done // total if total else 0
        end = "\n" if total and done >= total else ""
        stream.write(f"\r{phase:<12} [{'#' * filled}{'.' * (WIDTH - filled)}] {done}/{total or '?'} {beside()}{end}")
        stream.flush()

    return show


def _lines(stream: TextIO, beside: WordsBeside) -> TellProgress:
    said: dict[str, int] = {}

    def show(phase: str, done: int, total: int) -> None:
        step = LINES_PER_PHASE * done // total if total else 0
        if said.get(phase) != step:
            said[phase] = step
            _log(stream, "INFO", f"{phase}: {done}/{total or '?'} {beside()}".rstrip())

    return show


def note(message: str) -> None:
    """A line of its own on standard error, for example about a retry."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\n{message}\n")
        sys.stderr.flush()
    else:
        _log(sys.stderr, "WARNING", message)


def _log(stream: TextIO, level: str, message: str) -> None:
    stream.write(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {level} {message}\n")
    stream.flush()
