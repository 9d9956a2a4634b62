"""`rapatrials rollback`: make an older snapshot current."""

import argparse
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from cache.store.lock import locked
from cache.store.snapshot import Store, open_snapshot
from cache.store.verify import problems
from dashboard.commands.options import Commands, add_json, new, print_json, print_table, store
from dashboard.commands.verify import checked_name
from seeds.errors import OptionError, SnapshotError


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = new(
        commands,
        "rollback",
        "Make an older snapshot current, or list them. The next refresh goes on from there.",
        "rapatrials rollback --list",
    )
    parser.add_argument("name", nargs="?", help="the snapshot (default: the one made before the current one)")
    parser.add_argument("--list", action="store_true", help="list the snapshots, newest first, and change nothing")
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, environ: Mapping[str, str]) -> int:
    """List the snapshots, or verify one and turn the pointer to it."""
    cache = store(options, environ)
    if options.list:
        _show(snapshots(cache), options.json)
        return 0
    with locked(cache, datetime.now(UTC)):
        was = _current_name(cache)
        name = checked_name(cache, options.name) if options.name else _before(cache, was)
        snapshot = open_snapshot(cache.snapshots / name)
        if wrong := problems(snapshot):
            raise SnapshotError(f"{name}: is damaged ({'; '.join(wrong)}). Choose another one (`rollback --list`).")
        cache.make_current(snapshot)
    if options.json:
        print_json({"snapshot": name, "was": was})
    else:
        print(f"Snapshot {name} is current (was {was or 'none'}).")
    return 0


def snapshots(cache: Store) -> list[dict[str, Any]]:
    """What is known of every snapshot that can be opened, newest first."""
    found = []
    for name in cache.names():
        try:
            manifest = open_snapshot(cache.snapshots / name).manifest
        except SnapshotError:
            continue
        found.append({
            "snapshot": name,
            "made": manifest.created_at,
            "data_timestamp": manifest.data_timestamp,
            "trials": manifest.trial_count,
            "seeds_version": manifest.seeds_version,
            "is_current": name == _current_name(cache),
        })  # fmt: skip
    return sorted(found, key=lambda each: (each["made"], each["snapshot"]), reverse=True)


def _current_name(cache: Store) -> str:
    try:
        return cache.current_name()
    except SnapshotError:
        return ""  # a damaged pointer is what a rollback mends


def _before(cache: Store, current: str) -> str:
    names = [each["snapshot"] for each in snapshots(cache)]
    older = names[names.index(current) + 1 :] if current in names else names
    if not older:
        raise OptionError("no older snapshot is there; `rapatrials rollback --list` lists all.")
    return str(older[0])


def _show(found: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        print_json(found)
        return
    rows = []
    for each in found:
        mark = "current" if each["is_current"] else ""
        rows.append((each["snapshot"], each["made"], each["data_timestamp"], each["trials"], mark))
    print_table(rows, ("snapshot", "made", "data as of", "trials", ""))
