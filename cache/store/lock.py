"""One refresh at a time per cache: the system's file lock, which dies with its holder, and the owner's name beside it.

On some network file systems a lock is refused, or granted to everybody. The first ends in a sentence; against the
second stands the owner file, which another process of this machine can judge.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

import orjson

from cache.store.folders import disk_errors
from cache.store.runs import is_running, this_run
from cache.store.snapshot import Store
from seeds.errors import LockError

LOCK_FILE, OWNER = "lock", "owner"


@contextmanager
def locked(store: Store, now: datetime) -> Iterator[None]:
    """Hold the cache; LockError says who holds it and since when. A dead holder's lock is free at once."""
    store.prepare()
    with disk_errors("Locking the cache"):
        handle = os.open(store.root / LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _lock(store.root, handle)
        with disk_errors("Locking the cache"):
            os.ftruncate(handle, 0)
            os.pwrite(handle, orjson.dumps({"pid": os.getpid(), "since": now.isoformat(timespec="seconds")}), 0)
            _own(store.root / OWNER, _holder(handle))
        try:
            yield
        finally:
            _disown(store.root / OWNER)
    finally:
        os.close(handle)


def _lock(root: Path, handle: int) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise LockError(f"{root}: {_holder(handle)}. Wait for it to end, or stop it.") from error
    except OSError as error:
        raise LockError(
            f"{root}: the file system gives no locks ({error.strerror}), so two refreshes could not be kept apart. "
            "Choose a folder on a disk of this machine with --cache."
        ) from error


def _own(path: Path, holder: str) -> None:
    """Write our name; LockError where another run that goes on wrote its own, which a true lock would have kept out."""
    for _ in range(3):
        try:
            with path.open("xb") as owner:
                owner.write(this_run().encode())
            return
        except FileExistsError:
            with suppress(FileNotFoundError):
                run = path.read_bytes()[:1000].decode(errors="replace").strip()
                if run != this_run() and is_running(run):
                    raise LockError(
                        f"{path.parent}: another refresh ({run}) works on this cache although its lock was free; locks "
                        "mean nothing on this file system. Wait for it to end, or stop it."
                    ) from None
                path.unlink()
    raise LockError(f"{path.parent}: {holder}. Wait for it to end, or stop it.")


def _disown(path: Path) -> None:
    with suppress(OSError):
        if path.read_bytes() == this_run().encode():
            path.unlink()


def _holder(handle: int) -> str:
    try:
        found = orjson.loads(os.pread(handle, 1000, 0))
        return f"another refresh (process {found['pid']!s:.20}) has held this cache since {found['since']!s:.40}"
    except (ValueError, KeyError, TypeError):
        return "another refresh holds this cache"
