"""Sources cut into shards: files of lines by bytes, folders and zips by their members, packed streams into copies.

Nothing is read that need not be: a plain file is cut by offsets, a zip by its list of members. A packed stream has no
middle to begin at, so that a large one is copied part by part (`parts/` beside the shards) while workers are at it;
the list of its parts stays, and spares an unchanged stream the next time.
"""

import hashlib
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import orjson
import zstandard

from cache.shards.shard import MARK, Rules, Shard
from cache.shards.sources import (
    DEFLATED,
    PACKED,
    PLAIN_LINES,
    SINGLE,
    STORED,
    STREAMS,
    Lines,
    Piece,
    SingleFiles,
    ZipMember,
    ZipMembers,
    stamp,
    unpacked,
)
from cache.store.places import Place, place, place_errors
from cache.store.sharded import SHARDS
from seeds.errors import OptionError

COPIES = "parts"
Item = TypeVar("Item")
UNPACKED = 20  # bytes of a record for each that is stored packed, at most
KNOWN = ", ".join((*PLAIN_LINES, *(PLAIN_LINES[0] + packed for packed in STREAMS), SINGLE, PACKED))


@dataclass(frozen=True, slots=True)
class Target:
    """Where the shards go, by which rules, and how many bytes of JSON one holds at most."""

    folder: Place
    rules: Rules
    limit: int

    def shard(self, source: Place, version: str, number: int, piece: Piece, weight: int) -> Shard:
        """The shard of a source's piece; `version` is the source's stamp."""
        told = [source.name, version, number, self.limit, str(self.rules.as_of), self.rules.version]
        key = hashlib.sha256(orjson.dumps(told)).hexdigest()[:12]
        stem = re.sub(r"[^\w-]+", "-", source.name.split(".")[0], flags=re.ASCII)[:40] or "source"
        return Shard(piece, (self.folder / SHARDS / f"{stem}-{number:05d}-{key}").url, self.rules, weight)


def total_weight(sources: Sequence[Place]) -> int:
    """Bytes of all sources as stored."""
    return sum(int(source.system.info(source.path).get("size") or 0) for source in sources)


def files_of(names: Iterable[str]) -> list[Place]:
    """The files that paths, URLs, patterns and folders name, each once; OptionError where one names none.

    Single records of a folder stay together: the folder itself stands for them.
    """
    found: dict[str, Place] = {}
    for name in names:
        with place_errors("Looking for records", name):
            for source in _named(name):
                found[source.url] = source
    return list(found.values())


def _named(name: str) -> list[Place]:
    source = place(name)
    if "*" in source.path:
        several = [Place(source.system, str(path)) for path in sorted(source.system.glob(source.path))]
    elif source.system.isdir(source.path):
        within = source.children()
        several = [each for each in within if each.path.endswith((*PLAIN_LINES, *STREAMS, PACKED))]
        if not several or any(each.path.endswith(SINGLE) for each in within):
            several.append(source)
    else:
        several = [source]
    if not several or not all(source.system.exists(each.path) for each in several):
        raise OptionError(f"{name}: there is no such file or folder of records.")
    return several


def plan(sources: Iterable[Place], target: Target) -> Iterator[Shard]:
    """The shards of all sources, in their order, as they are asked for."""
    for source in sources:
        with place_errors("Reading records", source.url):
            yield from _shards(source, target)


def _shards(source: Place, target: Target) -> Iterator[Shard]:
    if source.system.isdir(source.path):
        yield from _of_folder(source, target)
    elif source.path.endswith(PACKED):
        yield from _of_zip(source, target)
    elif source.path.endswith(STREAMS):
        yield from _of_stream(source, target)
    elif source.path.endswith(PLAIN_LINES):
        yield from _of_lines(source, target)
    elif source.path.endswith(SINGLE):
        info, folder = source.system.info(source.path), source.url.removesuffix(f"/{source.name}")
        yield target.shard(source, stamp(info), 0, SingleFiles(folder, (source.name,)), int(info["size"]))
    else:
        raise OptionError(
            f"{source.url}: is not known as a file of records; known are {KNOWN} and folders of {SINGLE}."
        )


