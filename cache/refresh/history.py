"""The last attempts to refresh a cache, one JSON line each: when, how long, how it ended. Bounded, newest last."""

from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import orjson

from cache.store.folders import disk_errors, replace_file
from cache.store.stated import is_ahead, stated

HISTORY_FILE, KEPT = "history.jsonl", 100
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
    return _read(root)[0]


def oddities(root: Path, now: datetime) -> list[str]:
    """A sentence each for lines that cannot be read and times that lie ahead; the next attempt leaves both out."""
    found, unreadable = _read(root)
    ahead = sum(_is_ahead(each, now) for each in found)
    said = [
        (unreadable, "cannot be read and are passed over"),
        (ahead, "tell of times ahead of this machine's clock, which count as unknown"),
    ]
    return [f"{root / HISTORY_FILE}: {count} lines {words}." for count, words in said if count]


def remember(root: Path, attempt: Attempt) -> None:
    """Add one attempt and drop the oldest beyond the bound; the caller holds the cache's lock."""
    now = datetime.fromisoformat(attempt.ended_at)
    kept = [*(each for each in attempts(root) if not _is_ahead(each, now)), attempt][-KEPT:]
    with disk_errors("Writing the history of refreshes"):
        replace_file(root / HISTORY_FILE, b"".join(orjson.dumps(asdict(each)) + b"\n" for each in kept))


def last_success(root: Path, now: datetime) -> datetime | None:
    """When a refresh last asked the registry and all was well; times that lie ahead count as unknown."""
    well = [each for each in attempts(root) if each.exit_code in WELL and each.online and not _is_ahead(each, now)]
    return datetime.fromisoformat(well[-1].ended_at) if well else None


def _is_ahead(attempt: Attempt, now: datetime) -> bool:
    return is_ahead(datetime.fromisoformat(attempt.ended_at), now)


def _read(root: Path) -> tuple[list[Attempt], int]:
    """The attempts, and how many lines cannot be read."""
    try:
        lines = (root / HISTORY_FILE).read_bytes().splitlines()
    except OSError:
        return [], 0
    found = []
    for line in lines:
        try:
            found.append(stated(Attempt, orjson.loads(line)))
        except ValueError:
            continue
    return found, len(lines) - len(found)
