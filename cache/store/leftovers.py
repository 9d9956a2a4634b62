"""What interrupted runs left behind: drafts, snapshots half removed, files half written. The caller holds the lock."""

import shutil

from cache.store.folders import disk_errors
from cache.store.snapshot import Store

ARRIVED = "arrived"


def sweep(store: Store) -> None:
    """Remove everything that no later step needs; records that arrived stay, for the run that takes them up."""
    with disk_errors("Removing leftovers"):
        shutil.rmtree(store.trash, ignore_errors=True)
        for path in store.work.iterdir() if store.work.is_dir() else ():
            if path.name != ARRIVED:
                _remove(store, path.name)
        for path in store.root.glob(".*.tmp"):
            path.unlink(missing_ok=True)


def _remove(store: Store, name: str) -> None:
    path = store.work / name
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


def clear_work(store: Store) -> None:
    """Remove drafts and arrived records: a refresh that ended well needs neither."""
    shutil.rmtree(store.work, ignore_errors=True)
