"""`rapatrials status`: what the cache holds, how old it is, and how the last refresh went."""

import argparse
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cache.refresh.due import FULL_AFTER_DAYS, full_due_at
from cache.refresh.history import Attempt, attempts, last_success, oddities
from cache.refresh.progress import read_progress
from cache.store.snapshot import Store
from dashboard.commands.options import Commands, add_json, new, print_json, store

MAX_AGE_HOURS = 24.0
ATTEMPTS_SHOWN = 5  # attempts


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = new(commands, "status", "Tell what the cache holds and how old it is.", "rapatrials status --json")
    parser.add_argument("--max-age", metavar="HOURS", type=float, default=MAX_AGE_HOURS,
                        help=f"a refresh is due so long after the last (default {MAX_AGE_HOURS:g})")  # fmt: skip
    parser.add_argument("--full-every", metavar="DAYS", type=float, default=FULL_AFTER_DAYS,
                        help="a full one is due so many days after the last (as given to `refresh`)")  # fmt: skip
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, environ: Mapping[str, str]) -> int:
    """Print the state of the cache."""
    found = state(store(options, environ), datetime.now(UTC), options.max_age, options.full_every)
    if options.json:
        print_json(found)
    else:
        print("\n".join(lines(found)))
    return 0


def lines(found: dict[str, Any]) -> list[str]:
    """The state in words, a line each."""
    said = [f"cache      {found['cache']} ({found['disk_bytes'] / 1e6:.1f} MB on disk)"]
    if found["current"] is None:
        said.append("snapshot   none yet; run `rapatrials refresh`")
    else:
        said += [
            f"snapshot   {found['current']} ({found['trials']} trials, {found['size_bytes'] / 1e6:.1f} MB)",
            f"data as of {found['data_timestamp']} UTC ({found['age_days']:.1f} days ago), from {found['endpoint']}",
            f"kept       {len(found['snapshots'])} snapshots",
        ]
    if last := found["last_refresh"]:
        said.append(f"refresh    {last['state']} at {last['updated_at']}: {last['message']}")
    said += [f"attempt    {each['started_at']}  {each['outcome']:<12} {each['message']}" for each in found["attempts"]]
    said += [
        f"asked      {source} about {each['trials']} trials, last at {each['last_asked_at']}"
        for source, each in found.get("elsewhere", {}).items()
    ]
    said += [f"set aside  {nct}: {why}" for nct, why in sorted(found.get("set_aside", {}).items())]
    said += [f"odd        {each}" for each in found["oddities"]]
    said.append(f"next due   {found['next_due_at'] or 'now'}; a full one {found['full_due_at'] or 'now'}")
    return said


def state(
    cache: Store, now: datetime, max_age_hours: float = MAX_AGE_HOURS,
    full_every_days: float = FULL_AFTER_DAYS,
) -> dict[str, Any]:  # fmt: skip
    """The state of a cache as plain values; `now` is an aware UTC time."""
    progress, current, checked = read_progress(cache.root), cache.current(), last_success(cache.root, now)
    due = checked + timedelta(hours=max_age_hours) if checked else None
    found: dict[str, Any] = {
        "cache": str(cache.root),
        "current": None,
        "snapshots": cache.names(),
        "disk_bytes": size_on_disk(cache.root),
        "last_refresh": asdict(progress) if progress else None,
        "attempts": [as_shown(each) for each in reversed(attempts(cache.root)[-ATTEMPTS_SHOWN:])],
        "oddities": oddities(cache.root, now),
        "next_due_at": due.isoformat(timespec="seconds") if due else None,
        "full_due_at": None,
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
            "set_aside": manifest.set_aside,
            "elsewhere": manifest.elsewhere,
            "row_counts": manifest.row_counts,
            "shape": {name: counts for name, counts in manifest.shape.items() if name != "present"},
            "size_bytes": size_on_disk(current.folder),
            "full_due_at": full_due_at(current, full_every_days).isoformat(timespec="seconds"),
        }
    return found


def as_shown(attempt: Attempt) -> dict[str, Any]:
    """One attempt as plain values, its message cut to a line."""
    return {**asdict(attempt), "message": attempt.message.splitlines()[0][:200] if attempt.message else ""}


def size_on_disk(folder: Path) -> int:
    """Bytes of all files below a folder; what vanishes meanwhile counts as nothing."""
    total = 0
    for path in folder.rglob("*") if folder.is_dir() else ():
        try:
            total += path.stat().st_size if path.is_file() else 0
        except FileNotFoundError:
            continue
    return total
