"""What interrupted runs left behind: drafts, snapshots half removed, files half written. The caller holds the lock.

A lock may mean nothing (cache/store/lock.py): what belongs to a run that goes on is left alone.
"""

import shutil
from contextlib import suppress
from pathlib import Path

from cache.store.folders import disk_errors
from cache.store.runs import alive, is_running
from cache.store.snapshot import Store

ARRIVED = "arrived"
QUIET_S = 3600.0  # a run of another machine that wrote nothing for so long has ended


def sweep(store: Store) -> None:
    """Remove everything that no later step needs; records that arrived become this run's, which takes them up."""
    with disk_errors("Removing leftovers"):
        shutil.rmtree(store.trash, ignore_errors=True)
        for path in sorted(store.all_work.iterdir()) if store.all_work.is_dir() else ():
            if path != store.work and _is_left(path, _now(store.all_work)):
                _take_over(path, store.work)
        for path in store.work.iterdir() if store.work.is_dir() else ():
            if path.name != ARRIVED:
                _remove(path)
        for path in store.root.glob(".*.tmp"):
            pid = path.name.split(".")[-2]
            if not (pid.isdecimal() and alive(int(pid))):
                path.unlink(missing_ok=True)


def _now(folder: Path) -> float:
    """The present by the clock that stamps the folder's files, which on a shared disk is another machine's."""
    stamp = folder / ".now"
    stamp.touch()
    now = stamp.stat().st_mtime
    stamp.unlink(missing_ok=True)
    return now


def _is_left(path: Path, now: float) -> bool:
    running = is_running(path.name)
    if running is None:
        times = [each.lstat().st_mtime for each in (path, *path.rglob("*"))]
        return max(times) < now - QUIET_S
    return not running


def _take_over(path: Path, own: Path) -> None:
    """What arrived in a run that ended becomes ours, unless we have some; the rest goes."""
    arrived = path / ARRIVED
    if arrived.is_dir() and not (own / ARRIVED).exists():
        own.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):  # another run was quicker
            arrived.replace(own / ARRIVED)
    _remove(path)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def clear_work(store: Store) -> None:
    """Remove drafts and arrived records: a refresh that ended well needs neither."""
    shutil.rmtree(store.work, ignore_errors=True)
    with suppress(OSError):  # another run has its folder there
        store.all_work.rmdir()
