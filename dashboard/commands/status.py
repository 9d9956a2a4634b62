"""`rapatrials status`: what the cache holds, how old it is, and how the last refresh went."""

import argparse
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from cache.progress import read_progress
from cache.snapshot import Store
from dashboard.commands.options import Commands, add_json, new, print_json, store


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = new(commands, "status", "Tell what the cache holds and how old it is.", "rapatrials status --json")
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, environ: Mapping[str, str]) -> int:
    """Print the state of the cache."""
    found = state(store(options, environ), datetime.now(UTC))
    if options.json:
        print_json(found)
        return 0
    print(f"cache      {found['cache']}")
    if found["current"] is None:
        print("snapshot   none yet; run `rapatrials refresh`")
    else:
        print(f"snapshot   {found['current']} ({found['trials']} trials, {found['size_bytes'] / 1e6:.1f} MB)")
        print(f"data as of {found['data_timestamp']} UTC ({found['age_days']:.1f} days ago), from {found['endpoint']}")
        print(f"kept       {len(found['snapshots'])} snapshots")
    if last := found["last_refresh"]:
        print(f"refresh    {last['state']} at {last['updated_at']}: {last['message']}")
    return 0


def state(cache: Store, now: datetime) -> dict[str, Any]:
    """The state of a cache as plain values; `now` is an aware UTC time."""
    progress, current = read_progress(cache.root), cache.current()
    found: dict[str, Any] = {
        "cache": str(cache.root),
        "current": None,
        "snapshots": cache.names(),
        "last_refresh": asdict(progress) if progress else None,
    }
    if current:
        manifest = current.manifest
        stamp = datetime.fromisoformat(manifest.data_timestamp).replace(tzinfo=UTC)
        found |= {
            "current": current.name,
            "trials": manifest.trial_count,
            "data_timestamp": manifest.data_timestamp,
            "age_days": (now - stamp).total_seconds() / 86400,
            "endpoint": manifest.endpoint,
            "program_version": manifest.program_version,
            "seeds_version": manifest.seeds_version,
            "row_counts": manifest.row_counts,
            "size_bytes": sum(path.stat().st_size for path in current.folder.iterdir()),
        }
    return found
