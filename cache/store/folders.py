"""Durable steps on disk: whole files swapped in at once, flushed where a power cut could lose them."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from seeds.errors import DiskError


def sync_file(path: Path) -> None:
    """Flush a file or folder to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def replace_file(path: Path, content: bytes) -> None:
    """Write a file so that readers see the old one or the new one, and a power cut leaves one of them."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    draft.write_bytes(content)
    _swap_in(draft, path)


def copy_whole(source: Path, path: Path) -> None:
    """Copy a file of any size so that readers see the old one or the new one; what a kill left is written over."""
    draft = path.with_name(f".{path.name}.tmp")
    shutil.copyfile(source, draft)
    _swap_in(draft, path)


def _swap_in(draft: Path, path: Path) -> None:
    sync_file(draft)
    draft.replace(path)
    sync_file(path.parent)


def fresh_folder(path: Path) -> Path:
    """An empty folder; what stood there is removed."""
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    return path


@contextmanager
def disk_errors(doing: str) -> Iterator[None]:
    """Turn the system's refusals while `doing` something into one sentence that names the path."""
    try:
        yield
    except BrokenPipeError:  # the reader of the output went away
        raise
    except OSError as error:
        place = error.filename or ""
        hint = "Free some space" if error.errno == 28 else "Choose another place or mend its permissions"
        raise DiskError(f"{doing}: {place} {error.strerror or error}. {hint}.".replace("  ", " ")) from error
