"""`rapatrials refresh`: bring the cache up to date with the registry."""

import argparse
import os
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime

from cache.lock import locked
from cache.progress import Progress, write_progress
from cache.refresh import RefreshOptions, RefreshReport, refresh
from cache.snapshot import Store
from dashboard.commands.options import Commands, add_json, add_seeds, new, print_json, seeds_folder, store
from dashboard.commands.progress import Progress as Printer
from dashboard.commands.progress import note, printer
from fetchers.client import RegistryClient
from fetchers.client_options import options_from
from seeds.errors import UserError
from seeds.knowledge import load_knowledge

NOTHING_NEW = 3


def add(commands: Commands) -> None:
    """Declare the command."""
    example = "rapatrials refresh --cache /var/lib/rapatrials --json"
    parser = new(commands, "refresh", "Fetch what is new from the registry and annotate it.", example)
    parser.add_argument("--api-url", metavar="URL", help="the registry's API (or RAPATRIALS_API_URL)")
    parser.add_argument("--full", action="store_true", help="fetch every record anew, whatever is there")
    parser.add_argument("--accept", action="store_true", help="accept a snapshot that loses trials or labels")
    parser.add_argument("--quiet", action="store_true", help="no progress on standard error")
    add_seeds(parser)
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, environ: Mapping[str, str]) -> int:
    """Refresh, with the progress on standard error and in the cache; 3 where there was nothing new."""
    knowledge, cache = load_knowledge(seeds_folder(options.seeds)), store(options, environ)
    show = printer(quiet=options.quiet)
    notify = (lambda message: None) if options.quiet else note
    client_options = options_from(environ, base_url=options.api_url)
    now = datetime.now(UTC)
    with locked(cache, now), RegistryClient(client_options, notify=notify) as client:
        journal = Journal(cache, now, show)
        try:
            report = refresh(cache, client, knowledge, now, RefreshOptions(options.full, options.accept), journal.step)
        except UserError as error:
            journal.end("failed", str(error), error.exit_code)
            raise
        except BaseException as error:
            journal.end("failed", f"Stopped by {type(error).__name__}.", 1)
            raise
        code = NOTHING_NEW if report.kind == "nothing_new" else 0
        journal.end("done", sentence(report), code)
    if options.json:
        print_json(asdict(report))
    else:
        print(sentence(report))
    return code


def sentence(report: RefreshReport) -> str:
    """How the refresh ended, in words."""
    what = f"{report.trials} trials, data as of {report.data_timestamp} UTC"
    if report.kind == "nothing_new":
        return f"Nothing new: the registry has not published since ({what})."
    if report.kind == "rebuilt":
        return f"Annotated again with changed rules, no new data ({what})."
    gone = f", {len(report.removed)} gone" if report.removed else ""
    return f"Refreshed: {what}; {report.fetched} fetched, {report.copied} unchanged{gone}."


class Journal:
    """The refresh's progress in the cache, for pages and `status`; and on the terminal."""

    def __init__(self, cache: Store, started: datetime, show: Printer) -> None:
        self._cache, self._started, self._show = cache, started, show
        self._last = ("starting", 0, 0)
        self._write("running", "Asking the registry.", None)

    def step(self, phase: str, done: int, total: int) -> None:
        """One step of the work."""
        self._show(phase, done, total)
        self._last = (phase, done, total)
        self._write("running", f"{phase}: {done} of {total}", None)

    def end(self, state: str, message: str, exit_code: int) -> None:
        """The last word."""
        self._write(state, message, exit_code)

    def _write(self, state: str, message: str, exit_code: int | None) -> None:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        started = self._started.isoformat(timespec="seconds")
        word = Progress(state, *self._last, message, os.getpid(), started, now, exit_code)
        write_progress(self._cache.root, word)
