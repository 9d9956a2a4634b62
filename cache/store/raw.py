"""What the registry said: JSON lines, one gzip member per record, so that any record can be read by itself.

The file is ordinary gzipped JSON lines for every other program. `raw_index.jsonl` holds, per line, the id, the
offset and length of its member and the day of its last update: unchanged members are copied as they are.
"""

import zlib
from collections.abc import Iterable, Iterator, Set
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, NamedTuple

import orjson
from isal import isal_zlib

from seeds.errors import SnapshotError

RAW, INDEX = "raw.jsonl.gz", "raw_index.jsonl"
GZIP = 31  # zlib's window size for gzip framing
BLOCK = 1 << 20  # bytes copied at once
LEVEL = 2  # of ISA-L's four: an eighth of the time of zlib's usual 6, for files a seventh larger


class Member(NamedTuple):
    """Where a record stands in a raw file."""

    nct_id: str
    offset: int
    length: int
    last_update: str


def compress(line: bytes) -> bytes:
    """One gzip member of one JSON line; the same line gives the same bytes (no time stamp is written)."""
    packer = isal_zlib.compressobj(LEVEL, isal_zlib.DEFLATED, GZIP)
    return packer.compress(line.rstrip(b"\n") + b"\n") + packer.flush()


@dataclass
class RawWriter:
    """Appends members in the order of arrival and remembers where each stands; a later one replaces an earlier."""

    path: Path
    members: dict[str, Member] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._file: BinaryIO = self.path.open("wb")
        self._at = 0

    def add(self, nct_id: str, line: bytes, last_update: str) -> None:
        """One record as the API said it."""
        self.copy(nct_id, compress(line), last_update)

    def copy(self, nct_id: str, packed: bytes, last_update: str) -> None:
        """One record already packed."""
        self._file.write(packed)
        self.members[nct_id] = Member(nct_id, self._at, len(packed), last_update)
        self._at += len(packed)

    def close(self) -> None:
        """Flush to the file."""
        self._file.close()


def write_sorted(arrived: Path, members: Iterable[Member], folder: Path) -> list[Member]:
    """Copy the members sorted by id into `folder`, with their index; gives the new places."""
    return merge_raw([(arrived, members)], folder)


def merge_raw(parts: Iterable[tuple[Path, Iterable[Member]]], folder: Path) -> list[Member]:
    """Members of several raw files into one, sorted by id, with its index; no id may come twice."""
    wanted = sorted((member, path) for path, members in parts for member in members)
    with ExitStack() as stack, (folder / RAW).open("wb") as target:
        sources = {path: stack.enter_context(path.open("rb")) for path in {path for _, path in wanted}}
        for path, start, end in _stretches(wanted):
            sources[path].seek(start)
            for at in range(start, end, BLOCK):
                target.write(sources[path].read(min(BLOCK, end - at)))
    placed, end = [], 0
    for member, _ in wanted:
        placed.append(member._replace(offset=end))
        end += member.length
    lines = (orjson.dumps(list(member)) + b"\n" for member in placed)
    (folder / INDEX).write_bytes(b"".join(lines))
    return placed


def _stretches(wanted: Iterable[tuple[Member, Path]]) -> list[tuple[Path, int, int]]:
    """Where to read what is wanted: members that stand side by side in a file are one stretch (file, start, end)."""
    found: list[tuple[Path, int, int]] = []
    for member, path in wanted:
        start, end = member.offset, member.offset + member.length
        if found and found[-1][0] is path and found[-1][2] == start:
            start = found.pop()[1]
        found.append((path, start, end))
    return found


def same_records(one: Path, other: Path, known: Set[str] = frozenset()) -> set[str]:
    """The ids whose records stand byte by byte the same in the raw files of two folders; `known` ones do."""
    there = {member.nct_id: member for member in read_index(other)}
    here = (member for member in read_index(one) if member.nct_id not in known)
    found = set(known)
    with (one / RAW).open("rb") as left, (other / RAW).open("rb") as right:
        for member in here:
            twin = there.get(member.nct_id)
            if twin and twin.length == member.length:
                left.seek(member.offset)
                right.seek(twin.offset)
                if left.read(member.length) == right.read(twin.length):
                    found.add(member.nct_id)
    return found


def member_of(line: bytes) -> Member:
    """One line of an index; ValueError or TypeError where it is none."""
    member = Member(*orjson.loads(line))
    if [type(each) for each in member] != [str, int, int, str] or min(member.offset, member.length) < 0:
        raise ValueError("a line of another kind")
    return member


def read_index(folder: Path) -> list[Member]:
    """The members of a raw file, sorted by id."""
    try:
        return [member_of(line) for line in (folder / INDEX).read_bytes().splitlines()]
    except (OSError, ValueError, TypeError) as error:
        raise SnapshotError(f"{folder / INDEX}: cannot be read ({error}). Run `rapatrials refresh --full`.") from error


def read_member(source: BinaryIO, member: Member) -> bytes:
    """The JSON line of one member; SnapshotError where the bytes are damaged."""
    source.seek(member.offset)
    try:
        return zlib.decompress(source.read(member.length), GZIP)
    except zlib.error as error:
        raise SnapshotError(
            f"{getattr(source, 'name', RAW)}: the record {member.nct_id} is damaged ({error}). "
            "Run `rapatrials refresh --full`."
        ) from error


def read_lines(folder: Path, members: Iterable[Member] | None = None) -> Iterator[bytes]:
    """The JSON lines of a raw file in the order of `members` (default: all, by id)."""
    with (folder / RAW).open("rb") as source:
        for member in read_index(folder) if members is None else members:
            yield read_member(source, member)
