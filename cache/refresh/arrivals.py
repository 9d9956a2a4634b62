"""Records as they arrive in a refresh, kept so that a run cut off is taken up again by the next.

`arrived.gz` holds gzip members in the order of arrival, `arrived.jsonl` where each stands, `crawl.json` which data
version they belong to. What a crash left half-written at the end of either is cut off when the files are reopened.
"""

from pathlib import Path
from typing import BinaryIO

import orjson

from cache.store.folders import replace_file
from cache.store.raw import Member, compress, member_of, read_member
from seeds.errors import SnapshotError

DATA, ARRIVED_INDEX, VERSION = "arrived.gz", "arrived.jsonl", "crawl.json"


class Arrivals:
    """The members of one data version; `mark` names the version and the registry that they come from."""

    def __init__(self, folder: Path, mark: dict[str, str]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / DATA
        self._index_path = folder / ARRIVED_INDEX
        self.members = self._kept(folder, mark)
        self._data: BinaryIO = self.path.open("ab")
        self._index: BinaryIO = self._index_path.open("ab")

    def _kept(self, folder: Path, mark: dict[str, str]) -> dict[str, Member]:
        """Intact members of an earlier run over the same data version; everything else is dropped."""
        try:
            same = orjson.loads((folder / VERSION).read_bytes()) == mark
        except (OSError, ValueError):
            same = False
        members = self._intact() if same else []
        end = members[-1].offset + members[-1].length if members else 0
        with self.path.open("ab") as data:
            data.truncate(end)
        self._index_path.write_bytes(b"".join(orjson.dumps(list(each)) + b"\n" for each in members))
        replace_file(folder / VERSION, orjson.dumps(mark))
        return {each.nct_id: each for each in members}

    def _intact(self) -> list[Member]:
        found: list[Member] = []
        try:
            with self.path.open("rb") as data:
                for line in self._index_path.read_bytes().splitlines():
                    member = member_of(line)
                    read_member(data, member)
                    found.append(member)
        except (OSError, ValueError, TypeError, SnapshotError):
            pass  # the torn end of a run that was cut off: what came before it is whole
        return found

    def add(self, nct_id: str, line: bytes, last_update: str) -> None:
        """One record as the registry said it; safe on disk, as far as the system goes, when this returns."""
        packed = compress(line)
        member = Member(nct_id, self._data.tell(), len(packed), last_update)
        self._data.write(packed)
        self._data.flush()
        self._index.write(orjson.dumps(list(member)) + b"\n")
        self._index.flush()
        self.members[nct_id] = member

    def close(self) -> None:
        """Let go of the files."""
        self._data.close()
        self._index.close()
