"""How a running refresh is getting on, for pages and `status`: one small file, replaced as a whole."""

import os
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson

from cache.store.folders import disk_errors
from cache.store.runs import alive
from cache.store.stated import stated

PROGRESS_FILE = "refresh.json"
PROGRESS_STATES = ("running", "done", "failed")


@dataclass(frozen=True, slots=True)
class Progress:
    """The latest word of a refresh. `state` is running, done or failed; times are UTC in ISO form."""

    state: str
    phase: str
    done: int
    total: int
    message: str
    pid: int
    started_at: str
    updated_at: str
    exit_code: int | None = None


def write_progress(root: Path, progress: Progress) -> None:
    """Replace the file; readers see the old word or the new one."""
    with disk_errors("Writing the refresh's progress"):
        draft = root / f".{PROGRESS_FILE}.{os.getpid()}.tmp"
        draft.write_bytes(orjson.dumps(asdict(progress)))
        draft.replace(root / PROGRESS_FILE)


def read_progress(root: Path) -> Progress | None:
    """The latest word, or None where there is none that can be read. A running one whose process is gone has failed."""
    try:
        found = stated(Progress, orjson.loads((root / PROGRESS_FILE).read_bytes()))
    except (OSError, ValueError):
        return None
    if found.state not in PROGRESS_STATES or min(found.done, found.total) < 0:
        return None
    if found.state == "running" and not alive(found.pid):
        return Progress(**{**asdict(found), "state": "failed", "message": "The refresh was stopped before it ended."})
    return found
