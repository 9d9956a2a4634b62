"""Which old snapshots go: all but the newest few and the recent ones; the current one never."""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta

from cache.snapshot import CURRENT, Store, open_snapshot
from seeds.errors import SnapshotError


@dataclass(frozen=True, slots=True)
class Retention:
    """Keep the newest `count`, and whatever was made within `days`."""

    count: int = 5
    days: float = 30.0


def remove_old(store: Store, keep: Retention, now: datetime) -> list[str]:
    """Remove what may go; gives the names. `now` is an aware time."""
    current = (store.root / CURRENT).read_text(encoding="utf-8").strip()
    gone = []
    for name in store.names()[: -keep.count or None]:
        if name != current and _made_before(store, name, now - timedelta(days=keep.days)):
            shutil.rmtree(store.snapshots / name, ignore_errors=True)
            gone.append(name)
    return gone


def _made_before(store: Store, name: str, limit: datetime) -> bool:
    try:
        made = datetime.fromisoformat(open_snapshot(store.snapshots / name).manifest.created_at)
    except (SnapshotError, ValueError):
        return True  # what cannot be read serves nobody
    return made < limit
