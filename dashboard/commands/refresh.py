"""`rapatrials refresh`: bring the cache up to date with the registry."""

import argparse
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime, timedelta

from cache.questions.reviewing import verdicts_in_force
from cache.refresh.due import FULL_AFTER_DAYS
from cache.refresh.history import NOTHING_NEW, last_success, oddities
from cache.refresh.job import RefreshOptions, RefreshReport, refresh
from cache.store.lock import locked
from cache.store.retention import Retention
from cache.store.snapshot import Store
from dashboard.commands.elsewhere import add_elsewhere, sources
from dashboard.commands.journal import Journal, utc_now
from dashboard.commands.options import Commands, add_processes, add_seeds, new, print_line, seeds_folder, store
from dashboard.commands.progress import note, printer
from dashboard.words.review_words import verdicts_gone_in_words
from fetchers.registry.client import RegistryClient
from fetchers.registry.options import options_from
from seeds.errors import OptionError, UserError
from seeds.knowledge import load_knowledge

KEEP = Retention()


def add(commands: Commands) -> None:
    """Declare the command."""
    example = "rapatrials refresh --cache /var/lib/rapatrials --max-age 12 --json"
    parser = new(commands, "refresh", "Fetch what is new from the registry and annotate it.", example)
    parser.add_argument("--api-url", metavar="URL", help="the registry's API (or RAPATRIALS_API_URL)")
    parser.add_argument("--query", metavar="ESSIE", help="what to pull, in place of the rapalogs (or RAPATRIALS_QUERY)")
    parser.add_argument("--full", action="store_true", help="fetch every record anew, whatever is there")
    parser.add_argument("--accept", action="store_true", help="accept what the guards refuse: losses, another format")
    parser.add_argument("--max-age", metavar="HOURS", type=float, help="ask nothing if all was well so lately")
    parser.add_argument("--full-every", metavar="DAYS", type=float, default=FULL_AFTER_DAYS,
                        help=f"fetch every record anew after so many days (default {FULL_AFTER_DAYS:g})")  # fmt: skip
    parser.add_argument("--keep", metavar="COUNT", type=int, default=KEEP.count,
                        help=f"keep so many snapshots (default {KEEP.count})")  # fmt: skip
    parser.add_argument("--keep-days", metavar="DAYS", type=float, default=KEEP.days,
                        help=f"and all that are younger (default {KEEP.days:g})")  # fmt: skip
    add_elsewhere(parser)
    add_processes(parser)
    parser.add_argument("--quiet", action="store_true", help="no progress on standard error")
    parser.add_argument("--json", action="store_true", help="print one line of JSON on standard output, nothing else")
    add_seeds(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, environ: Mapping[str, str]) -> int:
    """Refresh, with the progress on standard error and in the cache; 3 where there was nothing new."""
    knowledge, cache = load_knowledge(seeds_folder(options, environ)), store(options, environ)
    notify = (lambda message: None) if options.quiet else note
    client_options = options_from(environ, base_url=options.api_url)
    now = utc_now()
    with (
        locked(cache, now), RegistryClient(client_options, notify=notify) as client,
        sources(options, environ, notify) as elsewhere,
    ):  # fmt: skip
        chosen = replace(refresh_options(options, environ, cache, now), elsewhere=elsewhere)
        for odd in oddities(cache.root, now):
            notify(odd)
        before = verdicts_in_force(cache)
        journal = Journal(cache, printer(quiet=options.quiet), online=not chosen.offline)
        try:
            report = refresh(cache, client, knowledge, now, chosen, journal.step)
        except UserError as error:
            journal.end("failed", str(error), error.exit_code)
            raise
        except BaseException as error:
            journal.end("failed", f"Stopped by {type(error).__name__}.", 1)
            raise
        code = NOTHING_NEW if report.kind == "nothing_new" else 0
        journal.end(report.kind, sentence(report), code, report.snapshot)
    if report.snapshot and (gone := verdicts_gone_in_words(before, len(knowledge.reviews))):
        note(gone)
    if options.json:
        print_line({**asdict(report), "exit_code": code})
    else:
        print(sentence(report))
    return code


def refresh_options(
    options: argparse.Namespace, environ: Mapping[str, str], cache: Store, now: datetime
) -> RefreshOptions:
    """What the command line asks for; OptionError where a number makes no sense."""
    least = {
        "--full-every": (options.full_every, 0),
        "--keep": (options.keep, 1),
        "--keep-days": (options.keep_days, 0),
        "--max-age": (options.max_age, 0),
    }
    for name, (value, bound) in least.items():
        if value is not None and not bound <= value < 1e6:  # nan fails too
            raise OptionError(f"{name} is {value:g}, but must be at least {bound} and below a million.")
    checked = last_success(cache.root, now)
    young = options.max_age is not None and checked is not None and now - checked < timedelta(hours=options.max_age)
    return RefreshOptions(
        full=options.full, accept=options.accept, full_after_days=options.full_every,
        retention=Retention(options.keep, options.keep_days), offline=young and not options.full,
        query=options.query or environ.get("RAPATRIALS_QUERY", ""), processes=options.processes,
    )  # fmt: skip


def sentence(report: RefreshReport) -> str:
    """How the refresh ended, in words."""
    what = f"{report.trials} trials, data as of {report.data_timestamp} UTC"
    if report.asked:
        due = ", ".join(f"{each.done} of {each.due} trials at {each.source}" for each in report.asked if each.due)
        troubles = [each.trouble for each in report.asked if each.trouble]
        besides = [f"Asked elsewhere about {due}."] if due else []
        return " ".join([sentence(replace(report, asked=())), *besides, *troubles])
    if report.kind == "elsewhere":
        return f"The registry has not published since ({what})."
    if report.kind == "nothing_new":
        asked = "the registry has not published since" if report.requests else "the registry was asked lately"
        return f"Nothing new: {asked} ({what})."
    if report.kind == "rebuilt":
        return f"Annotated again with changed rules, no new data ({what})."
    gone = f", {len(report.removed)} gone" if report.removed else ""
    odd = f" Not known to this program: {', '.join(report.unknown_fields)}." if report.unknown_fields else ""
    changes = f"; {sum(report.changes.values())} changes recorded" if report.changes else ""
    lacking = f" The registry refused {len(report.refused)} of the queries." if report.refused else ""
    aside = "".join(f" {nct} was set aside: {why}" for nct, why in sorted(report.set_aside.items()))
    told = f"{report.fetched} fetched, {report.copied} unchanged{gone}{changes}"
    return f"Refreshed: {what}; {told}.{odd}{lacking}{aside}"
