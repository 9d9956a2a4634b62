"""`rapatrials annotate`: tables from records of one's own, any number, on this machine or on a cluster."""

import argparse
import os
from collections.abc import Mapping
from datetime import date
from functools import partial

from cache.shards.engines import Engine, dask, in_this_process, local
from cache.shards.folder import annotate
from cache.shards.plan import KNOWN, Target, files_of
from cache.shards.shard import Rules, rules_version
from cache.store.places import place
from dashboard.commands.options import Commands, add_json, add_seeds, new, print_json, seeds_folder
from dashboard.commands.pace import Pace
from dashboard.commands.progress import note
from seeds.errors import OptionError
from seeds.knowledge import load_knowledge

MEGABYTE = 1 << 20
USUAL_MEGABYTES = 128  # some thousands of records: seconds to make again, and few files


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = new(
        commands, "annotate", "Annotate files of records into a folder of tables in shards.",
        "rapatrials annotate records.jsonl.gz more/ --out tables --as-of 2026-11-20",
    )  # fmt: skip
    parser.add_argument("sources", nargs="+", metavar="SOURCE", help=f"path or URL of records: {KNOWN}, or a folder")
    parser.add_argument("--out", required=True, metavar="DIR", help="folder for the tables, by path or URL")
    parser.add_argument("--as-of", required=True, metavar="DATE", help="the data's day, by which overdue is judged")
    parser.add_argument(
        "--engine", default="local", metavar="KIND", help="local (processes, default) or dask (a cluster)"
    )
    parser.add_argument("--scheduler", metavar="ADDRESS", help="of a running Dask cluster, such as tcp://head:8786")
    parser.add_argument("--workers", metavar="N", help="processes of the local engine (default: one per processor)")
    parser.add_argument("--shard-size", metavar="MB", default=str(USUAL_MEGABYTES),
                        help=f"most megabytes of JSON in a shard (default {USUAL_MEGABYTES})")  # fmt: skip
    parser.add_argument("--quiet", action="store_true", help="no progress on standard error")
    add_seeds(parser)
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, environ: Mapping[str, str]) -> int:
    """Annotate every source; shards of the same input, rules and program are left as they are."""
    engine = engine_of(options)
    seeds = seeds_folder(options, environ)
    rules = Rules(_day(options.as_of), str(seeds) if seeds else None, rules_version(seeds))
    target = Target(place(options.out), rules, _number("--shard-size", options.shard_size, 4096) * MEGABYTE)
    pace = Pace(quiet=options.quiet)
    made, done = annotate(files_of(options.sources), target, engine, load_knowledge(seeds), pace.step)
    if made.repeated:
        note(f"{len(made.repeated)} trials stand in several records and count as often: {', '.join(made.repeated[:5])}")
    found = {"folder": made.folder, "trials": made.manifest.trial_count, "shards": len(made.shards),
             "there_already": sum(each.was_there for each in done), "repeated": len(made.repeated)}  # fmt: skip
    if options.json:
        print_json(found)
    else:
        print(told(found))
    return 0


def told(found: Mapping[str, object]) -> str:
    """What came of it, in a sentence."""
    return (
        f"{found['folder']}: {found['trials']} trials in {found['shards']} shards, {found['there_already']} of which "
        f"were there. Open them: rapatrials dashboard --tables {found['folder']}"
    )


def engine_of(options: argparse.Namespace) -> Engine:
    """Who annotates; OptionError where the options do not go together."""
    if options.engine == "dask":
        if not options.scheduler or options.workers:
            raise OptionError("--engine dask: name a cluster by --scheduler ADDRESS, whose workers it uses all.")
        return partial(dask, scheduler=options.scheduler)
    if options.engine != "local" or options.scheduler:
        raise OptionError(f"--engine {options.engine}: is local, or dask with --scheduler ADDRESS.")
    workers = _number("--workers", options.workers, 1024) if options.workers else os.cpu_count() or 1
    return in_this_process if workers == 1 else partial(local, processes=workers)


def _number(name: str, text: str, most: int) -> int:
    if not text.isdecimal() or not 0 < int(text) <= most:
        raise OptionError(f"{name} {text}: give a number from 1 to {most}.")
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise OptionError(f"--as-of {text}: write the day as YYYY-MM-DD.") from error
