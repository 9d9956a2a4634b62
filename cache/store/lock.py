"""One refresh at a time per cache: the system's file lock, which dies with its holder."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import orjson

from cache.store.folders import disk_errors
from cache.store.snapshot import Store
from seeds.errors import LockError

FILE = "lock"


@contextmanager
def locked(store: Store, now: datetime) -> Iterator[None]:
    """Hold the cache; LockError says who holds it and since when. A dead holder's lock is free at once."""
    store.prepare()
    with disk_errors("Locking the cache"):
        handle = os.open(store.root / FILE, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise LockError(f"{store.root}: {_holder(handle)}. Wait for it to end, or stop it.") from error
        os.ftruncate(handle, 0)
        os.pwrite(handle, orjson.dumps({"pid": os.getpid(), "since": now.isoformat(timespec="seconds")}), 0)
        yield
    finally:
        os.close(handle)


def _holder(handle: int) -> str:
    try:
        found = orjson.loads(os.pread(handle, 1000, 0))
        return f"another refresh (process {found['pid']}) has held this cache since {found['since']}"
    except (ValueError, KeyError, TypeError):
        return "another refresh holds this cache"