def _of_lines(source: Place, target: Target) -> Iterator[Shard]:
    info = source.system.info(source.path)
    size, version = int(info["size"]), stamp(info)
    for number, start in enumerate(range(0, size, target.limit)):
        end = min(size, start + target.limit)
        yield target.shard(source, version, number, Lines(source.url, start, end), end - start)


def _of_folder(source: Place, target: Target) -> Iterator[Shard]:
    listed = source.system.find(source.path, detail=True)
    files = {path: info for path, info in sorted(listed.items()) if path.endswith(SINGLE)}
    if not files:
        raise OptionError(f"{source.url}: holds no files of records; known are {KNOWN}.")
    sized = ((path, int(info["size"])) for path, info in files.items())
    for number, (paths, weight) in enumerate(_packs(sized, target.limit)):
        names = tuple(path.removeprefix(f"{source.path}/") for path in paths)
        stamps = "\n".join(f"{name} {stamp(files[path])}" for name, path in zip(names, paths, strict=True))
        version = hashlib.sha256(stamps.encode()).hexdigest()
        yield target.shard(source, version, number, SingleFiles(source.url, names), weight)


def _of_zip(source: Place, target: Target) -> Iterator[Shard]:
    version = stamp(source.system.info(source.path))
    try:
        with source.system.open(source.path, "rb") as file, zipfile.ZipFile(file) as packed:
            members = [
                (ZipMember(each.filename, each.header_offset, each.compress_size, each.compress_type), each.file_size)
                for each in packed.infolist()
                if each.filename.endswith(SINGLE)
            ]
    except zipfile.BadZipFile as error:
        raise OptionError(f"{source.url}: is no zip ({error}). Fetch it again.") from error
    if not members or any(each.method not in (STORED, DEFLATED) for each, _ in members):
        raise OptionError(f"{source.url}: holds no records as {SINGLE}, or packs them in an unusual way; unpack it.")
    for number, (some, _) in enumerate(_packs(members, target.limit)):
        piece = ZipMembers(source.url, tuple(some))
        yield target.shard(source, version, number, piece, sum(each.size for each in some))


def _packs(sized: Iterable[tuple[Item, int]], limit: int) -> Iterator[tuple[list[Item], int]]:
    """Items in their order, as many together as stay within a size."""
    some: list[Item] = []
    weight = 0
    for item, size in sized:
        if some and weight + size > limit:
            yield some, weight
            some, weight = [], 0
        some.append(item)
        weight += size
    if some:
        yield some, weight


def _of_stream(source: Place, target: Target) -> Iterator[Shard]:
    info = source.system.info(source.path)
    size, version = int(info["size"]), stamp(info)
    if size * UNPACKED <= target.limit:
        yield target.shard(source, version, 0, Lines(source.url), size)
        return
    first = target.shard(source, version, 0, Lines(""), 0)
    listed = target.folder / COPIES / f"{first.name}.json"
    done = {each.name for each in (target.folder / SHARDS).children() if each.system.exists((each / MARK).path)}
    if known := listed.read():
        parts = [
            target.shard(source, version, number, Lines(""), weight)
            for number, weight in enumerate(orjson.loads(known))
        ]
        if all(part.name in done for part in parts):
            yield from parts
            return
    weights = []
    for number, (lines, weight) in enumerate(_cut(source, target.limit)):
        shard = target.shard(source, version, number, Lines(""), weight)
        copy = target.folder / COPIES / f"{shard.name}.jsonl.zst"
        if shard.name not in done:
            copy.write(zstandard.ZstdCompressor(level=1).compress(lines))
        weights.append(weight)
        yield Shard(Lines(copy.url), shard.folder, target.rules, weight, is_copy=True)
    listed.write(orjson.dumps(weights))


def _cut(source: Place, limit: int) -> Iterator[tuple[bytes, int]]:
    """Lines of a packed stream, together as many as stay within a size, and how many packed bytes they took."""
    with source.system.open(source.path, "rb") as packed, unpacked(packed, source.name) as lines:
        before = 0
        for some, _ in _packs(((line, len(line)) for line in lines), limit):
            after = packed.tell()
            yield b"".join(some), after - before
            before = after
