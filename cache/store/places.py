"""Folders and files on this machine or elsewhere, named by URL (fsspec), and whole files written there at once.

S3 goes by Arrow's own client, which reads `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_REGION` and
`AWS_ENDPOINT_URL`; other schemes (`gs`, `abfs`, `sftp` ...) by the fsspec packages that are installed.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple

import fsspec
from fsspec.implementations.arrow import ArrowFSWrapper
from fsspec.implementations.local import LocalFileSystem
from pyarrow.fs import S3FileSystem

from cache.store.folders import copy_whole, disk_errors, replace_file
from seeds.errors import DiskError, OptionError

S3 = "s3://"


class Place(NamedTuple):
    """A file system and a path in it; `url` is what leads there again, from any machine that sees it."""

    system: fsspec.AbstractFileSystem
    path: str

    @property
    def is_local(self) -> bool:
        """Whether it lies on this machine's own file system."""
        return isinstance(self.system, LocalFileSystem)

    @property
    def url(self) -> str:
        """The path with its scheme; alone on this machine."""
        return self.path if self.is_local else str(self.system.unstrip_protocol(self.path))

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rsplit("/", 1)[-1]

    def __truediv__(self, name: str) -> "Place":
        return Place(self.system, f"{self.path}/{name}")

    def read(self) -> bytes | None:
        """A small file's content; None where there is none."""
        try:
            return bytes(self.system.cat_file(self.path))
        except FileNotFoundError:
            return None

    def write(self, content: bytes) -> None:
        """A whole file, which readers see complete or not at all."""
        if self.is_local:
            Path(self.path).parent.mkdir(parents=True, exist_ok=True)
            replace_file(Path(self.path), content)
        else:
            self.system.pipe_file(self.path, content)  # an object store shows an object when it is complete

    def put(self, source: Path) -> None:
        """A file of this machine, of any size, which readers see complete or not at all."""
        if self.is_local:
            Path(self.path).parent.mkdir(parents=True, exist_ok=True)
            copy_whole(source, Path(self.path))
            return
        try:
            self.system.put_file(str(source), self.path)
        except BaseException:  # letting go of the stream makes an object of what was sent
            self.remove()
            raise

    def children(self) -> list["Place"]:
        """What lies right in a folder, by name; nothing where there is no folder."""
        try:
            found = self.system.ls(self.path, detail=False, refresh=True)
        except (FileNotFoundError, NotADirectoryError):
            return []
        return [Place(self.system, str(path).rstrip("/")) for path in sorted(found)]

    def remove(self) -> None:
        """Take a file or folder away, if it is there."""
        if self.system.exists(self.path):
            self.system.rm(self.path, recursive=True)


def place(url: str) -> Place:
    """The place of a path or URL; OptionError where nothing here can open its scheme."""
    if url.startswith(S3):
        return Place(_s3(os.environ.get("AWS_ENDPOINT_URL", "")), url.removeprefix(S3).rstrip("/"))
    try:
        system, path = fsspec.core.url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise OptionError(
            f"{url}: cannot be opened ({error}). Name a path, an s3:// URL, or install what opens it."
        ) from error
    return Place(system, str(path).rstrip("/") or "/")


@cache
def _s3(url: str) -> ArrowFSWrapper:
    """One client for each address (empty: Amazon's), since to make one takes long."""
    scheme, _, endpoint = url.rpartition("://")
    chosen = {"endpoint_override": endpoint, "scheme": scheme or "https"} if endpoint else {}
    return ArrowFSWrapper(S3FileSystem(**chosen))


@contextmanager
def place_errors(doing: str, where: str) -> Iterator[None]:
    """Refusals of a file system while `doing` something at a place as one sentence, whoever speaks to it."""
    try:
        with disk_errors(doing):
            yield
    except (fsspec.exceptions.FSTimeoutError, EOFError) as error:
        raise DiskError(f"{doing}: {where} cannot be read or written ({error}). Try again.") from error
