"""When every record is to be fetched anew: what the refresh decides by, and what `rapatrials status` tells."""

from datetime import datetime, timedelta

from cache.store.snapshot import Snapshot

FULL_AFTER_DAYS = 7.0  # since the last time that every record was fetched


def full_due_at(snapshot: Snapshot, days: float) -> datetime:
    """When every record is to be fetched anew."""
    manifest = snapshot.manifest
    return datetime.fromisoformat(manifest.full_at or manifest.created_at) + timedelta(days=days)
