"""The last attempts to refresh a cache, one JSON line each: when, how long, how it ended. Bounded, newest last."""

from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import orjson

from cache.store.folders import disk_errors, replace_file

FILE, KEPT = "history.jsonl", 100
NEW, NOTHING_NEW = 0, 3  # exit codes of attempts that reached the registry and found all well
WELL = (NEW, NOTHING_NEW)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt. `outcome` is refreshed, rebuilt, nothing_new, failed or stopped; times are UTC in ISO form.

    `online` tells whether the registry was asked. `exit_code` is None where the process was killed.
    """

    started_at: str
    ended_at: str
    outcome: str
    exit_code: int | None
    message: str
    snapshot: str = ""
    online: bool = True


def attempts(root: Path) -> list[Attempt]:
    """The attempts that are remembered, oldest first; lines that cannot be read are passed over."""
    found = []
    try:
        lines = (root / FILE).read_bytes().splitlines()
    except OSError:
        return []
    for line in lines:
        try:
            found.append(Attempt(**orjson.loads(line)))
        except (ValueError, TypeError):
            continue
    return found


def remember(root: Path, attempt: Attempt) -> None:
    """Add one attempt and drop the oldest beyond the bound; the caller holds the cache's lock."""
    kept = [*attempts(root), attempt][-KEPT:]
    with disk_errors("Writing the history of refreshes"):
        replace_file(root / FILE, b"".join(orjson.dumps(asdict(each)) + b"\n" for each in kept))


def last_success(root: Path) -> datetime | None:
    """When a refresh last asked the registry and all was well."""
    ends = [each.ended_at for each in attempts(root) if each.exit_code in WELL and each.online]
    return datetime.fromisoformat(ends[-1]) if ends else None
