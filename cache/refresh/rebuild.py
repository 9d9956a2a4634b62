"""A finished snapshot from raw records: tables, manifest, name. Used by refresh, rebuild and the digest alike."""

import shutil
from collections.abc import Callable, Mapping, Set
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from cache.elsewhere.notes import notes_folder
from cache.elsewhere.tables import write_elsewhere
from cache.exports.feed import write_feed
from cache.refresh.gatherer import Ready
from cache.store.folders import disk_errors, fresh_folder
from cache.store.raw import INDEX, RAW, read_index, read_lines
from cache.store.snapshot import Snapshot, Store, seal
from cache.tables.annotators import Annotators, processes_for
from cache.tables.build import TellProgress, build_tables, data_day, update_tables
from cache.tables.changes import write_changes
from cache.tables.reuse import code_version, reusable, same_rules
from cache.tables.search_index import write_search_words
from seeds.drugs.family import RAPALOGS
from seeds.knowledge import Knowledge
from seeds.measures.rules import measures


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the raw records of a snapshot came from; the fields are those of the manifest."""

    endpoint: str
    queries: tuple[str, ...]
    data_timestamp: str
    api_version: str = ""
    source: str = "registry"
    removed: Mapping[str, str] = field(default_factory=dict)
    full_at: str = ""
    refused: tuple[str, ...] = ()
    etag: str = ""
    set_aside: Mapping[str, str] = field(default_factory=dict)


class Draft(NamedTuple):
    """A snapshot in the making: a folder beside the snapshots, with raw file and index.

    `ready` are tables that were made as the records arrived. The records of `copied` trials were taken from the
    snapshot before.
    """

    folder: Path
    ready: Ready | None = None
    copied: Set[str] = frozenset()


def finish(
    draft: Draft, origin: Origin, knowledge: Knowledge, now: datetime, store: Store, progress: TellProgress,
    before: Snapshot | None = None, reuse: bool = True, processes: int | None = None,
) -> Snapshot:  # fmt: skip
    """Annotate the raw records of a draft, compare with the snapshot before, and seal the result.

    With `reuse`, trials whose record, rules and deadline stand as before keep their rows. `now` is only written into
    the manifest.
    """
    folder = draft.folder
    members = read_index(folder)
    with disk_errors("Writing the tables"):
        keep = frozenset[str]()
        if before and reuse:
            keep = reusable(before, folder, origin.data_timestamp, knowledge, draft.copied)
        if draft.ready:
            built = draft.ready.move_to(folder)
        else:
            day, annotated = data_day(origin.data_timestamp), len(members) - len(keep)
            with Annotators(knowledge, day, processes_for(annotated, processes)) as annotators:
                if before and keep:
                    built = update_tables(folder, members, before, keep, annotators, progress)
                else:
                    built = build_tables(read_lines(folder, members), len(members), folder, annotators, progress)
        counts, shape, moved = built
        counts["changes"] = write_changes(
            folder, before, origin.data_timestamp, before is None or same_rules(before, knowledge), origin.removed,
            moved,
        )  # fmt: skip
        counts["search_words"] = write_search_words(folder)
        stale = before is not None and bool(before.manifest.elsewhere)
        names = sorted(label.id for label in measures(knowledge.labels))
        elsewhere_counts, asked = write_elsewhere(folder, notes_folder(store), names, stale)
    facts = {
        **asdict(origin),
        "created_at": now.isoformat(timespec="seconds"),
        "program_version": version("rapatrials"),
        "seeds_version": knowledge.version,
        "family": {} if knowledge.family == RAPALOGS else asdict(knowledge.family),
        "code_version": code_version(),
        "trial_count": len(members),
        "row_counts": counts | elsewhere_counts,
        "elsewhere": asked,
        "shape": shape.summary(),
        "usual_shape": before.manifest.usual_shape if before and keep else shape.summary(),
    }
    return seal(folder, facts, store.snapshots)


def new_draft(store: Store, name: str) -> Path:
    """An empty folder for a snapshot in the making; what an earlier run left there is removed."""
    with disk_errors("Preparing the draft"):
        return fresh_folder(store.work / name)


def renew(
    store: Store, snapshot: Snapshot, knowledge: Knowledge, now: datetime, progress: TellProgress,
    processes: int | None = None,
) -> Snapshot:  # fmt: skip
    """The same records with what was found elsewhere since, made current; rows of the records are kept."""
    folder = _draft_of(store, snapshot, "renewed")
    made = finish(Draft(folder), origin_of(snapshot), knowledge, now, store, progress, snapshot, processes=processes)
    store.make_current(made)
    write_feed(store, made)
    return made


def _draft_of(store: Store, snapshot: Snapshot, name: str) -> Path:
    """A draft with the raw records of a snapshot; SnapshotError where they are damaged."""
    snapshot.check(RAW, INDEX)
    folder = new_draft(store, name)
    with disk_errors("Copying the raw records"):
        for each in (RAW, INDEX):
            shutil.copyfile(snapshot.folder / each, folder / each)
    return folder


def rebuild(
    store: Store, snapshot: Snapshot, knowledge: Knowledge, now: datetime, progress: TellProgress,
    check: Callable[[Snapshot, Snapshot], object] = lambda before, after: None, processes: int | None = None,
) -> Snapshot:  # fmt: skip
    """The snapshot's raw records annotated again with today's rules, made current; no network.

    `check` (before, after) may raise to keep the result from becoming current. Tables may be damaged, for they are made
    anew (and compared with the newest whole snapshot); SnapshotError where the raw records are.
    """
    before = store.newest_intact()
    folder = _draft_of(store, snapshot, "rebuild")
    made = finish(
        Draft(folder), origin_of(snapshot), knowledge, now, store, progress, before, reuse=False, processes=processes
    )
    if before:
        check(before, made)
    store.make_current(made)
    write_feed(store, made)
    return made


def origin_of(snapshot: Snapshot) -> Origin:
    """The origin that a snapshot's manifest states."""
    return Origin(**{each.name: getattr(snapshot.manifest, each.name) for each in fields(Origin)})
