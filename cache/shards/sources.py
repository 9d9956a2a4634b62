"""Pieces of sources of records, and the JSON that a piece holds: lines plain or packed, single files, members of a zip.

A piece says where to read and how much, so that any process on any machine that sees the source can read it alone.
"""

import io
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any, NamedTuple, cast

import zstandard
from isal import igzip, isal_zlib

from cache.store.places import place
from seeds.errors import OptionError

PLAIN_LINES, STREAMS = (".jsonl", ".ndjson"), (".gz", ".zst")
SINGLE, PACKED = ".json", ".zip"
READ_AT_ONCE = 1 << 17  # bytes read at once
STORED, DEFLATED = 0, 8  # methods of a zip
TORN = (zlib.error, cast(type[Exception], isal_zlib.IsalError), zstandard.ZstdError)
_LOCAL_HEADER = struct.Struct("<4s22xHH")  # signature, lengths of name and extra field


@dataclass(frozen=True, slots=True)
class Lines:
    """JSON lines of a file: all of them, or those of a plain one that begin between two bytes."""

    url: str
    start: int = 0
    end: int | None = None


@dataclass(frozen=True, slots=True)
class SingleFiles:
    """Files of a folder, by their paths in it, with one record each."""

    folder: str
    names: tuple[str, ...]


class ZipMember(NamedTuple):
    """Where a record's bytes lie in a zip: its name, offset of its header, packed size, method."""

    name: str
    offset: int
    size: int
    method: int


@dataclass(frozen=True, slots=True)
class ZipMembers:
    """Members of a zip with one record each."""

    url: str
    members: tuple[ZipMember, ...]


Piece = Lines | SingleFiles | ZipMembers


def records_of(piece: Piece) -> Iterator[tuple[str, bytes]]:
    """Where each record stands, for messages, and its JSON; OptionError where the source cannot be read on."""
    where = ""
    try:
        match piece:
            case Lines():
                where = piece.url
                yield from _lines(piece)
            case SingleFiles():
                folder = place(piece.folder)
                for name in piece.names:
                    where = f"{piece.folder}/{name}"
                    yield where, folder.system.cat_file((folder / name).path)
            case ZipMembers():
                where = piece.url
                yield from _members(piece)
    except (OSError, EOFError, *TORN) as error:
        raise OptionError(f"{where}: cannot be read to its end ({error}). Mend or leave out that source.") from error


def _lines(piece: Lines) -> Iterator[tuple[str, bytes]]:
    source = place(piece.url)
    with source.system.open(source.path, "rb") as packed, unpacked(packed, source.name) as lines:
        if piece.start:  # a line that began before belongs to the piece before
            lines.seek(piece.start - 1)
            lines.readline()
        at = lines.tell() if piece.start else 0
        for number, line in enumerate(lines, 1):
            if piece.end is not None and at >= piece.end:
                break
            at += len(line)
            if line.strip():
                beyond = f" after byte {piece.start}" if piece.start else ""
                yield f"{piece.url}, line {number}{beyond}", line


def unpacked(file: IO[bytes], name: str) -> IO[bytes]:
    """The lines of a file as its name says that it is packed."""
    if name.endswith(".gz"):
        return cast(IO[bytes], igzip.IGzipFile(fileobj=file, mode="rb"))  # type: ignore[no-untyped-call]
    if name.endswith(".zst"):
        return io.BufferedReader(_Zstd(file), READ_AT_ONCE)
    return file


class _Zstd(io.RawIOBase):
    """The content of a zstd file, frame after frame; EOFError where it is torn, which the library hides."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._frame = zstandard.ZstdDecompressor().decompressobj()
        self._ready = self._packed = b""
        self._is_begun = False

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, target: Any) -> int:  # a buffer
        """As much as is there; nothing at the end of the last frame."""
        while not self._ready and self._more():
            pass
        found, self._ready = self._ready[: len(target)], self._ready[len(target) :]
        target[: len(found)] = found
        return len(found)

    def _more(self) -> bool:
        """Unpack the next block; False at the end."""
        if self._frame.eof:
            self._packed = self._frame.unused_data
            self._frame, self._is_begun = zstandard.ZstdDecompressor().decompressobj(), False
        self._packed = self._packed or self._file.read(READ_AT_ONCE)
        if not self._packed:
            if self._is_begun:
                raise EOFError("it ends in the middle of a zstd frame")
            return False
        self._ready, self._packed, self._is_begun = self._frame.decompress(self._packed), b"", True
        return True


def _members(piece: ZipMembers) -> Iterator[tuple[str, bytes]]:
    source = place(piece.url)
    with source.system.open(source.path, "rb") as file:
        for member in piece.members:
            file.seek(member.offset)
            signature, name, extra = _LOCAL_HEADER.unpack(file.read(_LOCAL_HEADER.size))
            if signature != b"PK\x03\x04":
                raise EOFError(f"{member.name} is not where the list of members says")
            file.seek(name + extra, io.SEEK_CUR)
            content = file.read(member.size)
            whole = content if member.method == STORED else isal_zlib.decompress(content, -15)
            yield f"{piece.url}, {member.name}", whole


def stamp(info: Mapping[str, Any]) -> str:
    """What changes when a file's content does: its size, and its tag or time of change as its file system has it."""
    changed = next((info[key] for key in ("ETag", "mtime", "LastModified", "created") if info.get(key)), "")
    return f"{info.get('size')}-{changed}"
