"""What each source said of each trial, and when: one file of JSON lines a source, the latest line of a trial counts.

A line is written as soon as a trial is done, so that a run cut off goes on where it stopped.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

import orjson

from cache.store.folders import disk_errors, replace_file
from cache.store.snapshot import Store
from fetchers.articles.article import ArticleNote, ReportedMeasure
from fetchers.history.reading import HistoryChange, HistoryNote

FOLDER = "elsewhere"
Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class Note:
    """A source's answer on one trial: when it was asked (UTC), the record's day of update then, the rules it was read
    by, and what is kept of it."""

    nct_id: str
    asked_at: str
    last_update: str
    rules: str
    kept: dict[str, Any]


def notes_folder(store: Store) -> Path:
    """Where the notes of a cache lie; they outlive its snapshots."""
    return store.root / FOLDER


def read_notes(folder: Path, source: str) -> dict[str, Note]:
    """The notes of a source by trial; lines that cannot be read count as never asked."""
    try:
        lines = (folder / f"{source}.jsonl").read_bytes().splitlines()
    except OSError:
        return {}
    found: dict[str, Note] = {}
    for line in lines:
        if note := _note(line):
            found[note.nct_id] = note
    return found


def _note(line: bytes) -> Note | None:
    """A line as a note; None where it is torn or of another kind."""
    try:
        note = Note(**orjson.loads(line))
        known = datetime.fromisoformat(note.asked_at).tzinfo is not None and isinstance(note.kept, dict)
        return note if known and isinstance(note.nct_id, str) else None
    except (ValueError, TypeError):
        return None


class NoteWriter:
    """Adds notes to a source's file; `close` leaves one line a trial, sorted."""

    def __init__(self, folder: Path, source: str) -> None:
        with disk_errors("Keeping what was found elsewhere"):
            folder.mkdir(parents=True, exist_ok=True)
            self._path = folder / f"{source}.jsonl"
            self.notes = read_notes(folder, source)
            self._compact()  # a line torn by a crash goes, so that the next one stands by itself
            self._file: BinaryIO = self._path.open("ab")
        self._added = 0

    def add(self, note: Note) -> None:
        """One answer; safe on disk, as far as the system goes, when this returns."""
        with disk_errors("Keeping what was found elsewhere"):
            self._file.write(orjson.dumps(asdict(note)) + b"\n")
            self._file.flush()
        self.notes[note.nct_id] = note
        self._added += 1

    def close(self) -> None:
        """Let go of the file."""
        with disk_errors("Keeping what was found elsewhere"):
            self._file.close()
            if self._added:
                self._compact()

    def _compact(self) -> None:
        if self.notes or self._path.exists():
            lines = (orjson.dumps(asdict(self.notes[nct])) + b"\n" for nct in sorted(self.notes))
            replace_file(self._path, b"".join(lines))


def article_notes(note: Note) -> Iterator[ArticleNote]:
    """The articles of a note; what cannot be read is left out."""
    for each in _listed(note.kept, "articles"):
        reported = [said for one in _listed(each, "reported") if (said := _built(ReportedMeasure, one))]
        if found := _built(ArticleNote, {**each, "reported": reported}):
            yield found


def history_note_of(note: Note) -> HistoryNote | None:
    """The history of a note; None where the registry told none, or it cannot be read."""
    history = note.kept.get("history")
    if not isinstance(history, Mapping):
        return None
    changes = [found for one in _listed(history, "changes") if (found := _built(HistoryChange, one))]
    return _built(HistoryNote, {**history, "changes": changes})


def _listed(node: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    found = node.get(name)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _built(kind: type[Kept], values: Mapping[str, Any]) -> Kept | None:
    """A dataclass of these values; None where they are of another program's kind."""
    try:
        return kind(**values)
    except TypeError:
        return None
