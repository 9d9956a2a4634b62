"""A finished snapshot from raw records: tables, manifest, name. Used by refresh, rebuild and the digest alike."""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from cache.build import Progress, build_tables, data_day
from cache.changes import write_changes
from cache.folders import disk_errors
from cache.raw import INDEX, RAW, Member, read_index, read_lines
from cache.snapshot import Snapshot, Store, seal
from fetchers.annotate import Annotator
from fetchers.tables import Tabulator
from seeds.knowledge import Knowledge


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the raw records of a snapshot came from."""

    endpoint: str
    queries: tuple[str, ...]
    data_timestamp: str
    api_version: str = ""
    source: str = "registry"
    removed: tuple[str, ...] = ()
    full_at: str = ""


def finish(
    draft: Path, origin: Origin, knowledge: Knowledge, now: datetime, store: Store, progress: Progress,
    before: Snapshot | None = None,
) -> Snapshot:  # fmt: skip
    """Annotate the raw records of a draft folder, compare with the snapshot before, and seal the result.

    `now` is only written into the manifest. The draft is a folder beside the snapshots, with raw file and index.
    """
    members = read_index(draft)
    tabulator = Tabulator(Annotator(knowledge), data_day(origin.data_timestamp))
    with disk_errors("Writing the tables"):
        counts = build_tables(read_lines(draft, members), len(members), draft, tabulator, progress)
        counts["changes"] = write_changes(draft, before, origin.data_timestamp, knowledge.version)
    return seal(draft, _facts(origin, knowledge, now, members, counts), store.snapshots)


def _facts(
    origin: Origin, knowledge: Knowledge, now: datetime, members: Iterable[Member], counts: dict[str, int]
) -> dict[str, Any]:
    return {
        "endpoint": origin.endpoint,
        "queries": list(origin.queries),
        "data_timestamp": origin.data_timestamp,
        "api_version": origin.api_version,
        "created_at": now.isoformat(timespec="seconds"),
        "program_version": version("rapatrials"),
        "seeds_version": knowledge.version,
        "trial_count": len(list(members)),
        "row_counts": counts,
        "source": origin.source,
        "removed": list(origin.removed),
        "full_at": origin.full_at,
    }


def new_draft(store: Store, name: str) -> Path:
    """An empty folder for a snapshot in the making; what an earlier run left there is removed."""
    draft = store.root / "work" / name
    with disk_errors("Preparing the draft"):
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
    return draft


def rebuild(store: Store, snapshot: Snapshot, knowledge: Knowledge, now: datetime, progress: Progress) -> Snapshot:
    """The snapshot's raw records annotated again with today's rules, made current; no network."""
    draft = new_draft(store, "rebuild")
    with disk_errors("Copying the raw records"):
        for name in (RAW, INDEX):
            shutil.copyfile(snapshot.folder / name, draft / name)
    made = finish(draft, origin_of(snapshot), knowledge, now, store, progress, snapshot)
    store.make_current(made)
    return made


def origin_of(snapshot: Snapshot) -> Origin:
    """The origin that a snapshot's manifest states."""
    manifest = snapshot.manifest
    return Origin(
        manifest.endpoint, tuple(manifest.queries), manifest.data_timestamp, manifest.api_version, manifest.source,
        tuple(manifest.removed), manifest.full_at,
    )  # fmt: skip
