"""Which old snapshots go: all but the newest few and the recent ones; never the current one, nor one that is read.

A reader holds a shared lock on the manifest of the snapshot that it reads; the system drops it when the reader ends.
"""

import fcntl
import os
import shutil
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from cache.store.folders import disk_errors, sync_file
from cache.store.snapshot import MANIFEST, Snapshot, Store, open_snapshot
from seeds.errors import SnapshotError


@dataclass(frozen=True, slots=True)
class Retention:
    """Keep the newest `count`, and whatever was made within `days`."""

    count: int = 5
    days: float = 30.0


def remove_old(store: Store, keep: Retention, now: datetime, needed: Collection[str] = ()) -> list[str]:
    """Remove what may go; gives the names. `now` is an aware time, `needed` are names to keep in any case."""
    made = {name: _made_at(store, name) for name in store.names()}
    by_age = sorted(made, key=lambda name: (made[name], name))
    limit = (now - timedelta(days=keep.days)).isoformat()
    old = [name for name in by_age[: -keep.count or None] if made[name] < limit]
    gone = [name for name in old if name not in {store.pointed_at(), *needed} and not in_use(store, name)]
    for name in gone:
        _remove(store, name)
    return gone


def _made_at(store: Store, name: str) -> str:
    try:
        return datetime.fromisoformat(open_snapshot(store.snapshots / name).manifest.created_at).isoformat()
    except (SnapshotError, ValueError):
        return ""  # what cannot be read serves nobody, and counts as the oldest


def _remove(store: Store, name: str) -> None:
    """Out of the snapshots in one step, so that none is ever there in part; then off the disk."""
    with disk_errors("Removing an old snapshot"):
        store.trash.mkdir(exist_ok=True)
        (store.snapshots / name).replace(store.trash / name)
        sync_file(store.snapshots)
    shutil.rmtree(store.trash, ignore_errors=True)


def hold(snapshot: Snapshot) -> int:
    """A handle that keeps retention from removing a snapshot until it is closed."""
    try:
        handle = os.open(snapshot.folder / MANIFEST, os.O_RDONLY)
    except OSError as error:
        raise SnapshotError(f"{snapshot.folder}: is gone ({error.strerror}). Open the current snapshot.") from error
    with suppress(OSError):  # a file system without locks: reading goes on without this protection
        fcntl.flock(handle, fcntl.LOCK_SH)
    return handle


def in_use(store: Store, name: str) -> bool:
    """Whether some reader holds a snapshot."""
    try:
        handle = os.open(store.snapshots / name / MANIFEST, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False
