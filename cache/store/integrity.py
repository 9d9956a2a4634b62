"""Whether what is read from a snapshot is what was written: files against the manifest, the manifest against its seal.

A file is hashed when it is first used in a process, and again when it is no longer the same file (size, time or place
on the disk differ). A flipped bit ends in a sentence, never in another number.
"""

import hashlib
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson

from seeds.errors import SnapshotError

FETCH_ANEW = "`rapatrials rollback` for the snapshot before, or `rapatrials refresh --full` to fetch everything anew"
MAKE_ANEW = f"`rapatrials rebuild` to make the tables anew, {FETCH_ANEW}"


def file_hash(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


@lru_cache(maxsize=4096)
def _known_hash(path: str, size: int, changed_ns: int, inode: int) -> str:
    return file_hash(Path(path))


def is_intact(path: Path, expected: str | None) -> bool:
    """Whether a file is there and has the expected hash; one that was looked at before is not read again."""
    try:
        state = path.stat()
        return _known_hash(str(path), state.st_size, state.st_mtime_ns, state.st_ino) == expected
    except OSError:
        return False


def check_files(folder: Path, files: Mapping[str, str], names: Iterable[str]) -> None:
    """SnapshotError where one of the named files is missing, cannot be read, or is not what was written."""
    wanted = sorted(set(names))
    with ThreadPoolExecutor(max_workers=max(1, min(4, len(wanted)))) as threads:  # hashing leaves the interpreter free
        intact = list(threads.map(lambda name: is_intact(folder / name, files.get(name)), wanted))
    if damaged := [name for name, whole in zip(wanted, intact, strict=True) if not whole]:
        mend = (
            MAKE_ANEW if all(name.endswith(".parquet") for name in damaged) else FETCH_ANEW
        )  # tables come from records
        raise SnapshotError(f"{folder / damaged[0]}: is missing or damaged. Run {mend}.")


def seal_of(stated: Mapping[str, Any]) -> str:
    """The seal of a manifest: SHA-256 over all that it states but the seal itself."""
    content = {name: value for name, value in stated.items() if name != "seal"}
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()
