"""The embedded digest of landmark trials as a snapshot of its own, in a store that no refresh ever touches."""

from datetime import UTC, datetime
from pathlib import Path

import orjson

from cache.refresh.rebuild import Draft, Origin, finish, new_draft
from cache.store.folders import disk_errors
from cache.store.leftovers import clear_work
from cache.store.raw import RawWriter, write_sorted
from cache.store.snapshot import Snapshot, Store
from cache.tables.build import no_progress
from cache.tables.reuse import same_rules
from fetchers.record.protocol import last_update_date, nct_id
from seeds.digest.landmarks import digest_as_of, load_digest
from seeds.errors import SnapshotError
from seeds.knowledge import Knowledge


def digest_snapshot(root: Path, knowledge: Knowledge) -> Snapshot:
    """The digest annotated with today's rules, built once per version of rules and code under `root/digest`."""
    store = Store(root / "digest" / knowledge.version)
    try:
        found = store.current()
        if found and same_rules(found, knowledge):
            found.check(*found.manifest.files)
            return found
    except SnapshotError:
        pass  # a damaged copy of what ships with the program is simply made again
    return _build(store, knowledge)


def _build(store: Store, knowledge: Knowledge) -> Snapshot:
    store.prepare()
    folder = new_draft(store, "digest")
    with disk_errors("Writing the digest"):
        arrived = folder.parent / "arrived"
        writer = RawWriter(arrived)
        for record in load_digest():
            writer.add(nct_id(record), orjson.dumps(record), last_update_date(record))
        writer.close()
        write_sorted(arrived, writer.members.values(), folder)
        arrived.unlink()
    origin = Origin("embedded digest", (), digest_as_of(), source="digest")
    made = finish(
        Draft(folder), origin, knowledge, datetime.fromisoformat(digest_as_of()).replace(tzinfo=UTC), store, no_progress
    )
    store.make_current(made)
    clear_work(store)
    return made
