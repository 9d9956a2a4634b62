"""`rapatrials annotate`: tables from files of records of one's own, on several processors, with no cache."""

import argparse
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from functools import partial
from pathlib import Path

from cache.tables.processes import mapped
from cache.tables.shards import Done, Shard, annotate_shards
from dashboard.commands.options import Commands, add_json, add_seeds, new, print_json, seeds_folder
from seeds.errors import OptionError


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = new(
        commands, "annotate", "Annotate files of records into a folder of tables per file.",
        "rapatrials annotate --records part-*.jsonl.gz --out tables --as-of 2026-11-20 --workers 8",
    )  # fmt: skip
    parser.add_argument("--records", required=True, nargs="+", metavar="FILE", help="records, JSON lines, .gz or plain")
    parser.add_argument("--out", required=True, metavar="DIR", help="folder for the tables")
    parser.add_argument("--as-of", required=True, metavar="DATE", help="the data's day, by which overdue is judged")
    parser.add_argument("--workers", default="1", metavar="N", help="processes to work with (default 1)")
    add_seeds(parser)
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, environ: Mapping[str, str]) -> int:
    """Annotate every file; those that the same rules did before are left as they are."""
    workers = options.workers
    if not workers.isdigit() or not 0 < int(workers) <= 1024:
        raise OptionError(f"--workers {workers}: give a number from 1 to 1024.")
    shards = _shards(options, environ)
    if int(workers) == 1 or len(shards) == 1:
        done = list(annotate_shards(shards))
    else:
        done = list(annotate_shards(shards, partial(mapped, processes=min(int(workers), len(shards)))))
    if options.json:
        print_json([asdict(each) for each in done])
        return 0
    for each in done:
        print(_told(each))
    return 0


def _shards(options: argparse.Namespace, environ: Mapping[str, str]) -> list[Shard]:
    try:
        as_of = date.fromisoformat(options.as_of)
    except ValueError as error:
        raise OptionError(f"--as-of {options.as_of}: write the day as YYYY-MM-DD.") from error
    seeds, out = seeds_folder(options, environ), Path(options.out).absolute()
    if not out.is_dir() and (out.exists() or not out.parent.is_dir()):
        raise OptionError(f"--out {options.out}: name a folder, or a new one in a folder that exists.")
    sources = [Path(name) for name in options.records]
    names = [source.name.removesuffix(".gz").removesuffix(".jsonl") for source in sources]
    if twice := [name for name in names if names.count(name) > 1]:
        raise OptionError(f"--records: two files would both be written to {out / twice[0]}; rename one.")
    return [Shard(source, out / name, as_of, seeds) for source, name in zip(sources, names, strict=True)]


def _told(done: Done) -> str:
    return f"{done.target}: {done.trials} trials" + (", there already" if done.was_there else "")
