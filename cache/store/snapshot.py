"""Snapshots: a folder each, written beside its predecessors and made current by swapping one small file."""

import hashlib
import re
import shutil
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import orjson

from cache.store.folders import disk_errors, replace_file, sync_file
from cache.store.integrity import check_files, file_hash, seal_of
from cache.store.runs import this_run
from seeds.errors import SnapshotError

LAYOUT = 1  # of the folder; a program that finds another number refuses the snapshot and says so
MANIFEST, CURRENT = "manifest.json", "current"
SNAPSHOT_NAME = re.compile(r"[0-9T]{8,15}-[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot holds and where it came from; times are UTC, `data_timestamp` is the API's own."""

    endpoint: str
    queries: list[str]
    data_timestamp: str
    created_at: str
    program_version: str
    seeds_version: str
    trial_count: int
    row_counts: dict[str, int]
    files: dict[str, str]  # name -> SHA-256
    api_version: str = ""
    source: str = "registry"  # or "digest": the embedded landmark trials
    removed: dict[str, str] = field(default_factory=dict)  # id that left the registry or the queries -> how
    full_at: str = ""  # when every record was last fetched anew
    refused: list[str] = field(default_factory=list)  # expressions that the registry did not answer
    set_aside: dict[str, str] = field(default_factory=dict)  # id of a record that could not be read -> why
    etag: str = ""  # of the registry's version, for a conditional request
    code_version: str = ""  # of the modules that make the rows
    shape: dict[str, Any] = field(default_factory=dict)  # oddities of the records read anew, counted
    usual_shape: dict[str, Any] = field(default_factory=dict)  # the same when all records were last read anew
    family: dict[str, str] = field(default_factory=dict)  # what the drugs are called; empty: rapalogs
    elsewhere: dict[str, Any] = field(default_factory=dict)  # by source: trials asked about, first and last day
    layout: int = LAYOUT
    seal: str = ""  # over all of the above; empty in snapshots of programs that wrote none


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A complete snapshot on disk."""

    folder: Path
    manifest: Manifest

    @property
    def name(self) -> str:
        """The folder's name: data timestamp and short hash."""
        return self.folder.name

    def table(self, name: str) -> Path:
        """The Parquet file of a table."""
        return self.folder / f"{name}.parquet"

    def files(self, name: str) -> list[str]:
        """The files of a table by path: one."""
        return [str(self.table(name))]

    def check(self, *names: str) -> None:
        """SnapshotError where one of these files is not what was written; cheap once it was looked at."""
        check_files(self.folder, self.manifest.files, names)


def damaged_files(snapshot: Snapshot) -> list[str]:
    """The files that are missing, cannot be read, or are not what the manifest says."""
    files = snapshot.manifest.files

    def intact(name: str) -> bool:
        try:
            return file_hash(snapshot.folder / name) == files[name]
        except OSError:
            return False

    with ThreadPoolExecutor() as threads:
        return [name for name, is_intact in zip(files, threads.map(intact, files), strict=True) if not is_intact]


# what a snapshot's name stands for, beside the hashes of its files: a snapshot of the same content is the same
IDENTITY = ("endpoint", "queries", "removed", "seeds_version", "code_version", "program_version", "source", "layout")


def seal(draft: Path, facts: Mapping[str, Any], snapshots: Path) -> Snapshot:
    """Write the manifest of a finished draft folder and move it among the snapshots under its name."""
    with disk_errors("Writing the snapshot"):
        paths = sorted(draft.iterdir())
        with ThreadPoolExecutor() as threads:  # waiting for the disk and hashing leave the interpreter free
            hashes = threads.map(_settled, paths)
            manifest = Manifest(**facts, files={path.name: found for path, found in zip(paths, hashes, strict=True)})
        stated = asdict(manifest)
        stated["seal"] = seal_of(stated)
        (draft / MANIFEST).write_bytes(orjson.dumps(stated, option=orjson.OPT_INDENT_2))
        sync_file(draft / MANIFEST)
        sync_file(draft)
        stamp = re.sub(r"[^0-9T]", "", manifest.data_timestamp)[:15]
        content = {name: stated[name] for name in ("files", *IDENTITY)}
        digest = hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()[:8]
        target = snapshots / f"{stamp or '00000000'}-{digest}"
        _move(draft, target)
        sync_file(snapshots)
        sync_file(draft.parent)
    return open_snapshot(target)


def _settled(path: Path) -> str:
    """Flush a file to the disk; its hash."""
    sync_file(path)
    return file_hash(path)


def _move(draft: Path, target: Path) -> None:
    """Put a draft in its place; an intact snapshot that is there already is the same one and stays."""
    try:
        if not damaged_files(open_snapshot(target)):
            shutil.rmtree(draft)
            return
    except SnapshotError:
        pass  # none is there, or one that cannot be read
    if target.exists():
        aside = draft.parent / f"damaged-{target.name}"
        shutil.rmtree(aside, ignore_errors=True)  # it was damaged before
        target.replace(aside)
    draft.replace(target)


def open_snapshot(folder: Path) -> Snapshot:
    """Read a snapshot's manifest; SnapshotError says what is wrong and how to go on."""
    path = folder / MANIFEST
    try:
        found = orjson.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise SnapshotError(f"{folder}: is no snapshot ({MANIFEST} is missing). Run `rapatrials refresh`.") from error
    except (OSError, ValueError) as error:
        raise SnapshotError(f"{path}: cannot be read ({error}). Run `rapatrials refresh --full`.") from error
    if not isinstance(found, dict) or found.get("layout") != LAYOUT:
        layout = found.get("layout") if isinstance(found, dict) else None
        raise SnapshotError(
            f"{path}: has layout {layout}, this program reads {LAYOUT}. Run `rapatrials refresh --full`."
        )
    if found.get("seal", "") not in ("", seal_of(found)):
        raise SnapshotError(f"{path}: is damaged. Run `rapatrials rollback` or `rapatrials refresh --full`.")
    try:
        return Snapshot(folder, Manifest(**found))
    except TypeError as error:
        raise SnapshotError(f"{path}: is not a manifest ({error}). Run `rapatrials refresh --full`.") from error


@dataclass(frozen=True, slots=True)
class Store:
    """A cache folder: `snapshots/`, and the file `current` that names the one in use."""

    root: Path

    @property
    def snapshots(self) -> Path:
        """The folder of snapshots."""
        return self.root / "snapshots"

    @property
    def work(self) -> Path:
        """Where this run of the program keeps what is not finished."""
        return self.all_work / this_run()

    @property
    def all_work(self) -> Path:
        """A folder for each run."""
        return self.root / "work"

    @property
    def trash(self) -> Path:
        """Where snapshots on their way out are."""
        return self.root / "trash"

    def prepare(self) -> None:
        """Make the folders; DiskError where that is not allowed."""
        with disk_errors("Preparing the cache"):
            self.snapshots.mkdir(parents=True, exist_ok=True)

    def names(self) -> list[str]:
        """Names of the snapshots, oldest data first."""
        if not self.snapshots.is_dir():
            return []
        return sorted(path.name for path in self.snapshots.iterdir() if SNAPSHOT_NAME.fullmatch(path.name))

    def folders(self) -> list[Path]:
        """The snapshots' folders, oldest data first."""
        return [self.snapshots / name for name in self.names()]

    def current_name(self) -> str:
        """The name in the pointer, empty in an empty cache; SnapshotError where it is none."""
        pointer = self.root / CURRENT
        try:
            name = pointer.read_bytes().decode("ascii", "replace").strip()
        except FileNotFoundError:
            return ""
        except OSError as error:
            raise SnapshotError(f"{pointer}: cannot be read ({error}). Mend its permissions or remove it.") from error
        if not SNAPSHOT_NAME.fullmatch(name):
            raise SnapshotError(f"{pointer}: does not name a snapshot. Run `rapatrials rollback` or `refresh --full`.")
        return name

    def current(self) -> Snapshot | None:
        """The snapshot in use, or None in an empty cache; SnapshotError where it is damaged."""
        name = self.current_name()
        return open_snapshot(self.snapshots / name) if name else None

    def pointed_at(self) -> str:
        """As `current_name`, and empty where the pointer is damaged: for those who are about to mend it."""
        try:
            return self.current_name()
        except SnapshotError:
            return ""

    def newest_intact(self) -> Snapshot | None:
        """The current snapshot, or where it is damaged the newest whose files are what their manifest says."""
        for name in filter(None, [self.pointed_at(), *reversed(self.names())]):
            try:
                found = open_snapshot(self.snapshots / name)
            except SnapshotError:
                continue
            if not damaged_files(found):
                return found
        return None

    def make_current(self, snapshot: Snapshot) -> None:
        """Swap the pointer: readers see the old snapshot or the new one, never half of one."""
        with disk_errors("Making the snapshot current"):
            replace_file(self.root / CURRENT, snapshot.name.encode() + b"\n")
