"""Snapshots: a folder each, written beside its predecessors and made current by swapping one small file."""

import hashlib
import re
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import orjson

from cache.folders import disk_errors, replace_file, sync_file
from seeds.errors import SnapshotError

LAYOUT = 1  # of the folder; a program that finds another number refuses the snapshot and says so
MANIFEST, CURRENT = "manifest.json", "current"
NAME = re.compile(r"[0-9T]{8,15}-[0-9a-f]{8}")


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
    removed: list[str] = field(default_factory=list)  # ids that left the registry or the queries, ever
    full_at: str = ""  # when every record was last fetched anew
    layout: int = LAYOUT


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


def file_hash(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def seal(draft: Path, facts: Mapping[str, Any], snapshots: Path) -> Snapshot:
    """Write the manifest of a finished draft folder and move it among the snapshots under its name."""
    with disk_errors("Writing the snapshot"):
        files = {path.name: file_hash(path) for path in sorted(draft.iterdir())}
        manifest = Manifest(**facts, files=files)
        (draft / MANIFEST).write_bytes(orjson.dumps(asdict(manifest), option=orjson.OPT_INDENT_2))
        for path in draft.iterdir():
            sync_file(path)
        sync_file(draft)
        stamp = re.sub(r"[^0-9T]", "", manifest.data_timestamp)[:15]
        digest = hashlib.sha256(orjson.dumps(sorted(files.items()))).hexdigest()[:8]
        target = snapshots / f"{stamp or '00000000'}-{digest}"
        if target.exists():  # the same data and the same rules: the same snapshot
            shutil.rmtree(draft)
            sync_file(target / MANIFEST)
        else:
            draft.replace(target)
        sync_file(snapshots)
    return open_snapshot(target)


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

    def prepare(self) -> None:
        """Make the folders; DiskError where that is not allowed."""
        with disk_errors("Preparing the cache"):
            self.snapshots.mkdir(parents=True, exist_ok=True)

    def names(self) -> list[str]:
        """Names of the snapshots, oldest data first."""
        if not self.snapshots.is_dir():
            return []
        return sorted(path.name for path in self.snapshots.iterdir() if NAME.fullmatch(path.name))

    def current(self) -> Snapshot | None:
        """The snapshot in use, or None in an empty cache; SnapshotError where it is damaged."""
        pointer = self.root / CURRENT
        try:
            name = pointer.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise SnapshotError(f"{pointer}: cannot be read ({error}). Mend its permissions or remove it.") from error
        if not NAME.fullmatch(name):
            raise SnapshotError(f"{pointer}: does not name a snapshot. Run `rapatrials rollback` or `refresh --full`.")
        return open_snapshot(self.snapshots / name)

    def make_current(self, snapshot: Snapshot) -> None:
        """Swap the pointer: readers see the old snapshot or the new one, never half of one."""
        with disk_errors("Making the snapshot current"):
            replace_file(self.root / CURRENT, snapshot.name.encode() + b"\n")
