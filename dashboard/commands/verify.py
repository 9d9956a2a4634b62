"""`rapatrials verify`: check that a snapshot is whole."""

import argparse
from collections.abc import Mapping

from cache.store.snapshot import Store, open_snapshot
from cache.store.verify import problems
from dashboard.commands.options import Commands, add_json, current_snapshot, new, print_json, store
from seeds.errors import OptionError, SnapshotError


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = new(commands, "verify", "Check hashes, counts and keys of a snapshot.", "rapatrials verify --all")
    parser.add_argument("name", nargs="?", help="the snapshot to check (default: the current one)")
    parser.add_argument("--all", action="store_true", help="check every snapshot of the cache")
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, environ: Mapping[str, str]) -> int:
    """Print what is wrong with each snapshot; 11 where anything is."""
    cache = store(options, environ)
    if options.all:
        names = cache.names()
    else:
        names = [checked_name(cache, options.name) if options.name else current_snapshot(options, environ).name]
    found = {name: _problems(cache, name) for name in names}
    if options.json:
        print_json({"ok": not any(found.values()), "snapshots": found})
    else:
        for name, troubles in found.items():
            print(f"{name}  {'; '.join(troubles) or 'whole'}")
    return SnapshotError.exit_code if any(found.values()) else 0


def checked_name(cache: Store, name: str) -> str:
    """The name of a snapshot that is there; OptionError lists those that are."""
    if name not in cache.names():
        known = ", ".join(cache.names()) or "none"
        raise OptionError(f"snapshot `{name}` is not in {cache.root}; there are: {known}.")
    return name


def _problems(cache: Store, name: str) -> list[str]:
    try:
        return problems(open_snapshot(cache.snapshots / name))
    except SnapshotError as error:
        return [str(error)]
