"""Refreshes in processes of their own, which can be killed at any instant.

The processes are forked from one that has the rules compiled and no threads, so that starting one is quick.
"""

import multiprocessing
import resource
import sys
from datetime import UTC, datetime
from functools import cache
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from cache.refresh.job import RefreshOptions, refresh
from cache.store.lock import locked
from cache.store.retention import Retention
from cache.store.snapshot import Store
from cache.tables.annotators import compiled
from dashboard.commands.journal import Journal
from seeds.errors import UserError
from seeds.knowledge import Knowledge, load_knowledge
from tests.cache.stages import Renamed


@cache
def rules() -> Knowledge:
    """The rules, read and compiled once per process."""
    knowledge = load_knowledge()
    compiled(knowledge)
    return knowledge


def work(folder: str, url: str, full: bool, largest_file: int, processes: int | None) -> None:
    """One refresh, as the command does it; the exit code is the command's.

    `largest_file` in bytes, if not 0, makes writing fail beyond it, as a full disk does.
    """
    knowledge = rules()
    if largest_file:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))
    now, store = datetime.now(UTC), Store(Path(folder))
    options = RefreshOptions(full=full, retention=Retention(2, 0), processes=processes)
    try:
        with locked(store, now), Renamed(url) as client:
            journal = Journal(store, lambda phase, done, total: None)
            try:
                report = refresh(store, client, knowledge, now, options, journal.step)
            except UserError as error:
                journal.end("failed", str(error), error.exit_code)
                raise
            journal.end(report.kind, "done", 0, report.snapshot)
    except UserError as error:
        sys.exit(error.exit_code)


def start(
    store: Store, url: str, full: bool = False, largest_file: int = 0, processes: int | None = None
) -> ForkServerProcess:
    """A refresh that runs; wait for it, or kill it. With `processes` it may start others, which end with it."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.bench.warm"])
    process = context.Process(target=work, args=(str(store.root), url, full, largest_file, processes))
    process.daemon = processes is None  # a daemon may have no children
    process.start()
    return process


def run(store: Store, url: str, full: bool = False, largest_file: int = 0) -> int:
    """A refresh to its end; gives the exit code."""
    process = start(store, url, full, largest_file)
    process.join()
    assert process.exitcode is not None
    return process.exitcode
